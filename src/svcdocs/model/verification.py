"""What a document tells of itself, and how it compares with what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from svcdocs.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One place where a document differs from what was made.

    Attributes:
        kind: changed, inserted, removed, or moved for the order of the whole.
        sheet: whether it is in a header, a footer or a note.
        paragraph: its number among the paragraphs that are not empty and in no table, from 1; of
            one that was removed, in the document as it was made.
        table, row, column: from 1; a row alone was inserted or removed as a whole, a table alone
            too.
        was: how many characters stood there; the text itself is nowhere kept.
        now: what stands there.
    """

    kind: str
    sheet: bool = False
    paragraph: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    was: int = 0
    now: str = ""


class Trace(Enum):
    """What became of a file since it was made."""

    #: Every part is as it was written.
    INTACT = "intact"
    #: Another program saved it; every text is as it was.
    SAVED = "saved"
    #: Texts differ.
    EDITED = "edited"
    #: What it says of itself was changed or cut off, so nothing can be told.
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a document says it was made from; texts are empty where it doesn't say.

    Attributes:
        project: False for a form printed from policies alone.
        anonymous: made for a blind bid, so it tells nothing but whether it was edited.
        code: the check code in its footer.
        merged: how many forms were put into this one file, which does not say from what they were
            made; 0 for a document of its own.
    """

    type: str = ""
    record: str = ""
    mode: str = ""
    project: bool = True
    policies: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    data: str = ""
    template: str = ""
    version: str = ""
    content: str = ""
    code: str = ""
    anonymous: bool = False
    merged: int = 0


class Cause(Enum):
    """Why a document is no longer what the project gives."""

    DATA = "data"
    TERM = "term"
    POLICY = "policy"
    COMPUTED = "computed"
    DAY = "day"
    TEMPLATE = "template"
    RECORD = "record"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is different now.

    Attributes:
        name: as data files and templates spell it, `project.visits[V-3].visitor`; empty where the
            document keeps no name for it.
        message: what is different.
        place: where it is written now.
    """

    cause: Cause
    name: str = ""
    message: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One file; `changes` is None where it was compared with no project."""

    file: str
    origin: Origin
    trace: Trace
    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] | None = None

    @property
    def fine(self) -> bool:
        """Whether nobody changed it, and nothing it was made from."""
        return self.trace in (Trace.INTACT, Trace.SAVED) and not self.changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """A file that says nothing: not readable, or not made by svcdocs."""

    file: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifications:
    """All files of a call; `project` is the one they were compared with, empty for none."""

    files: tuple[Verification | Unverified, ...]
    project: str = ""

    @property
    def exit_code(self) -> int:
        """3 where a file says nothing, 1 where one was edited or is stale, else 0."""
        if any(isinstance(one, Unverified) for one in self.files):
            return 3
        return int(not all(isinstance(one, Verification) and one.fine for one in self.files))
