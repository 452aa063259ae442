"""The data an expression is evaluated against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from svcdocs.calc.workdays import Calendar
from svcdocs.expr.values import Items, Located, Reads
from svcdocs.model.tree import Path

#: The names an expression may begin with.
ROOTS = ("terms", "project", "it", "facts")


class FactSource(Protocol):
    """What stands behind the root `facts`, bound to the current `it` by whoever makes it."""

    def fact(self, name: str) -> tuple[object, Reads]:
        """The value of a fact (kebab-case id) and what was read to compute it.

        The value is whatever a `Result.value` may be, a plain mapping, or None for unknown.

        Raises:
            KeyError: no policy defines the fact.
        """


class TableIndexes:
    """Where in a table a text stands, by column; built when first asked for.

    Tables are known by identity, so they must not change while a scope is in use.
    """

    __slots__ = ("_columns",)

    def __init__(self) -> None:
        # The table itself is kept in the entry: an id is unique only while its object lives.
        self._columns: dict[
            tuple[int, str], tuple[Sequence[object], dict[str, list[int]] | None]
        ] = {}

    def column(self, table: Sequence[object], name: str) -> dict[str, list[int]] | None:
        """Row numbers by the text in a column; None if something there is not text."""
        key = (id(table), name)
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = (table, _index(table, name))
        return found[1]


def _index(table: Sequence[object], name: str) -> dict[str, list[int]] | None:
    rows: dict[str, list[int]] = {}
    for number, row in enumerate(table):
        if not isinstance(row, Mapping):
            return None
        value = row.get(name)
        if isinstance(value, str):
            rows.setdefault(value, []).append(number)
        elif value is not None:
            return None
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Roots by name (`ROOTS`, those that exist), the calendar, and the indexes of the tables.

    The root `facts` is a `Located` whose value is a `FactSource`; `it` is located at the real
    path of its record, such as `("project", "incidents", 3)`.
    """

    roots: Mapping[str, Located]
    calendar: Calendar
    indexes: TableIndexes = field(default_factory=TableIndexes, compare=False, repr=False)

    def having(self, **roots: Located) -> Scope:
        """This scope with other roots, `it=…` mostly; the indexes are shared."""
        return Scope(roots={**self.roots, **roots}, calendar=self.calendar, indexes=self.indexes)


class Run:
    """One evaluation under way."""

    __slots__ = ("reads", "roots", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.roots = scope.roots
        self.reads: list[tuple[Path, object]] = []

    def index(self, table: Items, name: str) -> dict[str, list[int]] | None:
        """The index of a project table's column; None for other lists, which come and go."""
        if table.whole and table.path[:1] == ("project",):
            return self.scope.indexes.column(table.values, name)
        return None
