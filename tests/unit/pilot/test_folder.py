"""One call writes all that a pilot needs, of any pack, and another fills it with couples whose truth is known."""

import csv
import io
import json

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit import pilot, stats
from tests.support import rich_catalogue
from tests.support.catalogues import built_in
from tests.support.paths import GOOD, TESTS

CATALOGUE, SPANISH = built_in(), built_in("es")
SYSTEMS = [each.value for each in pilot.System]


def table_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pilots") / "full"
    pilot.write_pilot(folder, CATALOGUE, form="full", system="redcap", translations=[SPANISH])
    pilot.simulate_pilot(folder, couples=6)
    return folder


def test_the_folder_holds_what_a_lab_needs(full):
    there = {path.relative_to(full).as_posix() for path in full.rglob("*") if path.is_file()}
    files = {"README.md", "preregistration.md", "analysis.R", "report.qmd", "pilot.json", "scoring-key.json"}
    files |= {"codebook.csv", "codebook.json", "people/experts-en.csv", "people/experts-es.csv"}
    people = {f"people/{name}-{tag}" for name in ("consent", "distress", "interviews") for tag in ("en.md", "es.md")}
    versions = [f"{view}-{letter}" for view in ("self", "partner") for letter in "abc"]
    surveys = {f"survey/redcap-{version}-{tag}.csv" for version in versions for tag in ("en", "es")}
    assert files | people | surveys == there - {"data.csv", "truth.json"}


def test_the_codebook_says_all_of_an_item_in_each_language_and_perspective(full):
    rows, key = table_of(full / "codebook.csv"), ik.ScoringKey.from_form(CATALOGUE, "full")
    assert [item.id for item in key.items] == [row["item"] for row in rows]
    assert rows == json.loads((full / "codebook.json").read_text(encoding="utf-8"))["items"]
    reverse = next(item for item in key.items if item.keying is ik.Keying.REVERSE and len(item.codes) == 2)
    row = next(row for row in rows if row["item"] == reverse.id)
    assert ("reverse", "0=4|1=3|2=2|3=1|4=0") == (row["keying"], row["keyed"])
    assert "98=did-not-come-up|97=prefer-not-to-say" == row["codes"]
    assert {key.digest} == {row["digest"] for row in rows}
    assert CATALOGUE.items[reverse.id].scale == row["scale"]
    assert row["self_es"].startswith("En las últimas dos semanas")
    assert "your partner" in row["partner_en"]


def test_two_items_are_together_in_one_version_at_least_and_each_is_left_out_once(full):
    blocks = json.loads((full / "pilot.json").read_text(encoding="utf-8"))["blocks"]
    key = ik.ScoringKey.from_form(CATALOGUE, "full")
    scored = [item.id for item in key.items if item.role is ik.Role.SCORED]
    assert sorted(scored) == sorted(id for block in blocks for id in block)
    for one in scored:
        for other in scored:
            assert any(one not in block and other not in block for block in blocks)


def test_every_version_asks_what_it_does_not_leave_out(full):
    plan = pilot.PilotPlan.from_dict(json.loads((full / "pilot.json").read_text(encoding="utf-8")))
    for letter, left_out in zip("abc", plan.blocks, strict=True):
        fields = {row["Variable / Field Name"] for row in table_of(full / f"survey/redcap-self-{letter}-es.csv")}
        assert {id for id, coding in plan.codings.items() if coding.column not in fields} == {*left_out}


def test_a_seed_draws_the_order(full, tmp_path):
    other = pilot.write_pilot(tmp_path / "p", CATALOGUE, form="full", system="redcap", seed="other")
    name = "survey/redcap-self-a-en.csv"
    columns = [[row["Variable / Field Name"] for row in table_of(folder / name)] for folder in (full, other)]
    assert columns[0] != columns[1]
    assert sorted(columns[0]) == sorted(columns[1])


def test_texts_for_people_say_that_partners_answer_apart(full):
    consent = (full / "people/consent-en.md").read_text(encoding="utf-8")
    assert "Your partner answers apart from you" in consent
    assert "Your partner is never shown what you answer" in consent
    assert CATALOGUE.phrase("help-text") in (full / "people/distress-en.md").read_text(encoding="utf-8")
    assert SPANISH.phrase("help-text") in (full / "people/distress-es.md").read_text(encoding="utf-8")


