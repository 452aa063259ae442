"""Adding, subtracting, multiplying, dividing: numbers, quantities, dates and times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from svcdocs.calc.periods import add as later
from svcdocs.calc.quantities import parse_quantity
from svcdocs.expr.compare import no_common_unit
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.part import Evaluator, Part
from svcdocs.expr.scope import Run
from svcdocs.expr.values import UNKNOWN, Kind, kind_name, kind_of
from svcdocs.model.quantity import Quantity, Unit
from svcdocs.texts import _

#: No promise runs longer than a century; working days are counted one by one.
_LONGEST = (100 * 366 * 86400, 100 * 366, 100 * 12, 100 * 366)

_COMPUTABLE = frozenset({Kind.NUMBER, Kind.QUANTITY, Kind.DATE, Kind.TIME})

Operation = Callable[[Run, object, object, int], object]


def operation(sign: str, left: Part, right: Part) -> Evaluator:
    """Compile `+`, `-`, `*` or `/`. A constant text beside + or - is a quantity: `'3 years'`.

    Raises:
        ExpressionError: an operand is of a kind that nothing can be computed from.
    """
    column = left.column
    additive = sign in "+-"
    first = _operand(left, additive=additive)
    second = _operand(right, additive=additive)
    operate = _OPERATIONS[sign]

    def run_operation(run: Run) -> object:
        one, other = first(run), second(run)
        if one is UNKNOWN or other is UNKNOWN:
            return UNKNOWN
        return operate(run, one, other, column)

    return run_operation


def negative(operand: Part) -> Evaluator:
    """Compile the sign `-`."""
    evaluate = _operand(operand, additive=True)
    column = operand.column

    def run_negative(run: Run) -> object:
        value = evaluate(run)
        return UNKNOWN if value is UNKNOWN else _opposite(value, column)

    return run_negative


def _operand(operand: Part, *, additive: bool) -> Evaluator:
    if additive and operand.constant is not None:
        try:
            quantity = parse_quantity(operand.constant)
        except ValueError as error:
            raise ExpressionError(str(error), operand.column) from None
        return lambda _run: quantity
    if operand.kind is not None and operand.kind not in _COMPUTABLE:
        raise _not_computable(operand.kind, operand.column)
    return operand.run


def _not_computable(kind: Kind, column: int) -> ExpressionError:
    return ExpressionError(
        _("nothing can be computed from a {kind}").format(kind=kind_name(kind)), column
    )


def _misfit(sign: str, left: object, right: object, column: int) -> ExpressionError:
    for kind in (kind_of(left), kind_of(right)):
        if kind not in _COMPUTABLE:
            return _not_computable(kind, column)
    return ExpressionError(
        _("{left} {sign} {right} has no meaning").format(
            left=kind_name(kind_of(left)), sign=sign, right=kind_name(kind_of(right))
        ),
        column,
    )


def _number(value: object) -> int | Decimal | None:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return value
    return None


def add(run: Run, left: object, right: object, column: int) -> object:
    """The sum of two known values.

    Raises:
        ExpressionError: they do not add up to anything.
        CalendarUnavailable: working days past the last official notice.
    """
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return _exact(lambda: one + other, column)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _add_quantities(left, right, column)
    if isinstance(left, Quantity) and isinstance(right, date):
        left, right = right, left
    if isinstance(left, date) and isinstance(right, Quantity):
        return _later(run, left, right, column)
    raise _misfit("+", left, right, column)


def _subtract(run: Run, left: object, right: object, column: int) -> object:
    if isinstance(left, date) and isinstance(right, date):
        return _between(left, right, column)
    numbers = _number(left) is not None and _number(right) is not None
    if numbers or (isinstance(left, Quantity | date) and isinstance(right, Quantity)):
        return add(run, left, _opposite(right, column), column)
    raise _misfit("-", left, right, column)


def _between(left: date, right: date, column: int) -> Quantity:
    if isinstance(left, datetime) and isinstance(right, datetime):
        try:
            length = left - right
        except TypeError:
            raise ExpressionError(_("a time with and one without a zone"), column) from None
        seconds = Decimal(length.days * 86400 + length.seconds)
        if seconds % 60:
            return Quantity(seconds, Unit.SECOND)
        return Quantity(seconds / 60, Unit.MINUTE)
    if isinstance(left, datetime) or isinstance(right, datetime):
        raise _misfit("-", left, right, column)
    return Quantity(Decimal((left - right).days), Unit.DAY)


def _opposite(value: object, column: int) -> object:
    number = _number(value)
    if number is not None:
        return -number
    if isinstance(value, Quantity):
        return Quantity(-value.amount, value.unit)
    raise _not_computable(kind_of(value), column)


def _add_quantities(left: Quantity, right: Quantity, column: int) -> Quantity:
    if not left.comparable(right):
        raise no_common_unit(left, right, column)
    return left + right


def _later(run: Run, moment: date, quantity: Quantity, column: int) -> date:
    family, amount = quantity.base
    if abs(amount) > _LONGEST[family]:
        raise ExpressionError(_("a period of more than a hundred years"), column)
    try:
        return later(moment, quantity, run.calendar)
    except (TypeError, ValueError) as error:
        raise ExpressionError(str(error), column) from None


def _multiply(_run: Run, left: object, right: object, column: int) -> object:
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return _exact(lambda: one * other, column)
    if one is not None and isinstance(right, Quantity):
        return _scaled(right, lambda amount: amount * one, column)
    if other is not None and isinstance(left, Quantity):
        return _scaled(left, lambda amount: amount * other, column)
    raise _misfit("*", left, right, column)


def _divide(_run: Run, left: object, right: object, column: int) -> object:
    one, other = _number(left), _number(right)
    if one is not None and other is not None:
        return _exact(lambda: Decimal(one) / other, column)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        if not left.comparable(right):
            raise no_common_unit(left, right, column)
        return _exact(lambda: left.base[1] / right.base[1], column)
    if other is not None and isinstance(left, Quantity):
        return _scaled(left, lambda amount: amount / other, column)
    raise _misfit("/", left, right, column)


def _scaled(quantity: Quantity, change: Callable[[Decimal], Decimal], column: int) -> Quantity:
    return Quantity(Decimal(_exact(lambda: change(quantity.amount), column)), quantity.unit)


def _exact(compute: Callable[[], int | Decimal], column: int) -> int | Decimal:
    try:
        return compute()
    except ZeroDivisionError:
        raise ExpressionError(_("division by zero"), column) from None
    except ArithmeticError:
        raise ExpressionError(_("the numbers are too large"), column) from None


_OPERATIONS: dict[str, Operation] = {"+": add, "-": _subtract, "*": _multiply, "/": _divide}
