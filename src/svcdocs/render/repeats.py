"""What must differ from pass to pass of a loop, or agree: ids, bookmarks, merged cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from svcdocs.render.missing import Missing
from svcdocs.render.views import Record, Rows

#: The longest name of a bookmark that Word reads, with room for a number.
_NAME_LENGTH = 36


class Repeats:
    """What loops have repeated so far in one document.

    Args:
        highest: the highest id in the template, by kind: "docPr", "bookmark".
    """

    def __init__(self, highest: Mapping[str, int] | None = None) -> None:
        self._highest = defaultdict(int, highest or {})
        self._given: dict[tuple[str, int], int] = {}
        self._names: defaultdict[str, int] = defaultdict(int)
        self._anchors: set[str] = set()
        self._rows: defaultdict[int, int] = defaultdict(int)
        self._above: dict[int, tuple[int, tuple[Any, ...]]] = {}

    def id(self, kind: str, own: int) -> int:
        """The template's own id on the first pass, a free one on every other."""
        if (kind, own) not in self._given:
            self._given[kind, own] = own
        else:
            self._highest[kind] += 1
            self._given[kind, own] = self._highest[kind]
        return self._given[kind, own]

    def same_id(self, kind: str, own: int) -> int:
        """The id given last."""
        return self._given.get((kind, own), own)

    def name(self, name: str, *, begins: bool) -> str:
        """A bookmark's name on this pass, or a link to it."""
        self._names[name] += begins
        count = self._names[name]
        return name if count < 2 else f"{name[:_NAME_LENGTH]}_{count}"

    def once(self, key: str) -> bool:
        """Whether this is the first pass."""
        first = key not in self._anchors
        self._anchors.add(key)
        return first

    def row(self, table: int, *, begun: bool) -> None:
        """Go on to the next row of a table; a table that begins has no row before."""
        self._rows[table] += 2 if begun else 1

    def joined(self, table: int, column: int, values: tuple[Any, ...]) -> bool:
        """Whether a cell has the values of the one above it, in the row right before."""
        key = tuple(_comparable(value) for value in values)
        above = self._above.get(column)
        row = self._rows[table]
        self._above[column] = (row, key)
        return above == (row - 1, key)


def _comparable(value: Any) -> Any:
    """Records are one when they are the same row; nothing equals what is missing."""
    if isinstance(value, Missing):
        return object()
    return value.path if isinstance(value, Record | Rows) else value
