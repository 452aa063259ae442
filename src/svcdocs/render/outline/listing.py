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


def listing(block: Mapping[str, Any], width: int, *, bound: bool = False) -> str:
    """A table whose header repeats on every page.

    Args:
        block: what the outline says of it.
        width: between the margins.
        bound: its last record stays on the page of what follows.

    Raises:
        TemplateError: a fixed row does not fill the columns, or a loop has nothing to print.
    """
    columns = block["columns"]
    widths = shares([column.get("width", 1) for column in columns], width)
    height = twips(block["height"]) if "height" in block else _HEIGHT
    head = [replace(label(column["title"]), style="TableHead") for column in columns]
    out = [row(head, widths, height, header=True)]
    fixed = [_fixed(raw, columns) for raw in (*block.get("rows", ()), *block.get("foot", ()))]
    together = block.get("together", False)
    if "each" in block:
        out += _loop(block, widths, height, last=not fixed, bound=bound)
    for number, cells in enumerate(fixed, start=1):
        kept = together and number < len(fixed)
        out.append(row(_kept(cells) if kept else cells, widths, height))
    return table(out, widths, padding=_PADDING)


def _loop(
    block: Mapping[str, Any], widths: list[int], height: int, *, last: bool, bound: bool
) -> list[str]:
    """The rows of a loop; `last` says that no other row follows them."""
    columns = block["columns"]
    if not any("text" in column for column in columns):
        raise TemplateError(_("a table with 'each' wants a 'text' in its columns"))
    cells = [
        Cell(lines=lines_of(column.get("text", "")), align=column.get("align", ""))
        for column in columns
    ]
    together = block.get("together", False)
    # Whether a row stays with the next one: those before the last one, and the last one itself.
    before, end = together, bound if last else together
    kept, free = (row(one, widths, height) for one in (_kept(cells), cells))
    out = [tag_row(f"for {block['each']}", widths)]
    if before == end:
        out.append(kept if end else free)
    else:
        out += [tag_row("if not loop.last", widths), kept if before else free]
        out += [tag_row("else", widths), kept if end else free, tag_row("endif", widths)]
    if "empty" in block:
        nothing = [Cell(lines=(block["empty"],), span=len(columns), align="center")]
        out.append(tag_row("else", widths))
        out.append(row(_kept(nothing) if end else nothing, widths, height))
    out.append(tag_row("endfor", widths))
    return out


def _kept(cells: list[Cell]) -> list[Cell]:
    """The cells of a row that stays on the page of the next one."""
    return [replace(cell, keep=True) for cell in cells]


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
