"""Forms to fill in on the screen: every field a content control that says which value it holds."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from svcdocs.errors import UsageError
from svcdocs.ooxml.content_controls import Control, Kind, read_controls
from svcdocs.ooxml.dump import dump
from svcdocs.render.doctype import discover_types, find_type
from svcdocs.render.document import render_document
from svcdocs.render.engine import compile_template
from svcdocs.render.missing import Missing
from svcdocs.render.mode import Mode
from svcdocs.render.objects.fields import Fields
from svcdocs.render.run import Run
from svcdocs.render.views import Record
from svcdocs.workflow.forms import blank_form, filled_forms
from svcdocs.workflow.project import open_project

Make = Callable[..., bytes]
ON_SCREEN = {"electronic": "true"}
CHINA = ZoneInfo("Asia/Shanghai")
PROJECT: dict[str, Any] = {
    "name": "校园网络",
    "purchaser": {"name": "东澜理工大学"},
    "staff": [{"id": "ST-01", "name": "苏晓棠"}, {"id": "ST-02", "name": "郑启明"}],
    "visits": [
        {
            "id": "VIS-001",
            "recorded_on": date(2025, 7, 10),
            "appointed_at": datetime(2025, 7, 10, 14, 30, tzinfo=CHINA),
            "visitor": "ST-01",
            "method": "phone",
            "interviewee_kind": "家长",
            "satisfied": True,
            "customer_signed": False,
            "comments": "很好\n谢谢",
            "materials": ["a", "b"],
        }
    ],
}
VOCABULARY = {"onsite": {"title": "现场"}, "phone": {"title": "电话"}}


def fields_of(make_docx: Make, tag: str, *, record: bool = True) -> list[Control]:
    """The controls that a tag makes, for the visit or for a form without any project."""
    data = make_docx(tag)
    run = Run(Mode.BLANK, fields=Fields("visits"))
    project = {**PROJECT} if record else {}
    it: Any = Missing(run, ("it",))
    if record:
        it = Record(run, PROJECT["visits"][0], ("project", "visits", 0))
    context = {"project": project, "it": it, "terms": {"methods": VOCABULARY}}
    return read_controls(compile_template(data, "t.docx").render(context, run=run))


FILLED = [
    ("{{ it.comments }}", "comments", Kind.TEXT, "很好\n谢谢"),
    ("{{ it.recorded_on }}", "recorded_on", Kind.DATE, "2025年7月10日"),
    ("{{ it.recorded_on | date }}", "recorded_on", Kind.DATE, "2025年7月10日"),
    ("{{ it.recorded_on | short_date | optional }}", "recorded_on", Kind.DATE, "2025-07-10"),
    ("{{ it.appointed_at | moment }}", "appointed_at", Kind.TEXT, "2025年7月10日 14:30"),
    ("{{ it.appointed_at | clock }}", "appointed_at|clock", Kind.TEXT, "14:30"),
    ("{{ it.appointed_at | date }}", "appointed_at|date", Kind.DATE, "2025年7月10日"),
    ("{{ it.visitor | name }}", "visitor", Kind.CHOICE, "苏晓棠"),
    ("{{ it.method | title(terms.methods) }}", "method", Kind.CHOICE, "电话"),
    ("{{ it.satisfied | either('满意', '不满意') }}", "satisfied", Kind.CHOICE, "满意"),
    ("{{ it.satisfied }}", "satisfied", Kind.CHOICE, "是"),
    ("{{ it.materials }}", "materials|list", Kind.TEXT, "a、b"),
]


@pytest.mark.parametrize(("tag", "name", "kind", "text"), FILLED)
def test_a_value_of_the_record(make_docx: Make, tag: str, name: str, kind: Kind, text: str) -> None:
    """Its tag is the path of the value, the row by its id."""
    (field,) = fields_of(make_docx, tag)

    assert (field.tag, field.kind, field.text) == (f"visits.VIS-001.{name}", kind, text)
    assert field.date == (date(2025, 7, 10) if kind is Kind.DATE else None)


@pytest.mark.parametrize(("tag", "name", "kind", "text"), FILLED)
def test_the_same_on_a_blank_form(
    make_docx: Make, tag: str, name: str, kind: Kind, text: str
) -> None:
    """Without a record the schema says what kind of value it would be; people are not known yet."""
    (field,) = fields_of(make_docx, tag, record=False)

    known = "|name" if name == "visitor" else ""
    assert field.tag == f"it.{name}{known}"
    assert field.kind is (Kind.TEXT if known else kind)
    assert (field.text, field.date, field.value) == ("", None, "")
    assert field.hint
    assert text not in field.hint


def test_choices(make_docx: Make) -> None:
    """Keys travel with their titles."""
    (method,) = fields_of(make_docx, "{{ it.method | title(terms.methods) }}")
    (truth,) = fields_of(make_docx, "{{ it.satisfied | either('满意', '不满意') }}")
    (person,) = fields_of(make_docx, "{{ it.visitor | name }}")

    assert (method.options, method.value) == ((("onsite", "现场"), ("phone", "电话")), "phone")
    assert (truth.options, truth.value) == ((("true", "满意"), ("false", "不满意")), "true")
    assert (person.options, person.value) == ((("ST-01", "苏晓棠"), ("ST-02", "郑启明")), "ST-01")
    assert (person.alias, truth.alias) == ("回访人", "客户满意")


def test_boxes(make_docx: Make) -> None:
    """Each box says which option it ticks; what is none of them has a field of its own."""

    def boxes(tag: str, *, record: bool = True) -> list[tuple[str, bool | None, str]]:
        found = fields_of(make_docx, tag, record=record)
        prefix = "visits.VIS-001." if record else "it."
        return [(one.tag.removeprefix(prefix), one.checked, one.text) for one in found]

    assert boxes("{{ it.method | box(terms.methods) }}") == [
        ("method=onsite", False, "□"),
        ("method=phone", True, "☑"),
    ]
    assert boxes("{{ it.interviewee_kind | box('使用人员', other='其他') }}") == [
        ("interviewee_kind=使用人员", False, "□"),
        ("interviewee_kind=*", True, "☑"),
        ("interviewee_kind|other", None, "家长"),
    ]
    assert boxes("{{ it.satisfied | box('满意', '不满意') }}", record=False) == [
        ("satisfied=true", False, "□"),
        ("satisfied=false", False, "□"),
    ]
    assert boxes("{{ it.customer_signed | checked }}") == [("customer_signed", False, "□")]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ it.recorded_on | cn }}",
        "{{ it.comments | sentence }}",
        "{{ it.comments ~ '。' }}",
        "{{ project.staff[it.visitor].name }}",
        "{{ project.visits | count }}",
        "{{ terms.methods.phone.title }}",
        "{{ '固定' }}",
    ],
)
def test_what_is_computed_stays_text(make_docx: Make, tag: str) -> None:
    """It cannot be read back."""
    assert fields_of(make_docx, tag) == []


def test_titles_of_several_keys_stay_text(make_docx: Make) -> None:
    """One text of several titles does not lead back to the keys."""
    assert fields_of(make_docx, "{{ it.materials | title(terms.methods) }}", record=False) == []


def test_columns_are_narrow(make_docx: Make) -> None:
    """In a row of a table the hint is one character, so that rows stay as high as on paper."""
    rows = [["{%tr for v in project.visits %}"], ["{{ v.comments }}"], ["{%tr endfor %}"]]
    run = Run(Mode.BLANK, fields=Fields())
    context = {"project": Missing(run, ("project",)), "it": Missing(run, ("it",))}
    data = make_docx(rows, "{{ it.comments }}")

    found = read_controls(compile_template(data, "t").render(context, run=run))

    assert [one.hint for one in found] == ["填", "单击填写"]


def test_rows_of_a_table(make_docx: Make) -> None:
    """Empty rows of a blank form are numbered; a variable stands for what it was set to."""
    rows = [["{%tr for v in project.visits %}"], ["{{ v.comments }}"], ["{%tr endfor %}"]]

    def tags(*, record: bool) -> list[str]:
        data = make_docx(
            rows, "{% set p = project.purchaser %}{{ p.name }}", header="{{ it.phone }}"
        )
        run = Run(Mode.BLANK, fields=Fields("visits"), blank_rows={"visits": 2})
        project: Any = PROJECT if record else Missing(run, ("project",))
        context = {"project": project, "it": Missing(run, ("it",))}
        return [
            one.tag for one in read_controls(compile_template(data, "t").render(context, run=run))
        ]

    assert tags(record=True) == ["visits.VIS-001.comments", "purchaser.name"]
    assert tags(record=False) == ["visits.#1.comments", "visits.#2.comments", "purchaser.name"]


class TestVisitRecord:
    """The shipped form."""

    def test_reads_the_same_on_paper(self, checkout: Path) -> None:
        """A filled form says on the screen what it says on paper."""
        project = open_project(checkout / "samples" / "campus-network")
        paper = filled_forms(project, "visit-record", ["VIS-001"])[0]
        screen = filled_forms(project, "visit-record", ["VIS-001"], parameters=ON_SCREEN)[0]

        said = dump(screen.data).replace("[x]", "☑").replace("[ ]", "□")
        said = said.replace("单击填写", "").replace("其他：__", "其他____")
        assert said == dump(paper.data)

    @pytest.mark.usefixtures("english")
    def test_only_forms(self, checkout: Path) -> None:
        """A document that is signed has none, and the parameter is yes or no."""
        project = open_project(checkout / "samples" / "campus-network")
        visit_record, row = find_type("visit-record"), ("project", "visits", 0)
        with pytest.raises(UsageError, match="only a form"):
            render_document(project.context, visit_record, row, Mode.DRAFT, ON_SCREEN)
        with pytest.raises(UsageError, match="electronic is true/false"):
            blank_form("visit-record", parameters={"electronic": "maybe"})


@pytest.mark.soffice
def test_every_form_comes_back_from_libreoffice(checkout: Path, tmp_path: Path) -> None:
    """Each shipped form blank, and a filled one: every field as it was."""
    project = open_project(checkout / "samples" / "campus-network")
    filled = filled_forms(project, "visit-record", ["VIS-001"], parameters=ON_SCREEN)
    forms = {"filled": filled[0].data}
    for name, kind in discover_types().items():
        if kind.blank_policies:
            forms[name] = blank_form(name, parameters=ON_SCREEN).data
    for name, data in forms.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to"]
    command += ["docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved")]
    command += [str(tmp_path / f"{name}.docx") for name in forms]
    subprocess.run(command, check=True, capture_output=True, timeout=300)

    def told(data: bytes) -> list[tuple[object, ...]]:
        return [
            (one.tag, one.kind, one.text, one.checked, one.date, one.value, one.options)
            for one in read_controls(data)
        ]

    for name, data in forms.items():
        fields = told(data)
        assert fields, name
        assert told((tmp_path / "saved" / f"{name}.docx").read_bytes()) == fields, name
