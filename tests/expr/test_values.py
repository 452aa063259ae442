"""What expressions compute: dates, quantities, texts that stand for them, tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from svcdocs.calc.workdays import Calendar, CalendarUnavailable
from svcdocs.expr import (
    UNKNOWN,
    Items,
    Located,
    Scope,
    compile_expression,
)
from svcdocs.model.quantity import Quantity, Unit

Value = Callable[[str], object]


@pytest.mark.parametrize(
    "text",
    [
        "terms.warranty.period == '36 months'",
        "terms.warranty.period == '三年'",
        "'35 months' < terms.warranty.period",
        "it.arrived_at - it.reported_at == '90 minutes'",
        "it.arrived_at - it.reported_at <= terms.sla.levels[it.severity].onsite",
        "it.arrived_at > '2026-03-31 23:59'",
        "project.award.issued_on == '2026-01-05'",
        "it.opens < '08:31'",
        "terms.sla.window == '7x24'",
        "it.质保 == '3 小时'",
        "project.award.issued_on + terms.warranty.period == facts.warranty_end",
        "project.award.issued_on + '1 month' == '2026-02-05'",
        "project.award.issued_on - '5 days' == '2025-12-31'",
        "'1 day' + project.award.issued_on == '2026-01-06'",
        "project.award.issued_on + terms.acceptance.within == '2026-01-14'",
        "project.visits['V-2'].ended_on - project.visits['V-1'].ended_on == '90 days'",
        "it.reported_at + '2 hours' == '2026-04-01 01:30:00'",
        "it.reported_at | date == '2026-03-31'",
        "project.award.issued_on | date == project.award.issued_on",
        "terms.warranty.period * 2 == '6 years' and terms.warranty.period / 3 == '1 year'",
        "3 * terms.warranty.period > '8 years'",
        "terms.warranty.period / terms.warranty.period == 1",
        "terms.warranty.period + '6 months' == '42 months'",
        "it.rating * 2 - 1 == 5 and it.rating / 2 == 1.5 and -it.rating < 0",
        "0.1 + 0.2 == 0.3",
        "it.fee == 0",
        "it.severity in ['major', 'general'] and it.severity in terms.sla.levels",
        "'title' not in terms.sla.levels",
        "terms.sla.window in ['5x9', '7x24']",
        "'V-2' in project.visits and 'V-9' not in project.visits and 'x' not in project.nothing",
        "facts['onsite-late'].state == 'late' and facts.onsite_late.state == 'late'",
        "facts.open_end is missing",
        "terms.sla.levels.general.resolve is missing",
        "(it.severity if it.quality_fault else 'none') == 'major'",
    ],
)
def test_true(text: str, value: Value) -> None:
    """Each of these holds in the sample."""
    assert value(text) is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("project.visits | count", 3),
        ("project.nothing | count", 0),
        ("project.nothing | pluck('x') | sum", 0),
        ("it.nothing | count", UNKNOWN),
        ("terms.sla.levels | count", 2),
        ("project.visits | pluck('rating') | sum", 9),
        ("project.visits | pluck('rating') | max", 5),
        ("project.visits | pluck('ended_on') | min", date(2026, 1, 6)),
        ("project.visits | pluck('ended_on') | last", date(2026, 4, 6)),
        ("project.nothing | pluck('x') | max", UNKNOWN),
        ("project.nothing | first", UNKNOWN),
        ("[1, it.absent] | max", UNKNOWN),
        ("[1, it.absent] | sum", UNKNOWN),
        ("[] | sum", 0),
        ("['2 hours'] | first", "2 hours"),
        ("terms.sla.levels | pluck('onsite') | sum", Quantity(Decimal(6), Unit.HOUR)),
        ("project.visits[it.visit].visitor", "li"),
        ("project.visits['V-9'].visitor", UNKNOWN),
        ("project.visits[it.absent].visitor", UNKNOWN),
        ("(project.visits | where('visitor', 'zhang') | last).id", "V-3"),
        ("(project.visits | where('visitor', 'zhang'))['V-3'].rating", 5),
        ("project.visits | where('rating', 4) | count", 1),
        ("project.visits | where('ended_on', '2026-04-06') | count", 1),
        ("project.visits | where('visitor', it.absent) | count", UNKNOWN),
        ("it.reported_at - it.arrived_at", Quantity(Decimal(-90), Unit.MINUTE)),
    ],
)
def test_value(text: str, expected: object, value: Value) -> None:
    """Single values."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("project.visits | pluck('id')", ["V-1", "V-2", "V-3"]),
        ("project.visits | pluck('visitor') | unique", ["zhang", "li"]),
        ("project.visits | pluck('topics')", ["a", "b", "b", "c"]),
        ("terms.sla.levels | keys", ["general", "major"]),
        ("it.measures", ["stop", "notify"]),
        ("['a', 'b']", ["a", "b"]),
        ("[true, 1] | unique", [True, 1]),
        ("project.visit_reports | where('visit', it.visit) | pluck('written_on')", []),
    ],
)
def test_lists(text: str, expected: list[object], value: Value) -> None:
    """Lists, and no text of our own class gets out."""
    items = value(text)
    assert isinstance(items, Items)
    assert list(items.values) == expected
    assert all(type(item) in (str, bool, int) for item in items.values)
    assert len(list(items)) == len(expected)


