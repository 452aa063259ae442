"""The page around the content: size, margins, header, footer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcdocs.render.outline.measure import Page
from svcdocs.render.outline.xml import field, paragraph, run

HEADER_ID = "rIdHeader"
FOOTER_ID = "rIdFooter"
EVEN_FOOTER_ID = "rIdEvenFooter"
#: Twips from the edge of the paper to header and footer; a notice has its page number 7 mm under
#: the type area (GB/T 9704).
_EDGE = 680
_NOTICE_EDGE = 1304


def header(
    given: Mapping[str, Any], manifest: Mapping[str, Any], page: Page, *, notice: bool
) -> str | None:
    """The header: form number and version left, title right, unless the outline says otherwise.

    A notice has none of its own accord.
    """
    if given.get("none", notice and not given):
        return None
    left = given.get("left")
    if left is None:
        number, version = manifest.get("form_no"), manifest.get("form_version")
        left = f"表单编号：{number}" if number else ""
        left += f"　版本：{version}" if number and version else ""
    right = given.get("right", manifest["title"])
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{page.inner}"/></w:tabs>'
    return paragraph(f"{left}\t{right}", "Header", properties=stop)


def footer() -> str:
    """第 X 页 共 Y 页: two fields, which Word and WPS keep up to date by themselves."""
    return (
        '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        + run("第 ")
        + field("PAGE", "1")
        + run(" 页　共 ")
        + field("NUMPAGES", "1")
        + run(" 页")
        + "</w:p>"
    )


def notice_footers() -> dict[str, str]:
    """— 1 — on the outer side: odd pages right, even pages left, one character in (GB/T 9704)."""
    number = run("— ") + field("PAGE", "1") + run(" —")

    def sheet(align: str) -> str:
        side = f'<w:ind w:{align}Chars="100" w:{align}="280"/><w:jc w:val="{align}"/>'
        return f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{side}</w:pPr>{number}</w:p>'

    return {FOOTER_ID: sheet("right"), EVEN_FOOTER_ID: sheet("left")}


def section(page: Page, *, has_header: bool, notice: bool) -> str:
    """The section properties at the end of the body."""
    references = ""
    if has_header:
        references += f'<w:headerReference w:type="default" r:id="{HEADER_ID}"/>'
    if has_header and notice:
        references += f'<w:headerReference w:type="even" r:id="{HEADER_ID}"/>'
    references += f'<w:footerReference w:type="default" r:id="{FOOTER_ID}"/>'
    if notice:
        references += f'<w:footerReference w:type="even" r:id="{EVEN_FOOTER_ID}"/>'
    turned = ' w:orient="landscape"' if page.landscape else ""
    sides = zip(("top", "right", "bottom", "left"), page.margins, strict=True)
    margins = " ".join(f'w:{side}="{width}"' for side, width in sides)
    edge = _NOTICE_EDGE if notice else _EDGE
    return (
        f"<w:sectPr>{references}"
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar {margins} w:header="{edge}" w:footer="{edge}" w:gutter="0"/>'
        '<w:cols w:space="425"/></w:sectPr>'
    )
