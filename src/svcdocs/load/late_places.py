"""Places that are worked out when somebody asks for the first one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property
from typing import Any

from svcdocs.model.place import Place
from svcdocs.model.tree import Path, Tree


def late_tree(data: dict[str, Any], read: Callable[[], Tree]) -> Tree:
    """A tree of data that is known, whose places are those of a tree still to be read.

    Args:
        data: the data.
        read: reads the file the careful way; called once at most.
    """
    source = _Source(read)
    return Tree(data=data, places=_Late(source, "places"), keys=_Late(source, "keys"))


class _Source:
    def __init__(self, read: Callable[[], Tree]) -> None:
        self._read = read

    @cached_property
    def tree(self) -> Tree:
        return self._read()


class _Late(MutableMapping[Path, Place]):
    """One of the two tables of a tree's places."""

    def __init__(self, source: _Source, name: str) -> None:
        self._source = source
        self._name = name

    @cached_property
    def _places(self) -> MutableMapping[Path, Place]:
        places: MutableMapping[Path, Place] = getattr(self._source.tree, self._name)
        return places

    def __getitem__(self, path: Path) -> Place:
        return self._places[path]

    def __setitem__(self, path: Path, place: Place) -> None:
        self._places[path] = place

    def __delitem__(self, path: Path) -> None:
        del self._places[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
