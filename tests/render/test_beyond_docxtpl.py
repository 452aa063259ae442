"""What docxtpl's preprocessing garbles, drops or cannot read, and ours can."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from docxtpl import DocxTemplate
from lxml import etree

from svcdocs.errors import TemplateError
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.names import MC
from svcdocs.ooxml.postcheck import check_parts
from svcdocs.render.engine import CompiledTemplate, compile_template

Block = str | list[list[str]]

CONTEXT: dict[str, Any] = {
    "name": "东澜理工大学",
    "hostile": '三年<原厂> & "x"',
    "yes": True,
    "no": False,
    "rows": [
        {"id": "A", "site": "南湖", "room": "101", "n": 1, "parts": [{"id": "p"}, {"id": "q"}]},
        {"id": "B", "site": "南湖", "room": "101", "n": 2, "parts": []},
        {"id": "C", "site": "南湖", "room": "102", "n": 3, "parts": [{"id": "r"}]},
        {"id": "D", "site": "东城", "room": "102", "n": 4, "parts": []},
    ],
    "nobody": [],
    "escapes": "{_{ x }_}",
}


def _tables(inner: str) -> str:
    """A table with a loop, whose cell holds another table with a loop."""
    grid = '<w:tblPr/><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>'

    def row(content: str) -> str:
        return f"<w:tr><w:tc>{content}</w:tc></w:tr>"

    def text(words: str) -> str:
        return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"

    nested = row(text("{%tr for p in r.parts %}")) + row(text(inner)) + row(text("{%tr endfor %}"))
    outer = (
        row(text("{%tr for r in rows %}"))
        + row(text("{{ r.id }}") + f"<w:tbl>{grid}{nested}</w:tbl><w:p/>")
        + row(text("{%tr endfor %}"))
    )
    return f"<w:tbl>{grid}{outer}</w:tbl>"


CASES: dict[str, tuple[list[Block], str]] = {
    "a percent sign in a row tag": (
        [[["{%tr for r in rows if r.n % 2 %}"], ["{{ r.id }}"], ["{%tr endfor %}"]]],
        "| A |\n| C |",
    ),
    "a dict in a row tag": (
        [[["{%tr set d = {'a': {'b': '甲'}} %}"], ["{{ d['a']['b'] }}{{ {'x': '乙'}['x'] }}"]]],
        "| 甲乙 |",
    ),
    "a space before the row word": (
        [[["{% tr for r in rows %}"], ["{{ r.id }}"], ["{%   tr endfor %}"]]],
        "| A |\n| B |\n| C |\n| D |",
    ),
    "a space before the paragraph word": (["{% p if yes %}", "有", "{% p endif %}"], "有"),
    "nested tables": ([_tables("{{ p.id }}")], "| A⏎| p |⏎| q | |\n| B |\n| C⏎| r | |\n| D |"),
    "both kinds of Chinese quotes": (
        ['{{ rows | where(“site”, ‘南湖’) | count }}{{ "“引”" }}{{ “it\'s” }}'],
        "3“引”it's",
    ),
    "an ampersand in a tag": (["{{ '甲&乙' }}"], "甲&乙"),
    "text before a joining tag": (["甲", "乙 {%- if yes %} 丙{% endif -%} 丁"], "甲\n乙 丙丁"),
    "raw over paragraphs": (
        ["甲{% raw %}{{ a", "b }} {% c %}", "{% endraw %}{{ name }}"],
        "甲{{ a\nb }} {% c %}\n东澜理工大学",
    ),
    "a table without rows": (
        [[["{%tr for r in nobody %}"], ["{{ r.id }}"], ["{%tr endfor %}"]], "后"],
        "后",
    ),
    "an emptied cell": ([[["甲", "{%p if no %}⏎{{ name }}⏎{%p endif %}"]]], "| 甲 |  |"),
    "data that looks like docxtpl's escapes": (["{{ escapes }}"], "{_{ x }_}"),
    "groups of equal values": (
        [
            [
                ["{%tr for r in rows %}", "", ""],
                ["{% vm r.site %}{{ r.site }}", "{% vm r.site, r.room %}{{ r.room }}", "{{ r.n }}"],
                ["{%tr endfor %}", "", ""],
            ]
        ],
        "| 南湖 | 101 | 1 |\n| ^ | ^ | 2 |\n| ^ | 102 | 3 |\n| 东城 | 102 | 4 |",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_ours_works(name: str, render_text: Callable[..., str]) -> None:
    """Every one reads as its author meant it."""
    blocks, text = CASES[name]

    assert render_text(*blocks, **CONTEXT).strip("\n") == text


@pytest.mark.parametrize("name", CASES)
def test_docxtpl_does_not(name: str, make_docx: Callable[..., bytes]) -> None:
    """It fails, says something else, or leaves what Word would repair.

    Where it learns to, the feature belongs to the test that compares.
    """
    blocks, text = CASES[name]
    template = DocxTemplate(io.BytesIO(make_docx(*blocks)))
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    out = io.BytesIO()
    try:
        template.render(CONTEXT, environment)
        template.save(out)
    except (jinja2.TemplateError, TypeError, AttributeError, etree.XMLSyntaxError):
        return
    parts = unpack(out.getvalue(), "theirs")
    faults = check_parts(parts, ["word/document.xml"], tags=False)

    assert faults or dump(out.getvalue()).removeprefix("# body\n").strip("\n") != text


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        (
            [[["{%tr if yes %}", "说明"], ["甲", "乙"]]],
            "the row goes with its tag, and with it: 说明",
        ),
        (["甲{%p if yes %}乙", "丙", "{%p endif %}"], "the paragraph goes with its tag"),
        ([[["{%tc if yes %}甲", "乙"]]], "the cell goes with its tag, and with it: 甲"),
        (["{%tr if yes %}"], "takes the place of a table row, and stands in none"),
        (["{% vm %}甲"], "is about a table cell, and stands in none"),
        (["{{tr name }}"], "a value takes the place of a run (r) or a paragraph (p) only"),
        ([[["{% colspan %}甲"]]], "this tag wants a value, or wants none"),
        (
            ["<w:p><w:del w:id='1'><w:r><w:delText>{{ name }}</w:delText></w:r></w:del></w:p>"],
            "a tag in text that tracked changes have crossed out",
        ),
        (
            ["<w:p><w:moveFrom w:id='1'><w:r><w:t>{{ name }}</w:t></w:r></w:moveFrom></w:p>"],
            "a tag in text that tracked changes have crossed out",
        ),
        (
            ["<w:p><w:r><w:instrText>{{ name }} x</w:instrText></w:r></w:p>"],
            "the kind of a field stands in the template",
        ),
        (["{{ _joined(1, 2, 3) }}"], "names do not begin with an underscore: _joined"),
    ],
)
def test_refused_where_docxtpl_drops_text(
    blocks: list[Block],
    told: str,
    make_docx: Callable[..., bytes],
    english: None,  # noqa: ARG001 - a fixture
) -> None:
    """What would be lost without a word is told, with its place."""
    with pytest.raises(TemplateError) as caught:
        CompiledTemplate(make_docx(*blocks), "t.docx")

    assert told in caught.value.details[0]
    assert caught.value.details[0].startswith("body, ")


def test_inserted_text_may_hold_a_tag(render_text: Callable[..., str]) -> None:
    """An insertion that nobody accepted yet, in the middle of a tag."""
    inserted = (
        "<w:p><w:r><w:t>甲{{ na</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>me</w:t></w:r>"
        "</w:ins><w:del w:id='2' w:author='a'><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:r><w:t> }}乙</w:t></w:r></w:p>"
    )

    assert render_text(inserted, **CONTEXT) == "甲东澜理工大学乙"


def test_both_halves_of_a_text_box(make_docx: Callable[..., bytes]) -> None:
    """Old and new readers see the same, and a heading in it is counted once."""
    inside = (
        "<w:txbxContent><w:p><w:r><w:t>{{ number(1) }} {{ name }}</w:t></w:r></w:p></w:txbxContent>"
    )
    box = (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps">{inside}'
        f"</mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    data = make_docx(box, "{{ number(1) }}")
    xml = unpack(compile_template(data, "t.docx").render(CONTEXT), "r")["word/document.xml"]

    assert xml.decode().count(">1 东澜理工大学<") == 2
    assert ">2<" in xml.decode()


def test_what_surrounds_a_tag_keeps_its_looks(make_docx: Callable[..., bytes]) -> None:
    """Text behind a split tag, text beside a lifted run: docxtpl gives it the looks of another."""
    bold = "<w:rPr><w:b/></w:rPr>"
    split = (
        f"<w:p><w:r><w:t>甲{{{{ na</w:t></w:r><w:r>{bold}<w:t>me }}}}乙</w:t></w:r>"
        f"<w:r>{bold}<w:t>丙{{{{r name }}}}丁</w:t></w:r></w:p>"
    )
    xml = unpack(compile_template(make_docx(split), "t").render(CONTEXT), "r")["word/document.xml"]

    for word in "乙丙丁":
        assert re.search(f"<w:r>{bold}<w:t[^>]*>{word}</w:t></w:r>", xml.decode())
    assert re.search(f"<w:r>{bold}<w:t[^>]*>东澜理工大学</w:t></w:r>", xml.decode())


def test_a_bookmark_that_begins_in_a_lifted_row_stays(make_docx: Callable[..., bytes]) -> None:
    """Its other end would be left alone."""
    begin = '<w:p><w:bookmarkStart w:id="3" w:name="b"/><w:r><w:t>{%p if yes %}</w:t></w:r></w:p>'
    end = '<w:p><w:r><w:t>甲</w:t></w:r><w:bookmarkEnd w:id="3"/></w:p>'
    data = make_docx(begin, end, "{%p endif %}")
    xml = unpack(compile_template(data, "t").render(CONTEXT), "r")["word/document.xml"]

    assert xml.count(b"<w:bookmarkStart") == xml.count(b"<w:bookmarkEnd") == 1
