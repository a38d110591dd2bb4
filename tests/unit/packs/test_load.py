"""Packs are read from folders, archives and installed distributions; alone, or on top of one another."""

import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date

import polars as pl
import pytest

import intimacy_kit as ik
from intimacy_kit import packs
from intimacy_kit.packs import reader
from intimacy_kit.packs.files import MOST_FILES
from intimacy_kit.tables import score_frame
from tests.support.memory_pack import Memory, folder
from tests.support.paths import DATA, GOOD, ROOT

MINIMAL = GOOD / "minimal"
FIVE = GOOD / "five"


def lines(problems):
    return [str(problem) for problem in problems]


def pack_with(files):
    return Memory({**folder(MINIMAL), **{name: text.encode() for name, text in files.items()}})


# Where a pack may be ----------------------------------------------------------


def test_a_pack_is_a_folder_a_path_a_text_or_anything_that_walks_like_one():
    wanted = ik.load_path(MINIMAL)
    assert wanted == ik.load_path(str(MINIMAL)) == ik.load_path(Memory(folder(MINIMAL)))
    assert ["calm.sit", "zest.run"] == list(wanted.items)
    counts = (
        "2 pillars, 1 scales, 2 forms, 2 items, 0 scores, 0 norms, 1 practices, 1 prompts, 0 programmes, 1 sources, "
        "0 phrases, 0 synonyms"
    )
    assert f"<Catalogue minimal 1.0: {counts}>" == repr(wanted)


@pytest.mark.parametrize("inside", ["", "minimal-1.0/"])
def test_a_pack_may_be_zipped_with_or_without_a_folder_around_it(tmp_path, inside):
    target = tmp_path / "pack.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in folder(MINIMAL).items():
            archive.writestr(inside + name, data)
    assert ik.load_path(MINIMAL) == ik.load_path(target)


def test_a_damaged_archive_is_one_problem(tmp_path):
    target = tmp_path / "pack.zip"
    target.write_bytes(b"PK\x03\x04 and then nothing")
    expected = "unreadable  there is no such folder or zip archive; name the folder that holds pack.yaml"
    assert [expected] == lines(ik.check_path(target))


def test_a_zip_member_that_cannot_be_unpacked_is_a_problem_of_its_file(tmp_path):
    target = tmp_path / "pack.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in folder(MINIMAL).items():
            archive.writestr(name, data)
    data = bytearray(target.read_bytes())
    at = data.index(b"pillars.yaml") + len(b"pillars.yaml")
    data[at : at + 20] = b"\xff" * 20
    target.write_bytes(data)
    assert ["pillars.yaml"] == sorted({problem.file for problem in ik.check_path(target)})
    assert {"unreadable"} == {problem.code for problem in ik.check_path(target)}


def test_a_place_that_is_not_there_is_one_problem(tmp_path):
    for place in (tmp_path / "no", tmp_path / "no.zip", "\0"):
        assert ["unreadable"] == [problem.code for problem in ik.check_path(place)]
    with pytest.raises(ik.PackError, match="no such folder"):
        ik.load_path(tmp_path / "no")


class Broken(Memory):
    """A place that cannot even be looked at."""

    def is_dir(self):
        raise PermissionError


def test_a_place_that_cannot_be_looked_at_is_one_problem():
    assert ["unreadable"] == [problem.code for problem in ik.check_path(Broken({}))]


def test_progress_is_told_file_by_file():
    seen = []
    ik.check_path(MINIMAL, on_file=seen.append)
    assert sorted(folder(MINIMAL)) == sorted(seen)


def test_a_mapping_is_wanted_for_access():
    text = (
        (MINIMAL / "practices" / "calm.yaml").read_text().replace("access:\n    low-energy: Lie down.", "access: none")
    )
    assert ["practices/calm.yaml:14:11 wrong-kind  this should be a mapping, not a single value"] == lines(
        ik.check_path(pack_with({"practices/calm.yaml": text}))
    )


