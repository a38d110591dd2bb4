"""Errors of the engine of a table, which may quote a cell or the name of a column; none of them is passed on."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from intimacy_kit.errors import IntimacyKitError, InvalidValue, MissingExtra, Problem

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtra("tables") from error

P = ParamSpec("P")
R = TypeVar("R")

_ENGINES = frozenset(
    ("_duckdb", "daft", "dask", "datafusion", "duckdb", "ibis", "narwhals", "numpy", "pandas", "polars", "py4j")
    + ("pyarrow", "pyspark", "sqlframe", "sqlglot")
)
"""The packages whose errors are meant."""


class Panic(Exception):
    """An engine that is written in Rust has given up, in a place where its authors expected nothing."""


def without_panics(call: Callable[[], R]) -> R:
    """Return what an engine gives; where it panics, which is not an `Exception` to Python, raise one.

    Args:
        call: What the engine does.

    Raises:
        Panic: When it gives up. That may quote a cell, so nothing of it is kept.
    """
    try:
        return call()
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # each engine has its own
            raise
    raise Panic


def table_of(frame: Any) -> Any:
    """Return a table as narwhals has it.

    Args:
        frame: The table, of pandas, Polars, PyArrow or another engine.

    Raises:
        InvalidValue: When it is anything else; the message names its kind, and holds no value.
    """
    try:
        return nw.from_native(frame)
    except TypeError:
        kind = type(frame).__name__
    remedy = "give a table of pandas, Polars, PyArrow or another library that narwhals knows"
    raise InvalidValue(
        [Problem("wrong-kind", f"what was given is of the kind {kind}, not a table", remedy, ("frame",))]
    )


def without_engine_errors(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function that reads a table raise `InvalidValue` where its engine raises anything.

    Args:
        function: The function.
    """

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return without_panics(lambda: function(*args, **kwargs))
        except IntimacyKitError:
            raise
        except Panic:
            problem = Problem("not-a-table", "the table cannot be computed", "compute it before you give it")
        except UnicodeError:
            problem = Problem("bad-character", "the table holds a character that nothing can encode", "take it out")
        except Exception as error:
            kind = type(error)
            if kind.__module__.partition(".")[0] not in _ENGINES:
                raise
            if kind.__name__ == "DuplicateError":
                remedy = "give each column a name of its own"
                problem = Problem("duplicate-column", "columns of the table share a name", remedy)
            else:
                message = f"the table cannot be computed ({kind.__name__})"
                problem = Problem("not-a-table", message, "compute it before you give it")
        raise InvalidValue([problem])  # raised outside, since its context may quote a cell

    return call
