"""What keeps a document from being final: one value, and where it would be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from svcdocs.errors import DocumentError
from svcdocs.model.place import Place
from svcdocs.model.tree import Path
from svcdocs.texts import _


class Reason(Enum):
    """Why a value cannot be printed."""

    MISSING = "missing"
    UNRESOLVED = "unresolved"
    CHARACTER = "character"
    OPTION = "option"
    FILE = "file"
    EMPTY = "empty"
    #: Left out on purpose: no lack.
    HIDDEN = "hidden"


class Hidden:
    """What stands in data for a value that is left out on purpose."""

    __slots__ = ()


HIDDEN = Hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """One value a document wants and does not get.

    `name` is the value's name as data files and templates spell it, `project.visits[V-3].visitor`;
    `tag` and `spot` are the template tag and its place in the template; `place` is where the data
    would stand, known to whoever has the files.
    """

    reason: Reason
    name: str
    path: Path
    tag: str = ""
    spot: str = ""
    detail: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        told = {
            Reason.MISSING: _("{name} is missing"),
            Reason.UNRESOLVED: _("term {name} is unresolved"),
            Reason.CHARACTER: _("{name} holds a character that Word files cannot carry: {detail}"),
            Reason.OPTION: _("{name} is none of the options: {detail}"),
            Reason.FILE: _("picture {detail} is not there ({name})")
            if self.name
            else _("picture {detail} is not there"),
            Reason.EMPTY: _("{detail} came out empty; a field that may be empty says | optional"),
        }[self.reason].format(name=self.name, detail=self.detail)
        where = f"{self.place}: " if self.place else ""
        if self.spot:
            told = _("{message} ({detail})").format(message=told, detail=self.spot)
        return f"{where}{told}"


class IncompleteDocumentError(DocumentError):
    """A final document was refused; `lacks` says, in reading order, what it wants."""

    def __init__(self, message: str, lacks: Sequence[Lack], *, hint: str = "") -> None:
        super().__init__(message, hint=hint, details=[str(lack) for lack in lacks])
        self.lacks = tuple(lacks)
