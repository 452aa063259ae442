"""Waivers: they excuse one fault, with just its values, until the end of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from svcdocs.check import check
from svcdocs.facts import Context
from svcdocs.model.finding import AnswerKind, Finding, Severity
from svcdocs.model.report import Report

Build = Callable[..., Context]
TODAY = date(2026, 3, 31)
RULES = """\
terms:
  onsite: {value: 2 hours, source: seed:L6}
rules:
  onsite-late:
    title: 到达现场超时
    nature: breach
    severity: error
    from_stage: in-service
    for: project.incidents
    advice: 补救
    deadline: {from: it.reported_at, within: terms.onsite, done: it.arrived_at}
    source: seed:L6
  later:
    title: 以后
    nature: data
    severity: error
    from_stage: closed
    assert: project.no == 'T-1'
    source: seed:L6
"""
LATE = "  - {id: INC-2, reported_at: 2026-03-02 08:30, arrived_at: 2026-03-02 10:42}\n"
LATER = LATE.replace("10:42", "10:43")
IN_TIME = LATE.replace("10:42", "10:30")
RULE = "case/onsite-late"

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def judged(context: Build) -> Callable[..., Report]:
    """The report on a project with these incidents and waivers."""

    def judge(rows: str, *waivers: str, more: str = "", as_of: date = TODAY) -> Report:
        project = f"stage: in-service\nincidents:\n{rows}{more}"
        if waivers:
            project += "waivers:\n" + "".join(f"  - {{{one}}}\n" for one in waivers)
        return check(context(RULES, project, as_of=as_of))

    return judge


@pytest.fixture
def waiver(judged: Callable[..., Report]) -> Callable[..., str]:
    """A waiver that fits the late incident."""
    (finding,) = judged(LATE).findings
    values = {
        "id": "W-1",
        "rule": RULE,
        "record": "INC-2",
        "fingerprint": f"'{finding.fingerprint}'",
        "approver": "郑启明",
        "reason": "暴雨封路",
        "approved_on": "2026-03-05",
        "expires_on": "2026-12-31",
    }

    def write(**changed: str) -> str:
        row = {name: value for name, value in {**values, **changed}.items() if value}
        return ", ".join(f"{name}: {value}" for name, value in row.items())

    return write


def told(report: Report) -> dict[str, str]:
    """What is found about the waivers, by rule."""
    return {one.rule: one.message for one in report.findings if one.rule.startswith("waiver/")}


def late(report: Report) -> Finding:
    """The fault itself."""
    (finding,) = (one for one in report.findings if one.rule == RULE)
    return finding


def test_it_excuses_its_fault(judged: Callable[..., Report], waiver: Callable[..., str]) -> None:
    """Not open, and whoever reads it sees by whom, why and until when."""
    report = judged(LATE, waiver())

    assert report.open == ()
    answer = late(report).answer
    assert answer is not None
    assert answer.kind is AnswerKind.WAIVER
    assert (answer.id, answer.by, answer.reason) == ("W-1", "郑启明", "暴雨封路")
    assert answer.until == date(2026, 12, 31)
    assert answer.place is not None
    assert answer.place.line == 5
    assert told(report) == {}


@pytest.mark.parametrize("record", ["INC-2", ""])
def test_the_record_may_be_left_out(
    record: str, judged: Callable[..., Report], waiver: Callable[..., str]
) -> None:
    """The fingerprint tells which fault is meant."""
    assert judged(LATE, waiver(record=record)).open == ()


def test_a_changed_value_ends_it(judged: Callable[..., Report], waiver: Callable[..., str]) -> None:
    """The fault is open again and says so, and the waiver asks for a new approval."""
    report = judged(LATER, waiver())

    assert late(report).open
    assert late(report).advice == (
        "waiver W-1 no longer fits: a value has changed since it was approved on 2026-03-05; 补救"
    )
    assert told(report) == {
        "waiver/ended": "waiver W-1 ended: the values that it excused have changed"
    }


def test_another_record_is_not_excused(
    judged: Callable[..., Report], waiver: Callable[..., str]
) -> None:
    """The same fault of the next incident stays open."""
    report = judged(LATE, waiver(), more=LATE.replace("INC-2", "INC-3"))

    assert [one.record for one in report.open] == ["INC-3"]


@pytest.mark.parametrize(
    ("as_of", "rules"),
    [
        (date(2026, 3, 4), []),
        (date(2026, 3, 5), []),
        (date(2026, 11, 30), []),
        (date(2026, 12, 1), ["waiver/ending"]),
        (date(2026, 12, 31), ["waiver/ending"]),
        (date(2027, 1, 1), ["waiver/ended"]),
    ],
)
def test_it_counts_from_its_approval_to_the_end_of_its_last_day(
    as_of: date, rules: list[str], judged: Callable[..., Report], waiver: Callable[..., str]
) -> None:
    """30 days before the end somebody is told; the day after, the fault is open."""
    report = judged(LATE, waiver(), as_of=as_of)

    assert late(report).open == (not date(2026, 3, 5) <= as_of <= date(2026, 12, 31))
    assert list(told(report)) == rules


def test_why_it_does_not_count_is_said_at_the_fault(
    judged: Callable[..., Report], waiver: Callable[..., str]
) -> None:
    """Before its approval and after its end."""
    early = judged(LATE, waiver(), as_of=date(2026, 3, 4))
    after = judged(LATE, waiver(), as_of=date(2027, 1, 1))

    assert late(early).advice == "waiver W-1 counts from 2026-03-05 on only; 补救"
    assert late(after).advice == "waiver W-1 ended on 2026-12-31; 补救"


@pytest.mark.parametrize(
    ("rows", "changed", "reason"),
    [
        (IN_TIME, {}, "there is no such fault"),
        (LATE, {"record": "INC-9"}, "there is no such fault"),
        (LATE, {"rule": "case/onsite-lat"}, "there is no rule case/onsite-lat"),
        (LATE, {"rule": "data/schema"}, "a fault of data/schema cannot be waived"),
    ],
)
def test_one_that_excuses_nothing_is_told(
    rows: str,
    changed: dict[str, str],
    reason: str,
    judged: Callable[..., Report],
    waiver: Callable[..., str],
) -> None:
    """A warning, and the fault it may have meant stays open."""
    report = judged(rows, waiver(**changed))

    assert told(report) == {"waiver/unused": f"waiver W-1 excuses nothing: {reason}"}
    found = [one for one in report.findings if one.rule == "waiver/unused"]
    assert [one.severity for one in found] == [Severity.WARNING]
    assert [one.rule for one in report.open] == (
        ["waiver/unused"] if rows == IN_TIME else [RULE, "waiver/unused"]
    )


def test_of_two_the_longer_counts(
    judged: Callable[..., Report], waiver: Callable[..., str]
) -> None:
    """The other one can go."""
    report = judged(LATE, waiver(), waiver(id="W-2", expires_on="2027-12-31"))

    answer = late(report).answer
    assert answer is not None
    assert answer.id == "W-2"
    assert told(report) == {
        "waiver/unused": "waiver W-1 excuses nothing: the fault is answered by W-2 already"
    }


def test_a_remedy_goes_first(judged: Callable[..., Report], waiver: Callable[..., str]) -> None:
    """What was put right needs no waiver."""
    remedy = f"remedies:\n  - {{id: RM-1, rule: {RULE}, record: INC-2, cause: 雨, remedy: 道歉}}\n"
    report = judged(LATE, waiver(), more=remedy)

    assert late(report).answered_by == "RM-1"
    assert told(report) == {
        "waiver/unused": "waiver W-1 excuses nothing: the fault is answered by RM-1 already"
    }


def test_of_a_rule_that_did_not_run_nothing_is_said(
    judged: Callable[..., Report], waiver: Callable[..., str], context: Build
) -> None:
    """At another stage, or left out: whether the waiver is needed cannot be known."""
    assert told(judged(IN_TIME, waiver(rule="case/later", record=""))) == {}

    project = f"stage: in-service\nincidents:\n{IN_TIME}waivers:\n  - {{{waiver()}}}\n"
    assert told(check(context(RULES, project), off={RULE})) == {}
    unknown = IN_TIME.replace("reported_at: 2026-03-02 08:30, ", "")
    assert told(judged(unknown, waiver())) == {}


def test_half_a_waiver_is_none(judged: Callable[..., Report], waiver: Callable[..., str]) -> None:
    """The schema names what it lacks."""
    report = judged(LATE, waiver(approver=""))

    assert late(report).open
    assert [one.rule for one in report.open] == [RULE, "data/schema"]


def test_one_can_be_left_out_like_any_rule(waiver: Callable[..., str], context: Build) -> None:
    """`--ignore waiver/unused`."""
    project = f"stage: in-service\nincidents:\n{IN_TIME}waivers:\n  - {{{waiver()}}}\n"

    assert check(context(RULES, project), off={"waiver/unused"}).findings == ()
