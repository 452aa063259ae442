"""The words about a table cell: merged down, merged across, its span, its background.

- `{% vm %}`: one cell for all rows of the loop, as in docxtpl;
- `{% vm row.site %}`: one cell for rows that follow each other with the same value; nested groups
  name the outer value first, `{% vm row.site, row.room %}`;
- `{% hm %}`: one cell for all columns of the loop;
- `{% colspan n %}`: as wide as n columns;
- `{% cellbg colour %}`: its colour, six hexadecimal digits.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import w
from svcdocs.render.source.marks import Marks
from svcdocs.render.source.reading import Placed
from svcdocs.render.source.tree import (
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    ancestor,
    put_before,
    put_behind,
)
from svcdocs.render.tags import Spot, Tag, TagFault
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_CELL, _ROW, _TABLE = w("tc"), w("tr"), w("tbl")
_PROPERTIES, _VALUE = w("tcPr"), w("val")
#: The children of w:tcPr in the order that the schema wants.
_ORDER = [
    w(name)
    for name in (
        "cnfStyle",
        "tcW",
        "gridSpan",
        "hMerge",
        "vMerge",
        "tcBorders",
        "shd",
        "noWrap",
        "tcMar",
        "textDirection",
        "tcFitText",
        "vAlign",
        "hideMark",
    )
]


class CellWords:
    """Carries out the words about cells in one part."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.problems: list[TagFault] = []
        self.columns_vary = False
        self._tables: dict[_Element, int] = {}

    def carry_out(self, placed: Placed) -> None:
        """One word in one cell."""
        cell = None if placed.attribute else ancestor(placed.element, _CELL)
        tag = replace(placed.tag, spot=Spot.ATTRIBUTE, required=False)
        if cell is None:
            self._tell(tag, _("this tag is about a table cell, and stands in none"))
            return
        argument = placed.found.code[len(placed.found.word) :].strip()
        match placed.found.word:
            case "colspan" if argument:
                _set(cell, "gridSpan", self.marks.output(tag, f"({argument}) | _span"))
                self.columns_vary = True
            case "cellbg" if argument:
                colour = self.marks.output(tag, f"({argument}) | _fill")
                _set(cell, "shd", "clear", color="auto", fill=colour)
            case "hm" if not argument:
                self._merge_across(cell, tag)
            case "vm" if argument:
                self._merge_equal(cell, tag, argument)
            case "vm":
                value = self.marks.output(tag, "'restart' if loop.first else 'continue'")
                _set(cell, "vMerge", value)
                self._show_if(cell, tag, "loop.first")
            case _:
                self._tell(tag, _("this tag wants a value, or wants none"))

    def _merge_across(self, cell: _Element, tag: Tag) -> None:
        properties = cell.find(_PROPERTIES)
        span = None if properties is None else properties.find(w("gridSpan"))
        width = "1" if span is None else str(span.get(_VALUE))
        if width.isdigit():
            times = "loop.length" if width == "1" else f"{width} * loop.length"
            _set(cell, "gridSpan", self.marks.output(tag, times))
        put_before(cell, self.marks.statement(tag, "if loop.first"))
        put_behind(cell, self.marks.statement(tag, "endif"))
        self.columns_vary = True

    def _merge_equal(self, cell: _Element, tag: Tag, argument: str) -> None:
        row = ancestor(cell, _ROW)
        table = None if row is None else ancestor(row, _TABLE)
        if table is None:
            self._tell(tag, _("this tag is about a table cell, and stands in none"))
            return
        number = self._watched(table, tag)
        column = len(self.marks.codes)
        joined = f"set _same = _joined({number}, {column}, ({argument},))"
        put_before(cell, self.marks.statement(tag, joined))
        value = self.marks.output(tag, "'continue' if _same else 'restart'")
        _set(cell, "vMerge", value)
        self._show_if(cell, tag, "not _same")

    def _watched(self, table: _Element, tag: Tag) -> int:
        """The number of a table whose rows are counted as they are rendered."""
        if table not in self._tables:
            number = len(self._tables)
            self._tables[table] = number
            for row in table.iter(_ROW):
                if ancestor(row, _TABLE) is table:
                    counted = self.marks.statement(tag, f"set _at_row = _row({number})")
                    row.text = counted + (row.text or "")
            begun = self.marks.statement(tag, f"set _at_row = _row({number}, true)")
            table.text = begun + (table.text or "")
        return self._tables[table]

    def _show_if(self, cell: _Element, tag: Tag, condition: str) -> None:
        """A cell that goes on with the one above is empty."""
        for paragraph in cell.iterchildren(PARAGRAPH):
            first = next((child for child in paragraph if child.tag != PARAGRAPH_PROPERTIES), None)
            if first is not None:
                put_before(first, self.marks.statement(tag, f"if {condition}"))
                last = paragraph[-1]
                last.tail = (last.tail or "") + self.marks.statement(tag, "endif")

    def _tell(self, tag: Tag, told: str) -> None:
        self.problems.append(TagFault(tag, told, "syntax"))


def _set(cell: _Element, name: str, value: str, **others: str) -> None:
    """Give a cell a property, at the place among its properties that the schema wants."""
    properties = cell.find(_PROPERTIES)
    if properties is None:
        properties = cell.makeelement(_PROPERTIES)
        cell.insert(0, properties)
    old = properties.find(w(name))
    if old is not None:
        properties.remove(old)
    own = properties.makeelement(w(name), {_VALUE: value})
    for attribute, text in others.items():
        own.set(w(attribute), text)
    rank = _ORDER.index(own.tag)
    place = sum(child.tag in _ORDER[:rank] for child in properties)
    properties.insert(place, own)
