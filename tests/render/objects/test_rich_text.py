"""Words in a style of their own."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import jinja2
import pytest
from docxtpl import DocxTemplate, RichText

from svcdocs.errors import TemplateError
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.package import read_package, relationships, write_package
from svcdocs.render.engine import compile_template
from svcdocs.render.mode import Mode

Make = Callable[..., bytes]
STYLES = (
    '<w:style w:type="character" w:styleId="a9"><w:name w:val="Emphasis"/></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="af"><w:name w:val="承诺值"/></w:style>'
    '<w:style w:type="character" w:styleId="ab"><w:name w:val="Hyperlink"/></w:style>'
)
HOSTILE = '三年<原厂> & "x" {{ 7*7 }}</w:t>'


def with_styles(data: bytes) -> bytes:
    """The same file with three character styles, as Chinese Word names and numbers them."""
    parts = read_package(data, "t")
    sheet = parts["word/styles.xml"].decode().replace("</w:styles>", STYLES + "</w:styles>")
    return write_package({**parts, "word/styles.xml": sheet.encode()})


def runs(data: bytes) -> list[dict[str, Any]]:
    """What python-docx sees of every run with text."""
    out = []
    for paragraph in docx.Document(io.BytesIO(data)).paragraphs:
        for run in paragraph.runs:
            font = run.font
            looks = {
                "bold": font.bold,
                "italic": font.italic,
                "strike": font.strike,
                "underline": str(font.underline) if font.underline is not None else None,
                "size": font.size.pt if font.size else None,
                "color": str(font.color.rgb) if font.color and font.color.rgb else None,
                "font": font.name,
                "superscript": font.superscript,
                "subscript": font.subscript,
                "style": run.style.style_id
                if run.style.style_id != "DefaultParagraphFont"
                else None,
            }
            found = {key: value for key, value in looks.items() if value not in (None, False)}
            if run.text:
                out.append({"text": run.text, **found})
    return out


#: What we are asked for, and the same for docxtpl, which counts half points and knows ids only.
LOOKS: list[tuple[str, dict[str, Any]]] = [
    ("bold=true", {"bold": True}),
    ("italic=true", {"italic": True}),
    ("strike=true", {"strike": True}),
    ("underline='double'", {"underline": "double"}),
    ("size=16", {"size": 32}),
    ("color='C00000'", {"color": "C00000"}),
    ("color='#C00000', bold=true", {"color": "#C00000", "bold": True}),
    ("font='仿宋'", {"font": "eastAsia:仿宋"}),
    ("superscript=true", {"superscript": True}),
    ("subscript=true", {"subscript": True}),
    ("'强调'", {"style": "a9"}),
    ("'Emphasis', italic=true", {"style": "a9", "italic": True}),
    ("'承诺值'", {"style": "af"}),
]


@pytest.mark.parametrize(("ours", "theirs"), LOOKS)
def test_same_as_docxtpl(make_docx: Make, ours: str, theirs: dict[str, Any]) -> None:
    """Its RichText in a tag of its own makes the same run, from data with marks in it."""
    value = HOSTILE.replace("{{ 7*7 }}", "")
    template = DocxTemplate(io.BytesIO(with_styles(make_docx("前{{r it }}后"))))
    template.render({"it": RichText(value, **theirs)}, jinja2.Environment(autoescape=True))
    out = io.BytesIO()
    template.save(out)
    data = with_styles(make_docx(f"前{{{{r it.x | styled({ours}) }}}}后"))
    result = compile_template(data, "t.docx").render({"it": {"x": value}})

    assert runs(result) == runs(out.getvalue())
    assert dump(result) == dump(out.getvalue())


def test_looks_around_are_kept(make_docx: Make) -> None:
    """In a line, a style of its own wins over what is around it, and only where it says so."""
    line = (
        '<w:p><w:r><w:rPr><w:rFonts w:ascii="Arial" w:eastAsia="宋体" w:eastAsiaTheme="minorEastAsia"/>'
        '<w:b/><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">期限 {{ it.x | '
        "styled(font='黑体', latin='Calibri', color='C00000', bold=false) }} 起</w:t></w:r></w:p>"
    )
    result = compile_template(make_docx(line), "t.docx").render({"it": {"x": "三年"}})

    assert runs(result) == [
        {"text": "期限 ", "bold": True, "size": 14.0, "font": "Arial"},
        {"text": "三年", "size": 14.0, "color": "C00000", "font": "Calibri"},
        {"text": " 起", "bold": True, "size": 14.0, "font": "Arial"},
    ]
    body = read_package(result, "t")["word/document.xml"].decode()
    assert (
        '<w:rFonts w:ascii="Calibri" w:eastAsia="黑体" w:hAnsi="Calibri" w:cs="Calibri"/>'
        '<w:b w:val="0"/><w:bCs w:val="0"/><w:color w:val="C00000"/><w:sz w:val="28"/>'
    ) in body


def test_data_are_text(make_docx: Make) -> None:
    """Marks, tags and line ends in data come out as they are."""
    result = compile_template(make_docx("{{ it.x | styled(bold=true) }}"), "t").render(
        {"it": {"x": HOSTILE + "\n二\t三"}}
    )
    assert dump(result) == f"# body\n{HOSTILE}↵二→三\n"


def test_an_address_to_open(make_docx: Make) -> None:
    """The words are a link in the template's style for links."""
    data = with_styles(make_docx("见 {{ it.title | styled(url=it.url) }}。"))
    result = compile_template(data, "t").render(
        {"it": {"title": "平台", "url": "https://example.org/?a&b"}}
    )

    links = docx.Document(io.BytesIO(result)).paragraphs[0].hyperlinks
    assert [(one.text, one.url) for one in links] == [("平台", "https://example.org/?a&b")]
    assert links[0].runs[0].style.style_id == "ab"
    found = relationships(read_package(result, "t"), "word/document.xml")
    assert [one.target for one in found if one.external] == ["https://example.org/?a&b"]


def test_what_is_missing_is_marked(make_docx: Make) -> None:
    """Styled or not."""
    template = compile_template(make_docx("甲{{ it.x | styled('强调') }}"), "t")
    assert dump(template.render({"it": {}}, Mode.DRAFT)) == "# body\n甲【待填】\n"
    assert dump(template.render({"it": {}}, Mode.BLANK)) == "# body\n甲________\n"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("looks", "told"),
    [
        ("'承诺'", "no character style 承诺; did you mean 承诺值?"),
        ("'Title'", "no character style Title"),
        ("color='red'", "a colour is written like C00000, not 'red'"),
        ("size=0", "a size is given in points"),
        ("size=10.3", "a size is given in points"),
        ("underline='curly'", "underlines are single, double"),
        ("colour='C00000'", "styled\\(\\) knows style, bold"),
        ("url='javascript:x'", "no address to open"),
    ],
)
def test_refused(make_docx: Make, looks: str, told: str) -> None:
    """What the template asks for and nobody can give."""
    data = with_styles(make_docx(f"{{{{ it.x | styled({looks}) }}}}"))
    with pytest.raises(TemplateError, match=told):
        compile_template(data, "t.docx").render({"it": {"x": "三年"}})
