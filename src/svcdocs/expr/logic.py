"""Kleene's three-valued logic: what is missing makes a result unknown only where it matters."""

from __future__ import annotations

from collections.abc import Sequence

from svcdocs.expr.compare import negated
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.part import Evaluator, Part
from svcdocs.expr.scope import Run
from svcdocs.expr.values import UNKNOWN, Items, Kind, Unknown, kind_name, kind_of
from svcdocs.texts import _


def want_truth(operand: Part) -> None:
    """Refuse, before any run, an operand that can never be true or false.

    Raises:
        ExpressionError: its kind is known and is another.
    """
    if operand.kind not in (None, Kind.TRUTH):
        raise _not_truth(operand.kind, operand.column)


def _not_truth(kind: Kind, column: int) -> ExpressionError:
    return ExpressionError(
        _("a {kind} is neither true nor false").format(kind=kind_name(kind)), column
    )


def truth(value: object, column: int) -> bool | Unknown:
    """The value as a truth value; texts, numbers and lists are not taken for one.

    Raises:
        ExpressionError: it is something else.
    """
    if value is True or value is False or value is UNKNOWN:
        return value
    raise _not_truth(kind_of(value), column)


def conjunction(operands: Sequence[Part]) -> Evaluator:
    """All of them: false as soon as one is false, unknown if one is unknown."""
    return _junction(operands, decisive=False)


def disjunction(operands: Sequence[Part]) -> Evaluator:
    """Any of them: true as soon as one is true, unknown if one is unknown."""
    return _junction(operands, decisive=True)


def _junction(operands: Sequence[Part], *, decisive: bool) -> Evaluator:
    pairs = tuple((operand.run, operand.column) for operand in operands)
    neutral = not decisive

    def run_junction(run: Run) -> bool | Unknown:
        outcome: bool | Unknown = neutral
        for evaluate, column in pairs:
            value = truth(evaluate(run), column)
            if value is decisive:
                return decisive
            if value is UNKNOWN:
                outcome = UNKNOWN
        return outcome

    return run_junction


def negation(operand: Part) -> Evaluator:
    """`not`."""
    evaluate, column = operand.run, operand.column
    return lambda run: negated(truth(evaluate(run), column))


def choice(test: Part, then: Part, otherwise: Part) -> Evaluator:
    """`then if test else otherwise`: unknown when the test is."""

    def run_choice(run: Run) -> object:
        outcome = truth(test.run(run), test.column)
        if outcome is UNKNOWN:
            return UNKNOWN
        return then.run(run) if outcome is True else otherwise.run(run)

    return run_choice


def presence(operand: Part, *, missing: bool) -> Evaluator:
    """`is missing` and `is present`: always true or false; an empty list counts as missing."""
    evaluate = operand.run

    def run_presence(run: Run) -> bool:
        value = evaluate(run)
        absent = value is UNKNOWN or (isinstance(value, Items) and not len(value))
        return absent is missing

    return run_presence
