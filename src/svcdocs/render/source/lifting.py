"""Tags that take the place of the row, cell, paragraph or run they stand in."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import w
from svcdocs.render.source.marks import MARK, Marks
from svcdocs.render.source.reading import Placed
from svcdocs.render.source.tree import (
    RUN,
    RUN_PROPERTIES,
    TEXT,
    ancestor,
    drop_if_empty,
    remove,
    replace_by,
)
from svcdocs.render.tags import TagFault
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_PICTURES = (w("drawing"), w("pict"), w("object"))
_SECTION = w("sectPr")
#: Ranges whose two ends may lie in different paragraphs or rows.
_RANGES = ((w("bookmarkStart"), w("bookmarkEnd")), (w("permStart"), w("permEnd")))


class Lifter:
    """Lifts the tags of one part out of their elements."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        self.problems: list[TagFault] = []
        self._refused: set[_Element] = set()

    def lift(self, placed: Placed) -> None:
        """Put a tag in the place of what it stands in."""
        kind = placed.found.lift
        if kind == "r":
            self._lift_run(placed)
            return
        if placed.found.opening == "{{" and kind != "p":
            self._tell(placed, _("a value takes the place of a run (r) or a paragraph (p) only"))
            return
        target = None if placed.attribute else ancestor(placed.element, w(kind))
        if target is None or target.getparent() is None:
            if target is None:
                self._tell(placed, _outside(kind))
            return
        other = self._other_content(target, placed.mark)
        if not other:
            _keep_ranges(target)
            replace_by(target, placed.mark)
        elif target not in self._refused:
            self._refused.add(target)
            told = {
                "tr": _("the row goes with its tag, and with it: {other}"),
                "tc": _("the cell goes with its tag, and with it: {other}"),
                "p": _("the paragraph goes with its tag, and with it: {other}"),
            }[kind]
            self._tell(placed, told.format(other=other))

    def _lift_run(self, placed: Placed) -> None:
        text = placed.element
        run = None if placed.attribute else ancestor(text, RUN)
        if run is None or text.tag != TEXT:
            self._tell(placed, _outside("r"))
            return
        before, _mark, after = (text.text or "").partition(placed.mark)
        first = run.makeelement(RUN)
        properties = run.find(RUN_PROPERTIES)
        if properties is not None:
            first.append(_copy(properties))
        for child in list(run):
            if child is text:
                break
            if child is not properties:
                first.append(child)
        own = _copy(text)
        own.text = before
        first.append(own)
        run.addprevious(first)
        first.tail = placed.mark
        text.text = after
        drop_if_empty(first)
        drop_if_empty(run)

    def _other_content(self, target: _Element, mark: str) -> str:
        """What would go with the tag though it is not the tag."""
        text = "".join(one.text or "" for one in target.iter(TEXT)).replace(mark, "", 1)
        if text.strip():
            typed = MARK.sub(lambda match: self.marks.code(match[0]).tag.text, text)
            return typed.strip()[:60]
        if next(target.iter(*_PICTURES), None) is not None:
            return _("a picture")
        return _("a section break") if next(target.iter(_SECTION), None) is not None else ""

    def _tell(self, placed: Placed, told: str) -> None:
        self.problems.append(TagFault(placed.tag, told, "not-alone"))


def _outside(kind: str) -> str:
    return {
        "tr": _("this tag takes the place of a table row, and stands in none"),
        "tc": _("this tag takes the place of a table cell, and stands in none"),
        "p": _("this tag takes the place of a paragraph, and stands in none"),
        "r": _("this tag takes the place of a run of text, and stands in none"),
    }[kind]


def _keep_ranges(target: _Element) -> None:
    """Leave the ends of bookmarks behind whose other ends lie elsewhere."""
    identity = w("id")
    for tags in _RANGES:
        ends = list(target.iter(*tags))
        for end in ends:
            if sum(one.get(identity) == end.get(identity) for one in ends) == 1:
                remove(end)
                target.addprevious(end)


def _copy(element: _Element) -> _Element:
    lone = copy.deepcopy(element)
    lone.tail = None
    return lone
