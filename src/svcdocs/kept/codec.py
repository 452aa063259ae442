"""Values as plain data for JSON, and back: of a closed set of classes, which the caller names.

Nothing is made but values of these classes and of Python's own plain ones, so reading runs no code
that the file names. Lists in the order of the fields: what a class has more is kept as well.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any


class Codec:
    """Writes and reads values.

    Args:
        kinds: the classes that may come up; both sides name the same: enumerations, dataclasses, and
            classes whose KEPT names what they are made of again.
    """

    def __init__(self, kinds: Sequence[type]) -> None:
        self._kinds = kinds
        self._numbers = {kind: number for number, kind in enumerate(kinds)}
        self._names = [None if issubclass(kind, Enum) else _names(kind) for kind in kinds]

    def written(self, value: Any) -> Any:
        """A value as lists, texts, numbers.

        Raises:
            TypeError: it is of a class that nobody named.
        """
        kind = type(value)
        if value is None or kind in (str, int, bool):
            return value
        if kind in _LISTS:
            return [_LISTS[kind], *map(self.written, value)]
        if kind is frozenset:
            return ["s", *sorted(map(self.written, value))]
        if isinstance(value, Mapping):
            return ["m", *(self.written(one) for pair in value.items() for one in pair)]
        return _WRITERS[kind](value) if kind in _WRITERS else self._fields(value)

    def _fields(self, value: Any) -> list[Any]:
        number = self._numbers.get(type(value))
        if number is None:
            raise TypeError(type(value))
        names = self._names[number]
        if names is None:
            return [number, value.value]
        return [number, *(self.written(getattr(value, name)) for name in names)]

    def read(self, data: Any) -> Any:
        """The value again.

        Raises:
            ValueError, TypeError, LookupError: the data are something else.
        """
        if type(data) is not list:
            return data
        mark = data[0]
        if type(mark) is int:
            kind, names = self._kinds[mark], self._names[mark]
            if names is None:
                return kind(data[1])
            values = map(self.read, data[1:])
            return kind(**dict(zip(names, values, strict=True)))
        if mark == "m":
            flat = list(map(self.read, data[1:]))
            return dict(zip(flat[::2], flat[1::2], strict=True))
        return _PLAIN[mark](data[1]) if mark in _PLAIN else _SEVERAL[mark](map(self.read, data[1:]))


def _names(kind: Any) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(kind, "KEPT", ())
    return found or tuple(one.name for one in fields(kind))


_PLAIN: Mapping[str, Any] = {
    "u": str.encode,
    "b": base64.b64decode,
    "n": Decimal,
    "d": date.fromisoformat,
}
_SEVERAL: Mapping[str, Any] = {"l": list, "t": tuple, "s": frozenset}


def _bytes(value: bytes) -> list[str]:
    """XML, which most of it is, as it reads; a picture by base64."""
    try:
        return ["u", value.decode()]
    except UnicodeDecodeError:
        return ["b", base64.b64encode(value).decode()]


_LISTS: Mapping[type, str] = {list: "l", tuple: "t"}
_WRITERS: Mapping[type, Any] = {
    bytes: _bytes,
    Decimal: lambda value: ["n", str(value)],
    date: lambda value: ["d", value.isoformat()],
}
