"""What can be told about a template without data: each fault at its place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svcdocs.errors import TemplateError
from svcdocs.model.finding import Severity
from svcdocs.model.template_rules import template_rules
from svcdocs.ooxml.package import read_package, write_package
from svcdocs.policy import PolicySet, policies_for
from svcdocs.render.engine import CompiledTemplate
from svcdocs.render.lint import Contract, Fault, lint_form

Lint = Callable[..., list[Fault]]


@cache
def _policies() -> PolicySet:
    return policies_for(["network-equipment@1.0"])


@pytest.fixture
def lint(make_docx: Callable[..., bytes]) -> Lint:
    """The faults of a template about a visit, or about `subject`."""

    def found(
        *blocks: Any, subject: str = "visits", fonts: tuple[str, ...] = (), **sheets: str
    ) -> list[Fault]:
        contract = Contract(subject=subject, policies=_policies(), parameters=("first_number",))
        return list(lint_form(make_docx(*blocks, **sheets), "t.docx", contract, fonts).faults)

    return found


def _quoted(fault: Fault) -> str:
    """The characters a fault points at."""
    spot = fault.spot
    return spot.paragraph.text[spot.start : spot.end] if spot else ""


@pytest.mark.parametrize(
    ("text", "rule", "quoted"),
    [
        ("{{ it.visiter }}", "unknown-field", "visiter"),
        ("{{ project.contrct.no }}", "unknown-field", "contrct"),
        ("{{ project.purchaser.fax }}", "unknown-field", "fax"),
        ("{{ terms.warranty.perid }}", "unknown-field", "perid"),
        ("{{ facts.warranty_ned }}", "unknown-field", "warranty_ned"),
        ("{{ document.titel }}", "unknown-field", "titel"),
        ("{{ document.parameters.frist_number }}", "unknown-field", "frist_number"),
        ("{{ policy.versoin }}", "unknown-field", "versoin"),
        ("{{ project.staff[it.visitor].nmae }}", "unknown-field", "nmae"),
        ("{{ project.visits.visitor }}", "unknown-field", "visitor"),
        ("{{ project.staff | pluck('nmae') }}", "unknown-field", "nmae"),
        ("{{ project.staff | where('rolle', 'x') | count }}", "unknown-field", "rolle"),
        ("{{ ('sla.windw' | term).title }}", "unknown-field", "sla.windw"),
        ("{{ it | fact('onsite-lat') }}", "unknown-field", "onsite-lat"),
        ("{{ projekt.name }}", "unknown-name", "projekt"),
        ("{{ it.visitor | nmae }}", "unknown-filter", "nmae"),
        ("{% if it.place is presnt %}x{% endif %}", "unknown-filter", "presnt"),
        ("{{ numbr(1) }}", "unknown-filter", "numbr"),
        ("{{ project.visits }}", "wrong-type", "visits"),
        ("{{ project.purchaser }}", "wrong-type", "purchaser"),
        ("{% for x in project.name %}{% endfor %}", "wrong-type", "name"),
        ("{% for x in terms.visit.methods %}{% endfor %}", "wrong-type", "methods"),
        ("{{ it.place | date }}", "wrong-type", "date"),
        ("{{ it.ended_at | money }}", "wrong-type", "money"),
        ("{{ it.rating_overall | box }}", "wrong-type", "box"),
        ("{{ it.rating_overall | box('好', '差') }}", "wrong-type", "box"),
        ("{{ it.satisfied | box('是') }}", "wrong-type", "box"),
        ("{{ it.method | title(terms.warranty.period) }}", "wrong-type", "title"),
        ("{{ it.follows | name }}", "wrong-type", "name"),
        ("{{ it.satisfied | either('是', '否') | checked }}", "wrong-type", "checked"),
        ("{{ it.visitor[0:1] }}{{ it.rating_overall == '5' }}", "wrong-type", "{{ it.rating_overall == '5' }}"),
        ("{{ a b }}", "syntax", "{{ a b }}"),
        ("{{ it.place.__class__ }}", "forbidden", "{{ it.place.__class__ }}"),
        ("{% for v in project.visits %}{{ v.id }}", "block", "{% for v in project.visits %}"),
        ("{% endif %}", "block", "{% endif %}"),
        ("{{ it.place", "split-tag", "{{"),
        ("it.place }}", "split-tag", "}}"),
        ("｛｛ it.place ｝｝", "full-width", "｛｛"),
        ("{％ if it.place ％}", "full-width", "{％"),
        ("{{ it.place，it.id }}", "full-width", "，"),
        ("{{ it.place | optional（'无'） }}", "full-width", "（"),
        ("{{ it.place | optional(‘无’) }}", "curly-quotes", "‘"),
        ("{%p if it.satisfied %}还有字⏎{%p endif %}", "not-alone", "{%p if it.satisfied %}"),
        ("接到电话后 30 分钟内响应", "typed-term", "30 分钟"),
        ("质保三年", "typed-term", "三年"),
        ("服务时段为 7×24 小时", "typed-term", "7×24 小时"),
        ("请在 99 天内答复", "typed-number", "99 天"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_place(lint: Lint, text: str, rule: str, quoted: str) -> None:
    """The first fault is the one meant, and points at the characters that are wrong."""
    first, *_others = lint(text)

    assert (first.rule, _quoted(first)) == (rule, quoted)


@pytest.mark.parametrize(
    "text",
    [
        "{{ it.visitor | name }} {{ it.ended_at | clock }} {{ it.rating_overall | box(5, 4, 3, 2, 1) }}",
        "{{ (project.acceptances | where('kind', terms.warranty.starts_with) | last).accepted_on | date }}",
        "{% for key, act in terms.accountability.acts | items %}{{ key }}{{ act.title }}{% endfor %}",
        "{% set who = project.staff[it.visitor] %}{{ who.name }}",
        "{% for level in terms.sla.levels | values %}{{ level.response }}{{ loop.index }}{% endfor %}",
        "{% macro cell(x) %}{{ x.anything }}{% endmacro %}{{ cell(it) }}",
        "{{ 'a' if it.satisfied else 'b' }}{{ buyer }}{{ customer_noun }}{{ number(1) }}",
        "{{ it.materials | box(terms.visit.preparation.materials.contents) }}",
        "2026年3月31日，第3年，______年____月____日，十二月三日",
        "{# 30 分钟，质保 3 年 #}{{ '3 年' }}",
    ],
)  # fmt: skip
def test_what_is_right_is_not_complained_about(lint: Lint, text: str) -> None:
    """Every way to write tags that documents of ours use."""
    assert [(one.rule, one.message) for one in lint(text)] == []


@pytest.mark.usefixtures("english")
def test_the_nearest_name_is_told(lint: Lint) -> None:
    """Misspelt names are the most frequent fault."""
    told = [
        one.message for one in lint("{{ it.visiter }}", "{{ it.id | datte }}", "{{ projct.no }}")
    ]

    assert [message.rpartition("did you mean ")[2] for message in told] == [
        "'visitor'?",
        "'date'?",
        "'project'?",
    ]


def test_all_faults_of_all_parts_in_one_run(lint: Lint) -> None:
    """One broken tag hides no other, whatever the part."""
    faults = lint(
        "{{ a b }} {{ it.visiter }} {{ c d }}",
        "{% for v in project.visits %}",
        [["甲", "{{ it.nothing }}"]],
        header="{{ project.nam }}",
        footer="{{ 1 | nope }}",
    )

    assert [(one.rule, _quoted(one)) for one in faults] == [
        ("syntax", "{{ a b }}"),
        ("unknown-field", "visiter"),
        ("syntax", "{{ c d }}"),
        ("block", "{% for v in project.visits %}"),
        ("unknown-field", "nothing"),
        ("unknown-field", "nam"),
        ("unknown-filter", "nope"),
    ]


def test_the_same_fault_twice_in_one_paragraph(lint: Lint) -> None:
    """Each at its own tag."""
    faults = lint("{{ it.nothing }} 和 {{ it.nothing }}")

    assert [one.spot.start for one in faults if one.spot] == [6, 25]


@pytest.mark.parametrize(
    "text", ["{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "{{ 1" + "0" * 5000 + " }}"]
)
def test_a_tag_that_no_parser_can_read(lint: Lint, text: str) -> None:
    """It is told, and no traceback; what was not looked at is told, too."""
    assert {one.rule for one in lint(text, "{{ it.place }}")} == {"syntax"}


def test_hundreds_of_broken_tags(lint: Lint) -> None:
    """A file that is no template comes to an end."""
    faults = lint(*["{{ a b }}"] * 300)

    assert {one.rule for one in faults} == {"syntax"}
    assert 100 < len(faults) < 300


@pytest.mark.usefixtures("english")
def test_places_are_those_of_the_document(lint: Lint) -> None:
    """Tables, rows and columns as a reader counts them."""
    faults = lint("一", [["a", "b"], ["c", "{{ it.nothing }}"]], "{{ it.nowhere }}")

    assert [fault.finding("t.docx").place.spot for fault in faults] == [
        "body, table 1, row 2, column 2",
        "body, paragraph 2",
    ]


def test_the_same_tag_twice_is_told_at_both_places(lint: Lint) -> None:
    """One message for a field, but never the wrong paragraph."""
    faults = lint("{{ it.nothing }}", "文字", "{{ it.nothing }}")

    assert [one.spot.paragraph.index for one in faults if one.spot] == [0, 2]


def test_the_opening_tag_of_a_block_is_named(lint: Lint) -> None:
    """The end of the file is no place to look for it."""
    faults = lint("{% for v in project.visits %}", "{% if it.place %}", "{% endfor %}")

    assert [(one.rule, _quoted(one)) for one in faults] == [("block", "{% if it.place %}")]


def test_a_block_that_ends_at_another_level(lint: Lint) -> None:
    """Its rows would be torn apart; blocks from one paragraph into another are right."""
    rows = [["{%tr for v in project.visits %}"], ["{{ v.id }}{% endfor %}"]]
    inline = ["{% if it.place %}甲", "乙", "{% else %}丙", "丁{% endif %}"]

    assert [(one.rule, _quoted(one)) for one in lint(rows)] == [
        ("level", "{%tr for v in project.visits %}")
    ]
    assert lint(*inline) == []


def test_a_row_tag_beside_other_cells(lint: Lint) -> None:
    """The whole row goes with the tag."""
    faults = lint(
        [
            ["{%tr for v in project.visits %}", "{{ v.id }}"],
            ["{{ v.place }}", ""],
            ["{%tr endfor %}", ""],
        ]
    )

    assert [(one.rule, _quoted(one)) for one in faults] == [
        ("not-alone", "{%tr for v in project.visits %}")
    ]


def test_it_of_a_document_for_the_whole_project(lint: Lint) -> None:
    """A type without `for` has no row."""
    assert [one.rule for one in lint("{{ it.id }}", subject="")] == ["unknown-name"]


def test_a_head_that_does_not_repeat(lint: Lint) -> None:
    """Rows that a loop makes may fill pages; a head marked as such is right."""
    rows = [["序号", "地点"], ["{%tr for v in project.visits %}", ""]]
    rows += [["{{ loop.index }}", "{{ v.place }}"], ["{%tr endfor %}", ""]]
    faults = lint(rows)

    assert [(one.rule, _quoted(one)) for one in faults] == [("table-header", "序号")]


def _run(properties: str, text: str = "字") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_fonts(lint: Lint) -> None:
    """Each font once, at its first use; a type may allow more."""
    blocks = [
        _run('<w:rFonts w:ascii="Comic Sans MS" w:eastAsia="华文彩云"/>'),
        _run('<w:rFonts w:eastAsia="华文彩云"/>'),
        _run('<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋_GB2312"/>'),
        _run('<w:rFonts w:asciiTheme="minorHAnsi"/>'),
    ]

    assert [one.rule for one in lint(*blocks)] == ["font", "font", "theme-font"]
    assert [one.rule for one in lint(*blocks, fonts=("华文彩云",))] == ["font", "theme-font"]


def test_fonts_of_styles(make_docx: Callable[..., bytes]) -> None:
    """A style has no text to point at; it is named."""
    parts = read_package(make_docx("字"), "t.docx")
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(
        'w:eastAsia="宋体"'.encode(), b'w:eastAsiaTheme="minorEastAsia"'
    )
    faults = lint_form(write_package(parts), "t.docx", Contract(policies=_policies())).faults

    assert {one.rule for one in faults} == {"theme-font"}
    assert all(one.where and one.spot is None for one in faults)


def _field(code: str, *results: str) -> str:
    runs = [f'<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText>']
    runs += ['<w:fldChar w:fldCharType="separate"/>'] if results else []
    runs += [f"<w:t>{result}</w:t>" for result in results if result]
    runs += ['<w:fldChar w:fldCharType="end"/>']
    return "<w:p>" + "".join(f"<w:r>{run}</w:r>" for run in runs) + "</w:p>"


def test_fields_without_a_result(lint: Lint) -> None:
    """Word offers to repair such a file; marks of an index never show anything."""
    blocks = [_field("PAGE", "1"), _field("PAGE"), _field("NUMPAGES", ""), _field('XE "词"')]

    assert [(one.rule, one.spot.paragraph.index) for one in lint(*blocks) if one.spot] == [
        ("field-result", 1),
        ("field-result", 2),
    ]


def test_leftovers(make_docx: Callable[..., bytes]) -> None:
    """Changes, comments and names would stand in every document."""
    changed = '<w:p><w:ins w:id="1" w:author="张工"><w:r><w:t>新</w:t></w:r></w:ins></w:p>'
    parts = read_package(make_docx(changed), "t.docx")
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(
        b"<dc:language>", "<dc:creator>张工</dc:creator><dc:language>".encode()
    )
    faults = lint_form(write_package(parts), "t.docx", Contract(policies=_policies())).faults

    assert [one.rule for one in faults] == ["tracked-changes", "author"]


def test_a_tag_in_two_formats(lint: Lint) -> None:
    """Split over runs is how Word works; only runs that look different are told."""
    alike = "<w:p><w:r><w:t>{{ it.pl</w:t></w:r><w:r><w:rPr><w:lang w:val='en-US'/></w:rPr><w:t>ace }}</w:t></w:r></w:p>"
    different = alike.replace("<w:lang w:val='en-US'/>", "<w:b/>")

    assert lint(alike) == []
    assert [(one.rule, _quoted(one)) for one in lint(different)] == [
        ("split-format", "{{ it.place }}")
    ]


def test_what_is_no_document() -> None:
    """A damaged file is a fault like any other."""
    faults = lint_form(b"PK nothing", "t.docx", Contract(policies=_policies())).faults

    assert [one.rule for one in faults] == ["package"]


def test_a_file_of_no_type_may_be_about_anything(make_docx: Callable[..., bytes]) -> None:
    """Nobody knows what `it` is; the rest is checked."""
    data = make_docx("{{ it.anything }} {{ project.nam }}")
    faults = lint_form(data, "t.docx", Contract(policies=_policies(), any_subject=True)).faults

    assert [_quoted(one) for one in faults] == ["nam"]


_WORDS = [
    "for v in project.visits", "endfor", "if it.place", "else", "endif", "set x = it", "endset",
    "it.visitor | name", "it.visiter", "loop.index", "(", "'", "vm", "hm", "colspan 3", "raw", "endraw",
    "macro m(a)", "endmacro", "m(1)", "include 'x'", "range(3)", "it[it]", "1/0", "_x", "，",
]  # fmt: skip
_FORMS = [
    "{{{{ {} }}}}",
    "{{% {} %}}",
    "{{%p {} %}}",
    "{{%tr {} %}}",
    "{{{{r {} }}}}",
    "{{{{ {}",
    "{}",
]
_TAGS = st.builds(str.format, st.sampled_from(_FORMS), st.sampled_from(_WORDS))


@given(
    st.lists(st.one_of(_TAGS, st.lists(st.tuples(_TAGS, _TAGS).map(list), min_size=1)), max_size=4)
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_does_not_compile_has_an_error(make_docx: Callable[..., bytes], blocks: Any) -> None:
    """Lint may know more than the compiler, never less; and it always comes to an end."""
    data = make_docx(*blocks)
    faults = lint_form(data, "t.docx", Contract(subject="visits", policies=_policies())).faults
    rules = template_rules()
    errors = [one for one in faults if rules[f"template/{one.rule}"].severity is Severity.ERROR]
    try:
        CompiledTemplate(data, "t.docx")
    except TemplateError:
        assert errors
