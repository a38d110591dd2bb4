"""Expressions of SQL: what makes expressions takes `SQL` instead of narwhals. Needs sqlglot, from the extra `sql`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from intimacy_kit.errors import MissingExtra

try:
    import sqlglot
    from sqlglot import exp
except ImportError as error:
    raise MissingExtra("sql") from error


@attrs.frozen(eq=False)
class _Expression:
    """An expression with the methods of narwhals that tables use.

    Nodes are shared rather than copied, since they are only ever written out.

    Args:
        node: What sqlglot holds.
        name: The name of the column that it makes.
    """

    node: Any
    name: str = ""

    def alias(self, name: str) -> "_Expression":
        return _Expression(self.node, name)

    def cast(self, kind: str) -> "_Expression":
        node = self.node.unnest()
        if isinstance(node, exp.Predicate | exp.Connector | exp.Not):  # not all databases cast these
            return _Expression(exp.Case(ifs=[exp.If(this=node, true=exp.convert(1))], default=exp.convert(0)))
        if kind == "int" and isinstance(node, exp.Literal | exp.Neg):
            return self  # as it is
        return _Expression(exp.Cast(this=node, to=_TYPES[kind]))

    def fill_null(self, number: float) -> "_Expression":
        return _Expression(exp.Coalesce(this=self.node, expressions=[SQL.lit(number).node]))

    def fill_nan(self, number: float) -> "_Expression":
        return _Sql.when(self.is_nan()).then(_Sql.lit(number)).otherwise(self)

    def is_null(self) -> "_Expression":
        return _Expression(exp.paren(exp.Is(this=self.node, expression=exp.null()), copy=False))

    def is_nan(self) -> "_Expression":
        return _Expression(exp.paren(exp.IsNan(this=self.node), copy=False))

    def is_in(self, numbers: Sequence[float]) -> "_Expression":
        return _Expression(
            exp.Paren(this=exp.In(this=self.node, expressions=[SQL.lit(number).node for number in numbers]))
        )

    def is_between(self, low: float, high: float) -> "_Expression":
        return _Expression(
            exp.paren(exp.Between(this=self.node, low=self._of(low).node, high=self._of(high).node), copy=False)
        )

    def round(self, _: int) -> "_Expression":
        return _Expression(exp.Round(this=self.node))

    def sqrt(self) -> "_Expression":
        return _Expression(exp.Sqrt(this=self.node))

    def __add__(self, other: Any) -> "_Expression":
        return self._with(exp.Add, other)

    def __sub__(self, other: Any) -> "_Expression":
        return self._with(exp.Sub, other)

    def __rsub__(self, other: Any) -> "_Expression":
        return self._of(other)._with(exp.Sub, self)

    def __mul__(self, other: Any) -> "_Expression":
        return self._with(exp.Mul, other)

    def __truediv__(self, other: Any) -> "_Expression":
        return self._with(exp.Div, other, typed=True)

    def __floordiv__(self, other: Any) -> "_Expression":
        return self._with(exp.IntDiv, other)

    def __and__(self, other: Any) -> "_Expression":
        return self._with(exp.And, other)

    def __or__(self, other: Any) -> "_Expression":
        return self._with(exp.Or, other)

    def __invert__(self) -> "_Expression":
        return _Expression(exp.paren(exp.Not(this=self.node), copy=False))

    def __eq__(self, other: Any) -> "_Expression":  # type: ignore[override]
        return self._with(exp.EQ, other)

    def __ne__(self, other: Any) -> "_Expression":  # type: ignore[override]
        return self._with(exp.NEQ, other)

    def __ge__(self, other: Any) -> "_Expression":
        return self._with(exp.GTE, other)

    def __gt__(self, other: Any) -> "_Expression":
        return self._with(exp.GT, other)

    def __le__(self, other: Any) -> "_Expression":
        return self._with(exp.LTE, other)

    def __lt__(self, other: Any) -> "_Expression":
        return self._with(exp.LT, other)

    def _with(self, kind: Any, other: Any, **options: Any) -> "_Expression":
        return _Expression(exp.paren(kind(this=self.node, expression=self._of(other).node, **options), copy=False))

    @staticmethod
    def _of(value: Any) -> "_Expression":
        return value if isinstance(value, _Expression) else _Sql.lit(value)

    __hash__ = None  # type: ignore[assignment]  # what == makes is an expression, so nothing here is equal


@attrs.frozen(eq=False)
class _When:
    """A condition that waits for what stands where it holds."""

    condition: _Expression

    def then(self, value: _Expression) -> "_Then":
        return _Then(exp.Case(ifs=[exp.If(this=self.condition.node.unnest(), true=value.node.unnest())]))


@attrs.frozen(eq=False)
class _Then(_Expression):
    """A choice, which is empty where the condition does not hold until something stands there."""

    def otherwise(self, value: _Expression) -> _Expression:
        ifs, default = self.node.args["ifs"], value.node.unnest()
        if isinstance(default, exp.Case):  # one choice of several rather than a choice in a choice
            ifs, default = [*ifs, *default.args["ifs"]], default.args.get("default")
        return _Expression(exp.Case(ifs=ifs, default=default))


class _Sql:
    """What makes expressions, in the place of narwhals. Whole numbers are 32 bits wide, or 64 where they are large."""

    Int8 = Int16 = Int32 = "int"
    Int64 = "bigint"
    Float64 = "double"
    String = "text"

    @staticmethod
    def col(name: str) -> _Expression:
        return _Expression(exp.column(exp.to_identifier(name, quoted=True), copy=False), name)

    @staticmethod
    def all() -> _Expression:
        return _Expression(exp.Star())

    @staticmethod
    def lit(value: float | str | None) -> _Expression:
        if isinstance(value, float):  # a decimal is no double everywhere
            return _Expression(exp.Cast(this=exp.convert(value), to=_TYPES["double"]))
        return _Expression(exp.convert(value))

    @staticmethod
    def max_horizontal(*columns: _Expression) -> _Expression:
        return _Expression(exp.Greatest(this=columns[0].node, expressions=[column.node for column in columns[1:]]))

    @staticmethod
    def min_horizontal(*columns: _Expression) -> _Expression:
        return _Expression(exp.Least(this=columns[0].node, expressions=[column.node for column in columns[1:]]))

    @staticmethod
    def when(condition: _Expression) -> _When:
        return _When(condition)


SQL: Any = _Sql()

_TYPES = {kind: exp.DataType.build(kind) for kind in ("int", "bigint", "double", "text")}


# Text ----------------------------------------------------------------------------


def written(node: Any, dialect: str) -> str:
    """Return a node as a text of SQL.

    Args:
        node: What sqlglot holds.
        dialect: The dialect, or `duckdb alone` for what no other program reads.
    """
    writer = _WRITERS.get(dialect) or sqlglot.Dialect.get_or_raise(dialect)
    return str(writer.generate(node, copy=False))


def named(columns: Sequence[Any]) -> list[Any]:
    """Return the nodes of columns with their names; what has none stands for all columns that there are."""
    return [column.node if not column.name else _named(column.node.unnest(), column.name) for column in columns]


def _named(node: Any, name: str) -> Any:
    identifier: Any = exp.to_identifier(name, quoted=True)
    return exp.Alias(this=node, alias=identifier)


def _writer(dialect: str, **texts: Callable[[Any, Any], str]) -> Any:
    """Return a dialect in which some nodes are written in another way.

    Args:
        dialect: Its name.
        texts: The name of a node to what writes it.
    """
    known: Any = type(sqlglot.Dialect.get_or_raise(dialect))
    own = {getattr(exp, name): text for name, text in texts.items()}
    generator = type("Generator", (known.Generator,), {"TRANSFORMS": {**known.Generator.TRANSFORMS, **own}})
    return type(f"Own{known.__name__}", (known,), {"Generator": generator})()


def _divided(writer: Any, node: Any) -> str:
    return str(writer.binary(node, "/"))


def _floored(writer: Any, node: Any) -> str:
    return f"CAST(FLOOR({writer.binary(node, '/')}) AS BIGINT)"


def _equals_nan(writer: Any, node: Any) -> str:
    return f"{writer.sql(node, 'this')} = 'NaN'::DOUBLE PRECISION"


def _never(_writer: Any, _node: Any) -> str:
    return "FALSE"


_WRITERS: Mapping[str, Any] = {
    "duckdb": _writer("duckdb", IntDiv=_floored),  # DataFusion reads it too, and knows no `//`
    "duckdb alone": sqlglot.Dialect.get_or_raise("duckdb"),
    "postgres": _writer("postgres", IntDiv=_divided, IsNan=_equals_nan),
    "sqlite": _writer("sqlite", IntDiv=_divided, IsNan=_never),
}
"""The dialects that are not sqlglot's own as they are, and that of a relation."""
