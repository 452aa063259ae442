"""The dialect is docxtpl's: where docxtpl manages a template, our result is its result.

Every feature meets every set of data; the two engines' parts are compared as canonical XML, and the
dump of ours with `golden/dialect.txt`. After a change that is meant,
`SVCDOCS_UPDATE_GOLDEN=1 pytest tests/render/test_same_as_docxtpl.py -n0` writes that file anew.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
import pytest
from docxtpl import DocxTemplate
from jinja2 import nodes
from lxml import etree

from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.names import W14, WP, XML, w
from svcdocs.ooxml.package import parse_part, serialise
from svcdocs.render.engine import compile_template
from svcdocs.render.preprocess import holds_tags, preprocess
from svcdocs.render.template_parts import text_parts

Block = str | list[list[str]]

_SPACE = f"{{{XML}}}space"
GOLDEN = Path(__file__).parent / "golden" / "dialect.txt"

SHIPPED = sorted((Path(__file__).parents[2] / "templates").glob("*/form.docx"))

DATA: dict[str, dict[str, Any]] = {
    "as usual": {
        "name": "东澜理工大学",
        "hostile": "核心",
        "empty": [],
        "yes": True,
        "colour": "FFE699",
        "rows": [
            {"id": "A", "title": "核心交换机", "count": 2, "parts": ["电源", "风扇"]},
            {"id": "B", "title": "接入交换机", "count": 20, "parts": ["光模块"]},
        ],
    },
    "nothing": {
        "name": "-",
        "hostile": "-",
        "empty": [],
        "yes": False,
        "colour": "auto",
        "rows": [],
    },
    "hostile": {
        "name": '三年<原厂> & "x"',
        "hostile": "]]> &amp; <w:p/> {{ 7*7 }} {% x %} 'y'",
        "empty": [],
        "yes": True,
        "colour": "ABCDEF",
        "rows": [
            {"id": "A", "title": "一\n二\t三", "count": 1, "parts": ["<&>", "a\n\nb"]},
            {"id": "B", "title": "{# 甲 #}", "count": 5, "parts": ["四\a五", "六\f七"]},
        ],
    },
}


def _cell(properties: str, content: str) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def _paragraph(text: str, properties: str = "", looks: str = "") -> str:
    return f"<w:p>{properties}<w:r>{looks}<w:t>{text}</w:t></w:r></w:p>"


def _table(columns: int, *rows: str) -> str:
    grid = '<w:gridCol w:w="2000"/>' * columns
    content = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{content}</w:tbl>"


WIDE = '<w:tcW w:w="2000" w:type="dxa"/>'
MIDDLE = f'{WIDE}<w:vAlign w:val="center"/>'

FEATURES: dict[str, list[Block]] = {
    "a value": ["客户：{{ name }}。"],
    "a value after a value": ["{{ name }}{{ name }} {{name}}"],
    "a tag split over runs": ["客户：{¦{ na¦me }¦}。"],
    "a tag in runs of many looks": [
        (
            f"<w:p><w:r>{'<w:rPr><w:b/></w:rPr>'}<w:t>甲{{</w:t></w:r><w:proofErr w:type='spellStart'/>"
            "<w:r><w:rPr><w:b/></w:rPr><w:t>{ na</w:t></w:r>"
            "<w:r><w:rPr><w:b/></w:rPr><w:t>me }}乙</w:t></w:r></w:p>"
        )
    ],
    "characters XML minds": ["{{ hostile }}"],
    "a value with breaks in a styled paragraph": [
        "{%p for r in rows %}",
        _paragraph(
            "前{{ r.title }}后{{ r.parts[0] }}",
            '<w:pPr><w:jc w:val="center"/></w:pPr>',
            '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>',
        ),
        "{%p endfor %}",
    ],
    "a value with paragraphs": [
        "{%p for r in rows %}",
        _paragraph("前{{ r.parts[0] }}后", '<w:pPr><w:jc w:val="center"/></w:pPr>'),
        "{%p endfor %}",
        "{%p for r in rows %}",
        "{% for p in r.parts %}{{ p }}；{% endfor %}",
        "{%p endfor %}",
    ],
    "a condition in a line": ["{% if yes %}是{% else %}否{% endif %}"],
    "a condition over runs": ["{% if y¦es %}是{% el¦se %}否{% endif %}。"],
    "a condition over whole runs": ["{% if yes %}¦是¦{% else %}¦否¦{% endif %}¦。"],
    "paragraphs": ["{%p if yes %}", "有", "{%p else %}", "无", "{%p endif %}", "完"],
    "paragraphs with elif": [
        "{%p if rows | length > 9 %}",
        "多",
        "{%p elif rows %}",
        "有",
        "{%p else %}",
        "无",
        "{%p endif %}",
    ],
    "paragraphs in a loop": ["{%p for r in rows %}", "{{ r.title }}", "{%p endfor %}"],
    "a loop with an else": [
        "{%p for r in rows %}",
        "{{ r.title }}",
        "{%p else %}",
        "无",
        "{%p endfor %}",
    ],
    "rows in a loop": [
        [
            ["序号", "名称"],
            ["{%tr for r in rows %}", ""],
            ["{{ loop.index }}", "{{ r.title }}"],
            ["{%tr endfor %}", ""],
        ]
    ],
    "rows in a loop, tags split": [
        [
            ["头", "头"],
            ["{%t¦r for r in ro¦ws %}", ""],
            ["甲", "{{ r.ti¦tle }}"],
            ["{¦%tr endfor %¦}", ""],
        ],
        "后",
    ],
    "rows in nested loops": [
        [
            ["头", "头"],
            ["{%tr for r in rows %}", ""],
            ["{{ r.title }}", ""],
            ["{%tr for p in r.parts %}", ""],
            ["", "{{ p }}"],
            ["{%tr endfor %}", ""],
            ["{%tr endfor %}", ""],
        ]
    ],
    "a conditional row": [
        [
            ["{%tr if rows %}", ""],
            ["有", "行"],
            ["{%tr endif %}", ""],
            ["{%tr if empty %}", ""],
            ["没", "有"],
            ["{%tr endif %}", ""],
            ["尾", "行"],
        ]
    ],
    "columns in a loop": [[["名称", "{%tc for r in rows %}", "{{ r.count }}", "{%tc endfor %}"]]],
    "a conditional column": [
        [
            ["名称", "{%tc if yes %}", "数量", "{%tc endif %}"],
            ["甲", "{%tc if yes %}", "1", "{%tc endif %}"],
        ]
    ],
    "cells merged downwards": [
        _table(2, _cell("", _paragraph("头")) + _cell("", _paragraph("头"))).replace("</w:tbl>", "")
        + "<w:tr>"
        + _cell(MIDDLE, _paragraph("{%tr for r in rows %}"))
        + "</w:tr>"
        + "<w:tr>"
        + _cell(MIDDLE, _paragraph("{% vm %}设备"))
        + _cell(WIDE, _paragraph("{{ r.count }}"))
        + "</w:tr>"
        + "<w:tr>"
        + _cell(WIDE, _paragraph("{%tr endfor %}"))
        + "</w:tr></w:tbl>"
    ],
    "a cell over several columns": [[["甲", "乙"], ["{% colspan 2 %}{{ name }}"]]],
    "a cell's colour": [[["甲{% cellbg colour %}", "乙"]]],
    "a cell over the columns of a loop": [
        [
            ["头", "{%tc for r in rows %}", "{% hm %}合计", "{%tc endfor %}"],
            ["头", "{%tc for r in rows %}", "{{ r.count }}", "{%tc endfor %}"],
        ]
    ],
    "a comment": ["前{# 说明 #}后", "{#p 一段说明 #}", "完", "{# a {{ b }} {% c %} #}"],
    "a comment for a row": [[["{#tr 说明 #}", ""], ["甲", "乙"], ["丙", "{#tc 说明 #}"]]],
    "a loop in a line": ["{% for r in rows %}{{ r.count }}、{% endfor %}"],
    "lines joined by whitespace control": ["前{%- if yes -%}", "中", "{%- endif -%}", "后"],
    "the example of docxtpl's pages": [
        "我家在",
        "{%- if yes -%}",
        "市区",
        "{%- else -%}",
        "乡下",
        "{%- endif -%}",
        "，我喜欢。",
        "完",
    ],
    "whitespace control in an output": ["前 {{- name -}} 后"],
    "Chinese quotes in a tag": ["{{ name if name != “x” else ‘y’ }}"],
    "a comparison": ["{% if rows | length < 3 and rows | length > 0 %}对{% endif %}"],
    "the end of a tag in a string": ["{{ '}}' }}{{ '%}' }}{% if yes and '%}' %}对{% endif %}"],
    "variables": ["{% set n = rows | length + 1 %}{{ n }}"],
    "variables set in a paragraph of their own": ["{%p set n = 3 %}", "{{ n }}"],
    "a macro": ["{% macro m(x) %}【{{ x }}】{% endmacro %}{{ m(name) }}{{ m(hostile) }}"],
    "a run taken away": ["前¦{%r if empty %}¦中¦{%r endif %}¦后"],
    "runs in a loop": ["前¦{%r for r in rows %}¦{{ r.count }}；¦{%r endfor %}¦后"],
    "raw": ["{% raw %}{{ name }}{% endraw %}{{ name }}"],
    "braces that are no tag": ["{_{ name }_} {_% if %_} {{ name }}", "{ {{ name }} }"],
    "braces in a string": ["{{ '{_{' }}x{{ '}_}' }}"],
    "an attribute": [
        (
            '<w:p><w:r><w:t>图</w:t></w:r></w:p><w:p><w:bookmarkStart w:id="0" w:name="n{{ 1 + 1 }}"/>'
            '<w:bookmarkEnd w:id="0"/><w:r><w:t>{{ name }}</w:t></w:r></w:p>'
        )
    ],
    "a link": [
        (
            '<w:p><w:hyperlink w:anchor="a"><w:r><w:rPr><w:u w:val="single"/></w:rPr>'
            "<w:t>看 {{ name }}</w:t></w:r></w:hyperlink></w:p>"
        )
    ],
    "a content control": [
        "<w:sdt><w:sdtPr><w:tag w:val='t'/></w:sdtPr><w:sdtContent>"
        + _paragraph("{%p for r in rows %}")
        + _paragraph("{{ r.count }}")
        + _paragraph("{%p endfor %}")
        + _paragraph("完")
        + "</w:sdtContent></w:sdt>"
    ],
}


def docxtpl_parts(data: bytes, context: dict[str, Any]) -> dict[str, bytes]:
    """The parts of docxtpl's result."""
    template = DocxTemplate(io.BytesIO(data))
    template.render(context, jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined))
    out = io.BytesIO()
    template.save(out)
    return unpack(out.getvalue(), "docxtpl")


