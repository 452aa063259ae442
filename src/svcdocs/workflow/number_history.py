"""What became of the numbers of forms: events, each a line of a register.

Every event names the last one about its number. Two branches that were merged, each of which used the
number, show as two events after the same one, or as two first ones: in whatever order their lines
come, and however often a merge repeats them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from svcdocs.errors import OutputError
from svcdocs.texts import _

_FIRST = "-"
_TAB = "\t"
_FIELDS = 6


class Act(Enum):
    """What can happen to a number."""

    RESERVED = "reserved"
    ISSUED = "issued"
    VOIDED = "voided"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    Attributes:
        moment: when, to the second, with the time zone.
        act: what.
        number: to which number.
        id: its own name.
        after: the names of the events about this number that it comes after.
        note: the form that was printed, or the reason.
    """

    moment: str
    act: Act
    number: str
    id: str
    after: tuple[str, ...] = ()
    note: str = ""

    def line(self) -> str:
        """The event as it stands in a register."""
        after = ",".join(self.after) or _FIRST
        return _TAB.join((self.moment, self.act.value, self.number, self.id, after, self.note))


@dataclass(slots=True)
class History:
    """Everything that happened to one number."""

    number: str
    events: dict[str, Event] = field(default_factory=dict)

    @property
    def heads(self) -> list[Event]:
        """The last events: one, or as many as the branches that did something with the number."""
        passed = {id_ for event in self.events.values() for id_ in event.after}
        return [event for event in self.events.values() if event.id not in passed]

    @property
    def state(self) -> Act:
        """What happened last; of several branches, what puts the number to most use."""
        acts = {event.act for event in self.heads}
        order = (Act.ISSUED, Act.RESERVED, Act.REOPENED, Act.VOIDED)
        return next(act for act in order if act in acts)

    @property
    def free(self) -> bool:
        """Whether a form may be printed with it, once."""
        heads = self.heads
        return len(heads) == 1 and heads[0].act in (Act.RESERVED, Act.REOPENED)

    @property
    def conflict(self) -> bool:
        """Whether two branches used it, and nobody has settled that."""
        heads = self.heads
        return len(heads) > 1 and any(event.act is not Act.VOIDED for event in heads)


def read_history(lines: Iterable[str], file: str) -> dict[str, History]:
    """The numbers of a register, in the order in which they came into it.

    Args:
        lines: of the file.
        file: what messages call it.

    Raises:
        OutputError: a line is no event, such as those between which a merge could not decide.
    """
    found: dict[str, History] = {}
    for count, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        if not text.strip() or text.startswith("#"):
            continue
        event = _event(text)
        if event is None:
            raise OutputError(
                _("{place} is no event of a register").format(place=f"{file}:{count}"),
                hint=_("where git could not merge, keep the lines of both sides"),
            )
        found.setdefault(event.number, History(event.number)).events[event.id] = event
    return found


def _event(text: str) -> Event | None:
    parts = text.split(_TAB, _FIELDS - 1)
    if len(parts) < _FIELDS - 1:
        return None
    moment, act, number, id_, after = parts[: _FIELDS - 1]
    if act not in {one.value for one in Act} or not (moment and number and id_ and after):
        return None
    return Event(
        moment=moment,
        act=Act(act),
        number=number,
        id=id_,
        after=() if after == _FIRST else tuple(after.split(",")),
        note="".join(parts[_FIELDS - 1 :]),
    )
