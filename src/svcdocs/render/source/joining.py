"""`{%-` joins a tag's paragraph to the one before, `-%}` to the one behind, as in docxtpl.

docxtpl throws away what stands in a tag's own paragraph on that side; here such a minus has Jinja's
meaning, and takes the blanks away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from svcdocs.render.source.reading import Placed
from svcdocs.render.source.tree import PARAGRAPH, PARAGRAPH_PROPERTIES, TEXT, ancestor
from svcdocs.render.tags import Spot

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element


def join_paragraphs(placed: Collection[Placed]) -> None:
    """Join what the tags of a part ask for."""
    lifted = {
        paragraph
        for one in placed
        if one.found.lift in ("p", "tr", "tc")
        and not one.attribute
        and (paragraph := ancestor(one.element, PARAGRAPH)) is not None
    }
    inline = [
        one
        for one in placed
        if one.mark and one.tag.spot is Spot.TEXT and one.found.opening == "{%"
    ]
    for one in inline:
        paragraph = ancestor(one.element, PARAGRAPH)
        if one.found.left == "-" and paragraph is not None:
            before, _mark, _after = _text(paragraph).partition(one.mark)
            earlier = paragraph.getprevious()
            if not before.strip() and _fits(earlier, lifted):
                _append(earlier, paragraph)
    for one in inline:
        paragraph = ancestor(one.element, PARAGRAPH)
        if one.found.right == "-" and paragraph is not None:
            _before, _mark, after = _text(paragraph).partition(one.mark)
            later = paragraph.getnext()
            if not after.strip() and _fits(later, lifted):
                _append(paragraph, later)


def _fits(element: _Element | None, lifted: Collection[_Element]) -> TypeGuard[_Element]:
    return element is not None and element.tag == PARAGRAPH and element not in lifted


def _text(paragraph: _Element) -> str:
    return "".join(
        text.text or "" for text in paragraph.iter(TEXT) if ancestor(text, PARAGRAPH) is paragraph
    )


def _append(first: _Element, second: _Element) -> None:
    """Move the content of a paragraph to the end of another."""
    for child in list(second):
        if child.tag != PARAGRAPH_PROPERTIES:
            first.append(child)
    parent = second.getparent()
    if parent is not None:
        parent.remove(second)
