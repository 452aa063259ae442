"""One project on one day: everything rules and documents read, each fact computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path as FilePath
from typing import Any, Self
from weakref import ReferenceType, ref

from svcdocs.calc.workdays import Calendar, ProvisionalCalendar
from svcdocs.expr import (
    UNKNOWN,
    ExpressionError,
    Items,
    Located,
    Reads,
    Result,
    Scope,
    TableIndexes,
)
from svcdocs.facts.deadline import Deadline
from svcdocs.facts.errors import FormulaError
from svcdocs.facts.records import Record, read_records, term_place
from svcdocs.facts.states import compute_deadline, compute_recurrence
from svcdocs.facts.steps import Recurrence
from svcdocs.facts.terms_data import marked_promises, promises
from svcdocs.load import Loaded, load_calendar
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.model.term import Term
from svcdocs.model.tree import Path, Tree
from svcdocs.policy import TERMS, Formula, PolicySet, Rule

#: Of so many records the names are kept for the next rule.
_SCOPES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class FactValue:
    """What a fact came to for one record, or for the project.

    Attributes:
        value: as expressions give it: a scalar, UNKNOWN, `Items` or a `Located` mapping.
        reads: every value of the data that went into it.
        state: the deadline or recurrence behind it, where a rule of these kinds is the fact.
        at: where what was done is written (or would be); of a recurrence its rows.
        assumed: the first day that was taken for a working day or not without an official
            notice; None for a result that is not provisional.
    """

    value: object
    reads: Reads
    state: Deadline | Recurrence | None = None
    at: Path = ()
    rows: Items | None = None
    assumed: date | None = None

    @property
    def plain(self) -> Any:
        """The value as plain data, None for unknown: what templates print."""
        if self.value is UNKNOWN:
            return None
        if isinstance(self.value, Items):
            return list(self.value.values)
        return self.value.value if isinstance(self.value, Located) else self.value


class Context:
    """A project's data, its policies and the day that counts as today.

    What has a time stamp after the end of `as_of` has not happened yet.
    """

    def __init__(
        self,
        project: Tree,
        policies: PolicySet,
        as_of: date,
        *,
        calendar: Calendar | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.project = project
        self.policies = policies
        self.as_of = as_of
        self.problems = problems
        #: What loading noticed and nothing stops for.
        self.notices: tuple[Problem, ...] = ()
        self.calendar: ProvisionalCalendar = (calendar or Calendar()).provisional()
        self._facts: dict[tuple[str, Path], FactValue] = {}
        self._records: dict[str, tuple[Record, ...]] = {}
        self._by_path: dict[str, dict[Path, Record]] = {}
        self._by_id: dict[str, dict[str, Record]] = {}
        self._marked: dict[str, Any] | None = None
        self._by_subject: dict[str, list[tuple[Record | None, Scope]]] = {}
        self._scopes: dict[int, tuple[Record | None, Scope]] = {}
        self._scope = Scope(
            roots={
                # the day the caller asked for, not the one in the file, is today for rules too
                "project": Located({**project.data, "as_of": as_of}, ("project",)),
                "terms": Located(promises(policies), ("terms",)),
            },
            calendar=self.calendar,
            indexes=TableIndexes(),
        )

    @classmethod
    def build(
        cls,
        project: Loaded,
        policies: PolicySet,
        as_of: date | None = None,
        *,
        calendar: Calendar | None = None,
        read_calendar: Callable[[FilePath], tuple[Calendar, list[Problem]]] = load_calendar,
    ) -> Self:
        """A context of a loaded project.

        Args:
            project: the project as it was loaded; its problems and notices travel along.
            policies: the policies it names.
            as_of: the day that counts as today; by default the project's own `as_of`, else today.
            calendar: the working days; by default the official ones and the notices that lie in
                `calendars/` of the project, the company and svcdocs, with their problems.
            read_calendar: reads these for a project's folder.
        """
        problems: list[Problem] = []
        if calendar is None:
            calendar, problems = read_calendar(project.folder)
        own = project.tree.data.get("as_of")
        context = cls(
            project.tree,
            policies,
            as_of or own or date.today(),  # noqa: DTZ011 - the clock of whoever sits here
            calendar=calendar,
            problems=(*project.problems, *policies.problems, *problems),
        )
        context.notices = (*project.notices, *policies.notices)
        return context

    def promises_marked(self) -> dict[str, Any]:
        """The promises as documents read them; see `marked_promises`."""
        if self._marked is None:
            self._marked = marked_promises(self.policies)
        return self._marked

    def row(self, table: str, id_: str) -> Record | None:
        """The first row of a table with an id, which messages, files and people call it by."""
        if table not in self._by_id:
            rows = reversed(self.records(table))
            self._by_id[table] = {record.id: record for record in rows}
        return self._by_id[table].get(id_)

    @property
    def terms(self) -> Mapping[str, Term]:
        """The leaves of the policies by dotted id."""
        return self.policies.terms

    def records(self, subject: str) -> tuple[Record, ...]:
        """The records of a table of the project, or of `"terms"`."""
        if subject not in self._records:
            self._records[subject] = read_records(subject, self.project, self.policies)
        return self._records[subject]

    def record(self, path: Path) -> Record:
        """The record at a path like `("project", "visits", 3)`.

        Raises:
            KeyError: there is none.
        """
        subject = str(path[1]) if path[:1] == ("project",) else TERMS
        if subject not in self._by_path:
            self._by_path[subject] = {record.path: record for record in self.records(subject)}
        return self._by_path[subject][path]

    def place(self, path: Path) -> Place:
        """Where the value at a path is written, or the nearest thing around it that is."""
        if path[:1] == ("terms",):
            for length in range(len(path), 1, -1):
                term = self.policies.terms.get(".".join(map(str, path[1:length])))
                if term is not None:
                    return term_place(term, path[length:])
                group = self.policies.groups.get(".".join(map(str, path[1:length])))
                if group is not None:
                    return group.place
        return self.project.place(path[1:]) or Place(file="")

    def evaluate(self, formula: Formula, record: Record | None = None) -> Result:
        """The value of a formula for a record, with what it read.

        Raises:
            FormulaError: it does not fit the data; the place of the fault is in the policy.
        """
        return self._run(formula, record, formula.expression.evaluate)

    def evaluate_items(self, formula: Formula, record: Record | None = None) -> Result:
        """The same where a list is wanted: `Items`, or UNKNOWN; a missing table has no rows.

        Raises:
            FormulaError: as `evaluate`.
        """
        return self._run(formula, record, formula.expression.evaluate_items)

    def _run(
        self, formula: Formula, record: Record | None, evaluate: Callable[[Scope], Result]
    ) -> Result:
        try:
            return evaluate(self.scope(record))
        except ExpressionError as error:
            raise FormulaError(error.message, formula.at(error.column)) from error

    def scopes(self, subject: str) -> Iterable[tuple[Record | None, Scope]]:
        """The records of a subject with their scopes; for none, the project as a whole."""
        known = self._by_subject.get(subject)
        if known is None:
            records = self.records(subject) if subject else (None,)
            if len(records) > _SCOPES:
                return ((record, self.scope(record)) for record in records)
            known = [(record, self.scope(record)) for record in records]
            self._by_subject[subject] = known
        return known

    def scope(self, record: Record | None) -> Scope:
        """The names as formulas about a record know them; rules ask for the same one repeatedly."""
        known = self._scopes.get(id(record))
        if known is not None and known[0] is record:
            return known[1]
        facts = Located(_Facts(ref(self), record), ("facts",))
        if record is None:
            scope = self._scope.having(facts=facts)
        else:
            scope = self._scope.having(facts=facts, it=Located(record.data, record.path))
        if len(self._scopes) >= _SCOPES:
            self._scopes.clear()  # each rule goes through a long table from the beginning
        self._scopes[id(record)] = record, scope
        return scope

    def fact(self, name: str, record_path: Path | None = None) -> FactValue:
        """A fact by its kebab-case name, for the record at a path, or for the project.

        Raises:
            KeyError: no policy defines the fact, or there is no such record.
            FormulaError: its formula does not fit the data.
        """
        record = None if record_path is None else self.record(record_path)
        return self.fact_of(name, record)

    def fact_of(self, name: str, record: Record | None) -> FactValue:
        """The same for a record at hand; a fact about the whole project ignores the record."""
        fact = self.policies.facts[name]
        if not fact.subject:
            record = None
        key = (name, record.path if record else ())
        if key not in self._facts:
            with self.watching() as watch:
                found = self._compute(fact.value, record)
            if watch.assumed is not None:
                found = replace(found, assumed=watch.assumed)
            self._facts[key] = found
        found = self._facts[key]
        if found.assumed is not None and self.calendar.assumed is None:
            self.calendar.assumed = found.assumed
        return found

    def _compute(self, value: Formula | Rule, record: Record | None) -> FactValue:
        if isinstance(value, Formula):
            result = self.evaluate(value, record)
            return FactValue(value=result.value, reads=result.reads)
        if value.where is not None:
            applies = self.evaluate(value.where, record)
            if applies.value is not True:
                return FactValue(value=UNKNOWN, reads=applies.reads)
        try:
            if value.kind == "deadline":
                deadline, reads, at = compute_deadline(self, value, record)
                return FactValue(value=deadline.as_mapping(), reads=reads, state=deadline, at=at)
            recurrence, reads, rows = compute_recurrence(self, value, record)
        except (TypeError, ValueError) as error:
            raise FormulaError(str(error), value.place) from error
        if recurrence is None:
            return FactValue(value=UNKNOWN, reads=reads)
        return FactValue(
            value=recurrence.as_mapping(rows.values),
            reads=reads,
            state=recurrence,
            at=rows.path,
            rows=rows,
        )

    def watching(self) -> Watch:
        """Tell whether what is computed inside is provisional; see `Watch.assumed`."""
        return Watch(self.calendar)


class Watch:
    """`assumed` is the first day for which there is no official notice, if one was asked for.

    A class and no generator: it is entered for every record of every rule.
    """

    __slots__ = ("_before", "_calendar", "assumed")

    def __init__(self, calendar: ProvisionalCalendar) -> None:
        self._calendar = calendar
        self._before: date | None = None
        self.assumed: date | None = None

    def __enter__(self) -> Self:
        self._before, self._calendar.assumed = self._calendar.assumed, None
        return self

    def __exit__(self, *_raised: object) -> None:
        self.assumed = self._calendar.assumed
        self._calendar.assumed = self._before or self.assumed


@dataclass(frozen=True, slots=True)
class _Facts:
    """The root `facts` of an expression, bound to its `it`.

    It does not hold its context, which holds it: hundreds of projects are forgotten one by one, and
    nobody has to look for circles.
    """

    context: ReferenceType[Context]
    record: Record | None

    def fact(self, name: str) -> tuple[object, Reads]:
        context = self.context()
        assert context is not None  # noqa: S101 - it evaluates the expression that asks; for mypy
        found = context.fact_of(name, self.record)
        return found.value, found.reads
