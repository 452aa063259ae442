"""Which XML is handed to a parser at all: UTF-8, no DOCTYPE, of a size that fits into memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from svcdocs.texts import _

#: A bid of 100 pages has some two.
MAX_BYTES = 64 * 1024 * 1024
#: Tags and attributes of all parts; a parsed one takes about a hundred bytes.
MAX_MARKUP = 6_000_000

_BOM = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_UTF8 = (b"utf-8", b"us-ascii", b"ascii")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0", b"+/v", b"L\x6f\xa7\x94")
_SUFFIXES = (".xml", ".rels", ".vml", ".svg")


def xml_faults(parts: Mapping[str, bytes]) -> list[str]:
    """What is wrong with the XML of a package before it is parsed, in words."""
    xml = {part: data for part, data in parts.items() if _is_xml(part, data)}
    found = [fault for part, data in xml.items() for fault in _faults(part, data)]
    if sum(data.count(b"<") + data.count(b"=") for data in xml.values()) > MAX_MARKUP:
        found.append(_("more than {limit} tags").format(limit=f"{MAX_MARKUP:,}"))
    return found


def _is_xml(part: str, data: bytes) -> bool:
    return part.lower().endswith(_SUFFIXES) or data[:64].removeprefix(_BOM).lstrip()[:1] == b"<"


def _faults(part: str, data: bytes) -> Iterator[str]:
    if len(data) > MAX_BYTES:
        yield _("part {part} is far too big").format(part=part)
    said = _ENCODING.match(data.removeprefix(_BOM)[:512])
    if data.startswith(_WIDE) or (said and said[1].lower() not in _UTF8):
        yield _("part {part} is not in UTF-8, as Word writes it").format(part=part)
    if b"<!DOCTYPE" in data:
        yield _("part {part} has a DOCTYPE, which a Word file never has").format(part=part)
