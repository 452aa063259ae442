"""A Word file as its parts: what they are, and how they hang together."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import Entry, PackageError, archive, pack, unpack
from svcdocs.ooxml.xml_limits import xml_faults
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part; `target` is a part name, or an address where it is external."""

    id: str
    type: str
    target: str
    external: bool


def parse_part(data: bytes | str, part: str) -> _Element:
    """Parse one XML part with nothing fetched, expanded or forgiven.

    Raises:
        PackageError: not well-formed, or with a DOCTYPE, which OOXML never has.
    """
    from lxml import etree  # noqa: PLC0415 - a command that renders nothing need not load lxml

    raw = data.encode() if isinstance(data, str) else data
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError(
            _("part {part} is not well-formed XML: {error}").format(part=part, error=error.msg)
        ) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise PackageError(
            _("part {part} has a DOCTYPE, which a Word file never has").format(part=part)
        )
    return root


def serialise(root: _Element) -> str:
    """An element as text without declaration, as the template engine reads it."""
    from lxml import etree  # noqa: PLC0415 - lazily, as above

    return etree.tostring(root, encoding="unicode")


def content_types(parts: Mapping[str, bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """Content types by extension and by part name."""
    defaults, overrides = _content_types(parts.get(names.CONTENT_TYPES_PART, b""))
    return dict(defaults), dict(overrides)


@lru_cache(maxsize=64)
def _content_types(data: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """The same; documents of one template mostly have the same."""
    root = parse_part(data, names.CONTENT_TYPES_PART)
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}
    for element in root:
        if not isinstance(element.tag, str):
            continue  # a comment
        kind = element.get("ContentType", "")
        if element.get("Extension") is not None:
            defaults[str(element.get("Extension")).lower()] = kind
        else:
            overrides[str(element.get("PartName")).lstrip("/")] = kind
    return defaults, overrides


def relationships_part(part: str) -> str:
    """Where a part keeps its relationships; the empty name is the package itself."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relationships(parts: Mapping[str, bytes], part: str) -> list[Relationship]:
    """The relationships of a part; none if it keeps no such list."""
    where = relationships_part(part)
    data = parts.get(where)
    return [] if data is None else list(_relationships(data, where, part))


@lru_cache(maxsize=256)
def _relationships(data: bytes, where: str, part: str) -> tuple[Relationship, ...]:
    """The same; documents of one template mostly have the same."""
    found = []
    for element in parse_part(data, where):
        if not isinstance(element.tag, str):
            continue  # a comment
        external = element.get("TargetMode") == "External"
        target = str(element.get("Target"))
        if not external:
            base = posixpath.dirname(part)
            target = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else posixpath.join(base, target)
            )
        found.append(
            Relationship(str(element.get("Id")), str(element.get("Type")), target, external)
        )
    return tuple(found)


def read_package(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a Word document.

    Raises:
        PackageError: `archive.unpack` refuses it, it is no Word document, its XML is hostile, or
            something in it acts by itself.
    """
    # It reads relationships itself.
    from svcdocs.ooxml.active_content import active_content  # noqa: PLC0415 - a circle otherwise

    parts = unpack(data, name)
    if names.CONTENT_TYPES_PART not in parts:
        raise PackageError(_("{name} is a zip file but no Word document").format(name=name))
    faults = xml_faults(parts)
    if faults:
        raise PackageError(_("{name} is refused").format(name=name), details=faults)
    main = main_part(parts)
    kind = content_types(parts)[1].get(main, "")
    if main not in parts or kind not in names.MAIN_TYPES:
        raise PackageError(
            _("{name} is no .docx document").format(name=name),
            hint=_("files with macros (.docm, .dotm) and other formats are not read"),
        )
    faults = active_content(parts)
    if faults:
        raise PackageError(
            _("{name} is refused").format(name=name),
            hint=_("remove this in Word, or ask for a file without it; see docs/security.md"),
            details=faults,
        )
    return parts


def main_part(parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the body, usually word/document.xml; empty if none."""
    for relationship in relationships(parts, ""):
        if relationship.type.endswith("/officeDocument"):
            return relationship.target
    return ""


def part_order(part: str) -> tuple[int, str]:
    """Sort key of a part: what readers need first, then by name."""
    first = (names.CONTENT_TYPES_PART, names.ROOT_RELATIONSHIPS_PART)
    return (first.index(part) if part in first else len(first), part)


def entries(parts: Mapping[str, bytes]) -> dict[str, Entry]:
    """Every part deflated, in the order of `part_order`."""
    return {part: pack(part, parts[part]) for part in sorted(parts, key=part_order)}


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """A Word file out of its parts: the same parts give the same bytes."""
    return archive(entries(parts).values())


def content_types_xml(defaults: Mapping[str, str], overrides: Mapping[str, str]) -> bytes:
    """The part that names every part's type, sorted."""
    lines = [
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in sorted(defaults.items())
    ]
    lines += [
        f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in sorted(overrides.items())
    ]
    body = f'<Types xmlns="{names.CONTENT_TYPES}">{"".join(lines)}</Types>'
    return (names.DECLARATION + body).encode()


def relationships_xml(found: Iterable[Relationship], part: str) -> bytes:
    """The relationships of a part, internal targets relative to it, sorted by id."""
    from html import escape  # noqa: PLC0415 - stands beside its one use

    folder = posixpath.dirname(part)
    lines = []
    for one in sorted(found, key=lambda item: (len(item.id), item.id)):
        target = one.target if one.external else posixpath.relpath("/" + one.target, "/" + folder)
        mode = ' TargetMode="External"' if one.external else ""
        lines.append(
            f'<Relationship Id="{one.id}" Type="{one.type}" Target="{escape(target)}"{mode}/>'
        )
    body = f'<Relationships xmlns="{names.PACKAGE_RELATIONSHIPS}">{"".join(lines)}</Relationships>'
    return (names.DECLARATION + body).encode()
