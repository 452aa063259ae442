"""A document as it leaves the renderer."""

from __future__ import annotations

from dataclasses import dataclass

from svcdocs.model.tree import Path
from svcdocs.render.lack import Lack
from svcdocs.render.mode import Mode
from svcdocs.render.provenance import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One Word document, not yet on disk.

    Attributes:
        type: the id of its document type.
        record: the id of the record it is about, empty for the project as a whole.
        number: its own number, empty where it has none.
        file_name: as its type spells it, `.docx` included; not yet made safe for a file system.
        reads: every value of project and terms that went into it; a `data` finding that reads one
            of them speaks against this document.
        reading: every value that its template looked at, with rows named by their ids.
        missing: what a draft marks as missing; empty for final documents and blank forms.
    """

    type: str
    title: str
    record: str
    number: str
    file_name: str
    mode: Mode
    data: bytes
    reads: frozenset[Path]
    reading: Reading
    missing: tuple[Lack, ...] = ()
