"""What a file says before a schema gives it types: texts, lists and mappings with their places."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from enum import Enum

from svcdocs.model.place import Place


class Style(Enum):
    """How a text was written: quotes say "this is text", a table cell has no way to say so."""

    PLAIN = "plain"
    QUOTED = "quoted"
    CELL = "cell"


#: What YAML takes for nothing, unless it stands in quotes.
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A text exactly as spelt, quotes and escapes resolved."""

    text: str
    style: Style
    place: Place

    @property
    def missing(self) -> bool:
        """Whether this is YAML's null or an empty text: the same as not written at all."""
        if self.style is Style.PLAIN:
            return self.text in NULLS
        return not self.text.strip()


@dataclass(slots=True)
class ListNode:
    """A list in the order of the file."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MappingNode:
    """Fields by name, with the place of each name.

    `partial`: something of it could not be read and was reported, so that a field missing here is
    no second fault.
    """

    place: Place
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    partial: bool = False


@dataclass(slots=True)
class TableRow:
    """A row of a CSV or Excel table, its cells in the order of the table's fields.

    `texts` have no spaces around them and are empty where nothing is written. `spots` are line,
    column and length for each of them. `broken` are the cells whose problem has been reported;
    `partial` says that something of the row got lost.
    """

    texts: list[str]
    spots: array[int]
    broken: tuple[int, ...] = ()
    partial: bool = False


@dataclass(slots=True)
class TableNode:
    """A CSV or Excel table: far smaller than a list of mappings of scalars."""

    place: Place
    fields: tuple[str, ...] = ()
    rows: list[TableRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BrokenNode:
    """Something that was written but cannot be used; its problem has been reported."""

    place: Place


Node = ScalarNode | ListNode | MappingNode | TableNode | BrokenNode
