"""Ids that a loop would repeat: known when the template is compiled, given out as it renders.

What needs no id loses it where it stands in a loop (Word gives new ones); what needs one takes it
from the document's own count; an anchor of a comment stands once.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import MC, W14, WP, w
from svcdocs.ooxml.trees import walk_through
from svcdocs.render.source.marks import MARK, Marks
from svcdocs.render.source.tree import put_before, put_behind, remove
from svcdocs.render.tags import Spot, Tag

if TYPE_CHECKING:
    from lxml.etree import _Element

_DRAWING = f"{{{WP}}}docPr"
_START, _END = w("bookmarkStart"), w("bookmarkEnd")
_ID, _NAME, _ANCHOR = w("id"), w("name"), w("anchor")
_CONTROL = w("sdtPr")
_ANCHORS = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))
_HYPERLINK = w("hyperlink")
_NEEDLESS = (f"{{{W14}}}paraId", f"{{{W14}}}textId")
_CHOICE, _FALLBACK = f"{{{MC}}}Choice", f"{{{MC}}}Fallback"


def settle_repeats(root: _Element, marks: Marks, sheet: str) -> None:
    """Make the ids inside loops and macros such that each pass gets its own."""
    inside = _repeated(root, marks)
    names = {str(one.get(_NAME)) for one in inside if one.tag == _START}
    tag = Tag(text="", sheet=sheet, spot=Spot.ATTRIBUTE)
    for element in inside:
        for needless in _NEEDLESS:
            if needless in element.attrib:
                del element.attrib[needless]
        if element.tag == _CONTROL:
            for one in element.findall(_ID):
                remove(one)
        elif element.tag in _ANCHORS:
            _show_once(element, marks, tag)
        else:
            _give_out(element, names, marks, tag)


def _show_once(anchor: _Element, marks: Marks, tag: Tag) -> None:
    key = f"{anchor.tag} {anchor.get(_ID)}".rpartition("}")[2]
    put_before(anchor, marks.statement(tag, f"if _once({key!r})"))
    put_behind(anchor, marks.statement(tag, "endif"))


def _give_out(element: _Element, names: Collection[str], marks: Marks, tag: Tag) -> None:
    """What needs an id takes it from the document's count; so do bookmarks and links to them."""
    if element.tag == _DRAWING:
        _number(element, "id", marks, tag, "_id('docPr', {})")
    elif element.tag == _START:
        _number(element, _ID, marks, tag, "_id('bookmark', {})")
        element.set(_NAME, marks.output(tag, f"_name({str(element.get(_NAME))!r}, true)"))
    elif element.tag == _END:
        _number(element, _ID, marks, tag, "_same_id('bookmark', {})")
    elif element.tag == _HYPERLINK and element.get(_ANCHOR) in names:
        element.set(_ANCHOR, marks.output(tag, f"_name({str(element.get(_ANCHOR))!r}, false)"))


def render_both_alike(root: _Element, marks: Marks, sheet: str) -> None:
    """Text boxes stand in the file twice; what counts headings counts alike in both."""
    tag = Tag(text="", sheet=sheet, spot=Spot.PLAIN)
    if not any("number(" in code.inner for code in marks.codes):
        return
    for element in root.iter(_CHOICE, _FALLBACK):
        if any(MARK.search(text) for text in map(str, element.itertext())):
            first = "true" if element.tag == _CHOICE else "false"
            begun = marks.statement(tag, f"set _counted = _alike({first})")
            element.text = begun + (element.text or "")


def _number(element: _Element, attribute: str, marks: Marks, tag: Tag, call: str) -> None:
    own = str(element.get(attribute, "0"))
    element.set(attribute, marks.output(tag, call.format(int(own) if own.isdigit() else 0)))


def _repeated(root: _Element, marks: Marks) -> list[_Element]:
    """Every element inside a loop or macro, in the order of the part."""

    def nested(text: str | None) -> int:
        found = MARK.finditer(text or "")
        return sum(marks.code(match[0]).nesting for match in found)

    if not any(code.nesting for code in marks.codes):
        return []
    depth = 0
    inside: list[_Element] = []
    for event, element in walk_through(root):
        if event == "end":
            depth += nested(element.tail)
            continue
        if depth > 0:
            inside.append(element)
        depth += nested(element.text)
    return inside
