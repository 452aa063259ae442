"""Tables with a header: one row per record, or rows that are always the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from svcdocs.errors import TemplateError
from svcdocs.render.outline.cells import Cell, label, row, table, tag_row
from svcdocs.render.outline.grid import cell_of, lines_of
from svcdocs.render.outline.measure import shares, twips
from svcdocs.texts import _

_HEIGHT = 425  # 7.5 mm
_PADDING = 60  # columns are narrow, and borders part them well enough


def listing(block: Mapping[str, Any], width: int) -> str:
    """A table whose header repeats on every page.

    Raises:
        TemplateError: a fixed row does not fill the columns, or a loop has nothing to print.
    """
    columns = block["columns"]
    widths = shares([column.get("width", 1) for column in columns], width)
    height = twips(block["height"]) if "height" in block else _HEIGHT
    head = [replace(label(column["title"]), style="TableHead") for column in columns]
    out = [row(head, widths, height, header=True)]
    if "each" in block:
        if not any("text" in column for column in columns):
            raise TemplateError(_("a table with 'each' wants a 'text' in its columns"))
        cells = [
            Cell(lines=lines_of(column.get("text", "")), align=column.get("align", ""))
            for column in columns
        ]
        out += [
            tag_row(f"for {block['each']}", widths),
            row(cells, widths, height),
        ]
        if "empty" in block:
            nothing = Cell(lines=(block["empty"],), span=len(columns), align="center")
            out += [tag_row("else", widths), row([nothing], widths, height)]
        out.append(tag_row("endfor", widths))
    for raw in (*block.get("rows", ()), *block.get("foot", ())):
        out.append(row(_fixed(raw, columns), widths, height))
    return table(out, widths, padding=_PADDING)


def _fixed(raw: list[Any], columns: list[Mapping[str, Any]]) -> list[Cell]:
    cells = []
    column = 0
    for one in raw:
        cell = cell_of(one)
        align = columns[column].get("align", "") if column < len(columns) else ""
        cells.append(cell if cell.align or cell.shaded else replace(cell, align=align))
        column += cell.span
    if column != len(columns):
        raise TemplateError(
            _("a row of a table fills {cells} of its {columns} columns").format(
                cells=column, columns=len(columns)
            )
        )
    return cells
