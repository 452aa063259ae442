"""Comparing: only like with like, and nothing with what is missing."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from svcdocs.calc.china_time import CHINA
from svcdocs.calc.quantities import format_quantity, parse_quantity
from svcdocs.calc.windows import parse_window
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.part import Evaluator, Part, Static, part
from svcdocs.expr.scope import Run
from svcdocs.expr.static import static_of, want_common_unit
from svcdocs.expr.values import (
    UNKNOWN,
    Constant,
    Items,
    Kind,
    Located,
    Unknown,
    kind_name,
    kind_of,
)
from svcdocs.model.quantity import Quantity, ServiceWindow
from svcdocs.texts import _, language

#: Types whose values compare without a second look when both sides have the same.
_PLAIN = frozenset({str, bool, int, Decimal, date, ServiceWindow})
_ORDERED = frozenset({Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.CLOCK, Kind.QUANTITY})


def _parse_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if len(text) <= len("2026-03-31"):
        raise ValueError(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


_PARSERS: dict[Kind, Callable[[str], object]] = {
    Kind.QUANTITY: parse_quantity,
    Kind.WINDOW: parse_window,
    Kind.DATE: date.fromisoformat,
    Kind.TIME: _parse_time,
    Kind.CLOCK: time.fromisoformat,
}


def _read_constant(text: Constant, kind: Kind) -> object:
    parse = _PARSERS[kind]
    try:
        return parse(text)
    except ValueError:
        raise ExpressionError(
            _("'{text}' is not a {kind}, which it is compared with").format(
                text=text, kind=kind_name(kind)
            ),
            text.column,
        ) from None


def _mismatch(left: Kind, right: Kind, column: int) -> ExpressionError:
    return ExpressionError(
        _("{left} compared with {right}").format(left=kind_name(left), right=kind_name(right)),
        column,
    )


def _whole(kind: Kind, column: int) -> ExpressionError:
    return ExpressionError(
        _("a {kind} cannot be compared as a whole").format(kind=kind_name(kind)), column
    )


def _orderless(kind: Kind, column: int) -> ExpressionError:
    return ExpressionError(
        _("a {kind} is neither less nor more than another").format(kind=kind_name(kind)), column
    )


def _no_container(kind: Kind, column: int) -> ExpressionError:
    return ExpressionError(
        _("'in' needs a list, a table or a mapping, not a {kind}").format(kind=kind_name(kind)),
        column,
    )


def no_common_unit(left: Quantity, right: Quantity, column: int) -> ExpressionError:
    """The error for two quantities of different families, naming both as people write them."""
    lang = "zh" if language() == "zh_CN" else "en"
    return ExpressionError(
        _("{left} and {right} have no common unit").format(
            left=format_quantity(left, lang), right=format_quantity(right, lang)
        ),
        column,
    )


def align(left: object, right: object, column: int) -> tuple[object, object, Kind]:
    """Two known values made comparable, and their kind.

    Raises:
        ExpressionError: they are of different kinds, or of a kind that cannot be compared.
    """
    left_kind, right_kind = kind_of(left), kind_of(right)
    if left_kind is not right_kind:
        if isinstance(left, Constant) and right_kind in _PARSERS:
            left, left_kind = _read_constant(left, right_kind), right_kind
        elif isinstance(right, Constant) and left_kind in _PARSERS:
            right, right_kind = _read_constant(right, left_kind), left_kind
        else:
            raise _mismatch(left_kind, right_kind, column)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        (family, amount), (other_family, other) = left.base, right.base
        if family != other_family:
            raise no_common_unit(left, right, column)
        return amount, other, left_kind
    if left_kind in (Kind.RECORD, Kind.LIST):
        raise _whole(left_kind, column)
    return left, right, left_kind


def equal(left: object, right: object, column: int) -> bool | Unknown:
    """Whether two values are equal.

    Raises:
        ExpressionError: they are not of one kind, or quantities without a common unit.
    """
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if type(left) is type(right) and type(left) in _PLAIN:
        return left == right
    left, right, _kind = align(left, right, column)
    return left == right


def ordered(
    compare: Callable[[Any, Any], bool], left: object, right: object, column: int
) -> bool | Unknown:
    """The outcome of `<`, `<=`, `>` or `>=`.

    Raises:
        ExpressionError: as for `equal`, and for kinds that have no order.
    """
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    left, right, kind = align(left, right, column)
    if kind not in _ORDERED:
        raise _orderless(kind, column)
    return compare(left, right)


def contains(run: Run, item: object, container: object, column: int) -> bool | Unknown:
    """Whether a list has the value, a table a row with the id, or a mapping the key.

    Raises:
        ExpressionError: the container is none of these, or holds another kind of values.
    """
    if item is UNKNOWN or container is UNKNOWN:
        return UNKNOWN
    if isinstance(container, Located) and isinstance(container.value, Mapping):
        run.note(container.path, container.value)
        if kind_of(item) is not Kind.TEXT:
            raise _mismatch(kind_of(item), Kind.TEXT, column)
        return str(item) in vocabulary(container)
    if not isinstance(container, Items):
        raise _no_container(kind_of(container), column)
    return _among(run, item, container, column)


def _among(run: Run, item: object, items: Items, column: int) -> bool | Unknown:
    if is_table(items):
        run.note(items.path, items.values)
        return find_row(run, items, item, column) is not None
    outcome: bool | Unknown = False
    for value in items.values:
        same = equal(item, value, column)
        if same is True:
            return True
        if same is UNKNOWN:
            outcome = UNKNOWN
    return outcome


def is_table(items: Items) -> bool:
    """Whether the elements are rows."""
    return len(items) > 0 and isinstance(items.values[0], Mapping)


def find_row(run: Run, table: Items, key: object, column: int) -> int | None:
    """The number of the first row with an id.

    Raises:
        ExpressionError: the id asked for is not text, or not what the ids of the table are.
    """
    if kind_of(key) is not Kind.TEXT:
        raise ExpressionError(
            _("rows are found by their id, a text; this is a {kind}").format(
                kind=kind_name(kind_of(key))
            ),
            column,
        )
    index = run.index(table, "id")
    if index is not None:
        found = index.get(str(key))
        return found[0] if found else None
    for number, row in enumerate(table.values):
        value = row.get("id") if isinstance(row, Mapping) else None
        if value is not None and equal(key, value, column) is True:
            return number
    return None


def vocabulary(group: Located) -> Mapping[str, object]:
    """The entries of a mapping; a group of terms has a title beside them, which is none."""
    assert isinstance(group.value, Mapping)  # noqa: S101 - callers looked; this tells mypy
    if group.path[:1] != ("terms",):
        return group.value
    return {key: value for key, value in group.value.items() if key != "title"}


_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}


def comparison(sign: str, left: Part, right: Part) -> Evaluator:
    """Compile one comparison; `sign` is the name Jinja's parser gives the operator."""
    column = left.column
    first, second = left.run, right.run
    if sign in ("in", "notin"):
        _want_among(left, right)
    else:
        want_alike(left, right)
        if sign in _ORDERINGS:
            _want_order(left, right)
    if sign == "eq":
        return lambda run: equal(first(run), second(run), column)
    if sign == "ne":
        return lambda run: negated(equal(first(run), second(run), column))
    if sign in _ORDERINGS:
        compare = _ORDERINGS[sign]
        return lambda run: ordered(compare, first(run), second(run), column)
    second = right.listed
    if sign == "in":
        return lambda run: contains(run, first(run), second(run), column)
    return lambda run: negated(contains(run, first(run), second(run), column))


