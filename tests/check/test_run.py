"""What the check as a whole promises, whatever the kinds of its rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from svcdocs.check import CRASHED, check
from svcdocs.check.kinds import kinds
from svcdocs.facts import Context
from svcdocs.model.finding import Nature, Severity
from svcdocs.model.stage import Stage

pytestmark = pytest.mark.usefixtures("english")

Build = Callable[..., Context]


def rule(name: str, body: str, **more: str) -> str:
    """One rule under `rules:`; later keys replace the usual ones."""
    keys = {
        "title": "测试",
        "nature": "data",
        "severity": "error",
        "from_stage": "bid",
        "source": "seed:L1",
        **more,
    }
    lines = "".join(f"    {key}: {value}\n" for key, value in keys.items())
    return f"  {name}:\n{lines}    {body}\n"


def counts(context: Context, **options: Any) -> dict[str, tuple[bool, int, int, int]]:
    """Off, judged, pending and unknown by rule."""
    return {
        one.rule: (one.off, one.judged, one.pending, one.unknown)
        for one in check(context, **options).rules
    }


@pytest.mark.parametrize(
    ("stage", "on"),
    [("bid", False), ("signed", True), ("trial", True), ("accepted", False)],
)
def test_the_stage_decides_what_counts(context: Build, stage: str, on: bool) -> None:  # noqa: FBT001 - a parameter of the test, not of an API
    """From its first stage to its last one, both included; before and after it is off."""
    rules = "rules:\n" + rule(
        "r", "assert: project.lot is present", from_stage="signed", until_stage="trial"
    )
    report = check(context(rules, f"stage: {stage}\n"))

    assert report.stage is Stage(stage)
    assert report.rules[0].off is not on
    assert len(report.findings) == on


def test_a_rule_can_be_switched_off(context: Build) -> None:
    """By its full id; the others run."""
    rules = "rules:\n" + rule("a", "assert: project.lot is present")
    rules += rule("b", "assert: project.lot is present")
    built = context(rules, "stage: bid\n")

    assert counts(built, off={"case/a"}) == {
        "case/a": (True, 0, 0, 0),
        "case/b": (False, 1, 0, 0),
    }


def test_where_chooses_what_is_judged(context: Build) -> None:
    """False: not judged at all; unknown: counted as unknown, never as passed."""
    rules = "rules:\n" + rule(
        "r",
        "assert: it.comments is present",
        **{"for": "project.visits", "where": "it.satisfied == false"},
    )
    project = """\
stage: in-service
visits:
  - {id: V-1, satisfied: true}
  - {id: V-2, satisfied: false, comments: 太慢}
  - {id: V-3}
"""

    assert counts(context(rules, project)) == {"case/r": (False, 1, 0, 1)}


def test_a_rule_that_crashes_is_a_finding_and_the_others_run(context: Build) -> None:
    """One finding for one way of breaking, with the place in the policy and the first record."""
    rules = "terms: {limit: {status: unresolved}}\nrules:\n"
    rules += rule("mixed", "assert: it.planned_on < terms.limit", **{"for": "project.visits"})
    rules += rule("fine", "assert: project.lot is present")
    project = """\
stage: in-service
visits:
  - {id: V-1, planned_on: 2026-03-01}
  - {id: V-2, planned_on: 2026-03-02}
  - {id: V-3}
terms:
  limit: {value: 3, by: 甲, on: 2026-01-01, why: 确定}
