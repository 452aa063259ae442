"""What is known of values before any run, when somebody says what the names stand for.

An expression alone rarely tells of which kind its values are; a schema and a policy's terms do.
With them the same checks that a run would make are made when a policy loads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from svcdocs.calc.quantities import parse_quantity, spoken
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.part import Part, Static, Way
from svcdocs.expr.values import Kind, kind_name
from svcdocs.model.quantity import CLOCK_UNITS, Quantity, Unit
from svcdocs.texts import _

NOTHING_KNOWN = Static()

#: What stands at a way through the data, `("it", "reported_at")`; `*` is any row or entry.
Types = Callable[[tuple[str, ...]], Static]


def untyped(_way: tuple[str, ...]) -> Static:
    """Nothing is known about names: the text alone tells."""
    return NOTHING_KNOWN


def typed_way(types: Types, way: Way | None) -> Static:
    """What stands at a way, as the compiler has it."""
    return NOTHING_KNOWN if way is None else types(tuple(name for name, _column in way))


def joined(statics: Sequence[Static]) -> Static:
    """What is known of a value that is one of these."""
    first = statics[0] if statics else NOTHING_KNOWN
    if any(one.kind is not first.kind for one in statics):
        return NOTHING_KNOWN
    samples: dict[int, Quantity] = {}
    for one in statics:
        if not one.samples:
            samples = {}
            break
        for sample in one.samples:
            samples.setdefault(sample.base[0], sample)
    elements = [one.element for one in statics if one.element is not None]
    return Static(
        kind=first.kind,
        samples=tuple(samples.values()),
        element=joined(elements) if len(elements) == len(statics) else None,
    )


def static_of(part: Part) -> Static:
    """What is known of a compiled piece."""
    return Static(kind=part.kind, samples=part.samples, element=part.element)


def want_common_unit(left: Static, right: Static, column: int) -> None:
    """Refuse two quantities of which the units can never be compared.

    Raises:
        ExpressionError: every family the one may be in is none of the other's.
    """
    if not left.samples or not right.samples:
        return
    families = {sample.base[0] for sample in left.samples}
    if any(sample.base[0] in families for sample in right.samples):
        return
    raise ExpressionError(
        _("{left} and {right} have no common unit").format(
            left=spoken(left.samples[0]), right=spoken(right.samples[0])
        ),
        column,
    )


def computed(sign: str, left: Part, right: Part) -> Static:
    """What `+`, `-`, `*` or `/` of two values gives.

    Raises:
        ExpressionError: nothing, whatever the values are.
    """
    one, other = _operand(sign, left), _operand(sign, right)
    kinds = (one.kind, other.kind)
    if None in kinds:
        return NOTHING_KNOWN
    result = _RESULTS.get((sign, *kinds))
    if result is None:
        raise ExpressionError(
            _("{left} {sign} {right} has no meaning").format(
                left=kind_name(kinds[0]),  # type: ignore[arg-type] # neither is None
                sign=sign,
                right=kind_name(kinds[1]),  # type: ignore[arg-type] # the same
            ),
            left.column,
        )
    if kinds == (Kind.QUANTITY, Kind.QUANTITY):
        want_common_unit(one, other, left.column)
    _want_days(one, other, left.column)
    if result is not Kind.QUANTITY:
        return Static(kind=result)
    if kinds == (Kind.DATE, Kind.DATE):
        return Static(kind=result, samples=(Quantity(Decimal(1), Unit.DAY),))
    if kinds == (Kind.TIME, Kind.TIME):
        return Static(kind=result, samples=(Quantity(Decimal(1), Unit.MINUTE),))
    return Static(kind=result, samples=one.samples or other.samples)


def _operand(sign: str, part: Part) -> Static:
    if sign in "+-" and part.constant is not None:
        return Static(kind=Kind.QUANTITY, samples=(parse_quantity(part.constant),))
    return static_of(part)


def _want_days(one: Static, other: Static, column: int) -> None:
    """Hours run from a time of day, and a date has none."""
    if Kind.DATE not in (one.kind, other.kind):
        return
    samples = one.samples or other.samples
    if samples and all(sample.unit in CLOCK_UNITS for sample in samples):
        raise ExpressionError(
            _("{quantity} runs from a time of day, and a date has none").format(
                quantity=spoken(samples[0])
            ),
            column,
        )


_RESULTS: dict[tuple[object, ...], Kind] = {
    ("+", Kind.NUMBER, Kind.NUMBER): Kind.NUMBER,
    ("-", Kind.NUMBER, Kind.NUMBER): Kind.NUMBER,
    ("*", Kind.NUMBER, Kind.NUMBER): Kind.NUMBER,
    ("/", Kind.NUMBER, Kind.NUMBER): Kind.NUMBER,
    ("+", Kind.QUANTITY, Kind.QUANTITY): Kind.QUANTITY,
    ("-", Kind.QUANTITY, Kind.QUANTITY): Kind.QUANTITY,
    ("/", Kind.QUANTITY, Kind.QUANTITY): Kind.NUMBER,
    ("*", Kind.QUANTITY, Kind.NUMBER): Kind.QUANTITY,
    ("*", Kind.NUMBER, Kind.QUANTITY): Kind.QUANTITY,
    ("/", Kind.QUANTITY, Kind.NUMBER): Kind.QUANTITY,
    ("+", Kind.DATE, Kind.QUANTITY): Kind.DATE,
    ("+", Kind.QUANTITY, Kind.DATE): Kind.DATE,
    ("-", Kind.DATE, Kind.QUANTITY): Kind.DATE,
    ("-", Kind.DATE, Kind.DATE): Kind.QUANTITY,
    ("+", Kind.TIME, Kind.QUANTITY): Kind.TIME,
    ("+", Kind.QUANTITY, Kind.TIME): Kind.TIME,
    ("-", Kind.TIME, Kind.QUANTITY): Kind.TIME,
    ("-", Kind.TIME, Kind.TIME): Kind.QUANTITY,
}
