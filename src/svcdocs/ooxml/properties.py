"""Custom document properties: where a document says what it was made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape

from svcdocs.ooxml import names
from svcdocs.ooxml.package import (
    Relationship,
    content_types,
    content_types_xml,
    parse_part,
    relationships,
    relationships_xml,
)

PART = "docProps/custom.xml"
_TYPE = names.RELATIONSHIP + "custom-properties"
#: The format id that Word itself gives every custom property; `pid` counts from 2.
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_DATES = re.compile(
    rb"<dcterms:(created|modified)(?: [^>]*)?(?:/>|>.*?</dcterms:\1>)\s*", re.DOTALL
)
_CORE_END = b"</cp:coreProperties>"
_TERMS = 'xmlns:dcterms="http://purl.org/dc/terms/"'
_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def properties_xml(properties: Mapping[str, str]) -> bytes:
    """The part that holds custom properties, all of them texts, in the order given."""
    lines = [
        f'<property fmtid="{_FORMAT_ID}" pid="{pid}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value, quote=False)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(properties.items(), start=2)
    ]
    body = (
        f'<Properties xmlns="{names.CUSTOM_PROPERTIES}" xmlns:vt="{names.VARIANT_TYPES}">'
        f"{''.join(lines)}</Properties>"
    )
    return (names.DECLARATION + body).encode()


def with_properties_part(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], str]:
    """The same package with a part for custom properties, and that part's name."""
    changed = dict(parts)
    found = relationships(parts, "")
    for one in found:
        if one.type == _TYPE:
            return changed, one.target
    used = {one.id for one in found}
    number = next(n for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    found.append(Relationship(f"rId{number}", _TYPE, PART, external=False))
    defaults, overrides = content_types(parts)
    overrides[PART] = names.CUSTOM_TYPE
    changed[names.CONTENT_TYPES_PART] = content_types_xml(defaults, overrides)
    changed[names.ROOT_RELATIONSHIPS_PART] = relationships_xml(found, "")
    changed[PART] = properties_xml({})
    return changed, PART


def read_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The custom properties of a document, as texts."""
    for one in relationships(parts, ""):
        if one.type == _TYPE and one.target in parts:
            root = parse_part(parts[one.target], one.target)
            return {
                str(element.get("name")): "".join(str(t) for t in element.itertext())
                for element in root
            }
    return {}


def core_part(parts: Mapping[str, bytes]) -> str:
    """The name of the part for title, author and dates; empty if there is none."""
    for one in relationships(parts, ""):
        if one.type == names.CORE_RELATIONSHIP and one.target in parts:
            return one.target
    return ""


def undated(core: bytes) -> bytes:
    """The core properties without the dates of creation and change."""
    return _DATES.sub(b"", core)


def dated(core: bytes, seconds: int) -> bytes:
    """The core properties with one moment as the date of creation and of change.

    Args:
        core: the part, with the prefixes that Office and we write.
        seconds: since 1970, as SOURCE_DATE_EPOCH counts.
    """
    moment = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    stamps = "".join(
        f'<dcterms:{name} {_TERMS} {_XSI} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    head, end, tail = undated(core).rpartition(_CORE_END)
    return head + stamps.encode() + end + tail if end else core
