"""Filters over tables and lists; those that rules know too mean the same here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from svcdocs.model.quantity import Quantity
from svcdocs.render.filters.lifting import lifted, run_of
from svcdocs.render.missing import Missing
from svcdocs.render.printing import printed
from svcdocs.render.run import Run
from svcdocs.render.views import Record, Rows
from svcdocs.texts import _


@pass_context
def where(context: Context, rows: Any, field: str, value: Any) -> Any:
    """The rows whose field has a value.

    Rows to be found by something that is missing are none: a blank form then shows its blank rows.
    """
    if isinstance(rows, Missing):
        return rows
    if not isinstance(rows, Rows):
        raise TypeError(_("where() wants a table"))
    if isinstance(value, Missing):
        if not run_of(context).blank:
            return value
        return Rows(rows.run, [], rows.path)
    kept = []
    for index, row in rows.items:
        held = row.get(field)
        if held is not None:
            rows.run.rest_on((*rows.path, index, field), held)
            if held == value:
                kept.append((index, row))
    return Rows(rows.run, kept, rows.path)


def _pluck(_run: Run, rows: Any, field: str) -> tuple[Any, ...]:
    values = (row.lookup(field) for row in _records(rows))
    return tuple(value for value in values if not isinstance(value, Missing))


@pass_context
def count(context: Context, values: Any) -> Any:
    """How many; of nothing 0, but in a blank form room to write the number."""
    if isinstance(values, Missing):
        return values if run_of(context).blank or not values.table else 0
    if isinstance(values, Rows):
        return (
            len(values.items)
            if values or not values.run.blank
            else Missing(values.run, values.path)
        )
    return sum(1 for _one in _elements(values))


@pass_context
def total(context: Context, values: Any) -> Any:
    """The sum of numbers or of quantities; of nothing 0, but in a blank form room to write it."""
    run = run_of(context)
    if isinstance(values, Missing):
        return values if run.blank or not values.table else 0
    numbers = list(_elements(values))
    if numbers and all(isinstance(one, Quantity) for one in numbers):
        return reduce(add, numbers)
    if not all(isinstance(one, int | Decimal) for one in numbers):
        raise TypeError(_("sum() adds numbers"))
    return sum(numbers) if numbers or not run.blank else Missing(run, ("sum",))


def _least(run: Run, values: Any) -> Any:
    elements = list(_elements(values))
    return min(elements) if elements else Missing(run, ("min",))


def _greatest(run: Run, values: Any) -> Any:
    elements = list(_elements(values))
    return max(elements) if elements else Missing(run, ("max",))


def _first(run: Run, values: Any) -> Any:
    if isinstance(values, Rows) and not values:
        return Missing(run, (*values.path, 0))
    return next(iter(_elements(values)), None) or Missing(run, ("first",))


def _last(run: Run, values: Any) -> Any:
    if isinstance(values, Rows) and not values:
        return Missing(run, (*values.path, 0))
    elements = list(_elements(values))
    return elements[-1] if elements else Missing(run, ("last",))


def _unique(_run: Run, values: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(_elements(values)))


def _join(run: Run, values: Any, between: str = "、") -> str:
    text = between.join(printed(run, one) for one in _elements(values))
    run.budget.spend(len(text))
    return text


def _keys(_run: Run, record: Any) -> tuple[str, ...]:
    return tuple(key for key, _value in _entries(record))


def _values(_run: Run, record: Any) -> tuple[Any, ...]:
    return tuple(value for _key, value in _entries(record))


def items(record: Any) -> tuple[tuple[Any, Any], ...]:
    """Keys and values of a group; of what is missing pairs of what is missing, as many as rows."""
    if isinstance(record, Missing):
        return tuple((row, row) for row in record)
    return tuple(_entries(record))


def _sort(_run: Run, rows: Any, field: str) -> Rows:
    """Rows by a field, those without it last; equal ones keep their order."""
    if not isinstance(rows, Rows):
        raise TypeError(_("sort() wants a table"))
    for index, row in rows.items:
        if row.get(field) is not None:
            rows.run.read((*rows.path, index, field), row[field])
    having = [item for item in rows.items if item[1].get(field) is not None]
    lacking = [item for item in rows.items if item[1].get(field) is None]
    return Rows(rows.run, sorted(having, key=lambda item: item[1][field]) + lacking, rows.path)


def _entries(record: Any) -> Iterable[tuple[str, Any]]:
    if not isinstance(record, Record):
        raise TypeError(_("keys(), values() and items() want a group of values"))
    return record.entries()


def _records(rows: Any) -> Iterable[Any]:
    if isinstance(rows, Rows | tuple | list):
        return rows
    raise TypeError(_("this filter wants a table or a list"))


def _elements(values: Any) -> Iterable[Any]:
    if isinstance(values, Record):
        return [value for _key, value in values.entries()]
    return _records(values)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "where": where,
    "pluck": lifted(_pluck),
    "count": count,
    "length": count,
    "sum": total,
    "min": lifted(_least),
    "max": lifted(_greatest),
    "first": lifted(_first),
    "last": lifted(_last),
    "unique": lifted(_unique),
    "join": lifted(_join),
    "keys": lifted(_keys),
    "values": lifted(_values),
    "items": items,
    "sort": lifted(_sort),
}
