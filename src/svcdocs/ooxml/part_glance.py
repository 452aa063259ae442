"""A part looked over as text: what ids it has, and whether it must be looked at more closely.

Right for XML that is well-formed and written by lxml or Word, where a cell's paragraph stands right
before the cell's end; anything else only looks suspicious.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from svcdocs.ooxml.names import W14, WP, R, W

_BRACES = (b"{{", b"{%", b"{#", b"}}", b"%}", b"#}")
_RELATIONSHIP = re.compile(rb' r:\w+="([^"]*)"')
#: Where an id stands: what the part holds if there is one, what messages call it, the pattern.
_IDS = tuple(
    (needle, what, re.compile(pattern))
    for needle, what, pattern in (
        (b"<wp:docPr", "docPr", rb'<wp:docPr\b[^>]*?\bid="([^"]*)"'),
        (b"<w:bookmarkStart", "bookmarkStart", rb'<w:bookmarkStart\b[^>]*?\bw:id="([^"]*)"'),
        (b"<w:bookmarkStart", "bookmark", rb'<w:bookmarkStart\b[^>]*?\bw:name="([^"]*)"'),
        (b"<w:commentRange", "comment", rb'<w:commentRangeStart\b[^>]*?\bw:id="([^"]*)"'),
        (b"<w:id ", "sdt", rb'<w:id w:val="([^"]*)"'),
        (b"w14:paraId=", "paraId", rb'w14:paraId="([^"]*)"'),
    )
)
_PREFIX = re.compile(rb'xmlns:(\w+)="([^"]*)"')
_USUAL = {b"w": W.encode(), b"w14": W14.encode(), b"wp": WP.encode(), b"r": R.encode()}


@dataclass(frozen=True, slots=True)
class Glance:
    """What was seen in a part: its ids by what they number, the relationships it uses."""

    ids: tuple[tuple[str, str], ...] = ()
    relationships: frozenset[str] = frozenset()
    suspicious: bool = False


def glance(data: bytes) -> Glance:
    """Look a part over."""
    suspicious = (
        ((b"{" in data or b"}" in data) and any(pair in data for pair in _BRACES))
        or _has_bare_cells(data)
        or data.count(b"</w:tbl>") != data.count(b"</w:tr></w:tbl>")
    )
    ids = tuple(
        (what, found[1].decode())
        for needle, what, pattern in _IDS
        if needle in data
        for found in pattern.finditer(data)
    )
    uses = frozenset(found[1].decode() for found in _RELATIONSHIP.finditer(data))
    return Glance(ids, uses, suspicious)


def _has_bare_cells(data: bytes) -> bool:
    without = data.count(b"</w:tc>") - data.count(b"</w:p></w:tc>")
    return (without > 0 and without != data.count(b"<w:p/></w:tc>")) or b"<w:tc/>" in data


def declares_inside(data: bytes) -> bool:
    """Whether elements below the root declare namespaces, or may stand in one undeclared."""
    return (
        data.find(b"xmlns:", data.find(b">", data.find(b"?>") + 2)) >= 0
        or b"<w14:" in data
        or b"<w15:" in data
    )


def has_usual_prefixes(data: bytes) -> bool:
    """Whether the namespaces a glance looks for have the prefixes it looks for."""
    declared = {(found[1], found[2]) for found in _PREFIX.finditer(data)}
    known = {uri: prefix for prefix, uri in _USUAL.items()}
    return all(
        _USUAL.get(prefix, uri) == uri and known.get(uri, prefix) == prefix
        for prefix, uri in declared
    )
