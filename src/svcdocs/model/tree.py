"""Plain data beside the places it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from svcdocs.model.place import Place

#: The way from the root of a tree to a value: mapping keys and list indexes.
Path = tuple[str | int, ...]


@dataclass(slots=True)
class Tree:
    """Data as plain dicts, lists and typed scalars, and where each node stands.

    `places` has an entry for every node (of a mapping or list: its first character); `keys` for
    every mapping key. Missing values (null, empty, absent) have no entry in `data`; a key that
    was written with an empty value still has its entry in `keys`.
    """

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Place | None:
        """The place of a value, or of the nearest thing around it that was written down.

        A missing field is shown at its key if that was written, else at the mapping it belongs
        to; None only for a tree read from no file.
        """
        while True:
            found = self.places.get(path) or self.keys.get(path)
            if found is not None or not path:
                return found
            path = path[:-1]

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
