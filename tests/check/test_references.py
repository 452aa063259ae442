"""An id that names a row of another table must be there, whatever the policies ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from svcdocs.check import DANGLING, Report, check
from svcdocs.facts import Context
from svcdocs.model.finding import Nature, Severity
from svcdocs.texts import use_language

pytestmark = pytest.mark.usefixtures("english")

Build = Callable[..., Context]

RULES = "rules: {}\n"
STAFF = "staff: [{id: ST-01, name: 贺远舟}, {id: ST-02, name: 苏晓棠}]\n"


def messages(report: Report) -> list[str]:
    """What is wrong, in order."""
    assert {one.rule for one in report.findings} <= {DANGLING}
    return [one.message for one in report.findings]


@pytest.mark.parametrize("stage", ["bid", "in-service"])
def test_an_id_that_is_not_there(context: Build, stage: str) -> None:
    """At the id, with the record and the field, at every stage, as a contradiction of the data."""
    project = f"stage: {stage}\n{STAFF}visits:\n- {{id: V-1, visitor: ST-1}}\n"
    built = context(RULES, project)
    (finding,) = check(built).findings

    assert finding.message == "it.visitor ST-1 is not in project.staff; did you mean 'ST-01'?"
    assert str(finding.place) == "project.yaml:4:22"
    assert (finding.rule, finding.record) == (DANGLING, "V-1")
    assert finding.field == "project.visits[V-1].visitor"
    assert (finding.nature, finding.severity) == (Nature.DATA, Severity.ERROR)
    assert [(one.name, one.value) for one in finding.inputs] == [("it.visitor", "ST-1")]
    assert finding.advice
    assert check(built, off={DANGLING}).findings == ()

    use_language("zh_CN")
    assert "服务人员" in check(built).findings[0].message


def test_ids_that_are_there(context: Build) -> None:
    """One of several tables is enough; a table may refer to itself; what is missing refers to none."""
    project = f"""\
stage: in-service
{STAFF}visits: [{{id: V-1, visitor: ST-01}}, {{id: V-2, follows: V-1}}]
incidents: [{{id: I-1}}]
file_entries: [{{id: F-1, record: V-2}}, {{id: F-2, record: I-1, entered_by: ''}}]
maintenance_file: {{keeper: ST-02}}
"""
    assert messages(check(context(RULES, project))) == []


def test_every_kind_of_field(context: Build) -> None:
    """Not only in tables; a table nobody wrote has no ids; of several tables all are named."""
    project = """\
stage: in-service
maintenance_file: {keeper: ST-09}
file_entries: [{id: F-1, record: I-9}]
"""
    assert messages(check(context(RULES, project))) == [
        "project.maintenance_file.keeper ST-09 is not in project.staff",
        "it.record I-9 is not in project.incidents, project.maintenance, project.visits",
    ]


def test_a_name_for_an_id(context: Build) -> None:
    """Who writes the person's name is told the number."""
    project = f"stage: in-service\n{STAFF}visits: [{{id: V-1, visitor: 苏晓棠}}]\n"
    (message,) = messages(check(context(RULES, project)))
    assert message.endswith("; did you mean 'ST-02'?")


@pytest.mark.parametrize(
    ("staff", "fault"),
    [
        ("staff: [{name: 贺远舟}, {id: ST-02}]\n", "id"),
        ("staff: 贺远舟\n", "staff"),
    ],
)
def test_no_fault_of_a_fault(context: Build, staff: str, fault: str) -> None:
    """Where the ids got lost when the files were read, only that is reported."""
    project = f"stage: in-service\n{staff}visits: [{{id: V-1, visitor: ST-01}}]\n"
    findings: Any = check(context(RULES, project)).findings
    assert [one.rule for one in findings] == ["data/schema"]
    assert fault in findings[0].message
