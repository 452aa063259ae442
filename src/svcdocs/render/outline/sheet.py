"""The page around the content: size, margins, header, footer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcdocs.render.outline.measure import Page
from svcdocs.render.outline.xml import field, paragraph, run

HEADER_ID = "rIdHeader"
FOOTER_ID = "rIdFooter"


def header(given: Mapping[str, Any], manifest: Mapping[str, Any], page: Page) -> str | None:
    """The header: form number and version left, title right, unless the outline says otherwise."""
    if given.get("none"):
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


def section(page: Page, *, has_header: bool) -> str:
    """The section properties at the end of the body."""
    references = f'<w:footerReference w:type="default" r:id="{FOOTER_ID}"/>'
    if has_header:
        references = f'<w:headerReference w:type="default" r:id="{HEADER_ID}"/>' + references
    turned = ' w:orient="landscape"' if page.landscape else ""
    margins = " ".join(f'w:{side}="{page.margin}"' for side in ("top", "right", "bottom", "left"))
    return (
        f"<w:sectPr>{references}"
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar {margins} w:header="680" w:footer="680" w:gutter="0"/>'
        '<w:cols w:space="425"/></w:sectPr>'
    )