def test_a_link_that_leads_out_of_the_pack_is_not_followed(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "pack")
    (tmp_path / "secret.yaml").write_text("- id: x\n")
    (tmp_path / "pack" / "pillars.yaml").unlink()
    (tmp_path / "pack" / "pillars.yaml").symlink_to(tmp_path / "secret.yaml")
    expected = ["pillars.yaml outside-pack  this leads out of the pack; put in what it leads to"]
    assert expected == lines(ik.check_path(tmp_path / "pack"))


@pytest.mark.parametrize("name", ["practices", "prompts", "items"])
def test_a_folder_that_leads_out_of_the_pack_is_one_problem_and_not_listed(tmp_path, name):
    shutil.copytree(MINIMAL, tmp_path / "pack")
    shutil.rmtree(tmp_path / "pack" / name, ignore_errors=True)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter-to-my-lawyer.txt").write_text("x")
    (tmp_path / "pack" / name).symlink_to(tmp_path / "home")
    found = lines(ik.check_path(tmp_path / "pack"))
    assert f"{name} outside-pack  this leads out of the pack; put in what it leads to" in found
    assert 1 == sum("outside-pack" in each for each in found)
    assert not any("lawyer" in each for each in found)


def test_a_folder_of_translations_that_leads_out_of_the_pack_is_one_problem_and_not_listed(tmp_path):
    shutil.copytree(GOOD / "five", tmp_path / "pack")
    shutil.rmtree(tmp_path / "pack" / "locales", ignore_errors=True)
    (tmp_path / "outside" / "it").mkdir(parents=True)
    (tmp_path / "pack" / "locales").symlink_to(tmp_path / "outside")
    said = "locales outside-pack  this leads out of the pack; put in what it leads to"
    assert [said] == [str(each) for each in ik.check_path(tmp_path / "pack") if each.code == "outside-pack"]
    with pytest.raises(ik.PackError, match="outside-pack"):
        ik.locales(tmp_path / "pack")


def test_only_a_folder_named_like_a_language_has_a_translation(tmp_path):
    shutil.copytree(GOOD / "five", tmp_path / "pack")
    before = ik.locales(tmp_path / "pack")
    for odd in ("ES", "notes", "\x1b[2J"):
        (tmp_path / "pack" / "locales" / odd).mkdir(parents=True)
    (tmp_path / "pack" / "locales" / "it").touch()
    assert before == ik.locales(tmp_path / "pack")


def test_a_translation_that_leads_out_of_the_pack_is_one_problem(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "pack")
    (tmp_path / "home" / "es").mkdir(parents=True)
    (tmp_path / "home" / "es" / "pack.yaml").write_text("title: x\n")
    shutil.rmtree(tmp_path / "pack" / "locales", ignore_errors=True)
    (tmp_path / "pack" / "locales").symlink_to(tmp_path / "home")
    found = [each for each in ik.check_translation(tmp_path / "pack", "es") if each.code == "outside-pack"]
    assert ["locales"] == [each.file for each in found]


def test_a_folder_with_a_link_to_another_one_of_the_pack_is_read(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "pack")
    (tmp_path / "pack" / "items").rename(tmp_path / "pack" / "questions")
    (tmp_path / "pack" / "items").symlink_to(tmp_path / "pack" / "questions")
    assert () == ik.check_path(tmp_path / "pack")


def test_a_pipe_is_not_opened_and_a_folder_is_not_a_file(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "pack")
    for name in ("pillars.yaml", "scales.yaml"):
        (tmp_path / "pack" / name).unlink()
    os.mkfifo(tmp_path / "pack" / "pillars.yaml")
    (tmp_path / "pack" / "scales.yaml").mkdir()
    found = ik.check_path(tmp_path / "pack")
    assert [("missing-file", "pillars.yaml"), ("missing-file", "scales.yaml")] == [(p.code, p.file) for p in found]


