"""What documents say of themselves: sentences for people, JSON for programs."""

from __future__ import annotations

from importlib import import_module

from svcdocs.model.verification import Verifications
from svcdocs.report.parts.view import View

FORMATS = ("json", "text")


def render(name: str, verifications: Verifications, view: View) -> str:
    """The results in one of `FORMATS`, ending with a line break."""
    text: str = import_module(f"{__name__}.{name}").render(verifications, view)
    return text