"""
    report = check(context(rules, project))
    crashed, failed = report.findings

    assert (crashed.rule, crashed.nature, crashed.severity) == (
        CRASHED,
        Nature.DATA,
        Severity.ERROR,
    )
    assert str(crashed.place) == "policies/case/rules.yaml:10:13"
    assert crashed.record == "V-1"
    assert crashed.message == ("rule case/mixed could not judge V-1: date compared with number")
    assert (failed.rule, str(failed.place)) == ("case/fine", "project.yaml:1:1")
    assert [(one.rule, one.judged, one.unknown) for one in report.rules] == [
        ("case/mixed", 0, 3),
        ("case/fine", 1, 0),
    ]


@pytest.mark.parametrize(
    ("body", "subject", "message"),
    [
        (
            "deadline: {from: it.planned_on, within: terms.word, done: it.started_at}",
            "project.visits",
            "'within' must be a length of time like 30 minutes, not '随意'",
        ),
        (
            "deadline: {from: it.planned_on, within: terms.hours, done: it.started_at}",
            "project.visits",
            "2 hours runs from a time of day, and 2026-03-01 is a day without one",
        ),
        (
            "order: [{at: it.planned_on, title: 计划}, {at: terms.word, title: 目的}]",
            "project.visits",
            "'terms.word': only dates and times have an order in time",
        ),
        (
            "equal: {value: terms.word, to: it.planned_on}",
            "project.visits",
            "'terms.word': text compared with date",
        ),
        (
            "sum: {of: terms.word, to: project.contract.amount}",
            "",
            "'terms.word': 随意 is no number",
        ),
        (
            "compare: {value: terms.hours, not_worse_than: terms.days, better: lower}",
            "",
            "'terms.hours': quantity (2 hours) cannot be compared with quantity (3 days)",
        ),
    ],
)
def test_values_that_do_not_fit_a_kind_are_told(
    context: Build, body: str, subject: str, message: str
) -> None:
    """Each kind says what it cannot judge, instead of passing it.

    The policy leaves these terms to the project, so that nothing could be seen when it loaded.
    """
    rules = """\
terms:
  hours: {status: unresolved}
  days: {status: unresolved}
  word: {status: unresolved}
rules:
"""
    rules += rule("r", body, **({"for": subject} if subject else {}))
    project = """\
stage: in-service
contract: {no: C-1, amount: 3.00}
visits: [{id: V-1, planned_on: 2026-03-01, started_at: 2026-03-01 09:00}]
terms:
  hours: {value: 2 hours, by: 甲, on: 2026-01-01, why: 确定}
  days: {value: 3 days, by: 甲, on: 2026-01-01, why: 确定}
  word: {value: 随意, by: 甲, on: 2026-01-01, why: 确定}
