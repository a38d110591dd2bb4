"""How an item was used: parts that add up, gaps by kind, and groups that are their own table."""

import pytest

import intimacy_kit as ik
from intimacy_kit import stats
from intimacy_kit.stats import Truth
from intimacy_kit.tables import TableLayout
from tests.support.catalogues import built_in
from tests.unit.stats.test_sample import key_of

TABLE = {
    "p.0": ["1", "5", "5", "4", "did-not-come-up", None, "not-asked"],
    "p.1": [3, 3, 3, 3, 3, 3, 3],
    "living": ["apart", "apart", "together", "together", "together", "together", "apart"],
}
KEY = key_of("fr")


def test_parts_are_of_those_who_answered_and_gaps_of_those_who_were_asked():
    one, other = stats.item_use(TABLE, KEY)
    assert ("p.0", None, 6, 4) == (one.item, one.group, one.asked, one.answered)
    assert {"1": 0.25, "2": 0, "3": 0, "4": 0.25, "5": 0.5} == dict(one.options)
    assert (0.25, 0.5) == (one.floor, one.ceiling)
    assert {"did-not-come-up": 1 / 6, "left-blank": 1 / 6, "not-asked": 1 / 7} == dict(one.gaps)
    assert (7, 7, 0.0, 0.0, {}) == (other.asked, other.answered, other.floor, other.ceiling, dict(other.gaps))


def test_a_group_is_the_table_of_that_group():
    grouped = stats.item_use(TABLE, KEY, by="living")
    assert ["apart", "together"] * 2 == [each.group for each in grouped]
    for name in ("apart", "together"):
        rows = [i for i, each in enumerate(TABLE["living"]) if each == name]
        alone = stats.item_use({column: [cells[i] for i in rows] for column, cells in TABLE.items()}, KEY)
        assert [{**each.to_dict(), "group": name} for each in alone] == [
            each.to_dict() for each in grouped if each.group == name
        ]


def test_an_item_that_nobody_answered_has_no_ends():
    one, _ = stats.item_use({"p.0": [None, None], "p.1": [1, 2]}, KEY)
    assert (2, 0, {}, None, None, {"left-blank": 1.0}) == (
        one.asked,
        one.answered,
        dict(one.options),
        one.floor,
        one.ceiling,
        dict(one.gaps),
    )


def test_a_layout_says_what_the_cells_mean():
    layout = TableLayout(columns={"p.0": "q1", "p.1": "q2"}, codes={-9: "prefer-not-to-say"})
    one, _ = stats.item_use({"q1": [-9, 2], "q2": [1, 1]}, KEY, layout=layout)
    assert {"prefer-not-to-say": 0.5} == dict(one.gaps)


def test_gaps_of_couples_who_live_apart_are_seen():
    key = ik.ScoringKey.from_form(built_in(), "standard")
    made = stats.simulate(key, couples=300, seed=2, truth=Truth(gaps=0, gaps_apart=0.5, blank=0))
    gaps = {"apart": 0.0, "together": 0.0}
    for each in stats.item_use(made.columns, key, by="living"):
        gaps[each.group] = max(gaps[each.group], each.gaps.get("did-not-come-up", 0))
    assert (0.0, True) == (gaps["together"], gaps["apart"] > 0.3)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(ik.InvalidValue, match="no column 'country'"):
        stats.item_use(TABLE, KEY, by="country")
