"""A Word file as plain text that diffs well: what a reader sees, in order.

    # body
    客户回访记录表                        a paragraph ({Heading1} in front of a heading)
    | 客户名称 | 某大学 |                 a table row; paragraphs in a cell are joined by ⏎
    # header word/header1.xml
    [x] 现场                             a check box content control
    <公司标志 3.0×1.2>                    a picture: what is read out for it, its size in cm

A line break shows as ↵, a tab as →, a page break as ⇟, a field as its cached result, a no-break
space as a space. A cell that spans columns is followed by `(n)`; a cell merged into the one above
shows as `^`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from svcdocs.ooxml.media import EMU
from svcdocs.ooxml.names import PIC, W14, WP, w
from svcdocs.ooxml.package import main_part, parse_part, read_package, relationships

if TYPE_CHECKING:
    from lxml.etree import _Element

_SHEETS = ("header", "footer", "footnotes", "endnotes")
_MARKS = {w("tab"): "→", w("cr"): "↵", w("noBreakHyphen"): "-"}


def dump(data: bytes, name: str = "document") -> str:
    """All text of a Word file: body first, then headers, footers and notes by part name."""
    parts = read_package(data, name)
    main = main_part(parts)
    lines = ["# body"]
    body = parse_part(parts[main], main).find(w("body"))
    if body is not None:
        lines += _blocks(body)
    sheets = {
        (kind, one.target)
        for one in relationships(parts, main)
        if (kind := one.type.rpartition("/")[2]) in _SHEETS
    }
    for kind, part in sorted(sheets):
        lines.append(f"# {kind} {part}")
        lines += _blocks(parse_part(parts[part], part))
    return "\n".join(lines) + "\n"


def _blocks(parent: _Element) -> Iterator[str]:
    for element in parent:
        if element.tag == w("p"):
            yield _styled(element)
        elif element.tag == w("tbl"):
            for row in element.iter(w("tr")):
                if next(row.iterancestors(w("tbl"))) is element:
                    yield (
                        "| "
                        + " | ".join(
                            _cell(cell)
                            for cell in row.iter(w("tc"))
                            if next(cell.iterancestors(w("tr"))) is row
                        )
                        + " |"
                    )
        elif element.tag == w("sdt"):
            content = element.find(w("sdtContent"))
            if content is not None:
                yield from _blocks(content)
        elif element.tag in (w("footnote"), w("endnote")):
            yield from _blocks(element)


def _cell(cell: _Element) -> str:
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    if merge is not None and merge.get(w("val")) != "restart":
        return "^"
    text = "⏎".join(_blocks(cell)).strip("⏎")
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return text if span is None else f"{text} ({span.get(w('val'))})"


def _styled(paragraph: _Element) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    name = "" if style is None else str(style.get(w("val")))
    text = "".join(_pieces(paragraph))
    return f"{{{name}}} {text}" if name.startswith("Heading") else text


def _pieces(parent: _Element) -> Iterator[str]:
    for element in parent:
        if element.tag == w("t"):
            yield (element.text or "").replace("\u00a0", " ")
        elif element.tag == w("br"):
            yield "⇟" if element.get(w("type")) == "page" else "↵"
        elif element.tag in _MARKS:
            yield _MARKS[element.tag]
        elif element.tag == w("sdt"):
            box = element.find(f"{w('sdtPr')}/{{{W14}}}checkbox/{{{W14}}}checked")
            if box is None:
                yield from _pieces(element)
            else:
                yield "[x]" if box.get(f"{{{W14}}}val") in ("1", "true") else "[ ]"
        elif element.tag == f"{{{WP}}}inline" and element.find(f".//{{{PIC}}}pic") is not None:
            yield _picture(element)
        elif element.tag == w("txbxContent"):
            yield "⟦" + "⏎".join(_blocks(element)) + "⟧"
        elif element.tag != w("pPr") and not str(element.tag).endswith("}Fallback"):
            yield from _pieces(element)


def _picture(inline: _Element) -> str:
    extent, told = inline.find(f"{{{WP}}}extent"), inline.find(f"{{{WP}}}docPr")
    sides = ("cx", "cy")
    sizes = [0.0 if extent is None else int(extent.get(one) or 0) / EMU for one in sides]
    words = "" if told is None else told.get("descr") or ""
    return f"<{words} {sizes[0]:.1f}×{sizes[1]:.1f}>"
