"""Rules of the kinds `deadline` and `every` as facts: their formulas evaluated, their state judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from svcdocs.expr import UNKNOWN, Items, Reads, Result
from svcdocs.facts.deadline import Deadline, judge_deadline
from svcdocs.facts.steps import Recurrence, judge_recurrence

if TYPE_CHECKING:
    from svcdocs.facts.context import Context
    from svcdocs.facts.records import Record
    from svcdocs.model.tree import Path
    from svcdocs.policy import Rule


def compute_deadline(
    context: Context, rule: Rule, record: Record | None
) -> tuple[Deadline, Reads, Path]:
    """The state of a deadline, what was read, and where what was done is written (or missing).

    Raises:
        FormulaError: a formula does not fit the data.
        TypeError: a value is no date, time, length of time or window.
        ValueError: a length of time is negative.
    """
    values, reads = _evaluated(context, rule, record, ("from", "within", "by", "window"))
    done = context.evaluate(rule.body["done"], record)
    deadline = judge_deadline(
        context.as_of,
        context.calendar,
        start=values["from"],
        within=values["within"],
        by=values["by"],
        window=values["window"],
        done=_known(done.value),
        roll=rule.body.get("roll") is True,
    )
    return deadline, Reads(*reads, done.reads), _done_at(done, record)


def _done_at(done: Result, record: Record | None) -> Path:
    """Where it is written what was done; nowhere if it was looked up in other rows in vain."""
    paths = reversed(list(done.reads.pairs()))
    at = next((path for path in paths if path[:1] != ("facts",)), ())
    vain = done.value is UNKNOWN and record is not None and at[: len(record.path)] != record.path
    return () if vain else at


def compute_recurrence(
    context: Context, rule: Rule, record: Record | None
) -> tuple[Recurrence | None, Reads, Items]:
    """The state of a recurrence (None while its start, step or end is unknown), reads and rows.

    Raises:
        FormulaError: a formula does not fit the data.
        TypeError: a value is no date or length of time.
        ValueError: the step leads nowhere.
    """
    values, reads = _evaluated(context, rule, record, ("from", "step", "until", "tolerance"))
    found = context.evaluate_items(rule.body["done"], record)
    if not isinstance(found.value, Items) or None in (
        values["from"],
        values["step"],
        values["until"],
    ):
        return None, Reads(*reads, found.reads), Items(())
    rows, field = found.value, str(rule.body["on"])
    days = [row.get(field) if isinstance(row, dict) else row for row in rows.values]
    recurrence = judge_recurrence(
        context.as_of,
        context.calendar,
        anchor=values["from"],
        step=values["step"],
        until=values["until"],
        tolerance=values["tolerance"],
        done=days,
    )
    dated = [
        ((*rows.path_of(number), field), day) for number, day in enumerate(days) if day is not None
    ]
    return recurrence, Reads(*reads, found.reads, dated), rows


def _evaluated(
    context: Context, rule: Rule, record: Record | None, keys: tuple[str, ...]
) -> tuple[dict[str, Any], list[Reads]]:
    """The values under some keys of a rule's body, None for what is missing, and their reads."""
    values: dict[str, Any] = dict.fromkeys(keys)
    reads: list[Reads] = []
    for key in keys:
        if key in rule.body:
            result = context.evaluate(rule.body[key], record)
            values[key] = _known(result.value)
            reads.append(result.reads)
    return values, reads


def _known(value: object) -> Any:
    return None if value is UNKNOWN else value
