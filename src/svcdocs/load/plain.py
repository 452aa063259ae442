"""What is plainly right, so that the jsonschema package need not look at it.

It takes a tenth of a second to import and most of the time of loading, and nearly all data is right.
Here a schema becomes functions that say yes or "not plainly": whatever they do not know, or doubt,
goes to jsonschema, which has the last word. A test holds that what is plain here is valid there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from svcdocs.load.schema import Shape
from svcdocs.model.quantity import Quantity, ServiceWindow

Judge = Callable[[Any], bool]

_TYPES: dict[str, frozenset[type]] = {
    "text": frozenset({str}),
    "expression": frozenset({str}),
    "boolean": frozenset({bool}),
    "integer": frozenset({int}),
    "number": frozenset({Decimal}),
    "money": frozenset({Decimal}),
    "date": frozenset({date}),
    "date-time": frozenset({datetime}),
    "time": frozenset({time}),
    "quantity": frozenset({Quantity}),
    "window": frozenset({ServiceWindow}),
    "value": frozenset({str, bool, int, Decimal, date, Quantity, ServiceWindow}),
    "list": frozenset({list}),
    "mapping": frozenset({dict}),
}
_ALIKE: tuple[set[type], ...] = (set(), {str}, {bool})
_SCALARS = frozenset({"string", "number", "boolean"})
#: Keywords that ask for nothing, or that the kind of a shape stands for; `x-…` are our own notes.
_SAID = frozenset({"$schema", "$defs", "title", "description", "examples", "type", "format"})
#: Keywords that speak of fields, items or alternatives.
_ABOUT_PARTS = {
    "mapping": frozenset({"properties", "patternProperties", "additionalProperties"}),
    "list": frozenset({"items"}),
    "any-of": frozenset({"anyOf"}),
}


@cache
def judge(shape: Shape) -> Judge:
    """Whether typed data is plainly what a shape asks for."""
    if shape.kind == "value" and not _SCALARS.issubset(shape.raw.get("type", _SCALARS)):
        return _doubt
    if shape.kind == "any-of":
        tests = [_any_of(shape)]
    elif shape.kind in _TYPES:
        tests = [_is(_TYPES[shape.kind])]
    else:
        return _doubt  # `anything`, whose other keywords nobody has promised to be few
    tests += demands(shape)
    if shape.kind == "mapping":
        tests.append(_entries(shape))
    if shape.kind == "list":
        tests.append(_items(shape))
    return tests[0] if len(tests) == 1 else lambda value: all(test(value) for test in tests)


def demands(shape: Shape) -> list[Judge]:
    """What a shape asks of a value beyond its kind, and beyond that of its fields or items."""
    if any(
        keyword not in _UNDERSTOOD and not keyword.startswith("x-")
        for keyword in shape.raw.keys() - _ABOUT_PARTS.get(shape.kind, frozenset())
    ):
        return [_doubt]
    return [build(shape, shape.raw[key]) for key, build in _TESTS.items() if key in shape.raw]


def _doubt(_value: Any) -> bool:
    return False


def _is(types: frozenset[type]) -> Judge:
    return lambda value: type(value) in types


def _any_of(shape: Shape) -> Judge:
    # Only now looked up: a schema may contain itself.
    return lambda value: any(judge(part)(value) for part in shape.alternatives)


def _items(shape: Shape) -> Judge:
    def test(value: Any) -> bool:
        item = judge(shape.item)
        return all(item(one) for one in value)

    return test


def _entries(shape: Shape) -> Judge:
    """Every field of a mapping fits each shape that the schema has for its name."""
    judges: dict[str, Judge] = {}

    def test(value: Any) -> bool:
        for name, part in value.items():
            if name not in judges:
                field = shape.field(name)
                # A name that several shapes speak of is left to those who wrote the standard.
                judges[name] = (
                    _doubt if field is None or shapes_for(shape, name) > 1 else judge(field)
                )
            if not judges[name](part):
                return False
        return True

    return test


def shapes_for(shape: Shape, name: str) -> int:
    """How many shapes a mapping's own has for a field of this name."""
    patterns = shape.raw.get("patternProperties", {})
    return (name in shape.fields) + sum(bool(re.search(one, name)) for one in patterns)


def _required(_shape: Shape, names: list[str]) -> Judge:
    needed = frozenset(names)
    return needed.issubset


def _names(_shape: Shape, demand: dict[str, Any]) -> Judge:
    if set(demand) != {"pattern"}:
        return _doubt
    search = re.compile(demand["pattern"]).search
    return lambda value: all(search(name) is not None for name in value)


def _pattern(_shape: Shape, pattern: str) -> Judge:
    search = re.compile(pattern).search
    return lambda value: type(value) is str and search(value) is not None


def _choice(_shape: Shape, choices: list[Any]) -> Judge:
    words = frozenset(choice for choice in choices if type(choice) is str)
    return lambda value: type(value) is str and value in words


def _condition(shape: Shape, demand: dict[str, Any]) -> Judge:
    """`if` with nothing but `required`, or one of several such, and `then` likewise."""
    cases = demand.get("anyOf", [demand])
    then = shape.raw.get("then", {})
    if any(set(case) != {"required"} for case in cases) or set(then) != {"required"}:
        return _doubt
    given = [frozenset(case["required"]) for case in cases]
    needed = frozenset(then["required"])
    return lambda value: needed.issubset(value) or not any(names.issubset(value) for names in given)


def _unique(_shape: Shape, wanted: bool) -> Judge:  # noqa: FBT001 # the keyword's value
    if not wanted:
        return lambda _value: True
    # Whether 1, 1.0 and true are the same is left to those who wrote the standard.
    return lambda value: {type(one) for one in value} in _ALIKE and len(set(value)) == len(value)


_TESTS: dict[str, Callable[[Shape, Any], Judge]] = {
    "required": _required,
    "enum": _choice,
    "pattern": _pattern,
    "minimum": lambda _shape, limit: lambda value: value >= limit,
    "maximum": lambda _shape, limit: lambda value: value <= limit,
    "minItems": lambda _shape, count: lambda value: len(value) >= count,
    "minProperties": lambda _shape, count: lambda value: len(value) >= count,
    "uniqueItems": _unique,
    "propertyNames": _names,
    "if": _condition,
    "then": lambda _shape, _demand: lambda _value: True,
}
_UNDERSTOOD = _SAID | _TESTS.keys()
