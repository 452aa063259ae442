"""What is not there: final refuses and lists it all, draft marks it, blank leaves room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from svcdocs.ooxml.dump import dump
from svcdocs.render.engine import compile_template
from svcdocs.render.lack import IncompleteDocumentError, Reason
from svcdocs.render.missing import Missing
from svcdocs.render.mode import Mode
from svcdocs.render.run import Run

Block = str | list[list[str]]


def _lacks(data: bytes, **context: Any) -> list[str]:
    with pytest.raises(IncompleteDocumentError) as caught:
        compile_template(data, "t.docx").render(context)
    return [lack.name for lack in caught.value.lacks]


def test_all_at_once_each_once_in_reading_order(make_docx: Callable[..., bytes]) -> None:
    """Body, then header; rows are named by their id."""
    data = make_docx(
        "{{ it.a }}{{ it.b }}{{ it.a }}",
        [["{%tr for r in project.visits %}", ""], ["{{ r.x }}", ""], ["{%tr endfor %}", ""]],
        header="{{ it.c.d }}",
    )

    found = _lacks(data, it={"b": "有"}, project={"visits": [{"id": "V-1"}, {"id": "V-2", "x": 1}]})

    assert found == ["it.a", "project.visits[V-1].x", "it.c.d"]


def test_a_lack_says_where_it_would_be_printed(
    make_docx: Callable[..., bytes],
    english: None,  # noqa: ARG001 - a fixture
) -> None:
    """The label in the cell before says what an otherwise empty cell is for."""
    data = make_docx("前", [["客户名称", "{{ it.a }}"]], "电话：{{ it.b }}。", footer="{{ it.c }}")
    with pytest.raises(IncompleteDocumentError) as caught:
        compile_template(data, "t.docx").render({"it": {}})

    assert list(caught.value.details) == [
        "it.a is missing (body, table 1, row 1, column 2: 客户名称 | {{ it.a }})",
        "it.b is missing (body, paragraph 2: 电话：{{ it.b }}。)",
        "it.c is missing (footer, paragraph 1: {{ it.c }})",
    ]


@pytest.mark.parametrize("empty", [{}, {"v": None}, {"v": ""}])
@pytest.mark.parametrize(
    "tag",
    [
        "{{ it.v }}",
        "{{ it.v.deeper }}",
        "{{ it['v'] }}",
        "{{ it.v + 1 }}",
        "{{ it.v ~ '单位' }}",
        "{{ it.v | money }}",
        "{{ it.v | date }}",
        "{{ it.v | cn }}",
        "{{ it.v | text }}",
        "{{ it.v | box('甲', '乙') }}",
        "{{ it.v | checked }}",
        "{% if it.v %}甲{% else %}乙{% endif %}",
        "{% if not it.v %}甲{% endif %}",
        "{% if it.v == 3 %}甲{% else %}乙{% endif %}",
        "{% if it.v != 3 %}甲{% endif %}",
        "{% if it.v > 3 %}甲{% endif %}",
        "{% if it.v in [1, 2] %}甲{% endif %}",
        "{% for one in it.v %}甲{% endfor %}",
        "{% set x = it.v %}{{ x }}",
        "{{ '甲' if it.v else '乙' }}",
    ],
)
def test_no_use_of_a_missing_value_passes_silently(
    tag: str, empty: dict[str, Any], make_docx: Callable[..., bytes]
) -> None:
    """Absent, null and empty are one thing; not knowing is never a no."""
    assert _lacks(make_docx(tag), it=empty)[0].startswith("it.v")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ it.v | optional }}", ""),
        ("{{ it.v | optional('无') }}", "无"),
        ("{{ it.v | date | optional }}", ""),
        ("{{ it.v | optional | date }}", ""),
        ("{{ it.v | default('—') }}", "—"),
        ("{% if it.v is present %}甲{% else %}乙{% endif %}", "乙"),
        ("{% if it.v is missing %}甲{% endif %}", "甲"),
        ("{% if it.v is defined and it.v > 3 %}甲{% endif %}", ""),
        ("{% for r in project.visits %}甲{% endfor %}", ""),
        ("{% if project.visits %}甲{% else %}乙{% endif %}", "乙"),
        ("{{ project.visits | count }}", "0"),
        ("{{ project.visits | where('visit', 'V') | count }}", "0"),
        ("{{ project.visits | pluck('n') | sum }}", "0"),
    ],
)
def test_asked_for_it_may_be_missing(tag: str, text: str, render_text: Callable[..., str]) -> None:
    """A missing table has no rows; a field may be optional when the template says so."""
    assert render_text(f"前{tag}后", it={"id": "1"}, project={"no": "1"}) == f"前{text}后"


def test_draft_marks(make_docx: Callable[..., bytes]) -> None:
    """A value to fill in, and boxes of which none is ticked."""
    data = make_docx("{{ it.v }}，{{ it.v | money }}，{{ it.v | box('是', '否') }}")
    run = Run(Mode.DRAFT)

    text = dump(compile_template(data, "t.docx").render({"it": {}}, run=run))

    assert text == "# body\n【待填】，【待填】，□ 是　□ 否【待填】\n"
    assert [lack.name for lack in run.lacks] == ["it.v"]


def test_unresolved_terms(make_docx: Callable[..., bytes]) -> None:
    """A term nobody has decided is told apart from a missing value."""
    run = Run(Mode.DRAFT)
    context = {"terms": {"fee": Missing(run, ("terms", "fee"), Reason.UNRESOLVED)}}

    text = dump(compile_template(make_docx("{{ terms.fee }}"), "t.docx").render(context, run=run))

    assert text == "# body\n【待确认】\n"
    assert [(lack.reason, lack.name) for lack in run.lacks] == [(Reason.UNRESOLVED, "terms.fee")]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ it.v }}", "________"),
        ("{{ it.v | line(3) }}", "___"),
        ("{{ it.v | optional }}", "________"),
        ("{{ it.v | date }}", "______年____月____日"),
        ("{{ it.v | moment }}", "______年____月____日____时____分"),
        ("{{ it.v | money }}", "¥________"),
        ("{{ project.visits | count }}", "________"),
        ("{{ project.visits | where('visit', it.id) | count }}", "________"),
        ("{{ it.v | box('是', '否') }}", "□ 是　□ 否"),
        ("{{ it.v | box('甲', other='其他') }}", "□ 甲　□ 其他____"),
        ("{{ it.v | checked }}", "□"),
        ("{{ it.v | name }}", "________"),
        ("{{ project.staff[it.v].name }}", "________"),
        ("{% if it.v %}甲{% endif %}", ""),
    ],
)
def test_blank_leaves_room(tag: str, text: str, render_text: Callable[..., str]) -> None:
    """Lines to write on; no box ticked, no count of nothing."""
    result = render_text(f"前{tag}后", it={"id": "1"}, project={"no": "1"}, mode=Mode.BLANK)

    assert result == f"前{text}后"


def test_a_cell_of_its_own_is_room_enough(render_text: Callable[..., str]) -> None:
    """With a label inside the cell a line is drawn, without one the cell stays empty."""
    result = render_text(
        [["{{ it.a }}", "电话：{{ it.b }}", "{{ it.c | date }}"]], it={}, mode=Mode.BLANK
    )

    assert result == "|  | 电话：________ | 　　　年　　月　　日 |"


def test_blank_rows(make_docx: Callable[..., bytes]) -> None:
    """As many as the type says; one where it says nothing; none beside real rows."""
    data = make_docx(
        [["{%tr for r in project.visits %}", ""], ["甲", "{{ r.x }}"], ["{%tr endfor %}", ""]],
        [
            ["{%tr for r in project.units | where('visit', it.id) %}", ""],
            ["{{ loop.index }}/{{ loop.length }}", "{{ r.x }}"],
            ["{%tr endfor %}", ""],
        ],
    )
    template = compile_template(data, "t.docx")

    def rows(project: dict[str, Any]) -> list[str]:
        run = Run(Mode.BLANK, blank_rows={"visits": 2})
        text = dump(template.render({"project": project, "it": {"id": "1"}}, run=run))
        return text.splitlines()[1:]

    assert rows({}) == ["| 甲 |  |", "| 甲 |  |", "| 1/1 |  |"]
    assert rows({"visits": [{"id": "V", "x": 7}], "units": [{"id": "U", "visit": "2"}]}) == [
        "| 甲 | 7 |",
        "| 1/1 |  |",
    ]


def test_a_blank_form_prints_what_is_known(render_text: Callable[..., str]) -> None:
    """Pre-filled: a value that is there prints, and its box is ticked."""
    result = render_text(
        "{{ it.a }}{{ it.b | box('是', '否') }}", it={"a": "甲", "b": False}, mode=Mode.BLANK
    )

    assert result == "甲□ 是　☑ 否"


@pytest.mark.parametrize(
    ("cell", "lacks"),
    [
        ("{{ it.words | join }}", ["{{ it.words | join }}"]),
        ("{{ it.words | join | optional }}", []),
        ("{{ it.words | join if it.words else '' }}", []),
        ("甲{{ it.words | join }}", []),
        ("{{ it.words | join }}{{ it.name }}", []),
    ],
)
def test_a_labelled_cell_that_came_out_empty(
    cell: str, lacks: list[str], make_docx: Callable[..., bytes]
) -> None:
    """A final document has something in it, unless its author said that it may be empty."""
    template = compile_template(make_docx([["名称", cell]]), "t.docx")
    context = {"it": {"words": [""], "name": "甲"}}

    run = Run(Mode.DRAFT)
    assert template.render(context, run=run)
    assert run.lacks == ()
    if lacks:
        with pytest.raises(IncompleteDocumentError) as caught:
            template.render(context)
        assert [lack.detail for lack in caught.value.lacks] == lacks
    else:
        assert template.render(context)
