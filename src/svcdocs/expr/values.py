"""What an expression computes with, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Final, final, overload

from svcdocs.model.quantity import Quantity, ServiceWindow
from svcdocs.model.tree import Path
from svcdocs.texts import _


@final
class Unknown:
    """The type of `UNKNOWN`: the value of what is missing, and of all that depends on it.

    It is neither true nor false, and says so: a bare `if result:` raises TypeError.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        raise TypeError("UNKNOWN is neither true nor false; compare with `is UNKNOWN`")

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


class Kind(Enum):
    """The kinds of values rules tell apart. TIME is a date with a time of day, CLOCK without."""

    TRUTH = "truth"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    CLOCK = "clock"
    QUANTITY = "quantity"
    WINDOW = "window"
    RECORD = "record"
    LIST = "list"


def kind_name(kind: Kind) -> str:
    """The kind as messages call it."""
    names = {
        Kind.TRUTH: _("truth value"),
        Kind.TEXT: _("text"),
        Kind.NUMBER: _("number"),
        Kind.DATE: _("date"),
        Kind.TIME: _("time"),
        Kind.CLOCK: _("time of day"),
        Kind.QUANTITY: _("quantity"),
        Kind.WINDOW: _("service window"),
        Kind.RECORD: _("record"),
        Kind.LIST: _("list"),
    }
    return names[kind]


@dataclass(frozen=True, slots=True)
class Located:
    """A value and the path it was read from, which begins with the name of a root."""

    value: object
    path: Path


@dataclass(frozen=True, slots=True)
class Read:
    """One value that an expression read; None where there was none."""

    path: Path
    value: object


#: Pairs of path and value, or how to come by them.
ReadPairs = list[tuple[Path, object]] | Callable[[], list[tuple[Path, object]]]


class Reads(Sequence[Read]):
    """Values that were read, each once, in reading order.

    They are put in order when somebody asks: nearly every record is right, and nobody does.

    Args:
        parts: what was read one after the other, as pairs of path and value, as a function that
            gives such, or as other reads.
    """

    __slots__ = ("_found", "_parts")

    def __init__(self, *parts: ReadPairs | Reads) -> None:
        self._parts = parts
        self._found: dict[Path, object] | None = None

    def pairs(self) -> Mapping[Path, object]:
        """The values by path."""
        if self._found is None:
            self._found = {}
            for part in self._parts:
                if isinstance(part, Reads):
                    self._found.update(part.pairs())
                else:
                    self._found.update(part() if callable(part) else part)
        return self._found

    @overload
    def __getitem__(self, index: int) -> Read: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Read, ...]: ...
    def __getitem__(self, index: int | slice) -> Read | tuple[Read, ...]:
        return tuple(self)[index]

    def __iter__(self) -> Iterator[Read]:
        return iter([Read(path, value) for path, value in self.pairs().items()])

    def __len__(self) -> int:
        return len(self.pairs())


class Items:
    """A list: a table, some of its rows, a list field, or values plucked out of rows.

    `path` is where the list as a whole stands, empty for one that was put together. `values` are
    plain data (a row is a mapping); a literal list may hold UNKNOWN. Iterating gives each value
    with its own path, which is empty for a constant.
    """

    __slots__ = ("_paths", "path", "values")

    def __init__(
        self, values: Sequence[object], path: Path = (), paths: Sequence[Path] | None = None
    ) -> None:
        self.values = values
        self.path = path
        self._paths = paths

    @property
    def whole(self) -> bool:
        """Whether this is a list as it stands in the data, not a choice from it."""
        return self._paths is None

    def path_of(self, index: int) -> Path:
        """Where one value stands."""
        return (*self.path, index) if self._paths is None else self._paths[index]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Located]:
        for index, value in enumerate(self.values):
            yield Located(value, self.path_of(index))

    def __repr__(self) -> str:
        return f"Items({list(self.values)!r}, path={self.path!r})"


class Constant(str):
    """A text that stands in the expression itself, so `'3 years'` may mean a quantity."""

    __slots__ = ("column",)
    column: int

    @classmethod
    def at(cls, text: str, column: int) -> Constant:
        """The text, and its column for the error when it does not mean what it should."""
        constant = cls(text)
        constant.column = column
        return constant


class Result:
    """What an expression came to, and every value it read.

    Nearly nobody asks what was read. Where somebody does, the expression is evaluated once more,
    which gives the same: what it reads does not change.

    Args:
        value: a scalar, UNKNOWN, an `Items`, or a `Located` mapping (a record or a group).
        read: what was read, or what finds it out.
    """

    __slots__ = ("_read", "value")

    def __init__(self, value: object, read: ReadPairs) -> None:
        self.value = value
        self._read = read

    @property
    def reads(self) -> Reads:
        """What was read."""
        return Reads(self._read)


_KINDS: dict[type, Kind] = {
    bool: Kind.TRUTH,
    str: Kind.TEXT,
    Constant: Kind.TEXT,
    int: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    date: Kind.DATE,
    datetime: Kind.TIME,
    time: Kind.CLOCK,
    Quantity: Kind.QUANTITY,
    ServiceWindow: Kind.WINDOW,
    dict: Kind.RECORD,
    Located: Kind.RECORD,
    list: Kind.LIST,
    tuple: Kind.LIST,
    Items: Kind.LIST,
}

#: Types that are passed on as they are; membership is tested with `type(value) in SCALARS`.
SCALARS = frozenset(
    kind_type
    for kind_type, kind in _KINDS.items()
    if kind not in (Kind.RECORD, Kind.LIST) and kind_type is not Constant
)


def kind_of(value: object) -> Kind:
    """The kind of a known value.

    Raises:
        TypeError: data of no type the schemas produce (a float, a set, …): a fault of the caller.
    """
    kind = _KINDS.get(type(value))
    if kind is not None:
        return kind
    if isinstance(value, Mapping):
        return Kind.RECORD
    raise TypeError(f"expressions do not compute with {type(value).__name__}")
