"""How a filter meets the run, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from svcdocs.render.missing import Missing
from svcdocs.render.run import Run


def run_of(context: Context) -> Run:
    """The run that a template's context belongs to."""
    run = context.parent["_run"]
    assert isinstance(run, Run)  # noqa: S101 - put there by Program.render
    return run


def lifted(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that gets the run and never sees what is missing: that passes through.

    The function is called as `function(run, value, *arguments)`.
    """

    @pass_context
    @wraps(function)
    def apply(context: Context, value: Any, *arguments: Any, **named: Any) -> Any:
        if isinstance(value, Missing) or value == "":  # empty: `optional` stood before
            return value
        for argument in arguments:
            if isinstance(argument, Missing):
                return argument
        return function(run_of(context), value, *arguments, **named)

    return apply


def shown(blank: str, cell: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """A lifted filter that also says what a blank form prints, outside and inside a cell."""
    inner = lifted(function)

    @pass_context
    @wraps(function)
    def apply(context: Context, value: Any, *arguments: Any, **named: Any) -> Any:
        result = inner(context, value, *arguments, **named)
        return result.shown(blank, cell) if isinstance(result, Missing) else result

    return apply
