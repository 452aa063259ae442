"""The dump shows what a reader sees."""

from __future__ import annotations

from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.names import W14
from svcdocs.ooxml.package import write_package


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _dump(body: str, header: str = "", footer: str = "") -> str:
    references = ""
    if header:
        references += '<w:headerReference w:type="default" r:id="rIdH"/>'
    return dump(
        write_package(
            base_package(
                f"{body}<w:sectPr>{references}</w:sectPr>",
                {"rIdH": header} if header else {},
                {"rIdF": footer} if footer else {},
            )
        )
    )


def test_paragraphs_and_marks() -> None:
    """Breaks, tabs, pages, no-break spaces, fields by their cached result."""
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>1.1 标题</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二\u00a0三</w:t><w:tab/><w:t>四</w:t></w:r></w:p>"
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    assert _dump(body) == "# body\n{Heading2} 1.1 标题\n一↵二 三→四\n⇟\n3\n"


def test_tables() -> None:
    """Several paragraphs in a cell, spans, cells merged from above, a table inside a cell."""
    inner = f"<w:tbl><w:tr><w:tc>{_p('内')}</w:tc></w:tr></w:tbl>"
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{_p("丙")}</w:tc>'
    rows = [
        f"<w:tc>{_p('甲')}{_p('乙')}</w:tc>{wide}",
        f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{_p("丁")}</w:tc><w:tc>{inner}{_p("")}</w:tc>',
        f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{_p('')}</w:tc><w:tc>{_p('戊')}</w:tc>",
    ]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)

    assert _dump(f"<w:tbl>{table}</w:tbl>") == (
        "# body\n| 甲⏎乙 | 丙 (2) |\n| 丁 | | 内 | |\n| ^ | 戊 |\n"
    )


def test_check_boxes_and_content_controls() -> None:
    """A check box shows its state, any other control its content."""

    def box(state: str) -> str:
        return (
            f'<w:p><w:sdt><w:sdtPr><x:checkbox xmlns:x="{W14}"><x:checked x:val="{state}"/>'
            "</x:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
            "<w:r><w:t> 是</w:t></w:r></w:p>"
        )

    control = f"<w:sdt><w:sdtContent>{_p('内容')}</w:sdtContent></w:sdt>"

    assert _dump(box("1") + box("0") + control) == "# body\n[x] 是\n[ ] 是\n内容\n"


def test_headers_and_footers() -> None:
    """Behind the body, each with its part's name."""
    assert _dump(_p("体"), _p("头"), _p("脚")) == (
        "# body\n体\n# footer word/footer1.xml\n脚\n# header word/header1.xml\n头\n"
    )
