"""Cells, rows and tables with fixed widths, so that Word, WPS and LibreOffice agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from svcdocs.render.outline.xml import paragraph

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LABEL_SHADE = "F2F2F2"
_PADDING = 108
#: Keeps the lines of a full cell off its borders.
_ABOVE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a row.

    `rows` > 1 merges it with the cells below; `continued` is such a cell below. `keep` binds the
    row to the next one.
    """

    lines: tuple[str, ...] = ("",)
    style: str = "TableText"
    span: int = 1
    rows: int = 1
    continued: bool = False
    shaded: bool = False
    align: str = ""
    upright: Literal["top", "center", "bottom"] = "center"
    keep: bool = False


def label(content: str, *, span: int = 1, rows: int = 1) -> Cell:
    """A cell that says what stands in the next one."""
    lines = tuple(content.split("\n"))
    return Cell(lines=lines, style="TableLabel", span=span, rows=rows, shaded=True)


def _cell(cell: Cell, width: int) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.span > 1:
        properties += f'<w:gridSpan w:val="{cell.span}"/>'
    if cell.rows > 1:
        properties += '<w:vMerge w:val="restart"/>'
    elif cell.continued:
        properties += "<w:vMerge/>"
    if cell.shaded:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{_LABEL_SHADE}"/>'
    if cell.upright != "top":
        properties += f'<w:vAlign w:val="{cell.upright}"/>'
    own = "<w:keepNext/>" if cell.keep else ""
    own += f'<w:jc w:val="{cell.align}"/>' if cell.align else ""
    content = "".join(paragraph(line, cell.style, properties=own) for line in cell.lines)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(cells: Sequence[Cell], widths: Sequence[int], height: int, *, header: bool = False) -> str:
    """A row that never splits over pages; a header row repeats on each page."""
    properties = "<w:cantSplit/>"
    if height:
        properties += f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'
    if header:
        properties += "<w:tblHeader/>"
    out = []
    column = 0
    for cell in cells:
        out.append(_cell(cell, sum(widths[column : column + cell.span])))
        column += cell.span
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(out)}</w:tr>"


def tag_row(tag: str, widths: Sequence[int]) -> str:
    """A row that only carries `{%tr … %}` and is gone from the document."""
    cell = Cell(lines=(f"{{%tr {tag} %}}",), style="TemplateTag", span=len(widths))
    return row([cell], widths, 0)


def table(
    rows: Iterable[str], widths: Sequence[int], *, borders: bool = True, padding: int = _PADDING
) -> str:
    """A table of fixed layout as wide as its columns; `padding` is left and right in each cell."""
    kind = "single" if borders else "nil"
    edges = "".join(
        f'<w:{edge} w:val="{kind}"'
        + (' w:sz="4" w:space="0" w:color="auto"/>' if borders else "/>")
        for edge in _EDGES
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:top w:w="{_ABOVE}" w:type="dxa"/><w:left w:w="{padding}" w:type="dxa"/>'
        f'<w:bottom w:w="{_ABOVE}" w:type="dxa"/><w:right w:w="{padding}" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
