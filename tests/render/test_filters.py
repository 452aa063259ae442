"""The filters and functions of templates; those that rules know too mean the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from svcdocs.calc.china_time import CHINA
from svcdocs.errors import TemplateError
from svcdocs.model.quantity import Quantity, Unit
from svcdocs.ooxml.dump import dump
from svcdocs.render.engine import compile_template
from svcdocs.render.lack import IncompleteDocumentError, Reason
from svcdocs.render.mode import Mode
from svcdocs.render.numbering import Numbering
from svcdocs.render.run import Run

MOMENT = datetime(2026, 3, 31, 8, 5, tzinfo=CHINA)

PROJECT: dict[str, Any] = {
    "staff": [{"id": "S1", "name": "苏晓棠"}, {"id": "S2", "name": "顾婉清"}],
    "visits": [
        {"id": "V1", "method": "onsite", "score": 5, "on": date(2026, 3, 1)},
        {"id": "V2", "method": "phone", "score": 3},
        {"id": "V3", "method": "onsite", "score": 4, "on": date(2026, 1, 1)},
    ],
}
TERMS: dict[str, Any] = {
    "methods": {
        "title": "回访方式",
        "onsite": {"title": "现场", "place": True},
        "phone": {"title": "电话"},
    },
    "causes": {"title": "原因", "key": "关键设备", "virus": "病毒"},
    "sentence": "质保期为 {{ terms.period }}，{{ buyer }}<甲>",
    "period": "3 年",
}
IT: dict[str, Any] = {
    "amount": Decimal("1409.50"),
    "day": date(2026, 3, 31),
    "moment": MOMENT,
    "number": 12,
    "method": "phone",
    "ways": ["onsite", "phone"],
    "people": ["S2", "S1"],
    "visitor": "S1",
    "yes": True,
    "no": False,
    "rating": 4,
    "odd": "传真",
    "short": Quantity(Decimal(450), Unit.SECOND),
    "long": Quantity(Decimal(150), Unit.MINUTE),
}


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ it.amount | money }}", "¥1,409.50"),
        ("{{ it.amount | capitals }}", "壹仟肆佰零玖元伍角"),
        ("{{ it.number | cn }}", "十二"),
        ("{{ it.day | cn }}", "二〇二六年三月三十一日"),
        ("{{ it.moment | date }}", "2026年3月31日"),
        ("{{ it.moment | moment }}", "2026年3月31日 08:05"),
        ("{{ it.moment | clock }}", "08:05"),
        ("{{ it.number | line(20) }}", "12"),
        ("{{ it.day | short_date }} {{ it.moment | short_date }}", "2026-03-31 2026-03-31"),
        ("{{ it.yes | either('合格', '不合格') }}{{ it.no | either('√', '×') }}", "合格×"),
        ("{{ it.nothing | either('合格', '不合格') | optional('—') }}", "—"),
        ("{{ it.odd | sentence }}{{ '好！' | sentence }}", "传真。好！"),
        ("{{ it.nothing | optional | box('邮件', other='其他') }}", "□ 邮件　□ 其他"),
        ("{{ it.visitor | name }}", "苏晓棠"),
        ("{{ it.people | name }}", "顾婉清、苏晓棠"),
        ("{{ it.people | name | join('；') }}", "顾婉清；苏晓棠"),
        ("{{ project.staff[it.visitor].name }}", "苏晓棠"),
        ("{{ it.method | title(terms.methods) }}", "电话"),
        ("{{ it.ways | title(terms.methods) }}", "现场、电话"),
        ("{{ 'virus' | title(terms.causes) }}", "病毒"),
        ("{{ terms.methods[it.method].title }}", "电话"),
        ("{{ terms.methods.title }}", "回访方式"),
        ("{{ terms.methods | keys | join }}", "onsite、phone"),
        ("{{ terms.methods | values | pluck('title') | join('/') }}", "现场/电话"),
        ("{% for k, v in terms.methods | items %}{{ k }}={{ v.title }} {% endfor %}", "onsite=现场 phone=电话 "),
        ("{{ terms.sentence | text }}", "质保期为 3 年，甲方<甲>"),
        ("{{ it.method | box(terms.methods) }}", "□ 现场　☑ 电话"),
        ("{{ it.ways | box(terms.methods) }}", "☑ 现场　☑ 电话"),
        ("{{ 'key' | box(terms.causes) }}", "☑ 关键设备　□ 病毒"),
        ("{{ it.yes | box('是', '否') }}", "☑ 是　□ 否"),
        ("{{ it.no | box('是', '否') }}", "□ 是　☑ 否"),
        ("{{ it.rating | box(5, 4, 3) }}", "□ 5　☑ 4　□ 3"),
        ("{{ it.moment | short_moment }}", "2026-03-31 08:05"),
        ("{{ it.method | box(onsite='到场', phone='去电') }}", "□ 到场　☑ 去电"),
        ("{{ it.number | percent(32) }}", "37.5%"),
        ("{{ it.number | percent(12) }}", "100%"),
        ("{{ it.number | percent(0) }}", "—"),
        ("{{ it.short | percent(it.long, rest=true) }}", "95%"),
        ("{{ it.long | duration }}", "2 小时 30 分钟"),
        ("{{ 0 | duration }}", "0 分钟"),
        ("{{ [it.short, it.long] | sum }}", "9450 秒"),
        ("{{ project.visits | pluck('score') | average }}", "4"),
        ("{{ [1, 2, 2] | average }}", "1.7"),
        ("{{ project.visits | where('method', 'fax') | pluck('score') | average }}", "—"),
        ("{{ it.odd | box('邮件', other='其他') }}", "□ 邮件　☑ 其他：传真"),
        ("{{ '邮件' | box('邮件', other='其他') }}", "☑ 邮件　□ 其他"),
        ("{{ it.yes | checked }}{{ it.no | checked }}", "☑□"),
        ("{{ project.visits | count }}{{ it.ways | length }}", "32"),
        ("{{ project.visits | where('method', 'onsite') | count }}", "2"),
        ("{{ project.visits | where('method', 'onsite') | pluck('score') | sum }}", "9"),
        ("{{ project.visits | pluck('score') | min }}-{{ project.visits | pluck('score') | max }}", "3-5"),
        ("{{ (project.visits | first).id }}{{ (project.visits | last).id }}", "V1V3"),
        ("{{ project.visits | sort('on') | pluck('id') | join }}", "V3、V1、V2"),
        ("{{ project.visits | pluck('method') | unique | join }}", "onsite、phone"),
        ("{{ project.visits | pluck('on') | join }}", "2026年3月1日、2026年1月1日"),
        ("{{ number(1) }} {{ number(2) }} {{ number(1) }}", "1 1.1 2"),
        ("{% set ns = namespace(n=0) %}{% for v in project.visits %}{% set ns.n = ns.n + v.score %}{% endfor %}{{ ns.n }}", "12"),
        ("{% for n in range(3) %}{{ loop.cycle('甲', '乙') }}{% endfor %}", "甲乙甲"),
    ],
)  # fmt: skip
def test_results(tag: str, text: str, render_text: Callable[..., str]) -> None:
    """One tag, one text."""
    assert render_text(tag, project=PROJECT, terms=TERMS, it=IT, buyer="甲方") == text


@pytest.mark.parametrize(
    "tag",
    [
        "{{ it.yes | cn }}",
        "{{ it.amount | cn }}",
        "{{ it.odd | clock }}",
        "{{ it.day | moment }}",
        "{{ it.odd | title(it.ways) }}",
        "{{ it.number | text }}",
        "{{ it.number | pluck('a') }}",
        "{{ it.ways | sum }}",
        "{{ it.ways | average }}",
        "{{ it.number | duration }}",
        "{{ it.odd | percent(3) }}",
        "{{ it.long | percent(3) }}",
        "{{ it.ways | sort('a') }}",
        "{{ it.ways | keys }}",
        "{{ it.number | line }}",
        "{{ it.number | date(1) }}",
        "{{ it.yes | money }}",
        "{{ it.odd | either('一', '二') }}",
        "{{ it.number | short_date }}",
    ],
)
def test_wrong_use_is_the_templates_fault(tag: str, render_text: Callable[..., str]) -> None:
    """Never a wrong text."""
    with pytest.raises(TemplateError):
        render_text(tag, project=PROJECT, terms=TERMS, it=IT)


def test_a_value_outside_the_options_is_a_lack(make_docx: Callable[..., bytes]) -> None:
    """Leaving every box empty would say something else than the data."""
    template = compile_template(make_docx("{{ it.odd | box('邮件', '电话') }}"), "t.docx")
    with pytest.raises(IncompleteDocumentError) as caught:
        template.render({"it": IT})

    (lack,) = caught.value.lacks
    assert (lack.reason, lack.name, lack.detail) == (Reason.OPTION, "it.odd", "传真")


def test_a_name_nobody_has_is_missing(make_docx: Callable[..., bytes]) -> None:
    """A staff id without its row is a value to fill in, found at the table."""
    template = compile_template(make_docx("{{ 'S9' | name }}"), "t.docx")
    with pytest.raises(IncompleteDocumentError) as caught:
        template.render({"project": PROJECT})

    assert [lack.path[:3] for lack in caught.value.lacks] == [("project", "staff", "S9")]


def test_sentences_know_the_mode(make_docx: Callable[..., bytes]) -> None:
    """What a policy's sentence lacks is marked or left blank inside the sentence."""
    context = {"terms": {"s": "自 {{ it.day | date }} 起"}, "it": {}}
    template = compile_template(make_docx("{{ terms.s | text }}"), "t.docx")

    assert "自 【待填】 起" in dump(template.render(context, Mode.DRAFT))
    assert "自 ______年____月____日 起" in dump(template.render(context, Mode.BLANK))
    with pytest.raises(IncompleteDocumentError) as caught:
        template.render(context)
    assert caught.value.lacks[0].name == "it.day"


