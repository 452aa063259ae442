"""Findings in the forms people and programs read them; one file per format.

A format's file has `render`, which makes one text of the results of a check. A new format is a new
file here; nothing else names it. What several formats need lies in `parts`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from svcdocs.late_names import late_names

if TYPE_CHECKING:
    from svcdocs.model.report import Results
    from svcdocs.report.parts.view import View

__all__ = ["FOR_PEOPLE", "View", "format_names", "render"]

__getattr__ = late_names(__name__, {"View": "parts.view"})

#: The format whose text is for a screen and its encoding; every other one is UTF-8 for a program.
FOR_PEOPLE = "text"


@cache
def format_names() -> tuple[str, ...]:
    """The formats there are, sorted; none is imported."""
    return tuple(sorted(found.name for found in iter_modules(__path__) if not found.ispkg))


def render(name: str, results: Results, view: View) -> str:
    """The results in a format, ending with a line break unless they are empty.

    Args:
        name: one of `format_names`.
        results: what to tell.
        view: who reads it, and where.
    """
    module = import_module(f"{__name__}.{name}")
    render_format: Callable[[Results, View], str] = module.render
    return render_format(results, view)
