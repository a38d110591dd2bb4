"""A cell is compared as the same text on every engine, whatever that engine calls a blank or a small letter."""

import math

import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import intimacy_kit as ik
from intimacy_kit.tables import Dialect, TableLayout, score_frame
from intimacy_kit.tables.meaning import Fault, Meaning
from tests.support.examples import ANY_HEALTH, at_least
from tests.support.paths import DATA
from tests.support.small_catalogue import CATALOGUE

KEY = ik.ScoringKey.from_form(CATALOGUE, "long")
ITEM = KEY.items[0]
VALUE = max(ITEM.values)
BLANKS = ["\t", "\n", "\v", "\f", "\r", "\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u202f", "\u205f", "\u3000"]
NO_BLANKS = ["\x1c", "\x1d", "\x1e", "\x1f", "\u180e", "\u200b", "\ufeff"]  # Python strips four of them
SPELLED = [  # a label, cells that are it, and cells that are not
    ("İyi", ["İyi", "i̇yi"], ["iyi", "IYI", "İYİ"]),
    ("IŞIK", ["IŞIK", "işik"], ["ışık"]),
    ("ΝΑΙΣ ΑΣ", ["ΝΑΙΣ ΑΣ", "ναις ας", "ναισ ΑΣ", "Ναις Ας"], ["ναι"]),
    ("πολύ", ["ΠΟΛΎ"], ["πολυ"]),
    ("STRAẞE", ["straße"], ["strasse"]),
    ("ǅ", ["Ǆ", "ǆ"], ["dž"]),
]
ENGINES = {
    "polars": (pl.DataFrame, lambda table: table["invalid"].to_list()),
    "lazy": (pl.LazyFrame, lambda table: table.collect()["invalid"].to_list()),
    "pandas": (pd.DataFrame, lambda table: table["invalid"].tolist()),
    "objects": (lambda cells: pd.DataFrame(cells).astype(object), lambda table: table["invalid"].tolist()),
    "pyarrow": (pa.table, lambda table: table["invalid"].to_pylist()),
    "duckdb": (
        lambda cells: duckdb.from_arrow(pa.table(cells)),
        lambda relation: relation.to_arrow_table()["invalid"].to_pylist(),
    ),
    "ibis": (lambda cells: ibis.memtable(pa.table(cells)), lambda table: table.to_pyarrow()["invalid"].to_pylist()),
}


def read(engine, cells, layout):
    """Return for each cell of the first item whether it is read as a value."""
    make, invalid = ENGINES[engine]
    scores = score_frame(make({ITEM.id: cells}), KEY, layout=layout, on_invalid="null")
    return [count == 0 for count in invalid(scores)]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_blank_around_a_cell_is_the_same_on_every_engine(engine):
    layout = TableLayout(columns={ITEM.id: ITEM.id})
    cells = [f"{blank} {VALUE}{blank}\t{blank}" for blank in BLANKS + NO_BLANKS]
    assert [True] * len(BLANKS) + [False] * len(NO_BLANKS) == read(engine, cells, layout)
    meaning = Meaning.of(ITEM, layout)
    assert [VALUE] * len(BLANKS) + [Fault.LABEL] * len(NO_BLANKS) == [meaning.read(cell) for cell in cells]


@pytest.mark.parametrize(("label", "same", "other"), SPELLED, ids=[label for label, *_ in SPELLED])
@pytest.mark.parametrize("engine", ENGINES)
def test_capitals_are_small_letters_of_the_same_kind_on_every_engine(engine, label, same, other):
    layout = TableLayout(columns={ITEM.id: ITEM.id}, values={"*": {label: VALUE}})
    assert [True] * len(same) + [False] * len(other) == read(engine, same + other, layout)
    meaning = Meaning.of(ITEM, layout)
    assert [VALUE] * len(same) + [Fault.LABEL] * len(other) == [meaning.read(cell) for cell in same + other]


