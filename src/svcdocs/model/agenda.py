"""What has to be done by when, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from svcdocs.model.finding import Severity
from svcdocs.model.place import Place
from svcdocs.model.quantity import Quantity
from svcdocs.model.report import Failure


class Standing(Enum):
    """How something stands on the day that counts as today.

    A time on that very day is TODAY, not OVERDUE, although a check, which looks at the end of the
    day, finds it. DATE is no task: something happens then.
    """

    OVERDUE = "overdue"
    TODAY = "today"
    PENDING = "pending"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do, or one day to know of.

    Attributes:
        source: the rule or fact it comes from, `network-equipment/visit-report-late`.
        title: what that is called.
        task: what is to be done; the title where the rule does not say.
        record: the id of the row it is about, empty for the project.
        step: of something that recurs the how-manieth, counted from 1; else 0.
        due: a day, which counts to its end, or a time.
        latest: the last day of a tolerance, where there is one and `due` is over.
        left: days, or working days where the promise is in them; negative when it is overdue.
        who: names or roles, empty where nothing says it.
        place: where it will be written that it is done; of a date where it comes from.
        severity: how much it weighs once overdue; a date weighs nothing.
        answered: somebody has answered for its being overdue.
        provisional: the year whose working days nobody has given notice of yet, 0 if `due` is sure.
    """

    source: str
    title: str
    task: str
    record: str
    step: int = 0
    due: date | datetime
    latest: date | None = None
    standing: Standing
    left: Quantity
    who: tuple[str, ...]
    place: Place
    sources: tuple[str, ...] = ()
    advice: str = ""
    severity: Severity = Severity.INFO
    answered: bool = False
    provisional: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The items of one project, in the order of their days.

    Attributes:
        project: its file or folder as it was named, with forward slashes.
        number: 项目编号, empty where the data lack it.
        name: 项目名称, likewise.
        as_of: the day that counts as today.
        until: the last day that was asked for.
        unknown: records whose deadlines are not known, because values are missing.
        faults: errors in the data that may have kept items from being found.
    """

    project: str
    number: str
    name: str
    as_of: date
    until: date
    items: tuple[Item, ...]
    unknown: int = 0
    faults: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agendas:
    """What one call came to; every project that was named is in one of the two.

    `fail_on` is the severity from which on an overdue item fails the call.
    """

    agendas: tuple[Agenda, ...]
    failures: tuple[Failure, ...] = ()
    fail_on: Severity = Severity.ERROR

    def fails(self, item: Item) -> bool:
        """Whether an item alone is reason enough for exit code 1."""
        overdue = item.standing is Standing.OVERDUE and not item.answered
        return overdue and item.severity.rank >= self.fail_on.rank

    @property
    def exit_code(self) -> int:
        """0 fine, 1 overdue or uncertain for faults in the data, 2 and 3 as of the failures."""
        codes = [failure.exit_code for failure in self.failures]
        codes += [
            int(bool(agenda.faults) or any(map(self.fails, agenda.items)))
            for agenda in self.agendas
        ]
        return max(codes, default=2)
