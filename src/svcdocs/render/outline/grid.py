"""Grids of labels and fields, the body of most Chinese forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from svcdocs.errors import TemplateError
from svcdocs.render.outline.cells import Cell, label, row, table, tag_row
from svcdocs.render.outline.measure import shares, twips
from svcdocs.texts import _

_HEIGHT = 454  # 8 mm: room for a hand
_ROW_KEYS = frozenset({"row", "height", "keep", "if", "each"})


def grid(block: Mapping[str, Any], width: int) -> str:
    """A bordered grid.

    Raises:
        TemplateError: a row has more cells than the grid has columns.
    """
    widths = shares(block["columns"], width)
    usual = twips(block["height"]) if "height" in block else _HEIGHT
    below: list[Cell | None] = [None] * len(widths)
    out: list[str] = []
    for number, raw in enumerate(block["rows"], start=1):
        wrapped = raw if _is_wrapped(raw) else {"row": raw}
        cells = _placed(_cells(wrapped["row"], below), below, len(widths), number)
        if wrapped.get("keep", block.get("together", False) and number < len(block["rows"])):
            cells = [replace(cell, keep=True) for cell in cells]
        xml = row(cells, widths, twips(wrapped["height"]) if "height" in wrapped else usual)
        if "each" in wrapped:
            xml = tag_row(f"for {wrapped['each']}", widths) + xml + tag_row("endfor", widths)
        if "if" in wrapped:
            xml = tag_row(f"if {wrapped['if']}", widths) + xml + tag_row("endif", widths)
        out.append(xml)
    return table(out, widths)


def _is_wrapped(raw: Any) -> bool:
    return isinstance(raw, Mapping) and "row" in raw and set(raw) <= _ROW_KEYS


def _cells(raw: Any, below: list[Cell | None]) -> list[Cell]:
    """The cells a row writes down itself, without those merged from above."""
    if isinstance(raw, Mapping) and set(raw) == {"section"}:
        heading = label(raw["section"], span=_free(below))
        return [replace(heading, style="TableHead", align="left", keep=True)]
    if isinstance(raw, Mapping):
        cells = []
        for title, content in raw.items():
            cells += [label(title), cell_of(content)]
        return _last_takes_rest(cells, below)
    return _last_takes_rest([cell_of(one) for one in raw], below)


def _last_takes_rest(cells: list[Cell], below: list[Cell | None]) -> list[Cell]:
    rest = _free(below) - sum(cell.span for cell in cells)
    if rest > 0 and cells:
        cells[-1] = replace(cells[-1], span=cells[-1].span + rest)
    return cells


def _free(below: list[Cell | None]) -> int:
    """The columns that no cell from above reaches into."""
    return len(below) - sum(held.span for held in below if held is not None)


def cell_of(raw: Any) -> Cell:
    """A cell as an outline writes it: a text, several lines, or a mapping with more to say."""
    if isinstance(raw, str | list):
        return Cell(lines=lines_of(raw))
    more: Mapping[str, Any] = raw
    if "label" in more:
        cell = label(more["label"], span=more.get("span", 1), rows=more.get("rows", 1))
    else:
        cell = Cell(
            lines=lines_of(more.get("text", "")), span=more.get("span", 1), rows=more.get("rows", 1)
        )
    if more.get("sign", False):
        return replace(cell, style="SignatureLine", upright="top")
    return replace(
        cell,
        align=more.get("align", ""),
        upright="top" if more.get("top") else "bottom" if more.get("bottom") else "center",
    )


def lines_of(raw: Any) -> tuple[str, ...]:
    """A text's lines: each becomes a paragraph."""
    texts = raw if isinstance(raw, list) else [raw]
    return tuple(line for one in texts for line in str(one).rstrip("\n").split("\n"))


def _placed(cells: list[Cell], below: list[Cell | None], columns: int, number: int) -> list[Cell]:
    """The row's cells with those merged from above put in; `below` is what it hands down."""
    out: list[Cell] = []
    waiting = iter(cells)
    column = 0
    while column < columns:
        held = below[column]
        cell = held or next(waiting, None)
        if cell is None:
            break
        out.append(replace(cell, rows=1, continued=True, lines=("",)) if held else cell)
        left = cell.rows - 1
        span = cell.span
        below[column] = replace(cell, rows=left) if left else None
        for inner in range(column + 1, min(column + span, columns)):
            below[inner] = None
        column += span
    if column != columns or next(waiting, None) is not None:
        raise TemplateError(
            _("row {number} of a grid does not fill its {columns} columns").format(
                number=number, columns=columns
            )
        )
    return out
