"""A workbook reduced to what holds values: texts, numbers and their formats.

openpyxl builds an object of everything a workbook says about its looks, is strict about it, and
gives the whole workbook up over a fill without a pattern, as some exporters write it. So it is
handed a workbook that has no looks: cells, number formats, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from svcdocs.ooxml.archive import PackageError, archive, pack
from svcdocs.ooxml.package import main_part, parse_part, relationships
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Excel's own limit is a little lower.
_FORMATS = 65_536
SHEETS = 255
#: What is parsed as a whole: styles and the list of sheets have some kilobytes.
_FRAME_LIMIT = 8 * 1024 * 1024

_ROOT = re.compile(rb"<(?:\w+:)?worksheet\b[^>]*>")
_DATA = re.compile(rb"<(?:\w+:)?sheetData\b[^>]*?(/?)>")
_DATA_END = re.compile(rb"</((?:\w+:)?)sheetData\s*>")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook has it, its whole XML included."""

    name: str
    hidden: bool
    xml: bytes


@dataclass(frozen=True, slots=True)
class Reduced:
    """The bytes of the reduced workbook, the sheets in its order, and how many tags they have."""

    data: bytes
    sheets: tuple[SheetPart, ...]
    tags: int


def reduce_workbook(parts: Mapping[str, bytes]) -> Reduced:
    """The workbook that openpyxl gets to see.

    Raises:
        PackageError: there is no workbook in the file, or its XML is damaged.
    """
    main = main_part(parts)
    if main not in parts:
        raise PackageError(_("it is a zip file, but no workbook"))
    root = _parsed(parts[main], main)
    targets = {one.id: one for one in relationships(parts, main)}
    sheets = []
    for element in root.iter("{*}sheet"):
        target = targets.get(_relation_id(element))
        # A sheet that is one chart has no cells.
        if target is not None and target.type.endswith("/worksheet"):
            hidden = element.get("state", "visible") != "visible"
            xml = parts.get(target.target, b"").replace(_STRICT, _MAIN.encode())
            sheets.append(SheetPart(str(element.get("name")), hidden, xml))
    if len(sheets) > SHEETS:
        raise PackageError(_("more than {limit} sheets").format(limit=SHEETS))
    others = {one.type.rpartition("/")[2]: parts.get(one.target, b"") for one in targets.values()}
    whole = {
        **_frame(sheets, mac=_counts_from_1904(root)),
        "xl/styles.xml": _formats(others.get("styles", b"")),
        "xl/sharedStrings.xml": others.get("sharedStrings", b"").replace(_STRICT, _MAIN.encode())
        or f'<sst xmlns="{_MAIN}"/>'.encode(),
        **{_sheet_name(number): _cells(sheet.xml) for number, sheet in enumerate(sheets, start=1)},
    }
    # It is only read again: packed as fast as can be, to a tenth of the memory.
    data = archive(pack(name, xml, level=1) for name, xml in whole.items())
    return Reduced(data, tuple(sheets), sum(xml.count(b"<") for xml in whole.values()))


def _parsed(xml: bytes, part: str) -> _Element:
    if len(xml) > _FRAME_LIMIT:
        raise PackageError(_("part {part} is far too big").format(part=part))
    return parse_part(xml, part)


def _relation_id(element: _Element) -> str:
    found = element.get(f"{{{_RELATION}}}id") or element.get(f"{{{_STRICT_RELATION}}}id")
    return str(found)


def _counts_from_1904(root: _Element) -> bool:
    said = root.find("{*}workbookPr")
    return said is not None and str(said.get("date1904")) in {"1", "true", "on"}


def _sheet_name(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _frame(sheets: list[SheetPart], *, mac: bool) -> dict[str, bytes]:
    """The parts that say which parts there are."""
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (
            ("xl/workbook.xml", "sheet.main"),
            ("xl/styles.xml", "styles"),
            ("xl/sharedStrings.xml", "sharedStrings"),
            *((_sheet_name(number), "worksheet") for number in numbers),
        )
    )
    listed = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/worksheet"'
        f' Target="/{_sheet_name(number)}"/>'
        for number in numbers
    )
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{overrides}</Types>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">'
        f'<workbookPr date1904="{int(mac)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{related}</Relationships>",
    }
    return {name: text.encode() for name, text in texts.items()}


def _formats(styles: bytes) -> bytes:
    """The number formats of the cells' styles, without fonts, fills and borders."""
    codes, used = "", ""
    if styles:
        root = _parsed(styles, "styles.xml")
        own, cells = root.find("{*}numFmts"), root.find("{*}cellXfs")
        numbers = [] if cells is None else [_number(one) for one in cells.iterfind("{*}xf")]
        if len(numbers) > _FORMATS:
            raise PackageError(_("more cell styles than Excel allows"))
        used = "".join(f'<xf numFmtId="{number}"/>' for number in numbers)
        codes = "".join(
            f'<numFmt numFmtId="{_number(one)}" formatCode="{escape(str(one.get("formatCode")))}"/>'
            for one in (() if own is None else own.iterfind("{*}numFmt"))
        )
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts><fonts><font/></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f"<cellStyleXfs><xf/></cellStyleXfs><cellXfs>{used or '<xf/>'}</cellXfs></styleSheet>"
    ).encode()


def _number(element: _Element) -> int:
    written = str(element.get("numFmtId", "0"))
    return int(written) if written.isdecimal() and len(written) < 6 else 0


def _cells(xml: bytes) -> bytes:
    """A sheet's rows without what is said about views, widths, validation and links."""
    root, start = _ROOT.search(xml), _DATA.search(xml)
    if root is None or start is None:
        return xml  # openpyxl will say what it thinks of it
    prefix = root[0][1:].split(b"worksheet", 1)[0]
    closing = b"</" + prefix + b"worksheet>"
    # Without a size openpyxl reads the whole sheet to see that it has none.
    opening = xml[: root.end()] + b"<" + prefix + b'dimension ref="A1"/>'
    if start[1]:
        return opening + start[0] + closing
    end = _DATA_END.search(xml, start.end())
    if end is None:
        return xml
    return opening + xml[start.start() : end.end()] + closing
