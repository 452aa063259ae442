"""The texts of a part that belong together, each with its place as people name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import MC, w
from svcdocs.ooxml.trees import walk_through
from svcdocs.render.source.marks import MARK
from svcdocs.render.tags import Spot, Tag

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH, _TEXT, _CELL, _ROW, _TABLE = w("p"), w("t"), w("tc"), w("tr"), w("tbl")
_CHOICE, _FALLBACK = f"{{{MC}}}Choice", f"{{{MC}}}Fallback"
_FIELD_CODE = w("instrText")
_FIELD_ATTRIBUTE = w("instr")
_DELETED = (w("delText"), w("delInstrText"))
_BRACES = frozenset("{}｛｝")
_AROUND = 24


@dataclass(slots=True)
class Holder:
    """One piece of text: that of an element, or of one of its attributes."""

    element: _Element
    attribute: str = ""

    @property
    def text(self) -> str:
        """The text as it stands."""
        if self.attribute:
            return str(self.element.get(self.attribute))
        return self.element.text or ""

    @text.setter
    def text(self, text: str) -> None:
        if self.attribute:
            self.element.set(self.attribute, text)
        else:
            self.element.text = text


@dataclass(slots=True)
class Passage:
    """Texts that are read as one: those of a paragraph, or a single one.

    `here` is a tag at this place without its text. `deleted` says that the text is one that tracked
    changes have crossed out.
    """

    here: Tag
    paragraph: _Element | None = None
    holders: list[Holder] = field(default_factory=list)
    deleted: bool = False

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(holder.text for holder in self.holders)

    @property
    def holds_braces(self) -> bool:
        """Whether there may be a tag in it."""
        return any(not _BRACES.isdisjoint(holder.text) for holder in self.holders)


class _Counter:
    """Where a walk through the part stands."""

    def __init__(self) -> None:
        self.paragraphs = 0
        self.tables = 0
        self.stack: list[list[int]] = []  # table, row, column
        self.cells = 0
        self._saved: list[tuple[int, int]] = []

    def enter(self, tag: str) -> None:
        if tag == _TABLE:
            self.tables += 1
            self.stack.append([self.tables, 0, 0])
        elif tag == _ROW and self.stack:
            self.stack[-1][1:] = [self.stack[-1][1] + 1, 0]
        elif tag == _CELL and self.stack:
            self.stack[-1][2] += 1
            self.cells += 1
        elif tag == _PARAGRAPH:
            self.paragraphs += not self.cells
        elif tag == _CHOICE:
            self._saved.append((self.paragraphs, self.tables))
        elif tag == _FALLBACK and self._saved:
            # the same text again, for readers that don't know the choice
            self.paragraphs, self.tables = self._saved.pop()

    def leave(self, tag: str) -> None:
        if tag == _TABLE:
            self.stack.pop()
        elif tag == _CELL and self.stack:
            self.cells -= 1

    @property
    def cell(self) -> tuple[int, int, int] | None:
        if not (self.cells and self.stack):
            return None
        table, row, column = self.stack[-1]
        return table, row, column


def passages(root: _Element, sheet: str) -> Iterator[Passage]:
    """Every passage in which there may be a tag, in the order of the part."""
    return (passage for passage in all_passages(root, sheet) if passage.holds_braces)


def all_passages(root: _Element, sheet: str) -> list[Passage]:
    """Every passage; each paragraph has one for its text and one for the codes of its fields."""
    """Every paragraph, its text and its fields' codes apart, and lone texts with braces in them."""
    plain = Tag(text="", sheet=sheet, spot=Spot.PLAIN)
    counter = _Counter()
    found: list[Passage] = []
    open_paragraphs: list[tuple[Passage, Passage]] = []
    for event, element in walk_through(root):
        tag = element.tag
        if event == "end":
            counter.leave(tag)
            if tag == _PARAGRAPH:
                open_paragraphs.pop()
            continue
        counter.enter(tag)
        place = Tag(text="", sheet=sheet, paragraph=counter.paragraphs, cell=counter.cell)
        if tag == _PARAGRAPH:
            both = Passage(place, element), Passage(replace(place, spot=Spot.FIELD), element)
            open_paragraphs.append(both)
            found += both
        elif tag == _TEXT and open_paragraphs:
            open_paragraphs[-1][0].holders.append(Holder(element))
        elif tag == _FIELD_CODE and open_paragraphs:
            open_paragraphs[-1][1].holders.append(Holder(element))
        elif element.text and not _BRACES.isdisjoint(element.text):
            here = place if open_paragraphs else plain
            lone = Passage(replace(here, spot=Spot.PLAIN), None, [Holder(element)])
            lone.deleted = tag in _DELETED
            found.append(lone)
        for name, value in element.attrib.items():
            if not _BRACES.isdisjoint(str(value)) and not _is_guid(str(value)):
                kind = Spot.FIELD if name == _FIELD_ATTRIBUTE else Spot.ATTRIBUTE
                here = replace(place, spot=kind)
                found.append(Passage(here, None, [Holder(element, str(name))]))
    return found


def _is_guid(text: str) -> bool:
    """`{28A0092B-C50C-407E-A947-70E740481C1C}`: ids of extensions and stores are written so."""
    inner = text[1:-1]
    return (
        len(text) == 38
        and text[0] == "{"
        and text[-1] == "}"
        and all(character in "0123456789abcdefABCDEF-" for character in inner)
    )


def label_of(cell: _Element) -> str:
    """The text of the cell before, which says what a cell with nothing but a tag is for."""
    before = cell.getprevious()
    if before is None or before.tag != _CELL:
        return ""
    text = "".join(one.text or "" for one in before.iter(_TEXT))
    return text[-_AROUND:] if text.strip() and not ("{" in text or MARK.search(text)) else ""


def around(text: str, start: int, end: int) -> str:
    """A tag with the text on both sides of it."""
    return text[max(0, start - _AROUND) : end + _AROUND].strip()