def want_alike(left: Part, right: Part) -> None:
    """Refuse, before any run, what is known to be a mismatch.

    Raises:
        ExpressionError: the two can never be compared.
    """
    if left.kind is None or right.kind is None:
        return
    one, other = static_of(left), static_of(right)
    if left.kind is not right.kind:
        if left.constant is not None and right.kind in _PARSERS:
            one = _constant_static(left.constant, right.kind)
        elif right.constant is not None and left.kind in _PARSERS:
            other = _constant_static(right.constant, left.kind)
        else:
            raise _mismatch(left.kind, right.kind, left.column)
    if Kind.RECORD in (left.kind, right.kind) or Kind.LIST in (left.kind, right.kind):
        raise _whole(left.kind, left.column)
    want_common_unit(one, other, left.column)


def _constant_static(constant: Constant, kind: Kind) -> Static:
    value = _read_constant(constant, kind)
    return Static(kind=kind, samples=(value,) if isinstance(value, Quantity) else ())


def _want_order(left: Part, right: Part) -> None:
    kinds = [one.kind for one in (left, right) if one.kind is not None and one.constant is None]
    for kind in kinds:
        if kind not in _ORDERED:
            raise _orderless(kind, left.column)


def _want_among(item: Part, container: Part) -> None:
    """Refuse looking for a value where values of its kind never are."""
    kind = container.kind
    if kind is None:
        return
    if kind not in (Kind.LIST, Kind.RECORD):
        raise _no_container(kind, item.column)
    element = Static(kind=Kind.TEXT) if kind is Kind.RECORD else container.element
    if element is None:
        return
    if element.kind is Kind.RECORD:
        # A row of a table is found by its id.
        element = Static(kind=Kind.TEXT)
    want_alike(item, part(container.run, item.column, static=element))


def negated(value: bool | Unknown) -> bool | Unknown:  # noqa: FBT001 - a truth value is its subject
    """`not` in three-valued logic."""
    return UNKNOWN if value is UNKNOWN else not value
