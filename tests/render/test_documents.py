"""From a project folder to documents: types found, records chosen, every mode, what was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from svcdocs.errors import TemplateError, UsageError
from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.properties import read_properties
from svcdocs.policy import load_policies, policies_for
from svcdocs.render.doctype import discover_types, find_type, read_type
from svcdocs.render.document import records, render_blank, render_document
from svcdocs.render.lack import IncompleteDocumentError, Reason
from svcdocs.render.mode import Mode
from svcdocs.render.outline import build_form, load_outline

FILES = {
    "project.yaml": """
stage: in-service
as_of: 2026-09-30
policies: [small@1.0]
no: P-1
name: 三年<原厂> & "x"
purchaser: {name: 东澜理工大学, noun: 学校}
supplier: {name: 启衡网络}
staff: [{id: S1, name: 苏晓棠}]
visits:
  - {id: V1, visitor: S1, method: phone, started_at: 2026-03-31 08:30, ended_at: 2026-03-31 09:00}
  - {id: V2, visitor: S1, method: onsite}
  - {id: V3, method: fax, started_at: 2026-04-01 08:30, ended_at: 2026-04-01 09:00}
""",
    "policies/small/policy.yaml": """
id: small
version: "1.0"
title: 小政策
sources: {seed: {title: 方案}}
terms:
  visit:
    source: seed:L1
    report: {value: 1 day, better: lower}
    fee: {status: unresolved, title: 费用}
    duty: "{{ supplier }}在 {{ terms.visit.report }}内报告{{ customer_noun }}。"
    methods:
      title: 方式
      onsite: {title: 现场}
      phone: {title: 电话}
rules:
  report-late:
    title: 报告逾期
    nature: breach
    severity: error
    from_stage: in-service
    for: project.visits
    where: it.ended_at is present
    source: seed:L1
    deadline: {from: "it.ended_at | date", within: terms.visit.report, done: it.recorded_on}
""",
    "templates/visit/type.yaml": """
id: visit
title: 回访单
form_no: KF-9
from_stage: in-service
for: project.visits
where: it.ended_at is present
number: "HF-{{ it.id }}"
file_name: "回访单 {{ it.id }}（{{ it.visitor | name | optional('无人') }}）"
blank: {policies: [small@1.0], rows: {visits: 2}}
words: {supplier: 我方}
parameters: {first_number: {default: "2.1", title: 首个标题号}, heading_level: {default: 1}}
""",
    "templates/visit/outline.yaml": """
blocks:
  - heading: "{{ document.title }} {{ document.number }}"
  - grid:
      columns: [1, 2]
      rows:
        - {项目: "{{ project.name }}"}
        - {回访人: "{{ it.visitor | name }}"}
        - {方式: "{{ it.method | box(terms.visit.methods) }}"}
        - {时间: "{{ it.started_at | moment }}"}
        - {应于: "{{ facts.report_late.due }}"}
  - paragraph: "{{ terms.visit.duty | text }}{{ buyer }} {{ policy.id }} {{ document.as_of }}"
  - table:
      each: v in project.visits
      columns: [{title: 编号, text: "{{ v.id }}"}]
""",
    "templates/fee/type.yaml": """