def test_interviews_begin_with_the_riskiest_questions_and_experts_see_all(full):
    guide = (full / "people/interviews-en.md").read_text(encoding="utf-8")
    first = guide.split("\n## ")[1]
    assert "When would you choose “Did not come up” here?" in first
    assert "Does a high answer here sound good to you, or bad?" in first
    rows = table_of(full / "people/experts-en.csv")
    assert {row["item"] for row in rows} - {""} == {*ik.ScoringKey.from_form(CATALOGUE, "full").by_id}
    assert 7 == sum(not row["item"] for row in rows)
    assert {""} == {row["relevance_1_to_4"] for row in rows}


def test_the_documents_name_the_form_and_hold_no_open_slot(full):
    key = ik.ScoringKey.from_form(CATALOGUE, "full")
    for name in ("README.md", "preregistration.md"):
        text = (full / name).read_text(encoding="utf-8")
        assert key.digest in text
        assert "$" not in text


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_a_system_stores_is_what_the_codebook_says(tmp_path, system):
    folder = pilot.write_pilot(tmp_path / "p", CATALOGUE, form="standard", system=system, blocks=1)
    pilot.simulate_pilot(folder, couples=20)
    rows = {row["item"]: row for row in table_of(folder / "codebook.csv")}
    data = table_of(folder / "data.csv")
    key = ik.ScoringKey.from_form(CATALOGUE, "standard")
    made = stats.simulate(
        key,
        couples=20,
        seed=1,
        occasions=2,
        perspectives=("self", "partner"),
        shifts_apart={"listening.attention": 0.8},
        left_out=[()],
    )
    pairs = {id: dict(pair.split("=") for pair in row["keyed"].split("|")) for id, row in rows.items()}
    codes = {id: dict(pair.split("=") for pair in row["codes"].split("|")) for id, row in rows.items()}
    for id, row in rows.items():
        for cell, answer in zip((each[row["column"]] for each in data), made.columns[id], strict=True):
            if answer is None:
                assert "" == cell
            elif answer.isdigit():
                assert key.by_id[id].keyed(int(answer)) == int(pairs[id][cell])
            else:
                assert answer == codes[id][cell]


def test_the_truth_stands_beside_the_answers(full):
    truth = json.loads((full / "truth.json").read_text(encoding="utf-8"))
    assert {"listening", "vulnerability", "appreciation", "conflict", "support"} == {*truth["alpha"]}
    assert [0.8] == [item["shift_apart"] for item in truth["items"] if item["shift_apart"]]
    data = table_of(full / "data.csv")
    assert 6 * 2 * 2 * 2 == len(data)
    assert {"1", "2", "3"} == {row["version"] for row in data}
    assert {"en", "es"} == {row["locale"] for row in data}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_any_questionnaire_can_be_piloted(tmp_path, seed):
    catalogue = attrs.evolve(rich_catalogue.of(seed), kit_phrases=CATALOGUE.phrases)
    folder = pilot.write_pilot(tmp_path / "p", catalogue, form="form", system=SYSTEMS[seed % 4])
    pilot.simulate_pilot(folder, couples=3, seed=seed)
    assert len(table_of(folder / "data.csv")) in (12, 24)


def test_a_pack_of_somebody_else_can_be_piloted(tmp_path):
    catalogue = ik.load_path(TESTS / "data" / "exports" / "pack")
    folder = pilot.write_pilot(tmp_path / "p", catalogue, form="short", system="limesurvey")
    pilot.simulate_pilot(folder, couples=3)
    assert ["people/consent-en.md"] == [f"people/{path.name}" for path in (folder / "people").glob("consent-*")]


