"""The page around the content: size, margins, header, footer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcdocs.render.outline.measure import Page, twips
from svcdocs.render.outline.xml import field, paragraph, run, tag_paragraph

HEADER_ID = "rIdHeader"
FOOTER_ID = "rIdFooter"
EVEN_FOOTER_ID = "rIdEvenFooter"
#: Twips from the edge of the paper to header and footer; a notice has its page number 7 mm under
#: the type area (GB/T 9704).
_EDGE = 680
_NOTICE_EDGE = 1304
_NOTICE_INDENT = 280
#: One call says all of it: a blank form has none, and so has a document for a blind bid.
_CODE = "{{ check_code() }}"
#: How wide the QR code is, in centimetres: a number is read from it at arm's length, and with the
#: header that much nearer to the edge it fits above the content.
_QR = 1.2
_QR_EDGE = 283
#: The line of the company, in twips, and in front of it the logo, in centimetres: nearly as high.
_COMPANY = 283
_LOGO = "{% if company.logo is present %}{{ company.logo | picture(height=0.45) }} {% endif %}"


def header(
    given: Mapping[str, Any], manifest: Mapping[str, Any], page: Page, *, notice: bool, qr: str = ""
) -> str | None:
    """The header: form number and version left, title right, unless the outline says otherwise.

    Above stands the company, if it has a profile; without one there is as much room. A notice has
    none of its own accord. Behind the title stands the QR code of what the expression
    `qr` gives; the header is as high without one, so that a blank form looks the same.
    """
    if given.get("none", notice and not given):
        return None
    left = given.get("left")
    if left is None:
        number, version = manifest.get("form_no"), manifest.get("form_version")
        left = f"表单编号：{number}" if number else ""
        left += f"　版本：{version}" if number and version else ""
    right = given.get("right", manifest["title"])
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{page.inner}"/></w:tabs>'
    if qr:
        right += f"{{{{ {qr} | qr({_QR}) }}}}"
        high = f'<w:spacing w:line="{twips(f"{_QR}cm")}" w:lineRule="atLeast"/>'
        short = _either("company.short_name", "company.name")
        own = f"　　{_LOGO}{short}　{{{{ company.hotline | optional }}}}"
        left += f"{{% if company.name is present %}}{own}{{% endif %}}"
        return paragraph(f"{left}\t{right}", "Header", properties=tabs + high)
    name = _either("company.header", "company.name")
    hotline = "{% if company.hotline is present %}服务热线：{{ company.hotline }}{% endif %}"
    line = f'<w:spacing w:line="{_COMPANY}" w:lineRule="atLeast"/>'
    room = f'<w:spacing w:before="{_COMPANY}"/>'
    return (
        tag_paragraph("if company.name is present")
        + paragraph(f"{_LOGO}{name}\t{hotline}", "Header", properties=tabs + line)
        + paragraph(f"{left}\t{right}", "Header", properties=tabs)
        + tag_paragraph("else")
        + paragraph(f"{left}\t{right}", "Header", properties=tabs + room)
        + tag_paragraph("endif")
    )


def _either(first: str, second: str) -> str:
    """The first of two values that is there."""
    return (
        f"{{% if {first} is present %}}{{{{ {first} }}}}{{% else %}}{{{{ {second} }}}}{{% endif %}}"
    )


def footer(page: Page) -> str:
    """第 X 页 共 Y 页 in the middle: two fields, which Word and WPS keep up to date by themselves.

    Right of it the check code, which a form to be filled in has not.
    """
    stops = (
        f'<w:tab w:val="center" w:pos="{page.inner // 2}"/>'
        f'<w:tab w:val="right" w:pos="{page.inner}"/>'
    )
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs>{stops}</w:tabs><w:jc w:val="left"/></w:pPr>'
        "<w:r><w:tab/></w:r>"
        + run("第 ")
        + field("PAGE", "1")
        + run(" 页　共 ")
        + field("NUMPAGES", "1")
        + run(" 页")
        + "<w:r><w:tab/></w:r>"
        + run(_CODE)
        + "</w:p>"
    )


def notice_footers(page: Page) -> dict[str, str]:
    """— 1 — on the outer side: odd pages right, even pages left, one character in (GB/T 9704).

    The check code is small and on the inner side.
    """
    number = run("— ") + field("PAGE", "1") + run(" —")
    code = f'<w:r><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr><w:t>{_CODE}</w:t></w:r>'
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{page.inner - _NOTICE_INDENT}"/></w:tabs>'
    indent = f'<w:ind w:leftChars="100" w:left="{_NOTICE_INDENT}"/><w:jc w:val="left"/>'

    def sheet(left: str, right: str) -> str:
        properties = f'<w:pPr><w:pStyle w:val="Footer"/>{stop}{indent}</w:pPr>'
        return f"<w:p>{properties}{left}<w:r><w:tab/></w:r>{right}</w:p>"

    return {FOOTER_ID: sheet(code, number), EVEN_FOOTER_ID: sheet(number, code)}


def section(page: Page, *, has_header: bool, notice: bool, qr: bool = False) -> str:
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
    top = _QR_EDGE if qr else edge - _COMPANY if has_header else edge
    return (
        f"<w:sectPr>{references}"
        f'<w:pgSz w:w="{page.width}" w:h="{page.height}"{turned}/>'
        f'<w:pgMar {margins} w:header="{top}" w:footer="{edge}" w:gutter="0"/>'
        '<w:cols w:space="425"/></w:sectPr>'
    )
