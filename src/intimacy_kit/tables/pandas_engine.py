"""Data frames of pandas, whose columns are scored as arrays of numpy. Needs numpy, which pandas brings along."""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import narwhals as nw
import numpy as np

from intimacy_kit.tables.array_operations import NO_TEXT, Value
from intimacy_kit.tables.arrays import ARRAYS, ArrayTable, Texts
from intimacy_kit.tables.cells import Cell
from intimacy_kit.tables.engines import CLEAN, made_by, selected


@attrs.frozen(eq=False)
class ArrayEngine:
    """pandas, whose columns are read as arrays of numpy.

    Args:
        whole: The data frame.
        table: The columns of answers.
        cells: How each item is read.
        copies: The columns that are copied.
        family: What floats are made: `numpy`, `masked` or `arrow`.
    """

    whole: Any
    table: ArrayTable
    cells: Mapping[str, Cell]
    copies: tuple[str, ...]
    family: str
    copied = ()
    """The columns that expressions copy."""

    looks_on_the_way = True
    """Whether cells are looked at while they are scored."""

    def suspects(self) -> dict[str, Cell]:
        """Return the cells whose column held anything but answers and gaps, and those that were not looked at."""
        narrow = _narrow(self.cells)
        return {id: cell for id, cell in self.cells.items() if id not in narrow or self.table.off[narrow[id]]}

    def ready(self, *, look: bool) -> tuple[Any, Mapping[str, Cell]]:
        """Return the table and its cells, which read a narrowed column where they have to be looked at.

        Args:
            look: Whether they have to be looked at.
        """
        cells = dict(self.cells)
        for id, name in _narrow(cells).items() if look else ():
            cell = cells[id]
            self.table.narrow(cell.column, int(cell.item.low), int(cell.item.high), name)
            cells[id] = attrs.evolve(cell, cleaned=name, kind="int")
        return self.table, cells

    def run(self, table: ArrayTable, steps: Sequence[Sequence[Any]]) -> Any:
        """Return what is selected, step by step, as narwhals holds it."""
        made = selected(table, steps).run()
        return nw.from_native(self._frame(made))

    def _frame(self, made: Mapping[str, Any]) -> Any:
        pandas: Any = nw.get_native_namespace(self.whole)
        index = self.whole.index
        columns = {name: self.whole[name] for name in self.copies}
        for name, array in made.items():
            if isinstance(array, Texts):
                columns[name] = _text_series(array, pandas).set_axis(index)
            else:
                columns[name] = pandas.Series(self._of_family(array, pandas), index=index, copy=False)
        return pandas.DataFrame(columns, index=index, copy=False)

    def _of_family(self, array: Any, pandas: Any) -> Any:
        if array.dtype != np.float64 or self.family == "numpy":
            return array
        if self.family == "masked":
            return pandas.arrays.FloatingArray(array, np.isnan(array))
        return pandas.arrays.ArrowExtensionArray(_arrow().array(array, from_pandas=True))


def _narrow(cells: Mapping[str, Cell]) -> dict[str, str]:
    """Return the cells that hold whole numbers of one range and gaps, each with the name of a column for them."""
    whole = (id for id, cell in cells.items() if cell.plain and cell.contiguous)
    return {id: f"{CLEAN}{i}" for i, id in enumerate(whole)}


def pandas_engine(
    frame: Any, cells: Mapping[str, Cell], copies: tuple[str, ...], names: Sequence[str]
) -> ArrayEngine | None:
    """Return what scores a data frame, or None where a column of answers holds no numbers.

    Args:
        frame: The data frame.
        cells: How each item is read.
        copies: The columns that are copied.
        names: The columns of answers.
    """
    arrays: dict[str, Value] = {}
    families: set[str] = set()
    for name in names:
        series = frame[name]
        found = _array_of(series)
        if found is None:
            return None
        family, array, empty = found
        families.add(family)
        arrays[name] = _signed(array), empty
    family = next((family for family in ("arrow", "masked") if family in families), "numpy")
    return ArrayEngine(frame, ArrayTable(arrays, len(frame)), made_by(cells, ARRAYS), copies, family)


def _array_of(series: Any) -> tuple[str, Any, Any] | None:
    """Return the family of a column's type, its numbers, and which are empty; None where it holds no numbers."""
    dtype = series.dtype
    if getattr(dtype, "kind", "") not in ("i", "u", "f"):
        return None
    if isinstance(dtype, np.dtype):
        return "numpy", series.to_numpy(), None
    family = "arrow" if hasattr(dtype, "pyarrow_dtype") else "masked"
    return family, series.to_numpy(dtype.numpy_dtype, na_value=0), series.isna().to_numpy(np.bool_)


def _signed(array: Any) -> Any:
    """Return an array of numbers from which others can be taken; what no whole number of 64 bits holds is a float."""
    if array.dtype.kind == "f":
        return array if array.dtype.itemsize > 2 else array.astype(np.float32)
    if array.dtype.kind == "i":
        return array
    return array.astype(np.promote_types(array.dtype, np.int8), copy=False)


def _text_series(column: Texts, pandas: Any) -> Any:
    """Return a column of text as pandas keeps it."""
    try:
        arrow = _arrow()
    except ImportError:  # pandas does without it
        texts = np.array([*column.texts, None], dtype=object)
        return pandas.Series(texts[column.numbers], dtype=pandas.Series([""]).dtype)
    numbers = arrow.array(column.numbers, mask=column.numbers == NO_TEXT)
    return arrow.array(column.texts, arrow.large_string()).take(numbers).to_pandas()


def _arrow() -> Any:
    return importlib.import_module("pyarrow")
