"""Data as templates see it: looked into by key only, every look remembered with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from svcdocs.facts.terms_data import Unresolved
from svcdocs.model.quantity import Quantity, ServiceWindow
from svcdocs.model.tree import Path
from svcdocs.render.lack import Hidden, Reason
from svcdocs.render.missing import Missing
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.render.run import Run


#: What is a value at first sight; everything else is looked at more closely.
_SCALARS = frozenset({str, int, bool, Decimal, date, datetime, time, Quantity, ServiceWindow})


class View:
    """Something a template may look into with `.name` or `[key]`."""

    __slots__ = ()

    def lookup(self, key: Any) -> Any:
        """What stands under a key, or `Missing`."""
        raise NotImplementedError


class FactSource(Protocol):
    """Facts, bound to the record of the document."""

    def fact(self, name: str, record: Path | None) -> tuple[Any, Sequence[tuple[Path, Any]]]:
        """A fact's value (None: unknown) and the data it was computed from."""


def view(run: Run, value: Any, path: Path) -> Any:
    """A value out of data as a template may use it."""
    if type(value) in _SCALARS and value != "":
        run.read(path, value)
        return value
    if isinstance(value, Mapping):
        return Record(run, value, path)
    reason = _why_not(value)
    if reason is not None:
        run.look(path)
        return Missing(run, path, reason)
    if isinstance(value, list):
        if isinstance(value[0], Mapping) if value else _is_table(path):
            return Rows(run, list(enumerate(value)), path)
        value = tuple(value)
    run.read(path, value)
    return value


def _why_not(value: Any) -> Reason | None:
    """Why a value cannot be printed; None for one that can."""
    if value is None or value == "":
        return Reason.MISSING
    if isinstance(value, Hidden):
        return Reason.HIDDEN
    return Reason.UNRESOLVED if isinstance(value, Unresolved) else None


def _is_table(path: Path) -> bool:
    """Whether an empty list is a table without rows: `project.visits`."""
    return len(path) == 2 and path[0] == "project"


class Record(View):
    """A mapping of the data: a row, the project, a group of terms."""

    __slots__ = ("data", "path", "run")

    def __init__(self, run: Run, data: Mapping[str, Any], path: Path) -> None:
        self.run = run
        self.data = data
        self.path = path
        run.know_id(path, data)

    def lookup(self, key: Any) -> Any:
        """What stands in a field, or `Missing`."""
        if isinstance(key, Missing):
            return key
        # A vocabulary may be keyed by numbers in their spelling: `ratings[it.rating]`.
        name = key if isinstance(key, str) else str(key)
        value = self.data.get(name)
        if type(value) is str and value:
            self.run.log.extend((self.path, name, value))
            return value
        return view(self.run, value, (*self.path, name))

    def entries(self) -> Iterator[tuple[str, Any]]:
        """Keys and values; a group's own title is no entry of its vocabulary."""
        self.run.choose(self.path, tuple(self.data))
        terms = self.path[:1] == ("terms",)
        for key in self.data:
            if not (terms and key == "title"):
                yield key, self.lookup(key)

    def __str__(self) -> str:
        raise TypeError(
            _("{name} is a group of values; print one of them: {keys}").format(
                name=self.run.name(self.path), keys=", ".join(self.data)
            )
        )


class Rows(View):
    """A table, or some of its rows."""

    __slots__ = ("items", "path", "run")

    def __init__(self, run: Run, items: list[tuple[int, Any]], path: Path) -> None:
        self.run = run
        self.items = items
        self.path = path

    def lookup(self, key: Any) -> Any:
        """The row with an id, as in `project.staff[it.visitor]`."""
        if isinstance(key, Missing):
            return key
        for index, row in self.items:
            if row.get("id") == key:
                self.run.read((*self.path, index, "id"), key)
                return Record(self.run, row, (*self.path, index))
        self.run.look((*self.path, str(key)))
        return Missing(self.run, (*self.path, str(key)))

    def __len__(self) -> int:
        if not self.items and self.run.blank:
            return len(Missing(self.run, self.path))
        self._choose()
        return len(self.items)

    def __bool__(self) -> bool:
        self._choose()
        return bool(self.items)

    def __iter__(self) -> Iterator[Any]:
        if not self.items and self.run.blank:
            yield from Missing(self.run, self.path)
        self._choose()
        for index, row in self.items:
            yield Record(self.run, row, (*self.path, index))

    def __str__(self) -> str:
        raise TypeError(
            _("{name} is a table; loop over its rows or count them").format(
                name=self.run.name(self.path)
            )
        )

    def _choose(self) -> None:
        steps = tuple(row.get("id", index + 1) for index, row in self.items)
        self.run.choose(self.path, steps)


class Facts(View):
    """The facts of a project; `warranty_end` and `warranty-end` are the same."""

    __slots__ = ("record", "run", "source")

    def __init__(self, run: Run, source: FactSource, record: Path | None) -> None:
        self.run = run
        self.source = source
        self.record = record

    def lookup(self, key: Any) -> Any:
        """A fact of the document's own record."""
        return self.of(str(key), self.record)

    def of(self, key: str, record: Path | None) -> Any:
        """A fact of any record."""
        name = key.replace("_", "-")
        value, reads = self.source.fact(name, record)
        for path, read in reads:
            self.run.rest_on(path, read)
        whose = f"[{self.run.row_id(record)}]" if record and record != self.record else ""
        return view(self.run, value, ("facts", name + whose))
