"""Values go in as text, printed by their type, in every part of the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from svcdocs.calc.china_time import CHINA
from svcdocs.model.quantity import Quantity, ServiceWindow, Unit
from svcdocs.ooxml.archive import unpack
from svcdocs.render.engine import compile_template
from svcdocs.render.lack import IncompleteDocumentError

HOSTILE = "三年<原厂> & \"x\" 'y'"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 3, 31), "2026年3月31日"),
        (datetime(2026, 3, 31, 8, 30, tzinfo=CHINA), "2026年3月31日 08:30"),
        (datetime(2026, 3, 31, 8, 30, 5, tzinfo=CHINA), "2026年3月31日 08:30:05"),
        (datetime(2026, 3, 31, 16, 30, tzinfo=UTC), "2026年4月1日 00:30"),
        (time(8, 30), "08:30"),
        (Quantity(Decimal(3), Unit.YEAR), "3 年"),
        (Quantity(Decimal(7), Unit.WORKING_DAY), "7 个工作日"),
        (ServiceWindow(7, 0, 1440), "7×24 小时"),
        (True, "是"),
        (False, "否"),
        (0, "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("10.50"), "10.50"),
        (["甲", "乙"], "甲、乙"),
    ],
)
def test_printed_by_type(value: object, text: str, render_text: Callable[..., str]) -> None:
    """Dates without leading zeros, China's clock, quantities in Chinese, lists with 、."""
    assert render_text("值{{ a.v }}。", a={"v": value}) == f"值{text}。"


@pytest.mark.parametrize("value", [HOSTILE, "{{ 7*7 }}", "{% if x %}", "{_{ 7*7 }_}", "a }} b"])
def test_text_stays_text_everywhere(value: str, render_text: Callable[..., str]) -> None:
    """In body, header and footer; what looks like a tag is no tag."""
    result = render_text("体{{ a.v }}", header="头{{ a.v }}", footer="脚{{ a.v }}", a={"v": value})

    assert result == (
        f"体{value}\n# footer word/footer1.xml\n脚{value}\n# header word/header1.xml\n头{value}"
    )


def test_breaks_and_tabs(render_text: Callable[..., str]) -> None:
    """Line ends of any system become line breaks, tabs become tabs, blanks stay."""
    value = "一\n二\r\n三\t四  五 "

    assert render_text("{{ a.v }}。", a={"v": value}) == "一↵二↵三→四  五 。"


def test_lines_as_paragraphs(render_text: Callable[..., str]) -> None:
    """Soft breaks look bad in justified text; in a heading they stay what they are."""
    value = "一\n二\r\n三"

    assert render_text("前{{ a.v | paragraphs }}后", a={"v": value}) == "前一\n二\n三后"
    assert render_text("Heading1:{{ a.v | paragraphs }}", a={"v": value}) == "{Heading1} 一↵二↵三"


def test_a_break_in_a_bare_run_and_in_an_attribute(render_text: Callable[..., str]) -> None:
    """`{{r` puts a value beside runs, where a text needs a run of its own."""
    assert render_text("前¦{{r a.v }}¦后", a={"v": "一\n<二>"}) == "前一↵<二>后"
    assert render_text([["甲", "乙"], ["{% colspan a.n %}丙"]], a={"n": 2}).endswith("| 丙 (2) |")


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_xml_cannot_carry_is_refused(
    bad: str,
    make_docx: Callable[..., bytes],
    english: None,  # noqa: ARG001 - a fixture
) -> None:
    """The field is named, and the place of the tag; nothing vanishes silently."""
    template = compile_template(make_docx("正文", header="单位：{{ a.b.name }}"), "t.docx")

    with pytest.raises(IncompleteDocumentError) as caught:
        template.render({"a": {"b": {"name": f"东澜{bad}大学"}}})

    (lack,) = caught.value.lacks
    assert lack.name == "a.b.name"
    assert lack.detail == f"U+{ord(bad):04X}, character 3"
    assert "header, paragraph 1: 单位：{{ a.b.name }}" in str(lack)


def test_all_other_characters_are_carried(render_text: Callable[..., str]) -> None:
    """Rare Chinese characters beyond the basic plane, emoji, private use, direction marks."""
    value = "𠮷野家 😀 \ue000 \u200f \u2028"

    assert render_text("{{ a.v }}", a={"v": value}) == value


@pytest.mark.parametrize("value", [{"b": 1}, [{"id": "1"}]])
def test_what_has_no_text_is_the_templates_fault(
    value: Any, render_text: Callable[..., str]
) -> None:
    """A record or a table is no value to print."""
    from svcdocs.errors import TemplateError

    with pytest.raises(TemplateError):
        render_text("{{ a.v }}", a={"v": value})


def test_the_title_among_the_properties(make_docx: Callable[..., bytes]) -> None:
    """Core properties may hold tags; a value is escaped there as well."""
    from svcdocs.ooxml.package import write_package

    parts = unpack(make_docx("正文"), "t")
    core = parts["docProps/core.xml"].decode()
    tagged = core.replace("<dc:title></dc:title>", "<dc:title>{{ a.v }}</dc:title>")
    data = write_package({**parts, "docProps/core.xml": tagged.encode()})

    rendered = unpack(compile_template(data, "t.docx").render({"a": {"v": "a & b\nc"}}), "t")

    assert "<dc:title>a &amp; b\nc</dc:title>" in rendered["docProps/core.xml"].decode()