class Vanishing(Memory):
    """A pack whose files go away between listing and opening."""

    def open(self, mode="r", **_):
        if self.path.startswith("items/"):
            raise FileNotFoundError(self.path)
        return super().open(mode)


def test_a_file_that_goes_away_is_a_problem_of_its_own():
    expected = ["items/all.yaml unreadable  the file cannot be read (FileNotFoundError); make it readable"]
    assert expected == lines(ik.check_path(Vanishing(folder(MINIMAL))))


class Locked(Memory):
    """A pack with a folder that may not be listed."""

    def iterdir(self):
        if self.path == "practices":
            raise PermissionError(self.path)
        return super().iterdir()


def test_a_folder_that_may_not_be_listed_is_a_problem_of_its_own():
    expected = ["practices/ unreadable  the folder cannot be read (PermissionError); make it readable"]
    assert expected == lines(ik.check_path(Locked(folder(MINIMAL))))


class Hidden(Memory):
    """A pack with a folder that may not even be looked at."""

    def is_dir(self):
        if self.path == "practices":
            raise PermissionError(self.path)
        return super().is_dir()


def test_a_folder_that_may_not_be_looked_at_is_a_problem_of_its_own():
    expected = ["practices/ unreadable  the folder cannot be read (PermissionError); make it readable"]
    assert expected == lines(ik.check_path(Hidden(folder(MINIMAL))))


def test_a_folder_of_too_many_files_is_refused():
    many = {f"prompts/p{i}.yaml": "- {}" for i in range(MOST_FILES)}
    assert ["prompts/ too-large"] == [line.partition("  ")[0] for line in lines(ik.check_path(pack_with(many)))]


def test_a_file_that_is_not_a_list_and_an_empty_folder_are_problems():
    assert ["pillars.yaml:1:1 wrong-kind  this should be a list of records; begin each record with '- '"] == lines(
        ik.check_path(pack_with({"pillars.yaml": "calm: x\n"}))
    )
    without = {name: data for name, data in folder(MINIMAL).items() if not name.startswith("items/")}
    assert "items/ missing-file  the pack has no items; add a file to this folder" in lines(
        ik.check_path(Memory(without))
    )


def test_records_that_are_no_mappings_are_problems_with_their_place():
    found = ik.check_path(pack_with({"pillars.yaml": "- x\n- [y]\n"}))
    assert [("pillars.yaml", 1, 3), ("pillars.yaml", 2, 3)] == [
        (p.file, p.line, p.column) for p in found if p.code == "wrong-kind"
    ]


@pytest.mark.parametrize(
    ("format", "codes"), [("1", []), ("2", ["newer-format"]), ("0", ["bad-number"]), ("'1'", ["bad-number"])]
)
def test_a_pack_says_which_format_it_is_written_in(format, codes):
    text = (MINIMAL / "pack.yaml").read_text().replace("format: 1", f"format: {format}")
    assert codes == [problem.code for problem in ik.check_path(pack_with({"pack.yaml": text}))]


def test_the_built_in_pack_has_no_problems():
    assert () == ik.check_path(ROOT / "data")


# On top of one another --------------------------------------------------------