@pytest.mark.parametrize("engine", ["polars", "pandas", "objects", "pyarrow"])
def test_what_only_python_takes_for_digits_is_counted_and_never_quoted(engine):
    make, _ = ENGINES[engine]
    table = make({ITEM.id: ["--1", "²", "٣", "-", "99"]})
    with pytest.raises(ik.InvalidValue) as error:
        score_frame(table, KEY, layout=TableLayout(columns={ITEM.id: ITEM.id}))
    assert {"unknown-label", "out-of-range"} == {problem.code for problem in error.value.problems}
    assert not any(cell in str(error.value) for cell in ("--1", "²", "٣", "99"))


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_are_chosen_by_cells_without_the_blanks_around_them(engine):
    make, invalid = ENGINES[engine]
    cells = ["kept", "\xa0kept ", "\x1fkept", "left"]
    layout = TableLayout(columns={ITEM.id: ITEM.id}, only={"what": ["kept\u3000"]})
    scores = score_frame(make({ITEM.id: [VALUE] * 4, "what": cells}), KEY, layout=layout, on_invalid="null")
    assert 2 == len(invalid(scores))


FLOATS = [math.nan, math.inf, -math.inf, 1e300, 2.0**63, -0.5]
WHOLE = [2**62, -(2**62), 2**53 + 1]
SLIDERS = ik.ScoringKey.from_form(ik.load_path(DATA / "cases" / "sliders"), "form")


@pytest.mark.parametrize("engine", [*ENGINES, "arrow"])
@pytest.mark.parametrize("key", [KEY, SLIDERS], ids=["scale", "range"])
def test_numbers_that_no_scale_reaches_are_counted_on_every_engine(engine, key):
    item = key.items[0]
    layout = TableLayout(columns={item.id: item.id}, offset={"*": 0})
    make, invalid = ENGINES.get(engine, (arrow, lambda table: table["invalid"].tolist()))
    for cells, wanted in ((FLOATS, [0, 1, 1, 1, 1, 1, 0]), (WHOLE, [1, 1, 1, 0])):
        if engine != "objects" or cells is WHOLE:
            high = type(cells[-1])(item.high)
            scores = score_frame(make({item.id: [*cells, high]}), key, layout=layout, on_invalid="null")
            assert wanted == invalid(scores)


def arrow(cells):
    return pa.table(cells).to_pandas(types_mapper=pd.ArrowDtype)


@pytest.mark.parametrize("engine", [*ENGINES, "arrow"])
def test_a_part_of_a_whole_is_no_answer_to_a_question_on_which_others_rest(engine):
    key = ik.ScoringKey.from_form(ik.load_path(DATA / "cases" / "children"), "form")
    make, invalid = ENGINES.get(engine, (arrow, lambda table: table["invalid"].tolist()))
    cells = {item.id: [1.0, 1.0] for item in key.items} | {"has-children": [0.5, 1.0]}
    scores = score_frame(make(cells), key, on_invalid="null")
    assert [3, 0] == invalid(scores)  # itself, and two that were answered though they were not shown


texts = st.lists(st.text("0123459.,-+eE_ \xa0\t\x1fiİΣσς²٣\u200b", max_size=5) | st.none(), min_size=1, max_size=20)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("key", [KEY, SLIDERS], ids=["scale", "range"])
@at_least(5, share=25, **ANY_HEALTH)
@given(cells=texts)
def test_any_text_is_on_every_engine_what_it_is_in_python(engine, decimal, key, cells):
    item = key.items[0]
    layout = TableLayout(
        columns={item.id: item.id},
        dialect=Dialect(decimal=decimal),
        values={"*": {"σi": int(item.high)}},
        codes={"-9": "not-asked"},
        offset={"*": 0},
    )
    make, invalid = ENGINES[engine]
    table = make({item.id: pl.Series(cells, dtype=pl.String) if engine in ("polars", "lazy") else typed(engine, cells)})
    meaning = Meaning.of(item, layout)
    wanted = [int(isinstance(meaning.read(cell, decimal), Fault)) for cell in cells]
    assert wanted == invalid(score_frame(table, key, layout=layout, on_invalid="null"))


def typed(engine, cells):
    """Return cells as a column of text, also where none has any."""
    if engine in ("pandas", "objects"):
        return pd.Series(cells, dtype="string" if engine == "pandas" else object)
    return pa.array(cells, pa.string())
