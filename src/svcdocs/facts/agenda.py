"""What the rules of a project ask for next, and what its facts announce."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from svcdocs.calc.china_time import wall_clock
from svcdocs.facts.context import Context, FactValue
from svcdocs.facts.deadline import Deadline, State
from svcdocs.facts.errors import FormulaError
from svcdocs.facts.moments import Moment, day_of
from svcdocs.facts.people import people
from svcdocs.facts.records import Record
from svcdocs.facts.steps import Recurrence, Step
from svcdocs.model.agenda import Item, Standing
from svcdocs.model.finding import Severity
from svcdocs.model.quantity import Quantity, Unit
from svcdocs.model.tree import Path
from svcdocs.policy import Fact, Formula, Rule

_OPEN = (State.PENDING, State.OVERDUE)


def agenda(context: Context, rules: Collection[str]) -> list[Item]:
    """Everything that is not done yet and everything that is to come, in the order of its days.

    What cannot be computed is left out here; as a rule that does not fit the data it is a finding of
    the check.

    Args:
        context: the project on its day.
        rules: the ids of the rules that count at its stage.
    """
    items = [
        item
        for fact in context.policies.facts.values()
        if fact.due or (isinstance(fact.value, Rule) and fact.value.id in rules)
        for item in _of_fact(context, fact)
    ]
    return sorted(items, key=_order)


def _order(item: Item) -> tuple[Any, ...]:
    # A day counts to its end: what is due at a time of it comes first.
    clock = f"{wall_clock(item.due):%H:%M:%S}" if isinstance(item.due, datetime) else "24"
    return (day_of(item.due), clock, item.source, item.record, item.step)


def _of_fact(context: Context, fact: Fact) -> Iterator[Item]:
    records = context.records(fact.subject) if fact.subject else (None,)
    for record in records:
        try:
            found = context.fact_of(fact.name, record)
        except FormulaError:
            continue
        reader = _Reader(context, fact, record, found)
        if isinstance(found.state, Deadline):
            yield from reader.deadline(found.state)
        elif isinstance(found.state, Recurrence):
            yield from reader.recurrence(found.state)
        elif fact.due and isinstance(found.value, date):
            yield from reader.day(found.value)


class _Reader:
    """Turns one fact of one record into items."""

    def __init__(
        self, context: Context, fact: Fact, record: Record | None, found: FactValue
    ) -> None:
        self.context = context
        self.fact = fact
        self.record = record
        self.found = found

    def deadline(self, deadline: Deadline) -> Iterator[Item]:
        """The deadline, unless something was done or the time is not known."""
        if deadline.due is None or deadline.state not in _OPEN:
            return
        left = self._days(deadline.due)
        if deadline.margin is not None and deadline.margin.unit is Unit.WORKING_DAY:
            left = deadline.margin
        yield self._item(deadline.due, self._standing(deadline.due), left)

    def recurrence(self, recurrence: Recurrence) -> Iterator[Item]:
        """Every step that was not done."""
        for step in recurrence.steps:
            if step.state in _OPEN:
                yield self._step(step)

    def _step(self, step: Step) -> Item:
        tolerated = step.due < self.context.as_of <= step.latest
        return self._item(
            step.due,
            Standing.PENDING if tolerated else self._standing(step.due),
            self._days(step.latest if tolerated else step.due),
            step=step.n,
            latest=step.latest if tolerated else None,
        )

    def day(self, day: Moment) -> Iterator[Item]:
        """The day, unless it is over."""
        if day_of(day) >= self.context.as_of:
            yield self._item(day, Standing.DATE, self._days(day))

    def _days(self, due: Moment) -> Quantity:
        return Quantity(Decimal((day_of(due) - self.context.as_of).days), Unit.DAY)

    def _standing(self, due: Moment) -> Standing:
        day, today = day_of(due), self.context.as_of
        if day == today:
            return Standing.TODAY
        return Standing.OVERDUE if day < today else Standing.PENDING

    def _item(
        self,
        due: Moment,
        standing: Standing,
        left: Quantity,
        *,
        step: int = 0,
        latest: date | None = None,
    ) -> Item:
        fact, value, state = self.fact, self.fact.value, self.found.state
        assumed = state.assumed if isinstance(state, Deadline) else self.found.assumed
        rule = value if isinstance(value, Rule) else None
        return Item(
            source=f"{fact.policy}/{fact.name}",
            title=fact.title,
            task=str(rule.body.get("task", fact.title)) if rule else fact.title,
            record=self.record.id if self.record else "",
            step=step,
            due=due,
            latest=latest,
            standing=standing,
            left=left,
            who=self._who(rule.body.get("who") if rule else fact.who),
            place=self.context.place(self._at()),
            sources=fact.sources,
            advice=rule.advice if rule else "",
            severity=rule.severity if rule else Severity.INFO,
            provisional=assumed.year if assumed else 0,
        )

    def _at(self) -> Path:
        if self.found.at:
            return self.found.at
        if self.found.state is None:
            read = (one.path for one in self.found.reads if one.path[:1] == ("project",))
            return next(read, ("project",))
        return self.record.path if self.record else ("project",)

    def _who(self, formula: Formula | None) -> tuple[str, ...]:
        if formula is None:
            return ()
        try:
            value = self.context.evaluate(formula, self.record).value
        except FormulaError:
            return ()
        return people(value, self.context.project)