def canonical(xml: bytes) -> list[str]:
    """A part in one spelling: without cuts between runs that look alike, and without empty ones."""
    root = etree.fromstring(xml)
    for drawing in root.iter(f"{{{WP}}}docPr"):
        drawing.set("id", "0")
    for element in root.iter():
        for name in [one for one in element.attrib if str(one).startswith(f"{{{W14}}}")]:
            del element.attrib[name]
    for properties in root.iter(w("tcPr")):
        properties[:] = sorted(properties, key=lambda one: str(one.tag))
    for noise in list(root.iter(w("proofErr"))):
        noise.getparent().remove(noise)  # type: ignore[union-attr]  # it stands in a paragraph
    for paragraph in root.iter(w("p")):
        _join_runs(paragraph)
    for text in root.iter(w("t")):
        if text.get(_SPACE) is not None:
            del text.attrib[_SPACE]
    return (
        etree.tostring(root, method="c14n", exclusive=True)
        .decode()
        .replace("><", ">\n<")
        .split("\n")
    )


def _join_runs(paragraph: Any) -> None:
    runs: list[Any] = []
    for run in list(paragraph.iter(w("r"))):
        for text in run.findall(w("t")):
            if not text.text:
                run.remove(text)
        if all(child.tag == w("rPr") for child in run):
            run.getparent().remove(run)
        elif runs and run.getprevious() is runs[-1] and _looks(run) == _looks(runs[-1]):
            runs[-1].extend(child for child in list(run) if child.tag != w("rPr"))
            run.getparent().remove(run)
        else:
            runs.append(run)
    for run in runs:
        for text in list(run.iter(w("t"))):
            before = text.getprevious()
            if before is not None and before.tag == w("t"):
                before.text += text.text
                run.remove(text)


