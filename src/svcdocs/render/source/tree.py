"""Small moves on an lxml tree, whose texts hang on the elements before them."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import serialise

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMESPACES = re.compile(r' xmlns(?::\w+)?="[^"]*"')
RUN, TEXT, PARAGRAPH = w("r"), w("t"), w("p")
RUN_PROPERTIES, PARAGRAPH_PROPERTIES = w("rPr"), w("pPr")
#: What Word writes about the state of its own screen.
_NOISE = (w("proofErr"), w("lastRenderedPageBreak"), w("noProof"))


def put_before(element: _Element, text: str) -> None:
    """Text in front of an element."""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
        return
    parent = element.getparent()
    if parent is not None:
        parent.text = (parent.text or "") + text


def put_behind(element: _Element, text: str) -> None:
    """Text behind an element."""
    element.tail = text + (element.tail or "")


def replace_by(element: _Element, text: str) -> None:
    """Take an element out and leave a text in its place."""
    put_before(element, text)
    remove(element)


def remove(element: _Element) -> None:
    """Take an element out; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        put_before(element, element.tail)
        element.tail = None
    parent.remove(element)


def ancestor(element: _Element, tag: str) -> _Element | None:
    """The nearest element of a kind around this one."""
    return next(element.iterancestors(tag), None)


def fragment(element: _Element | None) -> str:
    """An element as XML without the namespaces that its part declares."""
    if element is None:
        return ""
    lone = copy.deepcopy(element)
    lone.tail = None
    return _NAMESPACES.sub("", serialise(lone))


def drop_if_empty(run: _Element) -> None:
    """Take a run out that shows nothing any more."""
    for child in run:
        if child.tag in (RUN_PROPERTIES, *_NOISE) or (child.tag == TEXT and not child.text):
            if child.tail:
                return
        else:
            return
    if not run.text:
        remove(run)
