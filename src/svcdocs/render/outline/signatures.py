"""Signature blocks: the parties side by side, kept on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from svcdocs.render.outline.cells import Cell, row, table
from svcdocs.render.outline.measure import shares

DATE = "日期：　　　　年　　月　　日"
_PARTY_LINES = ("代表（签字）：", DATE)
_SIGNER = "{name}（签字）："


def signatures(parties: Sequence[Any], width: int) -> str:
    """One column per party; the whole block stays together, and with what follows it."""
    columns = [_lines(party) for party in parties]
    widths = shares([1] * len(columns), width)
    height = max(len(lines) for lines in columns)
    rows = []
    for index in range(height):
        cells = [
            Cell(
                lines=(lines[index] if index < len(lines) else "",), style="SignatureLine", top=True
            )
            for lines in columns
        ]
        rows.append(row(cells, widths, 0))
    return table(rows, widths, borders=False)


def _lines(party: Any) -> list[str]:
    if isinstance(party, str):
        return [_SIGNER.format(name=party), DATE]
    return [party["party"], *party.get("lines", _PARTY_LINES)]
