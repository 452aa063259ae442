"""The few WordprocessingML elements that forms are made of, as strings.

Strings, because a form is written once and its bytes must never depend on a library's version.
"""

from __future__ import annotations

import re
from html import escape

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
#: A star in a tag is arithmetic, not bold type.
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_TAG_STYLE = '<w:pStyle w:val="TemplateTag"/>'
_TAGS = f"(?:<w:p><w:pPr>{_TAG_STYLE}</w:pPr>(?:(?!</w:p>).)*</w:p>)+"
_TAGS_AT_END = re.compile(f"{_TAGS}$")
_TAGS_AT_START = re.compile(f"^{_TAGS}")
_STYLE_AND_KEEP = re.compile(r'(<w:pStyle w:val="[^"]*"/>(?:<w:keepNext/>)?)')
_STYLE_ALONE = re.compile(r'(<w:pStyle w:val="[^"]*"/>)(?!<w:keepNext/>)')


def text(content: str) -> str:
    """A text element; what Word would otherwise trim is kept."""
    space = ' xml:space="preserve"' if content != content.strip() or "{" in content else ""
    return f"<w:t{space}>{escape(content, quote=False)}</w:t>"


def run(content: str, *, bold: bool = False) -> str:
    """A run; a tab in the text is a tab in the line."""
    properties = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    pieces = "<w:tab/>".join(text(piece) if piece else "" for piece in content.split("\t"))
    return f"<w:r>{properties}{pieces}</w:r>"


def runs(content: str) -> str:
    """A line's runs, `**bold**` read."""
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match[0])
        return f"\0{len(hidden) - 1}\0"

    def shown(piece: str) -> str:
        return re.sub("\0(\\d+)\0", lambda match: hidden[int(match[1])], piece)

    pieces = _BOLD.split(_TAG.sub(hide, content))
    return "".join(
        run(shown(piece), bold=index % 2 == 1) for index, piece in enumerate(pieces) if piece
    )


def paragraph(content: str, style: str, *, properties: str = "") -> str:
    """A paragraph; `properties` follow the style in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs(content)}</w:p>'


def kept_with_next(xml: str) -> str:
    """Blocks whose end stays on one page with what follows: a paragraph, or a table's last row.

    Paragraphs that only carry a tag are gone in the document, so what stands before them counts.
    The row of a loop is left alone: all rows of the table would cling together.
    """
    tags = _TAGS_AT_END.search(xml)
    own, tail = (xml[: tags.start()], tags[0]) if tags else (xml, "")
    start = own.rfind("<w:tr>" if own.endswith("</w:tbl>") else "<w:p>")
    if start < 0 or _TAG_STYLE in own[start:]:
        return xml
    return own[:start] + _STYLE_ALONE.sub(r"\1<w:keepNext/>", own[start:]) + tail


def begins_with_paragraph(xml: str) -> bool:
    """Whether the first thing to be seen is a paragraph, whatever the data are."""
    return xml.startswith("<w:p>") and not _TAGS_AT_START.match(xml)


def on_a_new_page(xml: str) -> str:
    """Blocks that begin with a paragraph, on a new page."""
    return _STYLE_AND_KEEP.sub(r"\1<w:pageBreakBefore/>", xml, count=1)


def without_tags(xml: str) -> str:
    """Blocks without the paragraphs around them that only carry a tag."""
    return _TAGS_AT_START.sub("", _TAGS_AT_END.sub("", xml))


def ruled(lead: str, lines: int, width: int) -> str:
    """A text that goes on in lines to write on, each as far as the right margin."""
    stop = f'<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="{width}"/></w:tabs>'
    first = paragraph(f"{lead}\t", "BodyIndented", properties=stop)
    # The space makes LibreOffice give the line its height.
    return first + paragraph(" \t", "BodyFlush", properties=stop) * (lines - 1)


def tag_paragraph(tag: str) -> str:
    """A paragraph that only carries `{%p … %}` and is gone from the document."""
    return paragraph(f"{{%p {tag} %}}", "TemplateTag")


def field(code: str, cached: str) -> str:
    """A field with its cached result, without which Word offers to repair the file."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{text(cached)}</w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