@pytest.mark.parametrize(
    ("first", "levels", "numbers"),
    [
        ("1", [1, 2, 2, 3, 1, 2], ["1", "1.1", "1.2", "1.2.1", "2", "2.1"]),
        ("1.1", [1, 1, 2], ["1.1", "1.2", "1.2.1"]),
        ("4.3.9", [1, 2, 1], ["4.3.9", "4.3.9.1", "4.3.10"]),
        ("1", [1, 3, 2], ["1", "1.1.1", "1.2"]),
        ("3", [2, 1], ["3.1", "4"]),
    ],
)
def test_numbering(first: str, levels: list[int], numbers: list[str]) -> None:
    """Deeper levels start again; a skipped level counts as its first."""
    counters = Numbering(first)

    assert [counters.next(level) for level in levels] == numbers


@pytest.mark.parametrize("first", ["", "1.", "a", "1.a", "一", "1..2", "-1", "²"])
def test_numbers_are_numbers(first: str) -> None:
    """What a person types as the first number may be wrong."""
    with pytest.raises(ValueError, match=r".*"):
        Numbering(first)


def test_levels_begin_with_one(render_text: Callable[..., str]) -> None:
    """Level 0 is no level."""
    with pytest.raises(TemplateError):
        render_text("{{ number(0) }}")


def test_facts_of_other_records(make_docx: Callable[..., bytes]) -> None:
    """`facts.name` is of the document's record, `record | fact(name)` of any."""
    from svcdocs.render.views import Facts

    class Source:
        def fact(self, name: str, record: object) -> tuple[Any, list[tuple[Any, Any]]]:
            return {"state": f"{name} {record}"}, [(("project", "no"), "1")]

    run = Run()
    context = {"facts": Facts(run, Source(), ("project", "visits", 1)), "project": PROJECT}
    data = make_docx(
        "{{ facts.on_time.state }}", "{{ (project.visits['V1'] | fact('on-time')).state }}"
    )

    text = dump(compile_template(data, "t.docx").render(context, run=run))

    assert text == ("# body\non-time ('project', 'visits', 1)\non-time ('project', 'visits', 0)\n")
    assert run.reads["project", "no"] == "1"
