"""Truth tables of Kleene's logic, and what never passes for a truth value."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

from svcdocs.expr import UNKNOWN, ExpressionError, Result, compile_expression

T, F, U = "true", "false", "it.absent"
_VALUES = {T: True, F: False, U: UNKNOWN}

AND = {
    (T, T): T, (T, F): F, (T, U): U,
    (F, T): F, (F, F): F, (F, U): F,
    (U, T): U, (U, F): F, (U, U): U,
}  # fmt: skip
OR = {
    (T, T): T, (T, F): T, (T, U): T,
    (F, T): T, (F, F): F, (F, U): U,
    (U, T): T, (U, F): U, (U, U): U,
}  # fmt: skip
NOT = {T: F, F: T, U: U}


@pytest.mark.parametrize(("operands", "expected"), AND.items())
def test_and(operands: tuple[str, str], expected: str, value: Callable[[str], object]) -> None:
    """The table of `and`."""
    assert value(" and ".join(operands)) is _VALUES[expected]


@pytest.mark.parametrize(("operands", "expected"), OR.items())
def test_or(operands: tuple[str, str], expected: str, value: Callable[[str], object]) -> None:
    """The table of `or`."""
    assert value(" or ".join(operands)) is _VALUES[expected]


@pytest.mark.parametrize(("operand", "expected"), NOT.items())
def test_not(operand: str, expected: str, value: Callable[[str], object]) -> None:
    """The table of `not`."""
    assert value(f"not {operand}") is _VALUES[expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true and it.absent and false", False),
        ("false or it.absent or true", True),
        ("(it.absent or true) and not (it.absent and false)", True),
        ("it.absent == it.absent", UNKNOWN),
        ("it.absent != 3", UNKNOWN),
        ("it.absent < 3", UNKNOWN),
        ("it.absent in [1, 2]", UNKNOWN),
        ("it.absent not in [1, 2]", UNKNOWN),
        ("3 in [1, it.absent]", UNKNOWN),
        ("1 in [1, it.absent]", True),
        ("3 not in [1, 2]", True),
        ("1 if it.absent else 2", UNKNOWN),
        ("1 if it.quality_fault else 2", 1),
        ("it.absent is missing", True),
        ("it.absent is not missing", False),
        ("it.absent is present", False),
        ("it.severity is present", True),
        ("not it.absent is missing", False),
        ("it.absent + 3", UNKNOWN),
        ("-it.absent", UNKNOWN),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
    ],
)
def test_unknown_spreads_only_where_it_matters(
    text: str, expected: object, value: Callable[[str], object]
) -> None:
    """What is missing decides nothing, and spoils nothing already decided."""
    assert value(text) == expected


def test_a_decided_and_reads_no_further(result: Callable[[str], Result]) -> None:
    """So a finding lists only what decided it."""
    reads = result("not it.quality_fault and it.rating == 3").reads
    assert [read.path[-1] for read in reads] == ["quality_fault"]


@pytest.mark.parametrize("text", ["it.rating and true", "it.severity or true", "not it.fee"])
def test_nothing_but_a_truth_value_is_one(text: str, value: Callable[[str], object]) -> None:
    """Numbers, texts and money have no truth of their own."""
    with pytest.raises(ExpressionError):
        value(text)


@pytest.mark.parametrize(
    ("text", "column"),
    [("true and 3", 10), ("not 'x'", 5), ("1 if [1] else 2", 6), ("it.x | count or true", 1)],
)
def test_what_can_never_be_true_is_refused_before_any_run(text: str, column: int) -> None:
    """At the operand's column."""
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text)
    assert caught.value.column == column


def test_unknown_is_one_object_and_neither_true_nor_false() -> None:
    """Copies and other processes keep `is UNKNOWN` valid."""
    assert copy.deepcopy(UNKNOWN) is UNKNOWN
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN  # noqa: S301 - our own bytes
    with pytest.raises(TypeError):
        bool(UNKNOWN)
