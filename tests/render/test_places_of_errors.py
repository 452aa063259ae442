"""A fault in a template names the tag and its place in the document, all faults at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from svcdocs.errors import TemplateError
from svcdocs.ooxml.dump import dump
from svcdocs.render.engine import CompiledTemplate, compile_template

pytestmark = pytest.mark.usefixtures("english")

Block = str | list[list[str]]


def _faults(data: bytes, **context: Any) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        CompiledTemplate(data, "t.docx").render(context)
    return list(caught.value.details)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "客户 {{ it.name",
            "body, paragraph 1: 客户 {{ it.name: {{ has no partner in its paragraph",
        ),
        ("客户 it.name }}", "body, paragraph 1: 客户 it.name }}: }} has no partner"),
        ("客户 ｛｛ it.name ｝｝", "body, paragraph 1: 客户 ｛｛ it.name ｝｝: full-width ｛｛"),
        ("甲{¦{ it.na", "body, paragraph 1: 甲{{ it.na: {{ has no partner"),
        ("{{ it..name }}", "body, paragraph 1: {{ it..name }}: expected name or number"),
        ("{{ it.name | nosuch }}", "body, paragraph 1: {{ it.name | nosuch }}: No filter named"),
        ("{{ it.name is nosuch }}", "body, paragraph 1: {{ it.name is nosuch }}: No test named"),
        ("{% fr x in y %}", "body, paragraph 1: {% fr x in y %}: Encountered unknown tag 'fr'"),
        ("{% endif %}", "body, paragraph 1: {% endif %}: Encountered unknown tag 'endif'"),
    ],
)
def test_at_compile_time(text: str, expected: str, make_docx: Callable[..., bytes]) -> None:
    """Unclosed, full-width, misspelt: the place, and the text around it."""
    assert _faults(make_docx(text))[0].startswith(expected)


def test_row_and_column(make_docx: Callable[..., bytes]) -> None:
    """Tables are counted over the part, rows and columns from 1, as the template shows them."""
    table = [["甲", "乙"], ["丙", "{{ it.a | nosuch }}"]]

    (fault,) = _faults(make_docx("前", [["一"]], table))

    assert fault.startswith("body, table 2, row 2, column 2: 丙 | {{ it.a | nosuch }}: ")


def test_every_unreadable_tag_of_every_part(make_docx: Callable[..., bytes]) -> None:
    """One run tells all."""
    faults = _faults(make_docx("{{ a", "{{ b", header="{{ c", footer="｛｛ d }}"))

    assert [fault.split(":")[0] for fault in faults] == [
        "body, paragraph 1",
        "body, paragraph 2",
        "header, paragraph 1",
        "footer, paragraph 1",
        "footer, paragraph 1",
    ]


def test_an_unclosed_loop_is_placed_at_the_last_tag(make_docx: Callable[..., bytes]) -> None:
    """Jinja only notices at the end of the file; the tag it waited for is named."""
    (fault,) = _faults(make_docx("{%p for a in it.rows %}", "{{ a }}", "完"))

    assert fault.startswith("body, paragraph 2: {{ a }}: Unexpected end of template")
    assert "'endfor'" in fault


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("{{ it.text + 1 }}", "can only concatenate str"),
        ("{{ 1 / it.zero }}", "DivisionByZero"),
        ("{{ it.text | money }}", "no amount of money"),
        ("{{ it.text | date }}", "is no date"),
        ("{{ it.number.field }}", "has no field 'field'"),
        ("{% for x in it.number %}{{ x }}{% endfor %}", "not iterable"),
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ nothing.field }}", "'nothing' is undefined"),
        ("{{ it.number | where('a', 1) }}", "wants a table"),
        ("{{ it.text | box('甲') | checked }}", "wants a truth value"),
        ("{{ it.flag | box('甲') }}", "wants two options"),
        ("{{ it }}", "is a group of values; print one of them: text, number, zero, flag"),
    ],
)
def test_at_run_time(tag: str, told: str, make_docx: Callable[..., bytes]) -> None:
    """The template computes something impossible: the tag's place, not a line of Python."""
    from decimal import Decimal

    record = {"text": "甲", "number": 3, "zero": Decimal(0), "flag": True}
    data = make_docx("{{ it.number }}", [["标签", "前{{ it.text }}", f"后 {tag}"]])
    with pytest.raises(TemplateError) as caught:
        compile_template(data, "t.docx").render({"it": record})

    assert told in caught.value.message
    assert caught.value.details[0].startswith("body, table 1, row 1, column 3: 后 {")


def test_a_name_set_in_a_branch(make_docx: Callable[..., bytes]) -> None:
    """It is known from there on; where the branch was not taken, reading it is refused."""
    data = make_docx(
        "{% if it.a %}{% set n = namespace(of=1) %}{% set n.of = n.of + 1 %}{{ n.of }}{% endif %}",
        "{% if it.b %}{{ n.of }}{% endif %}",
    )
    template = compile_template(data, "t.docx")

    assert template.names == {"it"}
    assert "2\n2\n" in dump(template.render({"it": {"a": True, "b": True}}))
    assert template.render({"it": {"a": False, "b": False}})
    with pytest.raises(TemplateError, match="'n' is undefined") as caught:
        template.render({"it": {"a": False, "b": True}})
    assert caught.value.details[0].startswith("body, paragraph 2")


def test_unknown_names(make_docx: Callable[..., bytes]) -> None:
    """Bare names are known before anything is rendered; loop variables and macros are names too."""
    data = make_docx(
        "{% for a in project.rows %}{{ a }}{{ loop.index }}{% endfor %}{% set b = 1 %}{{ b }}",
        "{{ projct.name }}",
        header="{{ itt.x }}",
    )
    template = compile_template(data, "t.docx")
    with pytest.raises(TemplateError) as caught:
        template.require_names({"project", "it"})

    assert template.names == {"project", "projct", "itt"}
    assert list(caught.value.details) == [
        "body, paragraph 2: {{ projct.name }}: unknown name 'projct'",
        "header, paragraph 1: {{ itt.x }}: unknown name 'itt'",
    ]


def test_after_a_loop_the_place_is_right_again(make_docx: Callable[..., bytes]) -> None:
    """The tag of the fault, not the one before it, whatever ran in between."""
    data = make_docx("{% for a in it.rows %}{{ a.x }}{% endfor %}", "{{ it.text | money }}")
    with pytest.raises(TemplateError) as caught:
        compile_template(data, "t.docx").render({"it": {"rows": [{"x": 1}], "text": "甲"}})

    assert caught.value.details == ("body, paragraph 2: {{ it.text | money }}",)
