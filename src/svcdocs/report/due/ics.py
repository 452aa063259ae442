"""A calendar file (RFC 5545): an event for every item, the same event however often it is written.

Events, not tasks (VTODO): phones, Outlook and the calendars of office chats show no others.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from svcdocs.calc.china_time import CHINA, wall_clock
from svcdocs.model.agenda import Agenda, Agendas, Item, Standing
from svcdocs.report.due.content_lines import folded, text, texts
from svcdocs.report.due.words import name, provisional_note, standing
from svcdocs.texts import _

ZONE = "Asia/Shanghai"
#: Made up once; with another one every event in everybody's calendar would be there twice.
_NAMESPACE = uuid.UUID("6f0f6c1e-4d0b-5c39-9a52-7c6d8f2f3b15")
#: Reminders of whole days ring in the morning.
_MORNING = 9
#: No summer time since 1991: one rule is enough.
_VTIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendar(
    agendas: Agendas, *, stamp: datetime | None = None, remind: int | None = None
) -> bytes:
    """The file.

    Args:
        agendas: what is due, project by project.
        stamp: when the events were made; by default each project's today, so that the same data
            give the same bytes.
        remind: how many days before it a reminder rings; none by default.
    """
    numbers = Counter(agenda.number for agenda in agendas.agendas)
    title = _("Service deadlines")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//svcdocs//due//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{text(title)}",
    ]
    if any(isinstance(item.due, datetime) for one in agendas.agendas for item in one.items):
        lines += _VTIMEZONE
    for agenda in agendas.agendas:
        # A number given twice (a bid and its contract, say) must not make two events one.
        owner = agenda.number if numbers[agenda.number] == 1 else ""
        made = stamp or datetime.combine(agenda.as_of, time(), CHINA)
        for item in agenda.items:
            lines += _event(agenda, item, owner or f"{agenda.number}\n{agenda.project}", made)
            if remind is not None and item.standing is not Standing.OVERDUE:
                lines += _alarm(item, remind)
            lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(map(folded, lines)).encode()


def uid(owner: str, item: Item) -> str:
    """The same for the same rule, record and step of the same project, whenever it is due."""
    name = "\n".join((owner, item.source, item.record, str(item.step)))
    return f"{uuid.uuid5(_NAMESPACE, name)}@svcdocs"


def _event(agenda: Agenda, item: Item, owner: str, made: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(owner, item)}"
    yield f"DTSTAMP:{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield from _when(item.due)
    yield f"SUMMARY:{text(_summary(agenda, item))}"
    yield f"DESCRIPTION:{text(chr(10).join(_description(agenda, item)))}"
    if item.who:
        yield f"CONTACT:{text(_(', ').join(item.who))}"
    yield f"CATEGORIES:{texts((standing(item),))}"
    yield f"STATUS:{'TENTATIVE' if item.provisional else 'CONFIRMED'}"
    yield f"PRIORITY:{1 if item.standing is Standing.OVERDUE else 5}"
    # Nobody is busy all day because a report is due.
    yield "TRANSP:TRANSPARENT"


def _when(due: date | datetime) -> Iterator[str]:
    if isinstance(due, datetime):
        yield f"DTSTART;TZID={ZONE}:{wall_clock(due):%Y%m%dT%H%M%S}"
        return
    yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
    if due < date.max:
        yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"


def _summary(agenda: Agenda, item: Item) -> str:
    what = name(item)
    if item.standing is Standing.OVERDUE:
        what = _("Overdue: {what}").format(what=what)
    return _("{what} ({project})").format(
        what=what, project=agenda.name or agenda.number or agenda.project
    )


def _description(agenda: Agenda, item: Item) -> Iterator[str]:
    if item.title != item.task:
        yield _("Rule: {title}").format(title=item.title)
    if item.who:
        yield _("Who: {people}").format(people=_(", ").join(item.who))
    if item.latest is not None:
        yield _("Tolerated until {day}").format(day=item.latest)
    if item.advice:
        yield item.advice
    if item.provisional:
        yield provisional_note(item)
    yield _("Project: {number}").format(number=agenda.number or agenda.project)
    rule = item.source
    yield f"{rule} [{', '.join(item.sources)}]" if item.sources else rule


def _alarm(item: Item, days: int) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{text(name(item))}"
    if isinstance(item.due, datetime):
        yield f"TRIGGER:-P{days}D"
    else:
        hours = 24 * days - _MORNING
        yield f"TRIGGER:-PT{hours}H" if hours > 0 else f"TRIGGER:PT{-hours}H"
    yield "END:VALARM"
