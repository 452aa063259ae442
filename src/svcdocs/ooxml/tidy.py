"""What loops and conditions leave behind in tables, put right: Word would offer to repair it."""

from __future__ import annotations

import re

_EMPTY_CELL = re.compile(r"(<w:tc(?: [^>]*)?>|</w:tcPr>|<w:tcPr/>|</w:tbl>)</w:tc>")
_BARE_CELL = re.compile(r"<w:tc(?: [^>]*)?/>")
_EMPTY_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tbl>).)*?</w:tblGrid></w:tbl>", re.DOTALL)


def tidy(xml: str) -> str:
    """The part with a paragraph in every cell and no table without rows."""
    if "</w:tblGrid></w:tbl>" in xml:
        xml = _EMPTY_TABLE.sub("", xml)
    if _EMPTY_CELL.search(xml) or "<w:tc/>" in xml:
        xml = _BARE_CELL.sub("<w:tc><w:p/></w:tc>", xml)
        xml = _EMPTY_CELL.sub(r"\1<w:p/></w:tc>", xml)
    return xml
