"""A pilot ends where it began: what was asked becomes norms of a pack, and a score stands among the people asked."""

import csv
import io
import shutil
from datetime import date

import attrs
import pytest

import intimacy_kit as ik
from intimacy_kit import pilot
from intimacy_kit.reports import report
from tests.support.catalogues import built_in

DAYS = {"on": date(2026, 11, 1), "until": date(2036, 11, 1)}
ABOUT = {"source": "lab2026", "population": "Couples of a panel", **DAYS}
PACK = "{id: lab, version: '1.0', title: Norms of a pilot, licence: CC0-1.0, locale: en}\n"
SOURCE = (
    "- {id: lab2026, authors: 'Lab, A.', year: 2026, title: A pilot, journal: Journal of Pilots 1, finding: Norms., "
    "design: survey, verified: false, verified_by: nobody}\n"
)


@pytest.fixture(scope="module", params=[1, 3])
def made(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pilots") / "p"
    pilot.write_pilot(
        folder, built_in(), form="standard", system="redcap", translations=[built_in("es")], blocks=request.param
    )
    pilot.simulate_pilot(folder, couples=40)
    pilot.write_norms(folder, **ABOUT)
    return request.param, folder


@pytest.fixture
def pack(made, tmp_path):
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "sources.yaml").write_text(SOURCE, encoding="utf-8")
    shutil.copy(made[1] / "norms.yaml", tmp_path)
    return tmp_path


def answered(catalogue, **options):
    checkin = ik.draw(catalogue, form="standard", seed="s", **options)
    return checkin.answer({each.item_id: 3 for each in checkin.questions if each.choices}, on=date(2026, 11, 29))


@pytest.mark.slow
def test_norms_of_a_pilot_go_into_a_pack_as_they_are_and_a_score_stands_among_its_people(made, pack):
    catalogue = ik.load(packs=[pack])
    result = ik.score(answered(catalogue))
    for score in result:
        english, spanish = score.norms[0], score.norms[1]
        assert (None, "other-language") == (english.misfit, spanish.misfit)
        assert 20 < english.t < 90
        assert (made[0] == 1) == (english.percentile is not None)
    kinds = {each.kind.value for each in result["listening"].norms[0].reliabilities}
    assert {"internal-consistency", "retest"} == kinds
    assert "internal-consistency" == result["listening"].band.reliability.kind
    text = report(catalogue, result).to_text(width=300)
    assert "Simulated, no people: Couples of a panel (n = 40, 2026; Lab (2026))." in text


def test_each_language_and_perspective_has_norms_of_its_own(pack):
    catalogue = ik.load(packs=[pack], locale="es-MX")
    partner = ik.score(answered(catalogue, perspective="partner"))["listening"]
    assert ["listening-partner-es-2026"] == [each.norm for each in partner.norms if each.misfit is None]


@pytest.mark.slow
def test_real_couples_are_not_called_simulated(made):
    folder = made[1]
    truth = folder / "truth.json"
    kept = truth.read_bytes()
    truth.unlink()
    text = pilot.write_norms(folder, **ABOUT).read_text(encoding="utf-8")
    truth.write_bytes(kept)
    assert "population: Couples of a panel" in text


def small(tmp_path, change=lambda rows: rows, *, form="pulse", catalogue=None):
    """A pilot of a few couples whose rows are changed."""
    folder = tmp_path / "p"
    pilot.write_pilot(folder, catalogue or built_in(), form=form, system="kobo", blocks=1)
    pilot.simulate_pilot(folder, couples=8)
    rows = change(list(csv.DictReader(io.StringIO((folder / "data.csv").read_text(encoding="utf-8")))))
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else ["couple"])
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_a_table_without_the_columns_that_may_be_left_out_is_one_occasion_of_everybody(tmp_path):
    def bare(rows):
        return [{name: cell for name, cell in row.items() if name == "couple" or "_" in name} for row in rows[::4]]

    text = pilot.write_norms(small(tmp_path, bare), **ABOUT).read_text(encoding="utf-8")
    assert (True, False) == ("of: time" in text, "retest" in text)


def test_an_item_that_no_column_has_was_not_asked(tmp_path):
    folder = small(tmp_path, lambda rows: [{k: v for k, v in row.items() if "listening" not in k} for row in rows])
    text = pilot.write_norms(folder, **ABOUT).read_text(encoding="utf-8")
    assert (False, True) == ("of: listening" in text, "of: time" in text)


@pytest.mark.parametrize("rows", [lambda rows: rows[:1], lambda rows: []])
def test_too_few_people_give_no_norms(tmp_path, rows):
    with pytest.raises(ik.InvalidValue, match="two people or more"):
        pilot.write_norms(small(tmp_path, rows), **ABOUT)


def test_cells_that_are_no_answers_are_counted_and_not_told(tmp_path):
    folder = small(tmp_path, lambda rows: [{**row, "q_listening_attention": "7303"} for row in rows])
    with pytest.raises(ik.InvalidResponse) as caught:
        pilot.write_norms(folder, **ABOUT)
    assert "7303" not in str(caught.value)


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"population": ""}, "empty-text"), ({"on": "2026"}, "bad-date"), ({"until": date(2020, 1, 1)}, "bad-date")],
)
def test_arguments_that_make_no_sense_are_refused(tmp_path, fields, code):
    with pytest.raises(ik.InvalidValue) as caught:
        pilot.write_norms(small(tmp_path), **{**ABOUT, **fields})
    assert code in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_data_that_cannot_be_read_are_named(tmp_path, content):
    folder = small(tmp_path)
    (folder / "data.csv").unlink()
    if content is not None:
        (folder / "data.csv").write_bytes(content)
    with pytest.raises(ik.InvalidValue, match="the file cannot be read"):
        pilot.write_norms(folder, **ABOUT)


@pytest.mark.slow
def test_private_questions_that_no_pilot_asks_are_in_no_norm(tmp_path):
    catalogue = built_in()
    secret = next(item for item in catalogue.items.values() if item.role is ik.Role.SENTINEL)
    pulse = catalogue.forms["pulse"]
    form = attrs.evolve(pulse, id="more", roles=(*pulse.roles, ik.Role.SENTINEL))
    catalogue = attrs.evolve(catalogue, forms=[*catalogue.forms.values(), form])
    folder = small(tmp_path, catalogue=catalogue, form="more")
    text = pilot.write_norms(folder, **ABOUT).read_text(encoding="utf-8")
    assert ("of: listening" in text, secret.id in text) == (True, False)
