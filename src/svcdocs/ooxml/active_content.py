"""What acts by itself in a Word file or reaches out of it: macros, objects, links that are fetched.

It is known by relationships, content types and the bytes themselves, never by part names, which
anybody may choose. Nothing of it has a place in a form, so a file with any is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from svcdocs.ooxml import names
from svcdocs.ooxml.addresses import is_harmless
from svcdocs.ooxml.archive import OLE_MAGIC, PackageError, unpack
from svcdocs.ooxml.field_codes import MARKS, faults_in
from svcdocs.ooxml.package import parse_part
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Word and Excel write a workbook behind each chart; more than these no form has.
_MAX_WORKBOOKS = 100
_WORKBOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ACTIVE_TYPE = re.compile(
    r"macroenabled|vba|activex|oleobject|keymapcustomizations|attachedtoolbars|customui"
    r"|webextension|x-msdownload|javascript|vbscript",
)
_ACTIVE_PARTS = re.compile(
    r"vba|activex|embeddings/|externallinks/|macrosheets/|customui", re.IGNORECASE
)
#: In parts other than relationships: what is looked for before anything is parsed.
_MARKS = (
    *MARKS,
    *(b"mailMerge", b"schemaLibrary", b"webVideoPr", b"Macro", b"frameset", b"altChunk"),
    b"urn:schemas-microsoft-com",
)
_VML = "urn:schemas-microsoft-com:"
_SOURCES = frozenset(["src", "althref"])


def active_content(parts: Mapping[str, bytes]) -> list[str]:
    """Everything of the kind in a package, in words; empty for an honest document.

    Raises:
        PackageError: a part cannot be read.
    """
    found: list[str] = []
    workbooks: set[str] = set()
    for part in parts:
        if part.lower().endswith(".rels"):
            found += _relationship_faults(parts, part, workbooks)
    found += _type_faults(parts)
    if len(workbooks) > _MAX_WORKBOOKS:
        found.append(_("more than {limit} embedded workbooks").format(limit=_MAX_WORKBOOKS))
        return found
    for part, data in parts.items():
        if part in workbooks:
            if not _is_plain_workbook(data, part):
                found.append(_embedded(part))
        elif data.startswith((OLE_MAGIC, b"PK\x03\x04", b"MZ", b"\x7fELF")):
            found.append(_embedded(part))
        elif any(mark in data for mark in _MARKS):
            found += [
                _("{part}: {message}").format(part=part, message=fault)
                for fault in dict.fromkeys(_faults_inside(data, part))
            ]
    return found


def _relationship_faults(
    parts: Mapping[str, bytes], part: str, workbooks: set[str]
) -> Iterator[str]:
    for element in parse_part(parts[part], part):
        if not isinstance(element.tag, str):
            continue
        kind = str(element.get("Type")).rstrip("/").rpartition("/")[2]
        target = str(element.get("Target"))
        what = _refused_kinds().get(kind.lower())
        if kind == "package" and part.startswith("word/charts/_rels/"):
            workbooks.add("word/" + target.replace("../", "").removeprefix("/word/"))
        elif what is not None:
            yield _("{part}: {message}").format(part=part, message=what)
        elif element.get("TargetMode", "Internal") == "Internal":
            continue
        elif kind.lower() != "hyperlink":
            told = _("{kind} is fetched from outside the file: {target}")
            yield _("{part}: {message}").format(
                part=part, message=told.format(kind=kind, target=target)
            )
        elif not is_harmless(target) and not target.startswith("#"):
            told = _("a link to {address}; links lead to http:, https:, mailto: or tel:")
            yield _("{part}: {message}").format(part=part, message=told.format(address=target))


def _refused_kinds() -> dict[str, str]:
    """What a relationship leads to, by the last word of its type in lower case."""
    macros, embedded = _("macros"), _("an embedded object or ActiveX control")
    other, ui = _("another document that Word puts in"), _("buttons, keys or add-ins of its own")
    merge = _("a mail merge with a source of data")
    return {
        **dict.fromkeys(("vbaproject", "wordvbadata", "vbaprojectsignature"), macros),
        **dict.fromkeys(
            ("oleobject", "package", "control", "activexcontrolbinary", "activexcontrol"), embedded
        ),
        **dict.fromkeys(("afchunk", "subdocument", "frame", "transform"), other),
        "attachedtemplate": _("an attached template, which Word loads"),
        **dict.fromkeys(
            ("attachedtoolbars", "keymapcustomizations", "extensibility", "usercustomization"), ui
        ),
        **dict.fromkeys(("webextensiontaskpanes", "webextension", "taskpanes"), ui),
        **dict.fromkeys(("mailmergesource", "mailmergeheadersource", "recipientdata"), merge),
    }


def _type_faults(parts: Mapping[str, bytes]) -> Iterator[str]:
    seen: set[str] = set()
    part = names.CONTENT_TYPES_PART
    for element in parse_part(parts[part], part):
        if not isinstance(element.tag, str):
            continue
        kind = str(element.get("ContentType", ""))
        name = str(element.get("PartName") or "*." + str(element.get("Extension")))
        if _ACTIVE_TYPE.search(kind.lower()):
            yield _("{part} is of the type {kind}").format(part=name, kind=kind)
        # Two readers would take it for two different things.
        if name.casefold() in seen:
            yield _("{part} has two content types").format(part=name)
        seen.add(name.casefold())


def _is_plain_workbook(data: bytes, part: str) -> bool:
    """Whether the workbook behind a chart is one without macros, objects and links."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            inside = container.namelist()
        kinds = unpack(data, part, only=(names.CONTENT_TYPES_PART,))
    except (zipfile.BadZipFile, ValueError, PackageError):
        return False
    said = kinds.get(names.CONTENT_TYPES_PART, b"")
    return (
        not any(_ACTIVE_PARTS.search(name) for name in inside)
        and _WORKBOOK in said
        and not _ACTIVE_TYPE.search(said.decode("utf-8", "replace").lower())
    )


def _embedded(part: str) -> str:
    return _("{part}: {message}").format(
        part=part, message=_("a file inside the file: an object, macros or a program")
    )


def _faults_inside(data: bytes, part: str) -> Iterator[str]:
    root = parse_part(data, part)
    yield from faults_in(root)
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        space, _brace, kind = element.tag.rpartition("}")
        if kind == "mailMerge":
            yield _("a mail merge with a source of data")
        elif kind in ("entryMacro", "exitMacro"):
            yield _("macros")
        elif kind == "webVideoPr":
            yield _("a video of a web page")
        elif kind in ("frameset", "altChunk"):
            yield _("another document that Word puts in")
        elif kind == "schemaLibrary" and len(element):
            yield _("schemas that are fetched")
        yield from _picture_faults(element, space)


def _picture_faults(element: _Element, space: str) -> Iterator[str]:
    """Addresses that old drawings (VML) name without a relationship."""
    for name, value in element.attrib.items():
        own_space, _brace, own = str(name).rpartition("}")
        if _VML not in (own_space or space) or not str(value).strip():
            continue
        if own in _SOURCES:
            told = _("{kind} is fetched from outside the file: {target}")
            yield told.format(kind=own, target=value)
        elif own == "href" and not is_harmless(str(value)) and not str(value).startswith("#"):
            told = _("a link to {address}; links lead to http:, https:, mailto: or tel:")
            yield told.format(address=value)
