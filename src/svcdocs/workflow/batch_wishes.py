"""What a batch is asked for, and what came of it: both travel between processes and machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from svcdocs.render.mode import Mode
from svcdocs.workflow.batch_sources import Source
from svcdocs.workflow.documents import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One document, or every document of a type, of one project.

    Unlike an `Order` it knows nothing but names: a worker that has the files makes an order of it.

    Attributes:
        source: where the project's files are.
        type: the id of the document type.
        record: the id of the row it is about; empty for the project as a whole; None for whatever
            the type wants: every row of its table that meets its `where`, or the project.
        mode: what happens where a value is missing.
        gated: whether faulty files and contradictions stop it; a form is never stopped.
        parameters: values for the type's parameters.
        as_of: the day that counts as today; by default the project's own.
        policies: of a form that no project fills: whose terms it prints.
        anonymous: for a blind bid: nothing tells who bids.
        empty: a form of which nothing is filled in; of the project only policies and templates count.
        number: the document's number out of a register; by default the one its type gives it.
        copy: which of several copies it is, spelt as its file name has it; empty for the only one.
    """

    source: Source
    type: str
    record: str | None = None
    mode: Mode = Mode.FINAL
    gated: bool = True
    parameters: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    policies: tuple[str, ...] = ()
    empty: bool = False
    anonymous: bool = False
    number: str = ""
    copy: str = ""

    def about(self, record: str) -> Wish:
        """The same for one row."""
        return replace(self, record=record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A document that an earlier run wrote and that still lies there as it was written."""

    file: str
    as_of: date | None


#: What is known to be done: by type, record and mode, as `done_key` puts them.
DoneKey = tuple[str, str, str, str, bool]


def done_key(wish: Wish, record: str) -> DoneKey:
    """What makes a document of a project the same document in another run."""
    spelt = "\n".join(f"{name}={value}" for name, value in sorted(wish.parameters.items()))
    spelt += "\n@" + ",".join(wish.policies) + ("\nempty" if wish.empty else "")
    spelt += "\nanonymous" if wish.anonymous else ""
    spelt += f"\nnumber {wish.number}" if wish.number else ""
    spelt += f"\ncopy {wish.copy}" if wish.copy else ""
    return wish.type, record, wish.mode.value, spelt, wish.gated


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a worker is given at a time: wishes of one project on one day.

    Attributes:
        run: names the run; what a worker remembers is for one run.
        language: of the messages.
        deflate: the library to pack with.
        most: a wish for all rows that comes to more documents is split and handed back.
        done: what is to be left out.
        warm: nothing is wanted yet but that the project is open and judged.
    """

    run: str
    version: str
    language: str
    deflate: str
    wishes: tuple[Wish, ...]
    most: int
    done: Mapping[DoneKey, Done] = field(default_factory=dict)
    warm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of a wish.

    Attributes:
        wish: with the record it came to be about.
        outcome: without a path yet: whoever asked writes the file.
        file_name: under which it wants to be written; empty where there is none.
        data: the document; empty where it was refused, or is done already.
        whole: the project as such failed, and with it every wish for it.
        done: it is there already.
        template, content: digests of the form and of the document's contents.
        policies: what it was made from, `network-equipment@1.0`.
        as_of: the day that counted as today.
        faulty: the project's files have faults; a form was made of what could be read.
    """

    wish: Wish
    outcome: Outcome
    file_name: str = ""
    data: bytes = b""
    whole: bool = False
    done: Done | None = None
    template: str = ""
    content: str = ""
    policies: tuple[str, ...] = ()
    as_of: date | None = None
    faulty: bool = False

    @property
    def key(self) -> DoneKey:
        """What makes it the same document in another run."""
        return done_key(self.wish, self.wish.record or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a worker gives back for one wish: documents, or wishes that are to be asked one by one."""

    made: Sequence[Made] = ()
    split: Sequence[Wish] = ()