ADD_ON = {
    "pack.yaml": "id: add-on\nversion: 1.0\ntitle: More\nlicence: CC0-1.0\nlocale: en\nformat: 1\nactions:\n"
    "  - {number: 9.1, kind: do, text: Rest}\n",
    "practices/more.yaml": "- id: calm.rest\n  pillar: calm\n  title: Rest\n  summary: Rest.\n  steps: [Rest.]\n"
    "  minutes: 1\n  cadence: daily\n  mode: solo\n  distance: yes\n  if_it_goes_badly: Get up.\n"
    "  covers: [1.1, 9.1]\n  evidence: [{source: smith2001, fit: tested}]\n  targets: [calm.sit]\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("locale", [None, "es"])
def test_a_record_that_is_the_same_to_the_letter_is_there_once_on_both_roads(locale):
    base = ik.load(locale=locale)
    listening = base.pillars["listening"]
    plain = ik.load().pillars["listening"]
    upper = {
        "pack.yaml": ADD_ON["pack.yaml"].partition("actions")[0],
        "pillars.yaml": f"- {{id: listening, title: {plain.title}, summary: '{plain.summary}'}}\n",
    }
    assert listening == ik.load(packs=[memory(upper)], locale=locale).pillars["listening"]
    assert base == base.merge(base)
    upper["pillars.yaml"] = upper["pillars.yaml"].replace("summary: '", "summary: 'Not ")
    with pytest.raises(ik.PackError, match="duplicate-id  the id 'listening' is taken by the pack below"):
        ik.load(packs=[memory(upper)], locale=locale)


def memory(files):
    return Memory({name: text.encode() for name, text in files.items()})


def on_minimal(files):
    return reader.Reading(memory(files), ik.load_path(MINIMAL)).finish()


def test_a_pack_may_lean_on_the_one_below():
    whole, problems = on_minimal(ADD_ON)
    assert () == problems
    assert ["calm.sit-down", "calm.rest"] == list(whole.practices)
    assert "minimal" == whole.pack.id
    assert ["1.1", "9.1"] == [action.number for action in whole.pack.actions]


def test_an_id_that_is_taken_is_a_problem_unless_it_is_replaced():
    files = {**ADD_ON, "practices/more.yaml": ADD_ON["practices/more.yaml"].replace("calm.rest", "calm.sit-down")}
    files["practices/more.yaml"] += "  gates: [touch]\n  not_for: Nobody.\n"
    _, problems = on_minimal(files)
    assert [
        "practices/more.yaml:1:7 duplicate-id  the id 'calm.sit-down' is taken by the pack below; "
        "rename it, or list it under replaces"
    ] == lines(problems)
    files["pack.yaml"] += "replaces: [calm.sit-down]\n"
    whole, problems = on_minimal(files)
    assert () == problems
    assert "Rest" == whole.practices["calm.sit-down"].title


def test_a_pack_that_breaks_what_lies_below_is_reported_there_and_not_loaded():
    files = {
        **ADD_ON,
        "items/all.yaml": "- id: calm.sit\n  pillar: calm\n  scale: agree\n  role: choice\n  text: {self: sit}\n",
    }
    files["pack.yaml"] += "replaces: [calm.sit]\n"
    whole, problems = on_minimal(files)
    assert whole is None
    assert {"unscored-target"} == {problem.code for problem in problems}


@pytest.mark.slow
def test_the_examples_pack_loads_on_top_of_the_built_in_one():
    whole = ik.load(packs=[ROOT / "docs" / "examples" / "pack" / "src" / "evening_pack"])
    assert "evening.lamp" in whole.practices
    assert 1 + len(ik.load().practices) == len(whole.practices)


def test_five_subscales_score_through_the_same_functions(catalogue):
    from datetime import date

    five = ik.load_path(FIVE)
    checkin = ik.draw(five, form="five", seed="s")
    answers = dict(zip((q.item_id for q in checkin.questions), [6, 1, 2, 4, "prefer-not-to-say"] * 5, strict=True))
    result = ik.score(checkin.answer(answers, on=date(2026, 11, 23)))
    # outgoing: 6, 1, reversed 2 -> 5, 4 on a scale from 1 to 6: 100 * (5 + 0 + 4 + 3) / (4 * 5)
    assert 60.0 == result["outgoing"].percent
    assert 4.0 == result["outgoing"].mean
    assert ["outgoing", "warm", "orderly", "steady", "curious"] == [score.pillar for score in result]
    assert not set(five.items) & set(catalogue.items)


# Installed --------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder of installed distributions: the example pack, and one that is broken."""
    site = tmp_path_factory.mktemp("site")
    source = tmp_path_factory.mktemp("source") / "pack"
    shutil.copytree(ROOT / "docs" / "examples" / "pack", source)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    broken = site / "broken-1.0.dist-info"
    broken.mkdir()
    (broken / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.0\n")
    (broken / "entry_points.txt").write_text(f"[{packs.GROUP}]\nbroken = no_such_package:data\n")
    return site


@pytest.mark.slow
def test_installed_packs_are_found_without_running_them(site, monkeypatch):
    monkeypatch.syspath_prepend(str(site))
    found = {pack.name: pack for pack in ik.discover()}
    assert {"broken", "evening"} == set(found)
    assert (site / "evening_pack", ()) == (found["evening"].path, found["evening"].problems)
    assert ["unreadable"] == [problem.code for problem in found["broken"].problems]
    assert "evening_pack" not in sys.modules
    assert "evening.lamp" in ik.load(packs=["evening"]).practices
    with pytest.raises(ik.PackError, match="unreadable"):
        ik.load(packs=["broken"])
    assert ik.load().practices


@pytest.mark.slow
def test_a_pack_that_is_not_installed_is_answered_with_the_nearest(site, monkeypatch):
    monkeypatch.syspath_prepend(str(site))
    with pytest.raises(ik.UnknownId, match="no installed pack 'evenin'; did you mean 'evening'"):
        ik.load(packs=["evenin"])


# Translations -----------------------------------------------------------------

SPANISH = {
    "locales/es/pack.yaml": "title: Un paquete\n",
    "locales/es/pillars.yaml": "calm:\n  title: Calma\n",
    "locales/es/items/all.yaml": "calm.sit:\n  revision: 1\n  text: {self: estás en calma}\n",
    "locales/es-MX/pillars.yaml": "zest:\n  title: Chispa\n",
}


def test_languages_fall_back_one_by_one():
    pack = pack_with(SPANISH)
    mexican = ik.load_path(pack, locale="es-MX")
    assert ("es-MX", "Chispa", "Calma", "Un paquete") == (
        mexican.locale,
        mexican.pillars["zest"].title,
        mexican.pillars["calm"].title,
        mexican.pack.title,
    )
    argentine = ik.load_path(pack, locale="es-AR")
    assert ("es", "Zest") == (argentine.locale, argentine.pillars["zest"].title)
    assert "en" == ik.load_path(pack, locale="fr").locale


def test_a_pack_on_top_is_read_in_the_same_language(tmp_path):
    files = {"pack.yaml": "id: add-on\nversion: '1.0'\ntitle: More\nlicence: CC0-1.0\nlocale: en\nformat: 1\n"}
    files["pillars.yaml"] = "- {id: zest, title: Zest, summary: It is zest.}\n"
    files["locales/es/pillars.yaml"] = "zest:\n  title: Chispa\n"
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    catalogue = ik.load(packs=[tmp_path], locale="es")
    assert ("Chispa", "Escucha") == (catalogue.pillars["zest"].title, catalogue.pillars["listening"].title[:7])


def test_a_translation_is_reviewed_with_places():
    files = {**SPANISH, "locales/es/pillars.yaml": "calm:\n  title: Calma\nzst: {title: x}\n"}
    found = lines(ik.check_translation(pack_with(files), "es"))
    assert "locales/es/pillars.yaml:2:3 missing-translation  not translated: summary; translate it" in found
    assert (
        "locales/es/pillars.yaml:3:6 left-over-translation  nothing in the pack is called 'zst'; did you mean 'zest'?"
        in found
    )
    assert ["locales/fr/ missing-file  the pack has no translation 'fr'; add the folder"] == lines(
        ik.check_translation(pack_with(files), "fr")
    )


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("pillars.yaml", "- calm\n", "locales/es/pillars.yaml:1:1 wrong-kind"),
        ("pillars.yaml", "calm: {titel: x}\n", "locales/es/pillars.yaml:1:8 unknown-key"),
        ("forms.yaml", "all:\n  stem: {self: Qué}\n", "locales/es/forms.yaml:2:16 bad-stem"),
        ("items/all.yaml", "calm.sit: {text: {self: x}}\n", "locales/es/items/all.yaml:1:11 missing-key"),
    ],
)
def test_a_broken_translation_is_refused_with_its_place(name, text, line):
    with pytest.raises(ik.PackError) as error:
        ik.load_path(pack_with({f"locales/es/{name}": text}), locale="es")
    assert line in str(error.value)


