"""Reading data: a root, then fields, keys and rows, each value remembered with its path."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from svcdocs.expr.compare import find_row
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.part import Evaluator
from svcdocs.expr.scope import FactSource, Run
from svcdocs.expr.values import SCALARS, UNKNOWN, Constant, Items, Kind, Located, kind_name, kind_of
from svcdocs.model.tree import Path
from svcdocs.texts import _

#: One step on the way: from a value (plain data, `Items` or UNKNOWN) and its path to the next.
Step = Callable[[Run, object, Path], tuple[object, Path]]


def fact_id(name: str) -> str:
    """A fact's id as it is declared: `warranty_end` in an expression is `warranty-end`."""
    return name.replace("_", "-")


def field_step(name: str, column: int) -> Step:
    """The field after a dot."""

    def step(run: Run, value: object, path: Path) -> tuple[object, Path]:
        if type(value) is dict or isinstance(value, Mapping):
            return _entry(run, value, name, path)
        if kind_of(value) is Kind.LIST:
            raise ExpressionError(
                _("a list has no field '{name}'; write | pluck('{name}')").format(name=name),
                column,
            )
        raise _no_fields(value, name, column)

    return step


def key_step(key: str, column: int) -> Step:
    """A constant key in brackets: a field, or the id of a row."""

    def step(run: Run, value: object, path: Path) -> tuple[object, Path]:
        if type(value) is dict or isinstance(value, Mapping):
            return _entry(run, value, key, path)
        return _row(run, value, key, path, column)

    return step


def computed_step(key: Evaluator, column: int) -> Step:
    """A computed key in brackets: a field, an entry of a vocabulary, or the id of a row."""

    def step(run: Run, value: object, path: Path) -> tuple[object, Path]:
        name = key(run)
        if name is UNKNOWN:
            return UNKNOWN, path
        if not isinstance(value, Mapping):
            return _row(run, value, name, path, column)
        if not isinstance(name, str):
            raise ExpressionError(
                _("a key is a text, not a {kind}").format(kind=kind_name(kind_of(name))), column
            )
        if name == "title" and path[:1] == ("terms",):
            # The title of a group stands beside its entries and is none of them.
            run.note((*path, name), None)
            return UNKNOWN, path
        return _entry(run, value, str(name), path)

    return step


def fact_step(name: str, column: int) -> Step:
    """The first step from the root `facts`."""

    def step(run: Run, value: object, path: Path) -> tuple[object, Path]:
        try:
            found, reads = cast("FactSource", value).fact(name)
        except KeyError:
            raise ExpressionError(_("unknown fact '{name}'").format(name=name), column) from None
        if run.reads is not None:
            run.reads += reads.pairs().items()
        path = (*path, name)
        if found is None or found is UNKNOWN:
            run.note(path, None)
            return UNKNOWN, path
        return found, path

    return step


def _entry(run: Run, mapping: Mapping[str, object], key: str, path: Path) -> tuple[object, Path]:
    value = mapping.get(key)
    path = (*path, key)
    if value is None:
        run.note(path, None)
        return UNKNOWN, path
    return value, path


def _row(run: Run, value: object, key: object, path: Path, column: int) -> tuple[object, Path]:
    if kind_of(value) is not Kind.LIST:
        raise _no_fields(value, str(key), column)
    table = value if isinstance(value, Items) else Items(cast("list[object]", value), path)
    if isinstance(key, str) and len(table) and not isinstance(table.values[0], Mapping):
        raise ExpressionError(_("only rows of a table can be found by their id"), column)
    number = find_row(run, table, key, column)
    if number is None:
        path = (*path, str(key))
        run.note(path, None)
        return UNKNOWN, path
    return table.values[number], table.path_of(number)


def _no_fields(value: object, name: str, column: int) -> ExpressionError:
    return ExpressionError(
        _("a {kind} has no field '{name}'").format(kind=kind_name(kind_of(value)), name=name),
        column,
    )


def settle(run: Run, value: object, path: Path) -> object:
    """Plain data as a value to compute with; scalars and lists of them count as read."""
    if type(value) in SCALARS:
        run.note(path, value)
        return value
    if value is UNKNOWN or isinstance(value, Located | Items | Constant):
        return value
    if kind_of(value) is Kind.RECORD:
        return Located(value, path)
    items = Items(cast("list[object]", value), path)
    if not (len(items) and isinstance(items.values[0], Mapping)):
        run.note(path, value)
    return items


def unpack(value: object) -> tuple[object, Path]:
    """A computed value as steps take it."""
    if isinstance(value, Located):
        return value.value, value.path
    return value, (value.path if isinstance(value, Items) else ())


def from_value(base: Evaluator, steps: tuple[Step, ...]) -> Evaluator:
    """Steps that begin at a computed value: `(rows | first).written_on`."""

    def run_steps(run: Run) -> object:
        value, path = unpack(base(run))
        return _walk(run, value, path, steps)

    return run_steps


def _walk(run: Run, value: object, path: Path, steps: tuple[Step, ...]) -> object:
    for step in steps:
        if value is UNKNOWN:
            return UNKNOWN
        if isinstance(value, Located):
            path, value = value.path, value.value
        value, path = step(run, value, path)
    return settle(run, value, path)


def from_root(root: str, column: int, keys: tuple[str, ...], steps: tuple[Step, ...]) -> Evaluator:
    """Steps that begin at a root.

    `keys` is the whole way again when every step is a constant field, else empty: the shortcut for
    what rules do most, reading one field of nested mappings.
    """

    def run_steps(run: Run) -> object:
        located = run.roots.get(root)
        if located is None:
            raise ExpressionError(_("there is no '{name}' here").format(name=root), column)
        return _walk(run, located.value, located.path, steps)

    if not keys or root == "facts":
        return run_steps
    if len(keys) > 1:
        return _fields(root, keys, run_steps)
    run_field = _field(root, keys[0], run_steps)
    return _own(keys[0], run_field) if root == "it" else run_field


def _fields(root: str, keys: tuple[str, ...], run_steps: Evaluator) -> Evaluator:
    """A scalar in nested mappings; anything else is left to the steps."""

    def run_fields(run: Run) -> object:
        located = run.roots.get(root)
        if located is None:
            return run_steps(run)
        value = located.value
        for key in keys:
            if type(value) is not dict:
                return run_steps(run)
            value = value.get(key)
        if type(value) in SCALARS:
            if run.reads is not None:
                run.reads.append((located.path + keys, value))
            return value
        return run_steps(run)

    return run_fields


def _field(root: str, key: str, run_steps: Evaluator) -> Evaluator:
    """The same of one field, as in `project.visits`."""

    def run_field(run: Run) -> object:
        located = run.roots.get(root)
        if located is None or type(located.value) is not dict:
            return run_steps(run)
        value = located.value.get(key)
        if value is None:
            run.note((*located.path, key), None)
            return UNKNOWN
        return settle(run, value, (*located.path, key))

    return run_field


def _own(key: str, run_steps: Evaluator) -> Evaluator:
    """The same of the record at hand, as in `it.arrived_at`: what is read most."""

    def run_own(run: Run) -> object:
        value = run.own.get(key)
        if run.reads is None and type(value) in SCALARS:
            return value
        return run_steps(run)

    return run_own
