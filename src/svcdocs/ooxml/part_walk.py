"""A part gone through element by element: every fault in it, in words."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import W14, WP, R, w
from svcdocs.ooxml.part_glance import Glance
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEFT_OVER = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|#\}")
#: What printing takes out of a text, which then stands in several elements.
_BREAKS = re.compile(r"[\r\n\t\a\f]+")
_TEXT, _CELL, _TABLE, _ROW = w("t"), w("tc"), w("tbl"), w("tr")
_PARAGRAPH, _CONTROL = w("p"), w("sdt")
_RELATIONSHIP = f"{{{R}}}"
#: Ids that must be unique over all parts: the element, the attribute, what messages call it.
_IDS = {
    f"{{{WP}}}docPr": (("id", "docPr"),),
    w("bookmarkStart"): ((w("id"), "bookmarkStart"), (w("name"), "bookmark")),
    w("commentRangeStart"): ((w("id"), "comment"),),
    w("id"): ((w("val"), "sdt"),),
}
_PARAGRAPH_ID = f"{{{W14}}}paraId"


def walk(
    root: _Element, part: str, known: Collection[str], braced: Collection[str] | None
) -> tuple[Glance, list[str]]:
    """Everything that is wrong inside one part, and the ids it has.

    Args:
        root: the parsed part.
        part: its name.
        known: the ids of its relationships.
        braced: texts of the data that look like tags and print as they stand; None: tags are no
            fault.
    """
    problems: list[str] = []
    ids: list[tuple[str, str]] = []
    pieces = {one for text in braced or () for one in _BREAKS.split(text)}
    allowed = sorted(pieces, key=len, reverse=True)
    for element in root.iter():
        tag = element.tag
        if braced is not None and element.text and _is_tag(element.text, allowed):
            problems.append(
                _("{part}: a template tag is left: {text}").format(part=part, text=element.text)
            )
        if tag == _CELL and not _ends_well(element):
            problems.append(_("{part}: a table cell without a paragraph").format(part=part))
        elif tag == _TABLE and next(element.iter(_ROW), None) is None:
            problems.append(_("{part}: a table without rows").format(part=part))
        if element.attrib:
            ids += _ids_of(element)
            problems += [
                _("{part}: relationship {id} is not there").format(part=part, id=value)
                for key, value in element.attrib.items()
                if str(key).startswith(_RELATIONSHIP) and value not in known
            ]
    return Glance(tuple(ids)), problems


def _is_tag(text: str, allowed: Collection[str]) -> bool:
    """Whether there are braces in a text that did not come out of the data."""
    if _LEFT_OVER.search(text) is None:
        return False
    for one in allowed:
        if one:
            text = text.replace(one, "")
    return _LEFT_OVER.search(text) is not None


def _ids_of(element: _Element) -> list[tuple[str, str]]:
    found = [
        (what, str(element.get(attribute)))
        for attribute, what in _IDS.get(str(element.tag), ())
        if element.get(attribute) is not None
    ]
    if (own := element.get(_PARAGRAPH_ID)) is not None:
        found.append(("paraId", str(own)))
    return found


def _ends_well(cell: _Element) -> bool:
    blocks = [child.tag for child in cell if child.tag in (_PARAGRAPH, _TABLE, _CONTROL)]
    return bool(blocks) and blocks[-1] != _TABLE
