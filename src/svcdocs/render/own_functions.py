"""The functions and filters that preprocessing writes into a source; no template may call them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from svcdocs.render.filters.lifting import run_of
from svcdocs.render.missing import Missing
from svcdocs.render.sandbox import template_function
from svcdocs.texts import _

_MAX_COLUMNS = 63  # what Word allows in a table
_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6}|auto)")


@template_function
@pass_context
def _id(context: Context, kind: str, own: int) -> int:
    return run_of(context).repeats.id(kind, own)


@template_function
@pass_context
def _same_id(context: Context, kind: str, own: int) -> int:
    return run_of(context).repeats.same_id(kind, own)


@template_function
@pass_context
def _name(context: Context, name: str, begins: bool) -> str:  # noqa: FBT001 - Jinja calls it
    return run_of(context).repeats.name(name, begins=begins)


@template_function
@pass_context
def _once(context: Context, key: str) -> bool:
    return run_of(context).repeats.once(key)


@template_function
@pass_context
def _row(context: Context, table: int, begun: bool = False) -> None:  # noqa: FBT001, FBT002 - Jinja calls it
    run_of(context).repeats.row(table, begun=begun)


@template_function
@pass_context
def _joined(context: Context, table: int, column: int, values: tuple[Any, ...]) -> bool:
    return run_of(context).repeats.joined(table, column, values)


@template_function
@pass_context
def _alike(context: Context, first: bool) -> None:  # noqa: FBT001 - Jinja calls it
    numbering = run_of(context).numbering
    if first:
        numbering.remember()
    else:
        numbering.go_back()


def _span(value: Any) -> Any:
    """How many columns a cell is wide."""
    if isinstance(value, Missing):
        return value
    if type(value) is not int or not 1 <= value <= _MAX_COLUMNS:
        raise ValueError(_("{value!r} is no number of columns").format(value=value))
    return value


def _fill(value: Any) -> Any:
    """The colour of a cell."""
    if isinstance(value, Missing):
        return "auto"
    found = _COLOUR.fullmatch(str(value))
    if found is None:
        raise ValueError(_("{value!r} is no colour like FFE699").format(value=value))
    return found[1]


FILTERS: Mapping[str, Callable[..., Any]] = {"_span": _span, "_fill": _fill}
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "_id": _id,
    "_same_id": _same_id,
    "_name": _name,
    "_once": _once,
    "_row": _row,
    "_joined": _joined,
    "_alike": _alike,
}
