"""What can never work is refused when the policy loads: kinds, units, values that are no truth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("english")

Problems = Callable[[str], list[str]]
Load = Callable[..., Any]

TERMS = """\
terms:
  group:
    source: seed:L1
    minutes: 30 minutes
    days: 3 days
    years: 3 years
    words: 免费
    window: 7x24
    count: 3
    free: true
    list: [1 hour, 2 hours]
    texts: [甲, 乙]
    undecided: {status: unresolved}
    levels:
      general: {title: 一般, onsite: 2 hours}
      major: {title: 重大, onsite: 30 minutes}
    mixed:
      one: {title: 甲, value: 2 hours}
      two: {title: 乙, value: 3 years}
facts:
  end: {title: 届满日, value: project.contract.signed_on + terms.group.years}
  held: {title: 到场, for: project.incidents, value: it.arrived_at - it.reported_at}
"""
RULE = """\
rules:
  r:
    title: 测试
    nature: data
    severity: error
    from_stage: bid
    source: seed:L1
"""


def found_in(problems: Problems, body: str) -> list[str]:
    """The problems of a rule with this body; its first own line is 8."""
    return [line.removeprefix("rules.yaml:") for line in problems(f"{RULE}    {body}\n{TERMS}")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(
            "same: {sets: [{of: project.incidents, title: 甲}, {of: terms.group.texts, title: 乙}]}",
            "8:24: 'of' wants a truth value or text or number or date or time or time of day"
            " or quantity or service window, and 'project.incidents' is a record",
            id="whole records are no set",
        ),
        pytest.param(
            "for: project.incidents\n    unique: it",
            "9:13: 'unique' wants a truth value or text or number or date or time or time of day"
            " or quantity or service window or list, and 'it' is a record",
            id="a whole record is never given twice",
        ),
        pytest.param(
            "assert: terms.group.minutes < terms.group.years",
            "8:13: 30 minutes and 3 years have no common unit",
            id="terms of different units",
        ),
        pytest.param(
            "assert: terms.group.minutes < '3 days'",
            "8:13: 30 minutes and 3 days have no common unit",
            id="a term and a constant",
        ),
        pytest.param(
            "for: project.incidents\n    assert: it.arrived_at - it.reported_at < terms.group.days",
            "9:13: 1 minute and 3 days have no common unit",
            id="a difference of times and days",
        ),
        pytest.param(
            "for: project.incidents\n    assert: facts.held < terms.group.years",
            "9:13: 1 minute and 3 years have no common unit",
            id="through a fact",
        ),
        pytest.param(
            "for: project.incidents\n"
            "    assert: terms.group.levels[it.severity].onsite < terms.group.days",
            "9:13: 2 hours and 3 days have no common unit",
            id="any entry of a vocabulary",
        ),
        pytest.param(
            "assert: (terms.group.list | min) < terms.group.days",
            "8:14: 1 hour and 3 days have no common unit",
            id="the least of a list",
        ),
        pytest.param(
            "equal: {value: terms.group.minutes, to: terms.group.years}",
            "8:20: 30 minutes and 3 years have no common unit",
            id="equal",
        ),
        pytest.param(
            "compare: {value: terms.group.minutes, not_worse_than: terms.group.days,"
            " better: lower}",
            "8:22: 30 minutes and 3 days have no common unit",
            id="compare",
        ),
        pytest.param(
            "assert: project.contract.signed_on + terms.group.minutes == project.award.issued_on",
            "8:13: 30 minutes runs from a time of day, and a date has none",
            id="minutes after a day",
        ),
        pytest.param(
            "deadline: {from: project.contract.signed_on, within: terms.group.minutes,"
            " done: project.award.issued_on}",
            "8:58: 'within' is 30 minutes, which runs from a time of day; 'from' is a date",
            id="a deadline of minutes from a day",
        ),
    ],
)
def test_a_wrong_unit(problems: Problems, body: str, message: str) -> None:
    """What has no common unit in any project is a mistake of the policy."""
    assert found_in(problems, body) == [message]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(
            "deadline: {from: project.contract.signed_on, within: terms.group.count,"
            " done: project.award.issued_on}",
            "8:58: 'within' wants a quantity, and 'terms.group.count' is a number",
            id="within",
        ),
        pytest.param(
            "for: project.incidents\n    deadline: {from: it.id, within: terms.group.minutes,"
            " done: it.title, window: terms.group.days}",
            "9:22: 'from' wants a date or time, and 'it.id' is a text",
            id="from, done and window",
        ),
        pytest.param(
            "order: [{at: project.contract.signed_on, title: 甲}, {at: project.no, title: 乙}]",
            "8:62: 'at' wants a date or time, and 'project.no' is a text",
            id="order",
        ),
        pytest.param(
            "equal: {value: project.contract.amount, to: project.no}",
            "8:20: number compared with text",
            id="equal",
        ),
        pytest.param(
            "sum: {of: project.equipment | pluck('amount'), to: project.name}",
            "8:56: 'to' wants a number or quantity, and 'project.name' is a text",
            id="sum",
        ),
        pytest.param(
            "sum: {of: project.visits | pluck('purpose'), to: project.contract.amount}",
            "8:15: 'of' wants a number or quantity, and 'project.visits | pluck('purpose')' is a"
            " text",
            id="elements of a sum",
        ),
        pytest.param(
            "for: project.incidents\n    assert: it.reported_at < project.contract.signed_on",
            "9:13: time compared with date",
            id="a time and a day",
        ),
        pytest.param(
            "for: project.incidents\n    assert: it.fee == it.title",
            "9:13: number compared with text",
            id="a number and a text",
        ),
        pytest.param(
            "assert: facts.end < project.name",
            "8:13: date compared with text",
            id="a fact and a text",
        ),
        pytest.param(
            "assert: terms.group.count in terms.group.texts",
            "8:13: number compared with text",
            id="a member of a list of texts",
        ),
        pytest.param(
            "assert: (project.incidents | where('fee', project.no) | count) == 0",
            "8:47: number compared with text",
            id="where",
        ),
        pytest.param(
            "assert: (project.incidents | pluck('title') | sum) > 3",
            "8:51: 'sum' takes no list of this kind: text",
            id="the sum of texts",
        ),
        pytest.param(
            "assert: (project.name | count) > 3",
            "8:29: 'count' takes no text",
            id="counting a text",
        ),
        pytest.param(
            "assert: terms.group.words > terms.group.texts",
            "8:13: text compared with list",
            id="a text and a list",
        ),
        pytest.param(
            "assert: project.name < project.no",
            "8:13: a text is neither less nor more than another",
            id="texts have no order",
        ),
        pytest.param(
            "assert: terms.group.words * 2 == 3",
            "8:13: nothing can be computed from a text",
            id="computing from a text",
        ),
    ],
)
def test_a_wrong_kind(problems: Problems, body: str, message: str) -> None:
    """The schema and the terms tell kinds before there is any project."""
    assert message in found_in(problems, body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(
            "assert: terms.group.minutes",
            "8:13: 'terms.group.minutes' is not a truth value; test it, as in"
            " terms.group.minutes is present",
            id="a term",
        ),
        pytest.param(
            "assert: facts.end + '3 days'",
            "8:13: 'facts.end + '3 days'' is a date, not a truth value",
            id="a computed date",
        ),
        pytest.param(
            "for: project.visits\n    where: it.started_at\n    assert: it.satisfied",
            "9:12: 'it.started_at' is not a truth value; test it, as in it.started_at is present",
            id="where",
        ),
        pytest.param(
            "assert: project.name is present and project.no",
            "8:41: a text is neither true nor false",
            id="inside an and",
        ),
        pytest.param(
            "assert: not terms.group.count",
            "8:17: a number is neither true nor false",
            id="inside a not",
        ),
    ],
)
def test_no_truth_value(problems: Problems, body: str, message: str) -> None:
    """A rule that could only ever crash does not load."""
    assert found_in(problems, body) == [message]


def test_all_misfits_come_at_once(problems: Problems) -> None:
    """One for each expression."""
    body = (
        "for: project.incidents\n    where: it.title\n    deadline: {from: it.id,"
        " within: terms.group.words, done: it.title, window: terms.group.days}"
    )

    assert [line.partition(": ")[0] for line in found_in(problems, body)] == [
        "9:12",
        "10:22",
        "10:37",
        "10:62",
        "10:80",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "assert: terms.group.undecided > terms.group.years",
        "assert: terms.group.free",
        "for: project.incidents\n    assert: terms.group.levels[it.severity].onsite < '1 hour'",
        "for: project.incidents\n    assert: it.severity == 'major' or it.severity in terms.group.levels",
        "for: project.incidents\n    assert: it.reported_at > '2026-03-31 08:30'",
        "for: project.incidents\n    assert: (it.reported_at | date) < facts.end",
        "for: project.incidents\n    assert: terms.group.mixed[it.severity] < '1 hour'",
        "for: terms\n    assert: it.promise == it.standard and it.requirement.value is present",
        "assert: (project.incidents | pluck('title') | count) == 0 or '甲' in terms.group.texts",
        "assert: project.equipment | pluck('amount') | sum == project.contract.amount * 1.0",
        "assert: (project.acceptances | pluck('accepted_on') | max) + terms.group.years > facts.end",
        (
            "for: project.incidents\n    deadline: {from: it.reported_at,"
            " within: terms.group.minutes if it.severity == 'major' else terms.group.days,"
            " done: it.arrived_at, window: terms.group.window}"
        ),
        "assert: terms.group.window == '7x24'",
        "assert: project.requirements.anything.value == 3",
        "for: project.visits\n    refers: {value: it.materials, to: terms.group.levels}",
    ],
)
def test_what_may_work_is_not_refused(load: Load, body: str) -> None:
    """Nothing is said against what cannot be told before a project is there."""
    assert list(load(f"{RULE}    {body}\n{TERMS}").rules) == ["cooling/r"]