def test_arguments_that_make_no_sense_are_told_at_once(tmp_path):
    with pytest.raises(ik.InvalidValue) as caught:
        pilot.write_pilot(tmp_path / "p", CATALOGUE, form="private", system="paper", blocks=2)
    assert ["system", "blocks", "form"] == [each.path[0] for each in caught.value.problems]
    with pytest.raises(ik.InvalidValue, match="blocks"):
        pilot.write_pilot(tmp_path / "p", CATALOGUE, form="full", system="redcap", blocks=9)
    with pytest.raises(ik.InvalidValue, match="seed"):
        pilot.write_pilot(tmp_path / "p", CATALOGUE, form="full", system="redcap", seed="")
    with pytest.raises(ik.InvalidValue, match="a pilot has locales"):
        pilot.PilotPlan("f", "redcap", [], ["self"], "s", 1, "d", [[]])


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    with pytest.raises(ik.InvalidValue, match="file-exists"):
        pilot.write_pilot(tmp_path, CATALOGUE, form="standard", system="redcap")
    with pytest.raises(ik.InvalidValue, match="unwritable"):
        pilot.write_pilot(tmp_path / "no" / "where", CATALOGUE, form="standard", system="redcap")
    with pytest.raises(ik.InvalidValue, match="that is not a name of a folder"):
        pilot.write_pilot("a\0b", CATALOGUE, form="standard", system="redcap")


def test_only_the_folder_of_a_pilot_is_filled(tmp_path):
    with pytest.raises(ik.InvalidValue, match="cannot be read"):
        pilot.simulate_pilot(tmp_path, couples=3)
    (tmp_path / "pilot.json").write_text("{", encoding="utf-8")
    with pytest.raises(ik.InvalidValue, match="not-json"):
        pilot.simulate_pilot(tmp_path, couples=3)
    folder = pilot.write_pilot(tmp_path / "p", CATALOGUE, form="standard", system="redcap", blocks=1)
    (folder / "truth.json").mkdir()
    with pytest.raises(ik.InvalidValue, match="unwritable"):
        pilot.simulate_pilot(folder, couples=3)


def test_names_that_differ_between_versions_are_refused(tmp_path):
    long = "a-long-name-of-an-item-that-goes-on"
    items = [ik.Item(f"{long}-{i}", "p", "s", ik.Role.SCORED, ik.Wording(f"do {i}")) for i in "abcdef"]
    catalogue = ik.Catalogue(
        pack=ik.Pack("long", "1.0", "Long", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "P", "P")],
        scales=[ik.ResponseScale("s", [ik.Choice(value=i, label=str(i)) for i in range(3)])],
        items=items,
        forms=[ik.Form("f", "F", stem=ik.Wording("How often did you {item}?"))],
        kit_phrases=CATALOGUE.phrases,
    )
    with pytest.raises(ik.InvalidValue, match="take one block, or shorter ids"):
        pilot.write_pilot(tmp_path / "p", catalogue, form="f", system="redcap")
    pilot.write_pilot(tmp_path / "p", catalogue, form="f", system="redcap", blocks=1)


def test_a_question_that_looks_like_a_formula_is_text_in_the_sheet_that_experts_open(tmp_path):
    catalogue = ik.Catalogue(
        pack=ik.Pack("odd", "1.0", "Odd", "CC0-1.0", "en"),
        pillars=[ik.Pillar("p", "=1+1", "P")],
        scales=[ik.ResponseScale("s", [ik.Choice(value=i, label=str(i)) for i in range(3)])],
        items=[ik.Item("a", "p", "s", ik.Role.SCORED, ik.Wording("x"), question=ik.Wording("=HYPERLINK(1)"))],
        forms=[ik.Form("f", "F")],
        kit_phrases=CATALOGUE.phrases,
    )
    folder = pilot.write_pilot(tmp_path / "p", catalogue, form="f", system="redcap", blocks=1)
    rows = table_of(folder / "people" / "experts-en.csv")
    assert ["'=HYPERLINK(1)", "'=1+1"] == [row["question"] for row in rows]


def test_a_form_of_one_item_a_pillar_is_piloted_whole_and_without_an_alpha(tmp_path):
    catalogue = ik.load_path(GOOD / "minimal")
    folder = pilot.write_pilot(tmp_path / "p", catalogue, form="all", system="kobo")
    pilot.simulate_pilot(folder, couples=4)
    assert [[], [], []] == json.loads((folder / "pilot.json").read_text(encoding="utf-8"))["blocks"]
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert ({}, True) == (truth["alpha"], "calm" in truth["couple_correlation"])
