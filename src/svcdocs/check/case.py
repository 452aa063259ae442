"""One record before one rule: what the kinds of rules read, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from svcdocs.expr import ExpressionError, Items, Read, Reads, Result
from svcdocs.facts import Context, FactValue, FormulaError, Record
from svcdocs.model.tree import Path
from svcdocs.policy import Formula, Rule
from svcdocs.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong with one record.

    Attributes:
        message: what is wrong, with the values; the rule's title stands before it.
        at: the path of the value at fault; empty for the record as a whole.
        margin: how far from the limit, in words.
        record: what the finding is about, where that is not the record judged.
        reads: what the finding lists as its inputs; None for everything the case read.
        sources: references beyond the rule's own.
    """

    message: str
    at: Path = ()
    margin: str = ""
    record: str | None = None
    reads: tuple[Read, ...] | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How many things were judged, are still running, or cannot be known, and the faults."""

    judged: int = 0
    pending: int = 0
    unknown: int = 0
    faults: tuple[Fault, ...] = ()


PENDING = Verdict(pending=1)
NOT_KNOWN = Verdict(unknown=1)
FAULTLESS = Verdict(judged=1)


def judged(*faults: Fault) -> Verdict:
    """One record was judged and these faults were found, or none."""
    return Verdict(judged=1, faults=faults) if faults else FAULTLESS


class Case:
    """A record (None: the project as a whole) and the rule that judges it.

    Everything evaluated through a case is remembered in `reads`, for the inputs of its findings.
    `memory` is shared by all cases of one rule in one check, for kinds that compare records.
    """

    __slots__ = ("_found", "_scope", "context", "memory", "record", "rule")

    def __init__(
        self, context: Context, rule: Rule, record: Record | None, memory: dict[Any, Any]
    ) -> None:
        self.context = context
        self.rule = rule
        self.record = record
        self.memory = memory
        self._found: list[Result | FactValue] = []
        self._scope = context.scope(record)

    @property
    def reads(self) -> Reads:
        """Every value that was read."""
        return Reads(*(one.reads for one in self._found))

    def evaluate(self, formula: Formula) -> Result:
        """The value of one formula of the rule's body."""
        try:
            result = formula.expression.evaluate(self._scope)
        except ExpressionError as error:
            raise FormulaError(error.message, formula.at(error.column)) from error
        self._found.append(result)
        return result

    def items(self, formula: Formula) -> Result:
        """The same as a list: `Items` or UNKNOWN."""
        try:
            result = formula.expression.evaluate_items(self._scope)
        except ExpressionError as error:
            raise FormulaError(error.message, formula.at(error.column)) from error
        self._found.append(result)
        return result

    def singles(self, formula: Formula) -> Result:
        """The same where whole records make no sense.

        Raises:
            FormulaError: the list has rows of a table.
        """
        result = self.items(formula)
        value = result.value
        if isinstance(value, Items) and any(isinstance(one, Mapping) for one in value.values):
            raise self.misfit(formula, _("these are whole records; name a field with | pluck"))
        return result

    def own_fact(self) -> FactValue:
        """The fact that the rule itself is (of the kinds `deadline` and `every`)."""
        found = self.context.fact_of(self.rule.name, self.record)
        self._found.append(found)
        return found

    def spot(self, result: Result) -> Path:
        """Where to point for a value that was computed.

        At the last field of the record itself that went into it, else the last value of the
        project (of a field gathered from several rows, their table), else the last term. A field that only served to look up another record
        (`project.visits[it.visit].visitor`) comes after the others.
        """
        paths = [read.path for read in result.reads]
        own = [number for number, path in enumerate(paths) if self._is_own(path)]
        direct = [number for number in own if not self._leads_elsewhere(paths[number + 1 :])]
        for numbers in (direct, own):
            if numbers:
                return paths[numbers[-1]]
        for root in ("project", "terms"):
            found = [path for path in paths if path[:1] == (root,)]
            if found:
                return _table_of(found) or found[-1]
        return ()

    def _is_own(self, path: Path) -> bool:
        record = self.record.path if self.record else None
        return record is not None and path[: len(record)] == record

    def _leads_elsewhere(self, following: list[Path]) -> bool:
        return (
            bool(following) and following[0][:1] == ("project",) and not self._is_own(following[0])
        )

    def misfit(self, formula: Formula, message: str) -> FormulaError:
        """The error for a value of a kind that this rule cannot judge."""
        return FormulaError(
            _("'{text}': {message}").format(text=formula.expression.text, message=message),
            formula.place,
        )


def _table_of(paths: list[Path]) -> Path:
    """The table, if the last of these paths is one of several rows of which the same was read."""
    last = paths[-1]
    if len(last) < 4 or not isinstance(last[2], int):
        return ()
    rows = {path[2] for path in paths if path[:2] == last[:2] and path[3:] == last[3:]}
    return last[:2] if len(rows) > 1 else ()
