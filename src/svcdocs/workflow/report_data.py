"""A report as plain data for JSON, and back: what is kept from one run to the next.

The classes' own annotations say how, so a field more is kept as well. Lists in the order of the
fields instead of mappings: hundreds of reports are read at the start of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from svcdocs.model.report import Report, RuleCount


def report_data(report: Report) -> Any:
    """All of a report but its rules: `rules_data`, which many reports have in common."""
    return _written(replace(report, rules=()))


def report_of(data: Any, rules: tuple[RuleCount, ...]) -> Report:
    """The report again.

    Raises:
        ValueError, TypeError: the data are no report's.
    """
    report: Report = _reader(Report)(data)
    return replace(report, rules=rules)


def rules_data(rules: Sequence[RuleCount]) -> Any:
    """What became of each rule."""
    return [_written(one) for one in rules]


def rules_of(data: Any) -> tuple[RuleCount, ...]:
    """The same again.

    Raises:
        ValueError, TypeError: the data are something else.
    """
    return tuple(_reader(RuleCount)(one) for one in data)


def _written(value: object) -> Any:
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    kind: Any = type(value)
    return [_written(getattr(value, name)) for name in _names(kind)]


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of a kind from its data."""
    if get_origin(kind) is tuple:
        item = _reader(get_args(kind)[0])
        return lambda data: tuple([item(one) for one in data])
    if isinstance(kind, UnionType):
        return _one_of(get_args(kind))
    if is_dataclass(kind):
        return _fields(kind)
    if kind is date:
        return date.fromisoformat
    return _enum(kind) if issubclass(kind, Enum) else _as_it_is(kind)


def _one_of(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    """`X | None`, or one of several that are the same in JSON."""
    wanted = [kind for kind in kinds if kind is not type(None)]
    read = _reader(wanted[0]) if len(wanted) == 1 else _as_it_is(*wanted)
    return read if len(wanted) == len(kinds) else lambda data: None if data is None else read(data)


def _enum(kind: type[Enum]) -> Callable[[Any], Any]:
    return kind


def _fields(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    names = _names(kind)
    readers = [_reader(hints[name]) for name in names]

    def read(data: Any) -> Any:
        pairs = zip(names, readers, data, strict=True)
        return kind(**{name: read_field(value) for name, read_field, value in pairs})

    return read


def _as_it_is(*kinds: type) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if type(data) not in kinds:
            raise TypeError(type(data))
        return data

    return read
