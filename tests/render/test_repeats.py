"""What a loop repeats: ids stay one of a kind, over all parts; groups merge, and only groups."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.names import W14, WP
from svcdocs.ooxml.package import write_package
from svcdocs.render.engine import compile_template

Block = str | list[list[str]]

CONTEXT: dict[str, Any] = {"it": {"rows": [{"id": "1"}, {"id": "2"}, {"id": "3"}]}}
LOOP, END = "{%p for r in it.rows %}", "{%p endfor %}"


@pytest.fixture
def render(make_docx: Callable[..., bytes]) -> Callable[..., dict[str, str]]:
    """The parts of a rendered template, as texts."""

    def parts(*blocks: Block, **sheets: str) -> dict[str, str]:
        template = compile_template(make_docx(*blocks, **sheets), "t.docx")
        return {
            name: data.decode()
            for name, data in unpack(template.render(CONTEXT), "r").items()
            if name.startswith("word/")
        }

    return parts


def _values(pattern: str, text: str) -> list[str]:
    return re.findall(pattern, text)


def test_drawings(render: Callable[..., dict[str, str]]) -> None:
    """The first pass keeps the template's number, the others count on behind the highest of all."""
    drawing = f'<w:p><w:r><w:drawing><wp:docPr xmlns:wp="{WP}" id="{{}}" name="a"/></w:drawing></w:r></w:p>'
    parts = render(LOOP, drawing.format(7), END, drawing.format(12), header="{{ it.rows | count }}")

    assert _values(r'docPr[^>]* id="(\d+)"', parts["word/document.xml"]) == ["7", "13", "14", "12"]


def test_bookmarks(render: Callable[..., dict[str, str]]) -> None:
    """Number, name and the links to it; both ends agree."""
    parts = render(
        LOOP,
        '<w:p><w:bookmarkStart w:id="4" w:name="b"/><w:r><w:t>{{ r.id }}</w:t></w:r>'
        '<w:bookmarkEnd w:id="4"/><w:hyperlink w:anchor="b"/><w:hyperlink w:anchor="other"/></w:p>',
        END,
    )
    body = parts["word/document.xml"]

    assert _values(r'bookmarkStart[^>]* w:id="(\d+)"', body) == ["4", "5", "6"]
    assert _values(r'bookmarkEnd[^>]* w:id="(\d+)"', body) == ["4", "5", "6"]
    assert _values(r'w:name="(\w+)"', body) == ["b", "b_2", "b_3"]
    assert _values(r'w:anchor="(\w+)"', body) == ["b", "other", "b_2", "other", "b_3", "other"]


def test_what_needs_no_id_loses_it(render: Callable[..., dict[str, str]]) -> None:
    """Paragraphs and content controls: Word gives them new ones. Outside the loop nothing changes."""
    control = (
        '<w:sdt><w:sdtPr><w:id w:val="99"/></w:sdtPr><w:sdtContent>'
        f'<w:p xmlns:x="{W14}" x:paraId="0A0A0A0A"><w:r><w:t>{{{{ r.id }}}}</w:t></w:r></w:p>'
        "</w:sdtContent></w:sdt>"
    )
    looped = render(LOOP, control, END)["word/document.xml"]
    once = render(control.replace("r.id", "it.rows | count"))["word/document.xml"]

    assert "<w:id " not in looped
    assert "paraId" not in looped
    assert '<w:id w:val="99"/>' in once
    assert "paraId" in once


def test_a_comment_is_anchored_once(render: Callable[..., dict[str, str]]) -> None:
    """At the first pass: a comment in two places is damage."""
    body = render(
        LOOP,
        '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>{{ r.id }}</w:t></w:r>'
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>',
        END,
    )["word/document.xml"]

    assert [body.count(f"<w:comment{one}") for one in ("RangeStart", "RangeEnd", "Reference")] == [
        1,
        1,
        1,
    ]


def test_a_macro_repeats_too(render: Callable[..., dict[str, str]]) -> None:
    """It may be called any number of times."""
    mark = '<w:bookmarkStart w:id="1" w:name="m"/><w:bookmarkEnd w:id="1"/>'
    body = render(
        "{%p macro m() %}",
        f"<w:p>{mark}<w:r><w:t>甲</w:t></w:r></w:p>",
        "{%p endmacro %}",
        "{{p m() }}",
        "{{p m() }}",
    )["word/document.xml"]

    assert _values(r'bookmarkStart[^>]* w:id="(\d+)"', body) == ["1", "2"]