def _looks(run: Any) -> bytes:
    properties = run.find(w("rPr"))
    return b"" if properties is None else etree.tostring(properties, method="c14n", exclusive=True)


CASES = [(feature, name) for feature in FEATURES for name in DATA]


@pytest.mark.parametrize(("feature", "name"), CASES, ids=[" - ".join(case) for case in CASES])
def test_same_part(feature: str, name: str, make_docx: Callable[..., bytes]) -> None:
    """The bodies are equal as canonical XML."""
    data = make_docx(*FEATURES[feature])
    ours = unpack(compile_template(data, "t.docx").render(DATA[name]), "ours")
    theirs = docxtpl_parts(data, DATA[name])

    assert canonical(ours["word/document.xml"]) == canonical(theirs["word/document.xml"])


@pytest.mark.parametrize("sheet", ["header", "footer"])
@pytest.mark.parametrize("name", DATA)
def test_same_sheet(sheet: str, name: str, make_docx: Callable[..., bytes]) -> None:
    """Headers and footers go through the same preprocessing."""
    data = make_docx("正文", **{sheet: "{{ na¦me }}⏎{%p if yes %}⏎{{ hostile }}⏎{%p endif %}⏎末"})
    ours = unpack(compile_template(data, "t.docx").render(DATA[name]), "ours")
    theirs = docxtpl_parts(data, DATA[name])

    part = f"word/{sheet}1.xml"
    assert canonical(ours[part]) == canonical(theirs[part])


