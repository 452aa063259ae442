"""One fixed list of findings that every format tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from svcdocs.model.finding import Answer, AnswerKind, Finding, Input, Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import Failure, Report, Results, RuleCount
from svcdocs.model.stage import Stage
from svcdocs.report import View

PROJECT = "项目/a b#1%"
INCIDENTS = f"{PROJECT}/incidents.csv"
SLA = "policies/sla.yaml"

FILES = {
    INCIDENTS: (
        "id,title,severity,reported_at,arrived_at,engineer,handling\n"
        "INC-001,图书馆 2 层多间办公室无法上网,general,2026-03-01 09:12,2026-03-01 10:20,ST-04,"
        "现场核对跳线\n"
        "INC-007,教学楼一汇聚交换机离线，晚自习教室断网,general,2026-03-02 08:30,"
        "2026-03-02 10:42,ST-05,现场更换松动的电源线缆并重新固定，恢复供电和配置\n"
    ),
    SLA: "terms:\n  levels:\n    general: {title: 一般故障, onsite: 2 hours}\n",
    f"{PROJECT}/project.yaml": (
        "stage: in-service\nvisits:\n  - id: VIS-1\n\tmethod: 电\u200b话\nsite: 50%, <甲> & 乙: 丙\n"
    ),
}


def place(file: str, spelling: str) -> Place:
    """Where a text first stands in one of the files."""
    for number, line in enumerate(FILES[file].split("\n"), 1):
        if spelling in line:
            return Place(
                file=file, line=number, column=line.index(spelling) + 1, length=len(spelling)
            )
    raise AssertionError(spelling)


def _input(name: str, value: str, where: Place | None, field: str = "") -> Input:
    return Input(name=name, value=value, place=where, field=field, plain=value)


LATE = Finding(
    rule="network-equipment/onsite-late",
    title="到达现场超时",
    severity=Severity.ERROR,
    nature=Nature.BREACH,
    place=place(INCIDENTS, "2026-03-02 10:42"),
    message="done 2026-03-02 10:42, due 2026-03-02 10:30",
    margin="12 minutes too late",
    advice="说明原因并补救",
    record="INC-007",
    field="project.incidents[INC-007].arrived_at",
    inputs=(
        _input("it.arrived_at", "2026-03-02 10:42", place(INCIDENTS, "2026-03-02 10:42")),
        _input("it.reported_at", "2026-03-02 08:30", place(INCIDENTS, "2026-03-02 08:30")),
        _input("terms.levels.general.onsite", "2 hours", place(SLA, "2 hours")),
        _input("project.policy_day", "2026-01-01", None, "project.policy_day"),
    ),
    sources=("seed:L6", "law:民法典.577"),
)
MISSING = Finding(
    rule="network-equipment/visitor-missing",
    title="回访人空缺",
    severity=Severity.WARNING,
    nature=Nature.GAP,
    place=Place(file=f"{PROJECT}/project.yaml", line=3, column=5),
    message="100% of, <these>: \"are\" & 'were'\nmissing ::error::",
    record="VIS-1",
    field="project.visits[VIS-1].visitor",
    sources=("seed:L90",),
)
INVISIBLE = Finding(
    rule="data/encoding",
    title="",
    severity=Severity.ERROR,
    nature=Nature.DATA,
    place=Place(file=f"{PROJECT}/project.yaml", line=4, column=11, length=1),
    message="invisible or broken character U+200B",
    advice="delete it and type the text again",
)
CELL = Finding(
    rule="network-equipment/freight-charged",
    title="运费",
    severity=Severity.INFO,
    nature=Nature.BREACH,
    place=Place(file=f"{PROJECT}/deliveries.xlsx", sheet="到货", line=14, column=3),
    message="it.freight is 12.50",
    record="DLV-1",
    field="project.deliveries[DLV-1].freight",
    inputs=(
        _input(
            "it.freight",
            "12.50",
            Place(file=f"{PROJECT}/deliveries.xlsx", sheet="到货", line=14, column=3),
        ),
    ),
)
UNREADABLE = Finding(
    rule="data/limit",
    title="",
    severity=Severity.ERROR,
    nature=Nature.DATA,
    place=Place(file=f"{PROJECT}/old.yaml"),
    message="the file has 21 MB, more than 20 MB",
)
ANSWERED = replace(
    LATE,
    record="INC-001",
    inputs=(),
    place=place(INCIDENTS, "2026-03-01 10:20"),
    answer=Answer(
        kind=AnswerKind.REMEDY,
        id="RM-01",
        reason="暴雨封路; 道歉",
        by="顾婉清",
        place=Place(file=f"{PROJECT}/remedies.csv", line=2, column=1, length=5),
    ),
)
WAIVED = replace(
    MISSING,
    record="VIS-2",
    message="missing",
    answer=Answer(kind=AnswerKind.WAIVER, reason="客户改期", by="郑启明", until=date(2026, 12, 31)),
)
KNOWN = replace(MISSING, record="VIS-3", message="missing", answer=Answer(kind=AnswerKind.BASELINE))

RULES = (
    RuleCount(
        rule="network-equipment/onsite-late",
        title="到达现场超时",
        kind="deadline",
        subject="incidents",
        nature=Nature.BREACH,
        advice="说明原因并补救",
        note="按分钟计",
        sources=("seed:L6",),
        judged=4,
        pending=1,
    ),
    RuleCount(
        rule="network-equipment/visitor-missing",
        title="回访人空缺",
        nature=Nature.GAP,
        severity=Severity.WARNING,
        subject="visits",
        judged=3,
    ),
    RuleCount(rule="network-equipment/freight-charged", title="运费", judged=1, unknown=2),
    RuleCount(rule="network-equipment/roster-gap", title="值班表有空档"),
    RuleCount(rule="network-equipment/contract-late", title="合同签订迟延", off=True),
    RuleCount(rule="network-equipment/warranty-end-wrong", title="质保期届满日不对", unknown=1),
    RuleCount(rule="network-equipment/visit-late", title="回访迟延", pending=2),
)
DAY = date(2026, 11, 20)


def report(*findings: Finding, rules: tuple[RuleCount, ...] = RULES) -> Report:
    """A report on the project."""
    return Report(
        findings=findings,
        as_of=DAY,
        project=PROJECT,
        stage=Stage.IN_SERVICE,
        policies=("network-equipment@1.0", "cn-law@2026.1"),
        rules=rules,
    )


@pytest.fixture
def view(tmp_path: Path) -> View:
    """A reader in a folder with the files that the findings point at."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return View(here=tmp_path, root=tmp_path)


@pytest.fixture
def results() -> Results:
    """Two projects and one that could not be checked."""
    one = report(LATE, ANSWERED, MISSING, WAIVED, KNOWN, INVISIBLE, INVISIBLE, CELL, UNREADABLE)
    other = Report(
        findings=(),
        as_of=DAY,
        project="项目/乙",
        rules=(RuleCount(rule="network-equipment/onsite-late", title="到达现场超时", judged=2),),
    )
    failure = Failure(
        project="项目/丙",
        message="policy cn-law cannot be used",
        hint="mend it",
        details=("policies/cn-law/rules.yaml:3:7: unknown term", "and\nanother"),
    )
    return Results(reports=(one, other), failures=(failure,))