def test_a_translation_of_a_broken_pack_shows_the_problems_of_the_pack():
    files = {"pillars.yaml": "- {id: calm}\n", **SPANISH}
    assert "missing-key" in {problem.code for problem in ik.check_translation(pack_with(files), "es")}


@pytest.mark.slow
def test_the_spanish_is_whole():
    spanish = ik.load(locale="es")
    for form in spanish.forms:
        for view in ik.Perspective:
            questions = ik.draw(spanish, form=form, seed="s", perspective=view).questions
            assert {"es"} == {question.locale for question in questions}
    assert () == ik.check_translation(ROOT / "data", "es")


# How far a translation can be relied on ---------------------------------------

SIGNED = """
locales:
  es: {status: reviewed, reviewer: Ada, on: 2027-01-31}
  es-MX: draft
"""


def translated_pack(locales, *tags):
    """The minimal pack with what it says of its languages, and a folder for each tag."""
    files = {f"locales/{tag}/pack.yaml": "title: Un paquete\n" for tag in tags}
    return pack_with({"pack.yaml": folder(MINIMAL)["pack.yaml"].decode() + locales, **files})


def test_a_pack_says_of_each_language_whether_it_is_reviewed_or_a_draft():
    pack = ik.load_path(translated_pack(SIGNED, "es", "es-MX"), locale="es-MX").pack
    assert ik.Translation(ik.TranslationStatus.REVIEWED, "Ada", date(2027, 1, 31)) == pack.translation("es")
    assert "Un paquete" == pack.title