id: fee
title: 费用单
from_stage: bid
file_name: 费用单
""",
    "templates/fee/outline.yaml": "blocks: [{paragraph: '费用{{ terms.visit.fee }}。'}]",
}

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a policy and two document types of its own."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _build(tmp_path)
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text in one of the project's files, and make the forms anew."""

    def replace_text(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        _build(folder)

    return replace_text


def _build(folder: Path) -> None:
    for kind in (folder / "templates").iterdir():
        form = build_form(load_outline(kind), {"title": kind.name})
        (kind / "form.docx").write_bytes(form)


def _context(folder: Path) -> Context:
    loaded = load_project(folder)
    assert loaded.problems == []
    return Context.build(loaded, load_policies(loaded))


def _body(data: bytes) -> list[str]:
    return [line for line in dump(data).partition("\n# ")[0].splitlines()[1:] if line]


def test_types_are_found(folder: Path) -> None:
    """The project's own beside the built-in ones; the manifest in our words."""
    types = discover_types(folder)
    visit = types["visit"]

    assert {"visit", "fee", "visit-record"} <= types.keys()
    assert (visit.subject, visit.form_no, visit.blank_rows) == ("visits", "KF-9", {"visits": 2})
    assert visit.words == {"buyer": "甲方", "supplier": "我方"}
    assert visit.parameters["first_number"].title == "首个标题号"
    assert find_type("visit", folder) == visit


def test_records_that_get_a_document(folder: Path) -> None:
    """Rows for which `where` holds, not those of which it isn't known; else the project once."""
    context = _context(folder)

    assert records(context, find_type("visit", folder)) == [
        ("project", "visits", 0),
        ("project", "visits", 2),
    ]
    assert records(context, find_type("fee", folder)) == [None]


def test_a_final_document(folder: Path) -> None:
    """Everything in it: names, boxes, facts, sentences, numbers, the file's name."""
    rendered = render_document(
        _context(folder), find_type("visit", folder), ("project", "visits", 0)
    )

    assert _body(rendered.data) == [
        "{Heading1} 2.1　回访单 HF-V1",
        '| 项目 | 三年<原厂> & "x" |',
        "| 回访人 | 苏晓棠 |",
        "| 方式 | □ 现场　☑ 电话 |",
        "| 时间 | 2026年3月31日 08:30 |",
        "| 应于 | 2026年4月1日 |",
        "我方在 1 天内报告学校。甲方 small 2026年9月30日",
        "| 编号 |",
        "| V1 |",
        "| V2 |",
        "| V3 |",
    ]
    assert rendered.file_name == "回访单 V1（苏晓棠）.docx"
    assert (rendered.record, rendered.number, rendered.missing) == ("V1", "HF-V1", ())


def test_what_a_document_read(folder: Path) -> None:
    """Its own values, and those its facts were computed from; not the other rows' fields."""
    reads = render_document(
        _context(folder), find_type("visit", folder), ("project", "visits", 0)
    ).reads

    assert ("project", "visits", 0, "ended_at") in reads
    assert ("project", "visits", 2, "id") in reads
    assert ("project", "visits", 2, "ended_at") not in reads
    assert ("terms", "visit", "report") in reads
    assert ("terms", "visit", "fee") not in reads
    assert {path[0] for path in reads} == {"project", "terms"}


def test_where_values_are_missing_in_the_data(folder: Path, edit: Edit) -> None:
    """All of them, with file, line and column of where they would stand."""
    edit("project.yaml", "method: phone, started_at: 2026-03-31 08:30, ", "")
    with pytest.raises(IncompleteDocumentError) as caught:
        render_document(_context(folder), find_type("visit", folder), ("project", "visits", 0))

    assert [lack.name for lack in caught.value.lacks] == [
        "project.visits[V1].method",
        "project.visits[V1].started_at",
    ]
    places = [lack.place for lack in caught.value.lacks]
    assert [(place.line, place.column) for place in places if place] == [(11, 5), (11, 5)]


def test_a_value_outside_the_vocabulary(folder: Path) -> None:
    """A fax is no way of visiting: no box would be ticked."""
    with pytest.raises(IncompleteDocumentError) as caught:
        render_document(_context(folder), find_type("visit", folder), ("project", "visits", 2))

    found = {(lack.reason, lack.name) for lack in caught.value.lacks}
    assert (Reason.OPTION, "project.visits[V3].method") in found


def test_an_unresolved_term_blocks_who_prints_it(folder: Path) -> None:
    """And names its place in the policy; a draft marks it; nobody else minds."""
    context = _context(folder)
    fee = find_type("fee", folder)
    with pytest.raises(IncompleteDocumentError) as caught:
        render_document(context, fee)
    (lack,) = caught.value.lacks
    draft = render_document(context, fee, mode=Mode.DRAFT)

    assert (lack.reason, lack.name) == (Reason.UNRESOLVED, "terms.visit.fee")
    assert lack.place is not None
    assert lack.place.file.endswith("policies/small/policy.yaml")
    assert lack.place.line == 10
    assert _body(draft.data) == ["费用【待确认】。"]
    assert [one.name for one in draft.missing] == ["terms.visit.fee"]


def test_a_blank_form_without_a_project(folder: Path) -> None:
    """Terms are the policy's standard; boxes empty; as many rows as the type says."""
    visit = find_type("visit", folder)

    rendered = render_blank(visit, policies_for(visit.blank_policies, folder))

    assert _body(rendered.data) == [
        "{Heading1} 2.1　回访单 ________",
        "| 项目 |  |",
        "| 回访人 |  |",
        "| 方式 | □ 现场　□ 电话 |",
        "| 时间 | 　　年　　月　　日　　时　　分 |",
        "| 应于 |  |",
        "我方在 1 天内报告________。甲方 small ________",
        "| 编号 |",
        "|  |",
        "|  |",
    ]
    assert rendered.file_name == "回访单（空白）.docx"
    assert rendered.number == ""


def test_a_blank_form_of_a_project(folder: Path) -> None:
    """The project's values are printed, the record's are left to write."""
    rendered = render_document(_context(folder), find_type("visit", folder), None, Mode.BLANK)

    body = _body(rendered.data)
    assert body[1:3] == ['| 项目 | 三年<原厂> & "x" |', "| 回访人 |  |"]
    assert body[-3:] == ["| V1 |", "| V2 |", "| V3 |"]


def test_parameters(folder: Path) -> None:
    """Others than the type's own: number and level of the first heading."""
    context, visit = _context(folder), find_type("visit", folder)
    path = ("project", "visits", 0)
    given = {"first_number": "6.3", "heading_level": "3"}

    assert _body(render_document(context, visit, path, parameters=given).data)[0] == (
        "{Heading3} 6.3　回访单 HF-V1"
    )
    for wrong in ({"nosuch": "1"}, {"first_number": "六"}, {"heading_level": "7"}):
        with pytest.raises(UsageError):
            render_document(context, visit, path, parameters=wrong)


def test_what_a_document_was_made_from(folder: Path) -> None:
    """Its properties: a change of a value it read changes the digest, any other does not."""
    visit = find_type("visit", folder)
    context = _context(folder)

    def properties(path: tuple[str, str, int] = ("project", "visits", 0)) -> dict[str, str]:
        return read_properties(unpack(render_document(context, visit, path).data, "r"))

    before = properties()
    assert before["svcdocs-policies"] == "small@1.0"
    assert (before["svcdocs-type"], before["svcdocs-record"]) == ("visit", "V1")
    context.project.data["contract"] = {"no": "HT-1"}
    assert properties() == before
    context.project.data["visits"][0]["method"] = "onsite"
    assert properties()["svcdocs-data"] != before["svcdocs-data"]


def test_a_row_more_changes_no_document_that_does_not_print_it(folder: Path) -> None:
    """Rows count by their ids: one more before the one that is printed moves it, no more."""
    visit, path = find_type("visit", folder), ("project", "visits", 0)
    context = _context(folder)
    context.project.data["staff"].insert(0, {"id": "S0", "name": "程屿"})

    before, after = (render_document(one, visit, path) for one in (_context(folder), context))

    assert after.data == before.data
    assert "project.staff[S1].name" in after.reading.values


def test_a_row_more_in_a_table_that_is_printed(folder: Path) -> None:
    """Even one that holds nothing but what other rows hold, and rows in another order."""
    visit, path = find_type("visit", folder), ("project", "visits", 0)
    digests = set()
    for change in (lambda _rows: None, lambda rows: rows.append({"id": "V4"}), list.reverse):
        context = _context(folder)
        rows = context.project.data["visits"]
        first = rows[0]
        change(rows)
        path = ("project", "visits", rows.index(first))
        data = render_document(context, visit, path).data
        digests.add(read_properties(unpack(data, "r"))["svcdocs-data"])

    assert len(digests) == 3


def test_a_value_that_comes_is_noticed(folder: Path) -> None:
    """What was not there and is optional counts as looked at."""
    visit, path, context = find_type("visit", folder), ("project", "visits", 2), _context(folder)
    before = render_document(context, visit, path, Mode.DRAFT)
    context.project.data["visits"][2]["visitor"] = "S1"
    after = render_document(_context(folder), visit, path, Mode.DRAFT)
    changed = render_document(context, visit, path, Mode.DRAFT)

    assert before.reading.values == after.reading.values
    assert before.reading.values["project.visits[V3].visitor"] == "None"
    assert changed.reading.values["project.visits[V3].visitor"] == "'S1'"


def test_same_project_same_bytes(folder: Path) -> None:
    """Loaded anew, rendered anew."""
    visit, path = find_type("visit", folder), ("project", "visits", 0)

    first, second = (render_document(_context(folder), visit, path).data for _time in range(2))

    assert first == second


def test_wrong_calls(folder: Path) -> None:
    """A type nobody has, a document about a record without one."""
    with pytest.raises(UsageError) as caught:
        find_type("vist", folder)
    assert "visit" in caught.value.hint
    with pytest.raises(UsageError):
        render_document(_context(folder), find_type("visit", folder))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("edited", "told"),
    [
        (("type.yaml", "id: visit\n", "id: visitt\n"), "calls itself 'visitt'"),
        (("type.yaml", "title: 回访单", "titel: 回访单"), "unknown field 'titel'"),
        (("type.yaml", "it.ended_at is present", "it.ended_at is"), "type.yaml:7:"),
        (("type.yaml", "it.ended_at is present", "it.endet_at is present"), "endet_at"),
        (("type.yaml", "it.ended_at is present", "it.ended_at > 3"), "type.yaml:7:"),
        (("type.yaml", "HF-{{ it.id }}", "HF-{{ itt.id }}"), "itt"),
        (("type.yaml", "HF-{{ it.id }}", "HF-{{ it.id"), "unexpected"),
        (("outline.yaml", "{{ v.id }}", "{{ w.id }}"), "unknown name 'w'"),
        (("outline.yaml", "facts.report_late", "facts.report_lat"), "'report-lat'"),
        (("outline.yaml", "{{ it.visitor | name }}", "{{ it.visitor | nam }}"), "'nam'"),
    ],
)
def test_a_wrong_type_is_the_authors_fault(
    edited: tuple[str, str, str], told: str, folder: Path, edit: Edit
) -> None:
    """Manifest or template: a TemplateError that names the place."""
    name, old, new = edited
    edit(f"templates/visit/{name}", old, new)
    with pytest.raises(TemplateError) as caught:
        _first_visit(folder)

    assert told in " ".join([caught.value.message, *caught.value.details])


def _first_visit(folder: Path) -> None:
    context, visit = _context(folder), find_type("visit", folder)
    render_document(context, visit, records(context, visit)[0])


def test_a_type_without_its_form(folder: Path) -> None:
    """The next step is named."""
    (folder / "templates/visit/form.docx").unlink()
    with pytest.raises(TemplateError) as caught:
        read_type(folder / "templates" / "visit").template()

    assert "form.docx" in caught.value.message
    assert "svcdocs template build" in caught.value.hint


def test_a_template_is_compiled_once(folder: Path) -> None:
    """The same content is the same compiled template, another content another one."""
    visit = find_type("visit", folder)
    first = visit.template()

    assert replace(visit, title="别的").template() is first
    (folder / "templates/visit/form.docx").write_bytes(
        (folder / "templates/fee/form.docx").read_bytes()
    )
    assert visit.template() is not first


def test_a_blank_form_has_a_name_of_its_own() -> None:
    """It does not replace the project's document, whose name holds nothing of the project."""
    one = find_type("sla-table")

    assert one.file_name == "SLA响应表"
    assert render_blank(one, policies_for(one.blank_policies)).file_name == "SLA响应表（空白）.docx"
