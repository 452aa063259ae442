"""What is known of a filter's value before any run, and bases that no filter takes."""

from __future__ import annotations

from svcdocs.expr.compare import want_alike
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.part import Part, Static, part
from svcdocs.expr.static import NOTHING_KNOWN
from svcdocs.expr.values import Kind, kind_name
from svcdocs.texts import _

_MANY = frozenset({Kind.LIST, Kind.RECORD})

#: What each filter takes; a filter that is not named takes what it can.
_BASES: dict[str, frozenset[Kind]] = {
    "where": _MANY,
    "pluck": _MANY,
    "count": _MANY,
    "keys": frozenset({Kind.RECORD}),
    "unique": frozenset({Kind.LIST}),
    "sum": frozenset({Kind.LIST}),
    "min": frozenset({Kind.LIST}),
    "max": frozenset({Kind.LIST}),
    "first": frozenset({Kind.LIST}),
    "last": frozenset({Kind.LIST}),
    "date": frozenset({Kind.DATE, Kind.TIME}),
}

#: What a list must hold to be added up, or to have a least and a greatest element.
_ELEMENTS: dict[str, frozenset[Kind]] = {
    "sum": frozenset({Kind.NUMBER, Kind.QUANTITY}),
    "min": frozenset({Kind.NUMBER, Kind.QUANTITY, Kind.DATE, Kind.TIME, Kind.CLOCK}),
    "max": frozenset({Kind.NUMBER, Kind.QUANTITY, Kind.DATE, Kind.TIME, Kind.CLOCK}),
}


def filter_static(
    name: str, base: Part, arguments: tuple[Part, ...], field: Static, column: int
) -> Static:
    """What the value of `base | name(arguments)` is known to be.

    Args:
        name: the filter.
        base: what stands before the `|`.
        arguments: what stands in the brackets.
        field: what the field is that the first argument names, if it names one.
        column: where the filter's name stands.

    Raises:
        ExpressionError: the filter never takes such a value.
    """
    if base.kind is not None and base.kind not in _BASES[name]:
        raise ExpressionError(
            _("'{filter}' takes no {kind}").format(filter=name, kind=kind_name(base.kind)), column
        )
    element = base.element or NOTHING_KNOWN
    wanted = _ELEMENTS.get(name)
    if wanted is not None:
        if element.kind is not None and element.kind not in wanted:
            raise ExpressionError(
                _("'{filter}' takes no list of this kind: {kind}").format(
                    filter=name, kind=kind_name(element.kind)
                ),
                column,
            )
        return element
    if name == "where":
        want_alike(part(base.run, arguments[1].column, static=field), arguments[1])
    if name in ("where", "unique"):
        return Static(kind=Kind.LIST, element=base.element)
    if name == "pluck":
        # A field that is a list gives its elements.
        inner = field.element if field.kind is Kind.LIST else field
        return Static(kind=Kind.LIST, element=inner)
    return element if name in ("first", "last") else NOTHING_KNOWN
