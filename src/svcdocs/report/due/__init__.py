"""What is due: a table for people, JSON for programs, a calendar file for their calendars."""

from __future__ import annotations

from importlib import import_module

from svcdocs.model.agenda import Agendas
from svcdocs.report.parts.view import View

#: The formats of the list; the calendar is a file of its own.
FORMATS = ("json", "text")


def render(name: str, agendas: Agendas, view: View) -> str:
    """The list in one of `FORMATS`, ending with a line break."""
    text: str = import_module(f"{__name__}.{name}").render(agendas, view)
    return text
