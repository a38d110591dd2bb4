"""Relations of DuckDB, which take expressions as text."""

from collections.abc import Sequence
from typing import Any

import attrs

from intimacy_kit.tables.sql_expressions import named, written


@attrs.frozen(eq=False)
class RelationTable:
    """A relation, with the methods of a table of narwhals that scoring uses.

    Args:
        relation: The relation.
    """

    relation: Any

    def collect_schema(self) -> "RelationTable":
        """Return what knows the names, as a table of narwhals has it."""
        return self

    def names(self) -> list[str]:
        """Return the names of the columns."""
        return list(self.relation.columns)

    def with_columns(self, *columns: Any) -> "RelationTable":
        """Return the table with further columns."""
        return RelationTable(self.relation.project(f"*, {_text(columns)}"))

    def select(self, *columns: Any) -> "RelationTable":
        """Return a table of some columns."""
        return RelationTable(self.relation.project(_text(columns)))


def _text(columns: Sequence[Any]) -> str:
    return ", ".join(written(node, "duckdb alone") for node in named(columns))
