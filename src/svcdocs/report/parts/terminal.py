"""A terminal with colours or without, and where its reader is."""

from __future__ import annotations

from svcdocs.model.finding import Severity
from svcdocs.model.place import Place
from svcdocs.report.parts.file_names import from_here
from svcdocs.report.parts.view import View
from svcdocs.report.parts.width import printable

#: ANSI colours; "2" is dim, "1" bold.
SEVERITIES = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
RELATED = "34"


class Terminal:
    """Paints words and names places; without colours the words are the same."""

    def __init__(self, view: View) -> None:
        self.view = view

    def paint(self, words: str, code: str) -> str:
        """Words in a colour; nothing is painted where there is nothing."""
        return f"\x1b[{code}m{words}\x1b[0m" if self.view.colour and words else words

    def bold(self, words: str) -> str:
        """Words that the eye should find first."""
        return self.paint(words, "1")

    def dim(self, words: str) -> str:
        """Words that the eye may skip."""
        return self.paint(words, "2")

    def place(self, place: Place) -> str:
        """`incidents.csv:14:5`, from where the reader is."""
        return printable(from_here(str(place), self.view))
