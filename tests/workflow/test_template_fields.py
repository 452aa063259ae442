"""The fields a template reads, and a sample that has a value for each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from svcdocs.load import load_project, resources
from svcdocs.render.doctype import find_type
from svcdocs.render.document import records, render_document
from svcdocs.render.mode import Mode
from svcdocs.workflow.project import open_project
from svcdocs.workflow.template_fields import Field, template_fields
from svcdocs.workflow.template_files import find_templates
from svcdocs.workflow.template_sample import sample_yaml

TYPES = sorted(resources.list_types())


def _fields(type_id: str) -> dict[str, Field]:
    (file,) = find_templates([type_id])
    return template_fields(file).roots


def test_fields_have_types_and_titles() -> None:
    """Those of the schema, those of the policy, those of the tool."""
    roots = _fields("visit-record")
    visit = roots["it"].fields

    assert (visit["ended_at"].kind, visit["ended_at"].title) == ("date-time", "结束时间")
    assert visit["visitor"].uses == ("key", "name")
    assert "box" in visit["rating_overall"].uses
    assert roots["project"].fields["acceptances"].kind == "table"
    assert roots["project"].fields["acceptances"].fields["accepted_on"].kind == "date"
    assert roots["terms"].fields["warranty"].fields["starts_with"].title == "质保起算的验收"
    assert roots["document"].fields["number"].kind == "text"


def test_a_loop_makes_a_list_and_its_rows_have_the_fields() -> None:
    """What is read of the loop's variable is read of the table's rows."""
    feedback = _fields("visit-report")["project"].fields["feedback"]

    assert feedback.kind == "table"
    assert "loop" in feedback.uses
    assert "where" in feedback.fields["visit"].uses
    assert feedback.fields["owner"].title == "责任人"


def test_the_manifests_condition_reads_a_field() -> None:
    """`where: it.ended_at is present` is part of the contract, too."""
    assert "if" in _fields("visit-record")["it"].fields["ended_at"].uses


@pytest.mark.parametrize("type_id", TYPES)
def test_the_sample_is_a_project_and_renders(type_id: str, tmp_path: Path) -> None:
    """It has no fault of form, and every document of the type can be drafted from it."""
    (file,) = find_templates([type_id])
    path = tmp_path / "sample.yaml"
    path.write_text(sample_yaml(template_fields(file)), encoding="utf-8")

    assert [problem.message for problem in load_project(path).problems] == []
    context = open_project(path, as_of=date(2026, 3, 2)).context
    kind = find_type(type_id)
    paths = records(context, kind) or [("project", kind.subject, 0)]
    for record in paths:
        assert render_document(context, kind, record, Mode.DRAFT).data