"""
    (found,) = check(context(rules, project)).findings

    assert found.rule == CRASHED
    assert found.message.endswith(f": {message}")


@pytest.mark.parametrize(
    "keys", [{"where": "terms.flag"}, {"assert": "terms.flag"}], ids=["where", "assert"]
)
def test_a_text_is_no_truth_value(context: Build, keys: dict[str, str]) -> None:
    """What only the data can tell is found when the rule runs."""
    body = "assert: " + keys.pop("assert", "project.lot is present")
    rules = "terms: {flag: {status: unresolved}}\nrules:\n" + rule("r", body, **keys)
    project = "stage: bid\nterms: {flag: {value: 随意, by: 甲, on: 2026-01-01, why: 确定}}\n"
    (found,) = check(context(rules, project)).findings

    assert found.message == (
        "rule case/r could not judge the project: 'terms.flag': this is no truth value"
    )


def test_a_bug_in_one_kind_does_not_stop_the_others(
    context: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finding names the rule and points at it; what broke stands in the message."""

    def broken(_case: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setitem(kinds(), "compare", broken)
    amount = "project.contract.amount"
    body = f"compare: {{value: {amount}, not_worse_than: {amount}, better: higher}}"
    rules = "rules:\n" + rule("a", body)
    rules += rule("b", "assert: project.lot is present")
    report = check(context(rules, "stage: bid\n"))

    assert [(one.rule, str(one.place)) for one in report.findings] == [
        (CRASHED, "policies/case/rules.yaml:2:3"),
        ("case/b", "project.yaml:1:1"),
    ]
    assert report.findings[0].message.endswith("ZeroDivisionError: division by zero")


def test_problems_of_the_data_are_findings(context: Build) -> None:
    """Those of loading and those of the project's promises, sorted by place with all others."""
    rules = "terms: {fee: {value: 3, source: seed:L1}}\nrules:\n"
    rules += rule("r", "assert: project.lot is present")
    project = """\
stage: bid
as_of: 2026-02-30
terms: {free: {value: 0, by: 甲, on: 2026-01-01, why: 促销}}
"""
    report = check(context(rules, project))

    assert [(one.rule, one.place.line, one.severity, one.nature) for one in report.findings] == [
        ("case/r", 1, Severity.ERROR, Nature.DATA),
        ("data/schema", 2, Severity.ERROR, Nature.DATA),
        ("data/reference", 3, Severity.ERROR, Nature.DATA),
    ]
    assert report.worst() is Severity.ERROR


def test_a_project_without_policies_has_only_those_findings(context: Build) -> None:
    """Nothing can be judged, and the report does not pretend that it was."""
    report = check(context("rules: {}\n", "stage: bid\n", base="no: T-1\nname: 项目\n"))

    assert {one.rule for one in report.findings} == {"data/schema"}
    assert report.rules == ()
    assert report.policies == ()


REMEDIES = "rules:\n" + rule(
    "r", "assert: it.satisfied", nature="breach", **{"for": "project.visits"}
)


@pytest.mark.parametrize(
    ("remedy", "answer"),
    [
        ("record: V-1, cause: 忙, remedy: 道歉", "RM-1"),
        ("record: V-1, cause: 忙, remedy: 道歉, remedied_on: 2026-03-31", "RM-1"),
        ("record: V-1, cause: 忙, remedy: 道歉, remedied_on: 2026-04-01", ""),
        ("record: V-1, cause: 忙", ""),
        ("record: V-2, cause: 忙, remedy: 道歉", ""),
        ("cause: 忙, remedy: 道歉", ""),
    ],
)
def test_a_breach_is_answered_by_cause_and_remedy(context: Build, remedy: str, answer: str) -> None:
    """Of this rule and record, complete, and not later than today."""
    project = f"""\
stage: in-service
visits: [{{id: V-1, satisfied: false}}]
remedies: [{{id: RM-1, rule: case/r, {remedy}}}]
"""
    report = check(context(REMEDIES, project))

    assert [one.answered_by for one in report.findings] == [answer]
    assert len(report.open) == (0 if answer else 1)


def test_only_a_breach_can_be_answered(context: Build) -> None:
    """Data that contradict each other must be put right, not excused."""
    project = """\
stage: in-service
visits: [{id: V-1, satisfied: false}]
remedies: [{id: RM-1, rule: case/r, record: V-1, cause: 忙, remedy: 道歉}]
"""
    report = check(context(REMEDIES.replace("breach", "data"), project))

    assert report.findings[0].open


def test_working_days_past_the_last_notice_are_provisional(context: Build) -> None:
    """Such a deadline is computed, and the finding says that it may move."""
    rules = "terms: {limit: {value: 7 working days, source: seed:L1}}\nrules:\n"
    rules += rule(
        "r",
        "deadline: {from: project.contract.signed_on, within: terms.limit, done: project.as_of}",
    )
    project = "stage: signed\nas_of: 2099-02-01\ncontract: {no: C-1, signed_on: 2099-01-05}\n"
    (found,) = check(context(rules, project, as_of=date(2099, 2, 1))).findings

    assert found.message == (
        "done 2099-02-01, due 2099-01-14 (7 working days from 2099-01-05);"
        " provisional: there is no official calendar for 2099 yet"
    )


def test_known_working_days_are_not_provisional(context: Build) -> None:
    """A provisional rule before it in the same check leaves no trace."""
    rules = "terms: {limit: {value: 7 working days, source: seed:L1}}\nrules:\n"
    rules += rule(
        "r",
        "deadline: {from: it.planned_on, within: terms.limit, done: it.recorded_on}",
        **{"for": "project.visits"},
    )
    project = """\
stage: in-service
visits:
  - {id: V-1, planned_on: 2099-01-05, recorded_on: 2099-01-31}
  - {id: V-2, planned_on: 2025-01-06, recorded_on: 2025-01-31}
"""
    report = check(context(rules, project, as_of=date(2099, 2, 1)))

    assert ["provisional" in one.message for one in report.findings] == [True, False]


def test_a_term_is_shown_where_the_project_speaks_of_it(context: Build) -> None:
    """Else in the policy."""
    rules = "terms: {a: {value: 3, source: seed:L1}, b: {value: 3, source: seed:L1}}\nrules:\n"
    rules += rule("r", "assert: it.promise > 9", **{"for": "terms"})
    project = "stage: bid\nterms: {b: {value: 4, by: 甲, on: 2026-01-01, why: 促销}}\n"
    report = check(context(rules, project))

    assert [(one.record, str(one.place)) for one in report.findings] == [
        ("a", "policies/case/rules.yaml:1:20"),
        ("b", "project.yaml:2:20"),
    ]