def test_a_language_is_as_good_as_the_more_general_one_unless_it_is_listed_itself():
    pack = ik.load_path(translated_pack(SIGNED, "es", "es-MX")).pack
    assert pack.translation("es") == pack.translation("es-ES")
    assert ik.Translation() == pack.translation("es-MX") == pack.translation("fr-CA")


def test_a_language_that_is_listed_has_a_folder():
    expected = "pack.yaml:16:10 missing-file  the pack has no translation 'es-MX'; "
    expected += "add the folder locales/es-MX, or take the language out"
    assert [expected] == lines(ik.check_path(translated_pack(SIGNED, "es")))


def test_a_pack_on_top_adds_its_languages_and_those_below_keep_their_word():
    above = {"pack.yaml": "id: above\nversion: 1.0\ntitle: A\nlicence: CC0-1.0\nlocale: en\n"}
    above["pack.yaml"] += "locales: {es: {status: reviewed, reviewer: Ada}, it: {status: reviewed, reviewer: Bea}}\n"
    above |= {f"locales/{tag}/pillars.yaml": "listening: {title: L}\n" for tag in ("es", "it")}
    pack = ik.load(packs=[Memory({name: text.encode() for name, text in above.items()})]).pack
    assert [None, "Bea"] == [pack.translation(tag).reviewer for tag in ("es", "it")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("es_MX", "es-MX"), ("ES", "es"), ("Es-mx", "es-MX"), ("pt_br", "pt-BR"), ("es_MX.UTF-8@euro", "es-MX"),
        ("fr-CA", "fr"), ("spanish", "en"), ("", "en"), ("../es", "en"),
    ],
)  # fmt: skip
def test_a_language_is_known_however_it_is_written(written, read):
    assert read == ik.load(locale=written).locale


