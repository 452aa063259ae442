"""Signature blocks, kept on one page: the parties side by side, or who signs at the end (落款)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from svcdocs.render.outline.cells import Cell, row, table
from svcdocs.render.outline.measure import shares
from svcdocs.render.outline.xml import paragraph

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
                lines=(lines[index] if index < len(lines) else "",),
                style="SignatureLine",
                upright="top",
            )
            for lines in columns
        ]
        rows.append(row(cells, widths, 0))
    return table(rows, widths, borders=False)


def sign_off(lines: Sequence[str], width: int) -> str:
    """Who signs a letter and when: centred on each other in the right half, under the text."""
    indent = width * 2 // 5
    out = []
    for index, line in enumerate(lines):
        properties = "" if index == len(lines) - 1 else "<w:keepNext/>"
        properties += '<w:spacing w:before="870"/>' if index == 0 else ""  # room for the seal
        properties += f'<w:ind w:left="{indent}"/><w:jc w:val="center"/>'
        out.append(paragraph(line, "SignOff", properties=properties))
    return "".join(out)


def _lines(party: Any) -> list[str]:
    if isinstance(party, str):
        return [_SIGNER.format(name=party), DATE]
    return [party["party"], *party.get("lines", _PARTY_LINES)]
