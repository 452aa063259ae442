"""What stands behind a `|`: choosing rows and values, counting, adding up."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from svcdocs.calc.china_time import wall_clock
from svcdocs.expr.arithmetic import add
from svcdocs.expr.compare import equal, is_table, ordered, vocabulary
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.part import Evaluator, Part
from svcdocs.expr.scope import Run
from svcdocs.expr.values import UNKNOWN, Items, Kind, Located, kind_name, kind_of
from svcdocs.model.tree import Path
from svcdocs.texts import _


class Call(NamedTuple):
    """A filter as it stands in an expression; `column` is that of its name."""

    base: Part
    arguments: tuple[Part, ...]
    column: int


def _wrong(value: object, wanted: str, column: int) -> ExpressionError:
    return ExpressionError(
        _("this needs {wanted}, not a {kind}").format(
            wanted=wanted, kind=kind_name(kind_of(value))
        ),
        column,
    )


def _rows(value: object, column: int) -> Items:
    """The rows of a table, or the entries of a vocabulary."""
    if isinstance(value, Located):
        entries = [
            (entry, (*value.path, key))
            for key, entry in vocabulary(value).items()
            if isinstance(entry, Mapping)
        ]
        return Items(
            [entry for entry, _path in entries], value.path, [path for _e, path in entries]
        )
    if isinstance(value, Items) and (not len(value) or is_table(value)):
        return value
    raise _wrong(value, _("a table"), column)


def _scalars(value: object, column: int) -> Sequence[object]:
    if not isinstance(value, Items) or is_table(value):
        raise _wrong(value, _("a list of single values (see pluck)"), column)
    return value.values


def _remember(run: Run, items: Items) -> None:
    """A table counts as read where its having rows, or none, decides."""
    if items.whole:
        run.note(items.path, items.values)


def where(call: Call) -> Evaluator:
    """Rows whose field equals a value; a row without the field is not one of them."""
    field, wanted = call.arguments
    name = str(field.constant)
    column = call.column

    def run_where(run: Run) -> object:
        base = call.base.listed(run)
        value = wanted.run(run)
        if base is UNKNOWN or value is UNKNOWN:
            return UNKNOWN
        rows = _rows(base, column)
        chosen = _matching(run, rows, name, value, column)
        if not chosen:
            _remember(run, rows)
        paths: list[Path] = []
        for number in chosen:
            path = rows.path_of(number)
            paths.append(path)
            run.note((*path, name), rows.values[number][name])  # type: ignore[index] # a row
        return Items([rows.values[number] for number in chosen], rows.path, paths)

    return run_where


def _matching(run: Run, rows: Items, name: str, value: object, column: int) -> list[int]:
    index = run.index(rows, name) if isinstance(value, str) else None
    if index is not None:
        return index.get(str(value), [])
    return [
        number
        for number, row in enumerate(rows.values)
        if isinstance(row, Mapping)
        and (held := row.get(name)) is not None
        and equal(held, value, column) is True
    ]


def pluck(call: Call) -> Evaluator:
    """One field of each row, rows without it left out; of a list field, all its values."""
    name = str(call.arguments[0].constant)

    def run_pluck(run: Run) -> object:
        base = call.base.listed(run)
        if base is UNKNOWN:
            return UNKNOWN
        rows = _rows(base, call.column)
        values: list[object] = []
        paths: list[Path] = []
        for number, row in enumerate(rows.values):
            plain = type(row) is dict or isinstance(row, Mapping)
            value = row.get(name) if plain else None  # type: ignore[attr-defined] # a mapping
            if value is None:
                continue
            path = (*rows.path_of(number), name)
            run.note(path, value)
            if isinstance(value, list):
                values += value
                paths += [(*path, index) for index in range(len(value))]
            else:
                values.append(value)
                paths.append(path)
        if not values:
            _remember(run, rows)
            if not rows.whole:
                for row in rows:
                    run.note((*row.path, name), None)
        return Items(values, rows.path, paths)

    return run_pluck


def _count(run: Run, value: object, column: int) -> object:
    if isinstance(value, Located):
        run.note(value.path, value.value)
        return len(vocabulary(value))
    if isinstance(value, Items):
        _remember(run, value)
        return len(value)
    raise _wrong(value, _("a list"), column)


def _sum(run: Run, value: object, column: int) -> object:
    total: object = None
    for item in _scalars(value, column):
        if item is UNKNOWN:
            return UNKNOWN
        if kind_of(item) not in (Kind.NUMBER, Kind.QUANTITY):
            raise _wrong(item, _("numbers or quantities"), column)
        total = item if total is None else add(run, total, item, column)
    return 0 if total is None else total


def _extreme(compare: Callable[[Any, Any], bool]) -> Callable[[Run, object, int], object]:
    def extreme(_run: Run, value: object, column: int) -> object:
        values = _scalars(value, column)
        if not values or UNKNOWN in values:
            return UNKNOWN
        best = values[0]
        for item in values:
            # The first is compared with itself: a list of one text is refused like a list of two.
            if ordered(compare, item, best, column) is True:
                best = item
        return best

    return extreme


def _end(index: int) -> Callable[[Run, object, int], object]:
    def end(_run: Run, value: object, column: int) -> object:
        if not isinstance(value, Items):
            raise _wrong(value, _("a list"), column)
        if not len(value):
            return UNKNOWN
        number = range(len(value))[index]
        item = value.values[number]
        return Located(item, value.path_of(number)) if isinstance(item, Mapping) else item

    return end


def _keys(run: Run, value: object, column: int) -> object:
    if not isinstance(value, Located):
        raise _wrong(value, _("a mapping"), column)
    run.note(value.path, value.value)
    names = list(vocabulary(value))
    return Items(names, value.path, [(*value.path, name) for name in names])


def _unique(_run: Run, value: object, column: int) -> object:
    chosen: list[int] = []
    values = _scalars(value, column)
    seen: set[object] = set()
    for number, item in enumerate(values):
        if _kind(item) in (Kind.LIST, Kind.RECORD):
            raise _wrong(item, _("single values"), column)
        # True equals 1 and both hash alike, so the kind goes with the value.
        key = (_kind(item), item)
        if key not in seen:
            seen.add(key)
            chosen.append(number)
    items = value if isinstance(value, Items) else Items(values)
    return Items(
        [values[number] for number in chosen],
        items.path,
        [items.path_of(number) for number in chosen],
    )


def _kind(value: object) -> Kind | None:
    """The kind, or None for UNKNOWN."""
    return None if value is UNKNOWN else kind_of(value)


def _date(_run: Run, value: object, column: int) -> object:
    if isinstance(value, datetime):
        return wall_clock(value).date()
    if isinstance(value, date):
        return value
    raise _wrong(value, _("a date or time"), column)


Simple = Callable[[Run, object, int], object]


def _simple(compute: Simple) -> Callable[[Call], Evaluator]:
    """A filter without arguments; what is unknown stays unknown."""

    def build(call: Call) -> Evaluator:
        evaluate, column = call.base.listed, call.column

        def run_filter(run: Run) -> object:
            value = evaluate(run)
            return UNKNOWN if value is UNKNOWN else compute(run, value, column)

        return run_filter

    return build


class Filter(NamedTuple):
    """How a filter is compiled and what it gives.

    `arguments` names them in order; a `field` is a constant text. `kind` is that of its value.
    `keeps` says that its list holds elements of its base's list.
    """

    build: Callable[[Call], Evaluator]
    arguments: tuple[str, ...] = ()
    kind: Kind | None = None
    keeps: bool = False


FILTERS: dict[str, Filter] = {
    "where": Filter(where, ("field", "value"), Kind.LIST, keeps=True),
    "pluck": Filter(pluck, ("field",), Kind.LIST),
    "unique": Filter(_simple(_unique), kind=Kind.LIST, keeps=True),
    "keys": Filter(_simple(_keys), kind=Kind.LIST),
    "count": Filter(_simple(_count), kind=Kind.NUMBER),
    "sum": Filter(_simple(_sum)),
    "min": Filter(_simple(_extreme(operator.lt))),
    "max": Filter(_simple(_extreme(operator.gt))),
    "first": Filter(_simple(_end(0))),
    "last": Filter(_simple(_end(-1))),
    "date": Filter(_simple(_date), kind=Kind.DATE),
}
