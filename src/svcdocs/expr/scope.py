"""The data an expression is evaluated against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


class Scope:
    """Roots by name (`ROOTS`, those that exist), the calendar, and the indexes of the tables.

    The root `facts` is a `Located` whose value is a `FactSource`; `it` is located at the real
    path of its record, such as `("project", "incidents", 3)`. Nothing of it ever changes.
    """

    __slots__ = ("calendar", "indexes", "quiet", "roots")

    def __init__(
        self,
        *,
        roots: Mapping[str, Located],
        calendar: Calendar,
        indexes: TableIndexes | None = None,
    ) -> None:
        self.roots = roots
        self.calendar = calendar
        self.indexes = TableIndexes() if indexes is None else indexes
        #: A run that keeps nothing, so that one serves all expressions.
        self.quiet = Run(self.roots, self.calendar, self.indexes, None)

    def having(self, **roots: Located) -> Scope:
        """This scope with other roots, `it=…` mostly; the indexes are shared."""
        return Scope(roots={**self.roots, **roots}, calendar=self.calendar, indexes=self.indexes)

    def listening(self) -> Run:
        """A run that keeps what one expression reads."""
        return Run(self.roots, self.calendar, self.indexes, [])


class Run:
    """An evaluation under way.

    Attributes:
        own: the fields of `it`; none where there is none.
        reads: what was read so far; None where nobody wants to know, as for nearly every record.
    """

    __slots__ = ("_indexes", "calendar", "own", "reads", "roots")

    def __init__(
        self,
        roots: Mapping[str, Located],
        calendar: Calendar,
        indexes: TableIndexes,
        reads: list[tuple[Path, object]] | None,
    ) -> None:
        self.roots = roots
        own = roots["it"].value if "it" in roots else None
        self.own: Mapping[str, object] = own if type(own) is dict else {}
        self.calendar = calendar
        self._indexes = indexes
        self.reads = reads

    def note(self, path: Path, value: object) -> None:
        """Keep that a value was read, or (None) that there was none."""
        if self.reads is not None:
            self.reads.append((path, value))

    def index(self, table: Items, name: str) -> dict[str, list[int]] | None:
        """The index of a project table's column; None for other lists, which come and go."""
        if table.whole and table.path[:1] == ("project",):
            return self._indexes.column(table.values, name)
        return None