@pytest.mark.slow
def test_a_language_that_is_not_there_is_an_error_where_that_is_wanted():
    assert "es-MX" == ik.load(locale="es-MX", strict=True).locale
    assert "en" == ik.load(locale="en-GB", strict=True).locale
    with pytest.raises(ik.UnknownId, match="there is no locale 'it'"):
        ik.load(locale="it", strict=True)
    with pytest.raises(ik.UnknownId, match="there is no locale 'it'"):
        ik.load_path(DATA / "cases" / "children", locale="it", strict=True)


def test_the_languages_of_a_pack_begin_with_its_own():
    assert ("en", {"de", "es", "es-ES", "es-MX", "fr", "pt-BR"}) == (ik.locales()[0], set(ik.locales()[1:]))
    assert ("en",) == ik.locales(DATA / "cases" / "children")


def test_a_single_name_of_a_pack_is_not_read_letter_by_letter():
    with pytest.raises(ik.InvalidValue, match="packs is a single text; give a list"):
        ik.load(packs="nope")


# Rules on top of pillars ----------------------------------------------------------


RULED = pack_with({"scores.yaml": "- {id: rest, title: Rest, items: [calm.sit], reading: mean}\n"})
"""A pack in which a rule uses one pillar of two."""


def test_rules_give_the_scores_of_the_pillars_that_they_use_and_the_others_are_scored_as_before():
    catalogue, plain = ik.load_path(RULED), ik.load_path(MINIMAL)
    for form in catalogue.forms:
        key, before = ik.ScoringKey.from_form(catalogue, form), ik.ScoringKey.from_form(plain, form)
        assert ["rest", "zest"] == [score.id for score in key.subscales]
        assert [before.subscales[1]] == list(key.subscales[1:])
        assert set(before.scored) == set(key.scored)
        assert key == ik.ScoringKey.from_dict(key.to_dict())
    drawn = ik.draw(catalogue, form=next(iter(catalogue.forms)), seed="s")
    alone = ik.draw(plain, form=drawn.form, seed="s")
    answers = dict.fromkeys(drawn.item_ids, min(catalogue.scales["agree"].values))
    result = ik.score(drawn.answer(answers, on=date(2026, 11, 29)))
    before = ik.score(alone.answer(answers, on=date(2026, 11, 29)))
    assert (before["zest"].percent, before["zest"].digest) == (result["zest"].percent, result["zest"].digest)
    assert min(catalogue.scales["agree"].values) == result["rest"].value
    table = score_frame(pl.DataFrame({id: [answer] for id, answer in answers.items()}), drawn.key)
    assert result["zest"].percent == table["zest_percent"][0]


@pytest.mark.slow
def test_a_questionnaire_with_rules_lies_on_top_of_the_built_in_one():
    files = {name: data for name, data in folder(MINIMAL).items() if not name.startswith(("practices", "prompts"))}
    top = Memory({**files, "scores.yaml": b"- {id: rest, title: Rest, items: [calm.sit, zest.run]}\n"})
    both, alone = ik.load(packs=[top]), ik.load()
    for form in alone.forms:
        if alone.forms[form].items.ids:
            one, other = (ik.ScoringKey.from_form(each, form).subscales for each in (both, alone))
            assert one == other
    assert "rest" in [score.id for score in ik.ScoringKey.from_form(both, "full").subscales]


def test_a_scored_item_that_no_rule_uses_is_a_problem_in_a_pillar_that_one_uses():
    rules = "- {id: calm, title: Calm, items: [zest.run]}\n"
    assert ["unused-item"] == [each.code for each in ik.check_path(pack_with({"scores.yaml": rules}))]


def test_phrases_that_cannot_be_read_are_refused_by_their_file():
    broken = Memory({**folder(MINIMAL), "phrases.yaml": b"- {id: A}\n"})
    with pytest.raises(ik.PackError) as refused:
        reader.Reading(broken).phrases()
    assert {"phrases.yaml"} == {problem.file for problem in refused.value.problems}