@pytest.mark.parametrize("form", SHIPPED, ids=[form.parent.name for form in SHIPPED])
def test_same_source_of_shipped_forms(form: Path) -> None:
    """What Jinja reads of our own forms prints what docxtpl's preprocessing prints.

    Filters and data are ours alone, so every tag prints its own expression, and every loop runs
    twice.
    """
    for part, sheet in text_parts(parts := unpack(form.read_bytes(), form.name)).items():
        if sheet == "properties" or not holds_tags(parts[part]):
            continue
        xml = parts[part]
        ours = _told(preprocess(xml, part, sheet, {}).text)
        theirs = _told(DocxTemplate("").patch_xml(serialise(parse_part(xml, part))))

        assert canonical(ours.encode()) == canonical(theirs.encode())


def test_dumps(make_docx: Callable[..., bytes]) -> None:
    """What a reader sees of every feature with every set of data."""
    text = ""
    for feature, name in CASES:
        result = compile_template(make_docx(*FEATURES[feature]), "t.docx").render(DATA[name])
        text += f"== {feature} - {name} ==\n{dump(result).removeprefix('# body')[1:]}\n"
    if os.environ.get("SVCDOCS_UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8", newline="\n")

    assert text == GOLDEN.read_text(encoding="utf-8")


def _told(source: str) -> str:
    """A Jinja source in which every output prints its own expression; loops are run twice."""
    environment = jinja2.Environment(autoescape=True)
    tree = environment.parse(source)
    for output in tree.find_all(nodes.Output):
        output.nodes = [
            one if isinstance(one, nodes.TemplateData) else nodes.Const(repr(one))
            for one in output.nodes
        ]
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Const((repr(loop.iter), repr(loop.test)))
        loop.test = None
        loop.target = nodes.Name("_row", "store")
    for choice in tree.find_all(nodes.If):
        choice.test = nodes.Const(1)
    for assignment in list(tree.find_all(nodes.Assign)):
        assignment.node = nodes.Const("")
        assignment.target = nodes.Name("_set", "store")
    code = environment.compile(tree)
    assert isinstance(code, CodeType)
    return jinja2.Template.from_code(environment, code, {}).render()
