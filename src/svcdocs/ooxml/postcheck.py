"""What must hold for a Word file before anybody gets it; whoever fails is not written.

Word offers to "repair" a file with a doubled id or an empty cell, and drops what it doesn't like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.names import W14, WP, w
from svcdocs.ooxml.package import content_types, parse_part, relationships
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEFT_OVER = re.compile(r"\{\{|\{%|\{#|%\}|\}\}|#\}")

_TEXT, _CELL, _TABLE, _ROW = w("t"), w("tc"), w("tbl"), w("tr")
_PARAGRAPH, _CONTROL = w("p"), w("sdt")
_RELATIONSHIP = f"{{{names.R}}}"

#: Ids that must be unique over all parts: the element (any, where None) and the attribute.
_IDS = (
    (f"{{{WP}}}docPr", "id"),
    (w("bookmarkStart"), w("id")),
    (w("commentRangeStart"), w("id")),
    (None, f"{{{W14}}}paraId"),
)


def check_package(parts: Mapping[str, bytes]) -> list[str]:
    """Faults in how the parts hang together: content types and relationships."""
    problems: list[str] = []
    defaults, overrides = content_types(parts)
    problems += [
        _("content type of part {part}, which is not there").format(part=part)
        for part in overrides
        if part not in parts
    ]
    for part in parts:
        extension = part.rpartition(".")[2].lower()
        if part != names.CONTENT_TYPES_PART and part not in overrides and extension not in defaults:
            problems.append(_("part {part} has no content type").format(part=part))
    for part in ("", *(p for p in parts if not p.endswith(".rels"))):
        found = relationships(parts, part)
        doubled = [one for one, count in Counter(r.id for r in found).items() if count > 1]
        problems += [
            _("relationship {id} of {part} is there twice").format(id=one, part=part or "/")
            for one in doubled
        ]
        problems += [
            _("relationship {id} of {part} leads to {target}, which is not there").format(
                id=one.id, part=part or "/", target=one.target
            )
            for one in found
            if not one.external and one.target not in parts
        ]
    return problems


def check_parts(
    parts: Mapping[str, bytes], changed: Collection[str], *, tags: bool = True
) -> list[str]:
    """Faults inside the parts that rendering changed.

    Args:
        parts: all parts; ids are compared over all of them, XML is read only where needed.
        changed: names of the parts to look into.
        tags: whether a template tag in a text is a fault; off where the data itself holds such
            characters, which print as they stand.
    """
    problems: list[str] = []
    ids: Counter[tuple[str, str]] = Counter()
    for part in sorted(changed):
        try:
            root = parse_part(parts[part], part)
        except PackageError as error:
            problems.append(error.message)
            continue
        known = {one.id for one in relationships(parts, part)}
        problems += _check_root(part, root, known, ids, tags=tags)
    problems += [
        _("{what} id {id} is there {count} times").format(
            what=what.rpartition("}")[2], id=one, count=count
        )
        for (what, one), count in sorted(ids.items())
        if count > 1
    ]
    return problems


def _check_root(
    part: str, root: _Element, known: set[str], ids: Counter[tuple[str, str]], *, tags: bool
) -> list[str]:
    problems: list[str] = []
    for element in root.iter():
        tag = element.tag
        if tag == _TEXT:
            if tags and element.text and _LEFT_OVER.search(element.text):
                problems.append(
                    _("{part}: a template tag is left: {text}").format(part=part, text=element.text)
                )
        elif tag == _CELL:
            if not _ends_well(element):
                problems.append(_("{part}: a table cell without a paragraph").format(part=part))
        elif tag == _TABLE:
            if element.find(_ROW) is None:
                problems.append(_("{part}: a table without rows").format(part=part))
        elif element.attrib:
            problems += _check_attributes(part, element, known, ids)
    return problems


def _check_attributes(
    part: str, element: _Element, known: set[str], ids: Counter[tuple[str, str]]
) -> list[str]:
    for tag, key in _IDS:
        if (tag is None or element.tag == tag) and (one := element.get(key)) is not None:
            ids[key if tag is None else tag, one] += 1
    return [
        _("{part}: relationship {id} is not there").format(part=part, id=value)
        for key, value in element.attrib.items()
        if str(key).startswith(_RELATIONSHIP) and value not in known
    ]


def _ends_well(cell: _Element) -> bool:
    blocks = [child.tag for child in cell if child.tag in (_PARAGRAPH, _TABLE, _CONTROL)]
    return bool(blocks) and blocks[-1] != _TABLE
