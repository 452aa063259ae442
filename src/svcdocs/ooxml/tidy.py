"""What loops and conditions leave behind, put right: Word would offer to repair it."""

from __future__ import annotations

import re

_EMPTY_CELL = re.compile(r"(<w:tc(?: [^>]*)?>|</w:tcPr>|<w:tcPr/>|</w:tbl>)(\s*)</w:tc>")
_BARE_CELL = re.compile(r"<w:tc(?: [^>]*)?/>")
_EMPTY_TABLE = re.compile(
    r"<w:tbl>(?:(?!<w:tbl>).)*?(?:</w:tblGrid>|<w:tblGrid/>)\s*</w:tbl>", re.DOTALL
)
#: What wants a paragraph: a header without one is damaged to Word.
_STORIES = ("txbxContent", "hdr", "ftr", "footnote", "endnote")
_EMPTY_STORY = re.compile(rf"<w:({'|'.join(_STORIES)})((?: [^>]*)?)(?:/>|>\s*</w:\1>)")


def tidy(xml: str) -> str:
    """The part with a paragraph in every cell and story, and no table without rows."""
    if xml.count("</w:tbl>") != xml.count("</w:tr></w:tbl>"):
        while (less := _EMPTY_TABLE.sub("", xml)) != xml:
            xml = less
    if xml.count("</w:tc>") != xml.count("</w:p></w:tc>") or "<w:tc/>" in xml:
        xml = _BARE_CELL.sub("<w:tc><w:p/></w:tc>", xml)
        xml = _EMPTY_CELL.sub(r"\1<w:p/></w:tc>", xml)
    if any(xml.count(f"</w:{one}>") != xml.count(f"</w:p></w:{one}>") for one in _STORIES):
        xml = _EMPTY_STORY.sub(r"<w:\1\2><w:p/></w:\1>", xml)
    return xml
