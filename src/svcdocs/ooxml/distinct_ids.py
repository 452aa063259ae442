"""Ids that must be one of a kind over all parts of a document, though programs count per part.

LibreOffice numbers bookmarks anew in every header; Word itself has written a drawing's number twice.
A template is set right once, when it is compiled.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from svcdocs.ooxml.inline_objects import number_drawings

_DRAWING = re.compile(rb'<wp:docPr\b[^>]*?\bid="(\d+)"')
_BOOKMARK = re.compile(rb'(<w:bookmark(Start|End)\b[^>]*?\bw:id=")(\d+)"')


def with_distinct_ids(parts: Mapping[str, bytes], sheets: Collection[str]) -> dict[str, bytes]:
    """The same parts with the ids of drawings and bookmarks distinct over the sheets.

    Ids doubled inside one part stay: that is a fault of whoever wrote it.
    """
    changed = dict(parts)
    texts = {part: parts[part] for part in sheets}
    drawings = [found[1] for data in texts.values() for found in _DRAWING.finditer(data)]
    if len(set(drawings)) < len(drawings):
        changed.update(number_drawings(texts, 1))
    free = 0
    for part in sheets:
        own = {int(found[3]) for found in _BOOKMARK.finditer(changed[part])}
        if own and min(own) < free:
            changed[part] = _raised(changed[part], free)
            own = {one + free for one in own}
        free = max(free, *(one + 1 for one in own)) if own else free
    return changed


def highest_ids(parts: Mapping[str, bytes], sheets: Collection[str]) -> dict[str, int]:
    """The highest id in use, by kind: what comes later counts on from there."""
    drawings = [int(found[1]) for part in sheets for found in _DRAWING.finditer(parts[part])]
    bookmarks = [int(found[3]) for part in sheets for found in _BOOKMARK.finditer(parts[part])]
    return {"docPr": max(drawings, default=0), "bookmark": max(bookmarks, default=0)}


def _raised(data: bytes, by: int) -> bytes:
    return _BOOKMARK.sub(lambda found: found[1] + b'%d"' % (int(found[3]) + by), data)
