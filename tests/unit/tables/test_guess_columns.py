"""Items are found by names that end alike only where one column does; pairs of names are told from copies."""

import polars as pl

from intimacy_kit.tables.guess_columns import item_columns, note_long, partner_columns
from tests.support.exports import CATALOGUE, ITEMS, UNDER

FORM = {item.id: item for item in CATALOGUE.form_items("short")}


def found(*names):
    return item_columns(FORM, dict.fromkeys(names, ""))


def test_the_last_part_of_a_name_is_enough_where_one_column_has_it():
    assert {ITEMS[0]: "group/trust_rely"} == found("group/trust_rely", "group/other")
    assert {} == found("wife.trust_rely", "husband.trust_rely")
    assert {ITEMS[0]: "Q_trust_rely"} == found("Q_trust_rely", "wife.trust_rely", "husband.trust_rely")


def test_two_endings_are_partners_and_one_or_three_are_not():
    names = [f"{name}{end}" for name in UNDER.values() for end in ("", "_a", "_b", "_c")]
    assert "partners" in partner_columns(FORM, [name for name in names if not name.endswith("_c")])
    assert {} == partner_columns(FORM, names)
    assert {} == partner_columns(FORM, [name for name in names if name[-2:] not in ("_b", "_c")])


def test_a_column_without_any_name_of_an_item_is_not_one_of_answers():
    assert not note_long(pl.DataFrame({"item": ["x", None]}), FORM, {}, [])
    assert not note_long(pl.DataFrame(), FORM, {}, [])
