"""What is said of an item on the screen and in the calendar."""

from __future__ import annotations

from datetime import date, datetime

from svcdocs.calc.china_time import wall_clock
from svcdocs.calc.quantities import spoken
from svcdocs.model.agenda import Item, Standing
from svcdocs.texts import _


def standing(item: Item) -> str:
    """One word for how it stands; one more where somebody has answered for it."""
    words = {
        Standing.OVERDUE: _("overdue"),
        Standing.TODAY: _("today"),
        Standing.PENDING: _("to do"),
        Standing.DATE: _("date"),
    }
    if item.standing is Standing.OVERDUE and item.answered:
        return _("overdue, answered")
    return words[item.standing]


def record(item: Item) -> str:
    """The row, and of something that recurs the how-manieth."""
    if not item.step:
        return item.record
    step = _("no. {n}").format(n=item.step)
    return f"{item.record} {step}".lstrip()


def name(item: Item) -> str:
    """What is to be done for which record."""
    return f"{item.task} {record(item)}".rstrip()


def left(item: Item) -> str:
    """The time left, negative once it is over; nothing for what is due today."""
    if item.standing is Standing.TODAY:
        return ""
    if item.latest is not None:
        return _("{span} of tolerance").format(span=spoken(item.left))
    return spoken(item.left)


def due(item: Item) -> str:
    """`2026-03-31`, `2026-03-31 08:30`, with a mark where the day is not certain."""
    said = _moment(item.due)
    return _("{day} (provisional)").format(day=said) if item.provisional else said


def _moment(due: date | datetime) -> str:
    return f"{wall_clock(due):%Y-%m-%d %H:%M}" if isinstance(due, datetime) else due.isoformat()


def provisional_note(item: Item) -> str:
    """Why it is not certain."""
    return _("provisional: there is no official calendar for {year} yet").format(
        year=item.provisional
    )
