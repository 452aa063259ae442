"""The column list of tables whose columns came out of a loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svcdocs.ooxml.names import DECLARATION, w
from svcdocs.ooxml.package import parse_part, serialise

if TYPE_CHECKING:
    from lxml.etree import _Element


def repair_grids(xml: str, part: str) -> str:
    """The part with each table's `w:tblGrid` as long as its widest row; the whole width stays.

    Raises:
        PackageError: the part is not well-formed.
    """
    root = parse_part(xml, part)
    for table in root.iter(w("tbl")):
        grid = table.find(w("tblGrid"))
        wanted = max((_columns(row) for row in table.iterchildren(w("tr"))), default=0)
        if grid is None or wanted in (0, len(grid)):
            continue
        widths = _fitted([int(column.get(w("w")) or 0) for column in grid], wanted)
        for column in list(grid):
            grid.remove(column)
        for width in widths:
            grid.append(grid.makeelement(w("gridCol"), {w("w"): str(width)}))
    return DECLARATION + serialise(root)


def _fitted(widths: list[int], wanted: int) -> list[int]:
    """Columns cut off leave their width to the others; added ones take an even share of it."""
    if wanted < len(widths):
        extra = sum(widths[wanted:]) // wanted
        return [width + extra for width in widths[:wanted]]
    share = len(widths) / wanted
    average = sum(widths) // wanted
    return [int(width * share) for width in widths] + [average] * (wanted - len(widths))


def _columns(row: _Element) -> int:
    total = 0
    for cell in row.iterchildren(w("tc")):
        span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        total += 1 if span is None else int(span.get(w("val")) or 1)
    return total
