"""The dialect is docxtpl's: where docxtpl manages a template, our result is its result."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import jinja2
import pytest

from svcdocs.ooxml.dump import dump
from svcdocs.render.engine import compile_template

Block = str | list[list[str]]

CONTEXT: dict[str, Any] = {
    "name": "东澜理工大学",
    "hostile": '三年<原厂> & "x"',
    "empty": [],
    "yes": True,
    "rows": [
        {"id": "A", "title": "核心交换机", "count": 2, "parts": ["电源", "风扇"]},
        {"id": "B", "title": "接入交换机", "count": 20, "parts": ["光模块"]},
    ],
}

FIXTURES: dict[str, list[Block]] = {
    "a value": ["客户：{{ name }}。"],
    "a tag split over runs": ["客户：{¦{ na¦me }¦}。"],
    "characters XML minds": ["{{ hostile }}"],
    "a condition in a line": ["{% if yes %}是{% else %}否{% endif %}"],
    "a condition over runs": ["{% if y¦es %}是{% el¦se %}否{% endif %}。"],
    "paragraphs": ["{%p if yes %}", "有", "{%p else %}", "无", "{%p endif %}", "完"],
    "paragraphs in a loop": ["{%p for r in rows %}", "{{ r.title }}", "{%p endfor %}"],
    "rows in a loop": [
        [
            ["序号", "名称"],
            ["{%tr for r in rows %}", ""],
            ["{{ loop.index }}", "{{ r.title }}"],
            ["{%tr endfor %}", ""],
        ]
    ],
    "rows in nested loops": [
        [
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
    "columns in a loop": [
        [["名称", "{%tc for r in rows %}", "{{ r.title }}", "{%tc endfor %}"]],
    ],
    "cells merged downwards": [
        [
            ["{%tr for r in rows %}", ""],
            ["{% vm %}设备", "{{ r.title }}"],
            ["{%tr endfor %}", ""],
        ]
    ],
    "a cell over several columns": [
        [["甲", "乙"], ["{% colspan 2 %}{{ name }}"]],
    ],
    "a cell over the columns of a loop": [
        [
            ["{%tc for r in rows %}", "{% hm %}合计", "{%tc endfor %}"],
            ["{%tc for r in rows %}", "{{ r.count }}", "{%tc endfor %}"],
        ]
    ],
    "a comment": ["前{# 说明 #}后", "{#p 一段说明 #}", "完"],
    "a loop in a line": ["{% for r in rows %}{{ r.title }}、{% endfor %}"],
    "lines joined by whitespace control": ["前{%- if yes -%}", "中", "{%- endif -%}", "后"],
    "Chinese quotes in a tag": ["{{ name if name != “x” else ‘y’ }}"],
    "a comparison": ["{% if rows[0].count < 3 and rows[1].count > 3 %}对{% endif %}"],
    "variables": ["{% set n = rows[1].count + 1 %}{{ n }}"],
    "a macro": ["{% macro m(x) %}【{{ x }}】{% endmacro %}{{ m(name) }}{{ m(hostile) }}"],
    "a run taken away": ["前¦{%r if empty %}¦中¦{%r endif %}¦后"],
}


def _docxtpl(data: bytes, context: dict[str, Any]) -> str:
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(data))
    template.render(context, jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined))
    out = io.BytesIO()
    template.save(out)
    return dump(out.getvalue())


@pytest.mark.parametrize("name", FIXTURES)
def test_same_dump(name: str, make_docx: Callable[..., bytes]) -> None:
    """The dumps are equal, and no tag is left in either."""
    blocks = FIXTURES[name]
    ours = [_by_id(block) for block in blocks]
    expected = _docxtpl(make_docx(*blocks), CONTEXT)
    result = dump(compile_template(make_docx(*ours), "t.docx").render(CONTEXT))

    assert result == expected
    assert "{" not in expected


def test_same_in_header_and_footer(make_docx: Callable[..., bytes]) -> None:
    """Headers and footers go through the same preprocessing."""
    data = make_docx("正文", header="{{ na¦me }}", footer="{% if yes %}{{ hostile }}{% endif %}")

    assert dump(compile_template(data, "t.docx").render(CONTEXT)) == _docxtpl(data, CONTEXT)


def _by_id(block: Block) -> Block:
    """The one difference on purpose: rows are found by id, never by position."""
    if isinstance(block, str):
        return block.replace("rows[0]", "rows['A']").replace("rows[1]", "rows['B']")
    return block
