"""The surveys of a pilot are what each system imports, and what is shown after an answer is asked of everybody."""

import io

import attrs
import openpyxl
import pytest

import intimacy_kit as ik
from intimacy_kit import pilot
from intimacy_kit.pilot.plan import blocks_of
from tests.support import rich_catalogue
from tests.support.catalogues import built_in

CATALOGUE = built_in()


def test_no_version_leaves_out_what_decides_whether_another_item_is_shown():
    met = 0
    for seed in range(12):
        key = ik.ScoringKey.from_form(rich_catalogue.of(seed), "form")
        comparisons = [each for item in key.items if item.show_if for each in item.show_if.comparisons]
        gone = {id for ids in blocks_of(key, 3) for id in ids}
        assert not gone & {each.item for each in comparisons}
        if any(each.score is not None for each in comparisons):
            assert not gone
        met += bool(comparisons)
    assert met


def test_private_questions_stay_out_of_a_pilot(tmp_path):
    form = ik.Form("both", "Both", roles=(ik.Role.SCORED, ik.Role.SENTINEL), stem=CATALOGUE.forms["standard"].stem)
    catalogue = attrs.evolve(CATALOGUE, forms=[form], programmes=())
    folder = pilot.write_pilot(tmp_path / "p", catalogue, form="both", system="redcap", blocks=1)
    book = (folder / "codebook.csv").read_text(encoding="utf-8")
    assert "listening.attention" in book
    assert ",sentinel," not in book


@pytest.mark.parametrize(
    ("system", "name", "begins"),
    [
        ("redcap", "redcap-self-en.csv", b"Variable / Field Name,"),
        ("qualtrics", "qualtrics-self-en.txt", b"[[AdvancedFormat]]"),
        ("limesurvey", "limesurvey-self.txt", b"\xef\xbb\xbfid\tclass\t"),
        ("kobo", "kobo-self.xlsx", b"PK"),
    ],
)
def test_each_system_has_its_own_files(tmp_path, system, name, begins):
    folder = pilot.write_pilot(tmp_path / "p", CATALOGUE, form="standard", system=system, blocks=1)
    assert (folder / "survey" / name).read_bytes().startswith(begins)


def test_a_workbook_holds_both_languages(tmp_path):
    spanish = built_in("es")
    folder = pilot.write_pilot(
        tmp_path / "p", CATALOGUE, form="standard", system="kobo", translations=[spanish], blocks=1
    )
    book = openpyxl.load_workbook(io.BytesIO((folder / "survey" / "kobo-self.xlsx").read_bytes()))
    names = [cell.value for cell in book["survey"][1]]
    assert 2 == sum(str(name).startswith("label") for name in names)
