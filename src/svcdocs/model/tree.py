"""Plain data beside the places it was read from."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from svcdocs.model.place import Place

#: The way from the root of a tree to a value: mapping keys and list indexes.
Path = tuple[str | int, ...]


@dataclass(slots=True)
class CellPlaces:
    """Where the cells of a CSV or Excel table stand.

    A table has hundreds of thousands of cells, and hardly any of their places is ever asked for: a
    row is kept as an array of numbers, line, column and length for each field.
    """

    file: str
    sheet: str
    fields: Mapping[str, int]
    rows: list[array[int]] = field(default_factory=list)

    def place(self, row: int, name: str = "") -> Place | None:
        """The place of a cell, or of the row's first one; None where the table has no such cell."""
        position = self.fields.get(name) if name else 0
        if position is None or not 0 <= row < len(self.rows) or not self.rows[row]:
            return None  # a table of which no column is known has rows without cells
        line, column, length = self.rows[row][3 * position : 3 * position + 3]
        return Place(file=self.file, sheet=self.sheet, line=line, column=column, length=length)


@dataclass(slots=True)
class Tree:
    """Data as plain dicts, lists and typed scalars, and where each node stands.

    `places` has an entry for every node (of a mapping or list: its first character); `keys` for
    every mapping key. Missing values (null, empty, absent) have no entry in `data`; a key that
    was written with an empty value still has its entry in `keys`. The rows and cells of a CSV or
    Excel table are in `tables` instead, empty cells included.
    """

    data: dict[str, Any] = field(default_factory=dict)
    places: MutableMapping[Path, Place] = field(default_factory=dict)
    keys: MutableMapping[Path, Place] = field(default_factory=dict)
    tables: dict[Path, CellPlaces] = field(default_factory=dict)

    def place(self, path: Path) -> Place | None:
        """The place of a value, or of the nearest thing around it that was written down.

        A missing field is shown at its key if that was written, else at the mapping it belongs
        to; None only for a tree read from no file.
        """
        while True:
            found = self.places.get(path) or self.keys.get(path) or self.cell(path)
            if found is not None or not path:
                return found
            path = path[:-1]

    def cell(self, path: Path) -> Place | None:
        """The place of a row or cell of a CSV or Excel table; None for any other path."""
        for size, name in ((1, ""), (2, str(path[-1]) if path else "")):
            table = self.tables.get(path[:-size])
            if table is not None and len(path) >= size:
                row = path[-size]
                return table.place(row, name) if isinstance(row, int) else None
        return None

    def get(self, path: Path) -> Any:
        """The value at a path, or None where something on the way is missing."""
        node: Any = self.data
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return None
        return node


def scalars(data: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Every scalar of nested plain data with its path, in order."""
    stack: list[tuple[Path, Any]] = [((), data)]
    while stack:
        path, node = stack.pop()
        if isinstance(node, Mapping):
            stack.extend(((*path, key), node[key]) for key in reversed(list(node)))
        elif isinstance(node, list):
            stack.extend(((*path, index), node[index]) for index in reversed(range(len(node))))
        else:
            yield path, node