def test_parts_that_were_numbered_apart(make_docx: Callable[..., bytes]) -> None:
    """LibreOffice counts the bookmarks of a header anew: they are set right, once."""
    mark = '<w:bookmarkStart w:id="0" w:name="{}"/><w:bookmarkEnd w:id="0"/>'
    parts = unpack(make_docx(f"<w:p>{mark.format('a')}</w:p>", header="{{ it.rows | count }}"), "t")
    header = parts["word/header1.xml"].replace(b"<w:r>", mark.format("b").encode() + b"<w:r>")
    data = write_package({**parts, "word/header1.xml": header})

    result = unpack(compile_template(data, "t").render(CONTEXT), "r")

    assert b'<w:bookmarkStart w:id="0" w:name="a"/>' in result["word/document.xml"]
    assert b'<w:bookmarkStart w:id="1" w:name="b"/>' in result["word/header1.xml"]
    assert b'<w:bookmarkEnd w:id="1"/>' in result["word/header1.xml"]


ROWS: list[dict[str, Any]] = [
    {"id": "1", "site": "南湖", "room": "101"},
    {"id": "2", "site": "南湖", "room": "101"},
    {"id": "3", "site": "东城", "room": "101"},
]


def _grouped(extra: list[list[str]] | None = None) -> list[list[str]]:
    return [
        ["{%tr for r in it.rows %}", "", ""],
        ["{% vm r.site %}{{ r.site }}", "{% vm r.site, r.room %}{{ r.room }}", "{{ r.id }}"],
        *(extra or []),
        ["{%tr endfor %}", "", ""],
    ]


def test_groups_and_groups_inside_them(render_text: Callable[..., str]) -> None:
    """The inner group ends where the outer one does, though its own value goes on."""
    text = render_text(_grouped(), it={"rows": ROWS})

    assert text == "| 南湖 | 101 | 1 |\n| ^ | ^ | 2 |\n| 东城 | 101 | 3 |"


def test_another_row_between_ends_a_group(render_text: Callable[..., str]) -> None:
    """A cell cannot be merged with one that is not right above it."""
    between = [["{%tr if r.id == '1' %}", "", ""], ["小计", "", ""], ["{%tr endif %}", "", ""]]
    text = render_text(_grouped(between), it={"rows": ROWS})

    assert text == "| 南湖 | 101 | 1 |\n| 小计 |  |  |\n| 南湖 | 101 | 2 |\n| 东城 | 101 | 3 |"


def test_a_table_that_is_made_twice_begins_anew(render_text: Callable[..., str]) -> None:
    """Its first row has none above."""
    rows = [{"id": "1", "site": "南湖", "room": "101"}]
    text = render_text(
        "{%p for x in it.twice %}", _grouped(), END, it={"rows": rows, "twice": [1, 2]}
    )

    assert text == "| 南湖 | 101 | 1 |\n| 南湖 | 101 | 1 |"


def test_what_is_missing_joins_nothing(render_text: Callable[..., str]) -> None:
    """Two rows without a site are not of the same site."""
    from svcdocs.render.mode import Mode

    rows = [{"id": "1", "room": "1"}, {"id": "2", "room": "1"}]
    text = render_text(_grouped(), mode=Mode.DRAFT, it={"rows": rows})

    assert text == "| 【待填】 | 1 | 1 |\n| 【待填】 | 1 | 2 |"


@pytest.mark.parametrize("tag", ["{% colspan 0 %}", "{% colspan 'x' %}", "{% cellbg 'red' %}"])
def test_a_value_that_would_damage_the_file(tag: str, render_text: Callable[..., str]) -> None:
    """A width of nothing, a colour that is none."""
    from svcdocs.errors import TemplateError

    with pytest.raises(TemplateError):
        render_text([["甲", f"{tag}乙"]])


def test_what_the_tool_writes_is_no_name_of_the_template(make_docx: Callable[..., bytes]) -> None:
    """Only names that its author used must be defined."""
    bookmark = '<w:p><w:bookmarkStart w:id="1" w:name="b"/><w:bookmarkEnd w:id="1"/></w:p>'
    template = compile_template(make_docx(LOOP, bookmark, _grouped(), END), "t.docx")

    assert template.names == {"it"}
