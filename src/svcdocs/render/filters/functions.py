"""The functions that templates may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from svcdocs.render.filters.lifting import run_of
from svcdocs.render.sandbox import template_function
from svcdocs.texts import _


@template_function
@pass_context
def number(context: Context, level: int = 1) -> str:
    """The number of the next heading of a level: 1.1, 1.2, 1.2.1."""
    return run_of(context).numbering.next(level)


@template_function
@pass_context
def heading(context: Context, level: int) -> str:
    """The style of a heading, after the shift that the document's parameters ask for."""
    run = run_of(context)
    wanted = level + run.heading_level - 1
    style = run.heading_styles.get(wanted)
    if style is None:
        raise ValueError(
            _("the template has no style for headings of level {level}").format(level=wanted)
        )
    return style


@template_function
@pass_context
def check_code(context: Context) -> str:
    """What matches the paper to the data, 校验码 3F7A-91C2; nothing in a form to be filled in."""
    mark = run_of(context).code_mark
    return f"校验码 {mark}" if mark else ""


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "number": number,
    "check_code": check_code,
    "_heading": heading,
}