def test_seconds_where_minutes_do_not_do(scope: Scope) -> None:
    """No second is rounded away."""
    start = datetime(2026, 1, 1, 8, tzinfo=UTC)
    it = {"from": start, "to": start + timedelta(seconds=61)}
    result = compile_expression("it.to - it.from").evaluate(scope.having(it=Located(it, ())))
    assert result.value == Quantity(Decimal(61), Unit.SECOND)
    assert isinstance(result.value, Quantity)
    assert result.value.unit is Unit.SECOND


def test_the_date_of_a_time_is_china_s(scope: Scope) -> None:
    """Half past midnight in Beijing is the next day."""
    it = {"at": datetime.fromisoformat("2026-03-31T16:30:00+00:00")}
    result = compile_expression("it.at | date").evaluate(scope.having(it=Located(it, ())))
    assert result.value == date(2026, 4, 1)


def test_a_record_comes_with_its_path(value: Value) -> None:
    """The row's place in its table, not in the choice."""
    row = value("project.visits | where('id', 'V-2') | first")
    assert isinstance(row, Located)
    assert row.path == ("project", "visits", 1)


@pytest.mark.parametrize(
    ("text", "values", "paths"),
    [
        ("project.nothing", [], []),
        ("terms.sla.levels", ["general", "major"],
         [("terms", "sla", "levels", "general"), ("terms", "sla", "levels", "major")]),
        ("it.severity", ["major"], [("project", "incidents", 0, "severity")]),
        ("it.measures", ["stop", "notify"],
         [("project", "incidents", 0, "measures", 0), ("project", "incidents", 0, "measures", 1)]),
        ("'a constant'", ["a constant"], [()]),
        ("project.visit_reports | pluck('written_on')", [date(2026, 1, 7)],
         [("project", "visit_reports", 0, "written_on")]),
    ],
)  # fmt: skip
def test_evaluate_items(text: str, values: list[object], paths: list[object], scope: Scope) -> None:
    """A table, a vocabulary, a list or one value, each element with its path."""
    items = compile_expression(text).evaluate_items(scope).value
    assert isinstance(items, Items)
    assert [item.value for item in items] == values
    assert [item.path for item in items] == paths


def test_a_missing_field_is_no_empty_list(scope: Scope) -> None:
    """Only a missing table has no rows; a missing field is unknown."""
    assert compile_expression("it.nothing").evaluate_items(scope).value is UNKNOWN


def test_working_days_past_the_last_notice_are_not_guessed(scope: Scope) -> None:
    """Unless the caller's calendar guesses and says so."""
    it = Located({"on": date(2090, 1, 1)}, ())
    expression = compile_expression("it.on + '3 working days'")
    with pytest.raises(CalendarUnavailable):
        expression.evaluate(scope.having(it=it))
    provisional = Scope(roots={"it": it}, calendar=Calendar().provisional())
    assert expression.evaluate(provisional).value == date(2090, 1, 4)


def test_one_text_is_compiled_once() -> None:
    """Many rules share their texts."""
    assert compile_expression("it.a == 1") is compile_expression("it.a == 1")


def test_tables_of_two_scopes_do_not_mix(scope: Scope) -> None:
    """The index of ids goes by the table's identity."""
    expression = compile_expression("project.visits['V-1'].visitor")
    assert expression.evaluate(scope).value == "zhang"
    other = scope.having(
        project=Located({"visits": [{"id": "V-1", "visitor": "wang"}]}, ("project",))
    )
    assert expression.evaluate(other).value == "wang"
    assert expression.evaluate(scope).value == "zhang"
