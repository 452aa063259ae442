"""What the rules ask for next: sorted, with who, how it stands and what is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from svcdocs.facts import Context
from svcdocs.facts.agenda import agenda
from svcdocs.load import load_project
from svcdocs.model.agenda import Item, Standing
from svcdocs.policy import load_policies

pytestmark = pytest.mark.usefixtures("english")

POLICY = """\
id: case
version: "1.0"
title: 测试政策
sources: {seed: {title: 原稿}}
terms:
  sla: {source: seed:L6, onsite: 2 hours, report: 2 working days, warranty: 1 year, every: 3 months, grace: 7 days}
  roles: {engineer: {title: 技术工程师, source: seed:L6, text: 处置}}
facts:
  warranty-end:
    title: 质保期届满日
    for: project.acceptances
    value: it.accepted_on + terms.sla.warranty
    due: true
    who: "[it.leader, terms.roles.engineer.title]"
  quiet: {title: 不提醒, for: project.acceptances, value: it.accepted_on + terms.sla.warranty}
rules:
  onsite-late:
    title: 到场超时
    nature: breach
    severity: error
    from_stage: in-service
    source: seed:L6
    for: project.incidents
    where: it.reported_at is present
    advice: 派人到场。
    deadline:
      from: it.reported_at
      within: terms.sla.onsite
      done: it.arrived_at
      task: 到达现场
      who: it.engineer if it.engineer is present else terms.roles.engineer
  report-late:
    title: 报告逾期
    nature: breach
    severity: warning
    from_stage: in-service
    source: [seed:L6, seed:L7]
    for: project.visits
    deadline:
      from: it.ended_at
      within: terms.sla.report
      done: it.recorded_on
      who: project.staff[it.visitor]
  maintenance-missed:
    title: 缺做维护
    nature: breach
    severity: error
    from_stage: in-service
    source: seed:L6
    every:
      from: project.acceptances | pluck('accepted_on') | max
      step: terms.sla.every
      until: project.acceptances | pluck('accepted_on') | max + terms.sla.warranty
      done: project.maintenance
      on: done_on
      task: 维护
"""
PROJECT = """\
stage: in-service
as_of: 2026-03-31
policies: [case@1.0]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
staff: [{id: S1, name: 苏晓棠}, {id: S2, name: 何嘉树}]
acceptances: [{id: A-1, accepted_on: 2025-12-31, leader: 程主任}]
incidents:
  - {id: I-1, reported_at: 2026-03-02 08:30, arrived_at: 2026-03-02 09:00}
  - {id: I-2, reported_at: 2026-03-30 23:00, engineer: S2}
  - {id: I-3, reported_at: 2026-03-31 08:30}
  - {id: I-4, reported_at: 2026-03-31 23:00, engineer: 外聘}
  - {id: I-5}
visits:
  - {id: V-1, ended_at: 2026-03-31 10:00, visitor: S1}
  - {id: V-2, ended_at: 2026-03-20 10:00, visitor: S9}
"""

Build = Callable[..., dict[str, Item]]


@pytest.fixture
def items(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """The items of the project by record, or by step."""
    monkeypatch.chdir(tmp_path)

    def build(
        project: str = PROJECT, policy: str = POLICY, as_of: date | None = None
    ) -> dict[str, Item]:
        Path("policies/case").mkdir(parents=True, exist_ok=True)
        Path("policies/case/policy.yaml").write_text(policy, encoding="utf-8")
        Path("project.yaml").write_text(project, encoding="utf-8")
        loaded = load_project(Path())
        assert loaded.problems == []
        context = Context.build(loaded, load_policies(loaded), as_of)
        found = agenda(context, context.policies.rules)
        assert [item.source for item in found if not item.step and not item.record] == []
        return {item.record or str(item.step): item for item in found}

    return build


def test_everything_open_by_day(items: Build) -> None:
    """What is done or not known is left out; times come before the day they are in ends."""
    found = items()

    assert [(key, item.standing.value, str(item.left)) for key, item in found.items()] == [
        ("V-2", "overdue", "-5 working days"),
        ("I-2", "today", "0 days"),
        ("I-3", "today", "0 days"),
        ("1", "today", "0 days"),
        ("I-4", "pending", "1 day"),
        ("V-1", "pending", "2 working days"),
        ("2", "pending", "91 days"),
        ("3", "pending", "183 days"),
        ("4", "pending", "275 days"),
        ("A-1", "date", "275 days"),
    ]


def test_who(items: Build) -> None:
    """A member of staff by id or row, a role by title, a name as it stands, a list; or nobody."""
    found = items()

    assert {key: found[key].who for key in ("I-2", "I-3", "I-4", "V-1", "V-2", "A-1", "1")} == {
        "I-2": ("何嘉树",),
        "I-3": ("技术工程师",),
        "I-4": ("外聘",),
        "V-1": ("苏晓棠",),
        "V-2": (),
        "A-1": ("程主任", "技术工程师"),
        "1": (),
    }


def test_what_an_item_says(items: Build) -> None:
    """The task, or the rule's title; where it is written; what it weighs."""
    found = items()

    late, report = found["I-2"], found["V-2"]
    assert (late.task, late.title, late.source) == ("到达现场", "到场超时", "case/onsite-late")
    assert (late.advice, late.severity.value) == ("派人到场。", "error")
    assert str(late.place) == "project.yaml:12:5"
    assert (report.task, report.sources) == ("报告逾期", ("seed:L6", "seed:L7"))
    assert str(found["A-1"].place) == "project.yaml:9:38"
    assert (found["A-1"].task, found["A-1"].severity.value) == ("质保期届满日", "info")


def test_a_day_that_is_over_is_not_told(items: Build) -> None:
    """On the day itself it is; a day later nothing happens any more."""
    assert items(as_of=date(2026, 12, 31))["A-1"].left.amount == 0
    assert "A-1" not in items(as_of=date(2027, 1, 1))


def test_within_the_tolerance(items: Build) -> None:
    """Not overdue yet: the day stays, what is left of the tolerance counts down."""
    policy = POLICY.replace("task: 维护", "task: 维护\n      tolerance: terms.sla.grace")

    step = items(policy=policy, as_of=date(2026, 4, 5))["1"]

    assert (step.due, step.latest) == (date(2026, 3, 31), date(2026, 4, 7))
    assert (step.standing, str(step.left)) == (Standing.PENDING, "2 days")
    late = items(policy=policy, as_of=date(2026, 4, 8))["1"]
    assert (late.standing, late.latest, str(late.left)) == (Standing.OVERDUE, None, "-8 days")


def test_what_rests_on_a_year_without_notice(items: Build) -> None:
    """The year is named; what needs no working days is sure."""
    found = items(PROJECT.replace("2026-03-20 10:00", "2028-12-29 10:00"), as_of=date(2028, 12, 30))

    assert found["V-2"].provisional in (2028, 2029)
    assert found["V-1"].provisional == 0


def test_rules_that_do_not_count(items: Build) -> None:
    """What is chosen decides; facts are always told."""
    items()
    loaded = load_project(Path())
    context = Context.build(loaded, load_policies(loaded))

    assert {item.source for item in agenda(context, {"case/report-late"})} == {
        "case/report-late",
        "case/warranty-end",
    }
