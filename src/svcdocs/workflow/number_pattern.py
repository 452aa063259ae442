"""How numbers of forms are spelt: `HF-{year}-{n:04}`, one series for each year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from string import Formatter

from svcdocs.errors import UsageError
from svcdocs.texts import _

_COUNTER = "n"
_WIDTH = re.compile(r"0?([1-9]\d?)?")
_DAYS = {"year": "%Y", "month": "%m", "day": "%d"}
#: Prints on one line and stands between tabs.
_SPELT = re.compile(r"[^\s\x00-\x1f\x7f]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers that differ in their counter only."""

    before: str
    after: str
    width: int

    def number(self, counter: int) -> str:
        """The number at a place in the series."""
        return f"{self.before}{counter:0{self.width}d}{self.after}"

    def counter(self, number: str) -> int | None:
        """The place of a number; None if it belongs to another series."""
        middle = number[len(self.before) : len(number) - len(self.after)]
        whole = number.startswith(self.before) and number.endswith(self.after)
        return int(middle) if whole and middle.isascii() and middle.isdigit() else None


def read_pattern(text: str, day: date) -> Series | str:
    """The series that a pattern means on a day, or the one number that it is.

    Args:
        text: with `{n}` or `{n:04}` a series, without one number; `{year}`, `{month}` and `{day}`
            stand for parts of the day.
        day: the day that counts as today.

    Raises:
        UsageError: it is no pattern.
    """
    before, after, width = "", "", -1
    try:
        pieces = list(Formatter().parse(text))
    except ValueError:
        raise _refused(text) from None
    for literal, field, spec, conversion in pieces:
        piece = literal
        if field is not None:
            if conversion or (spec and field != _COUNTER):
                raise _refused(text)
            if field == _COUNTER:
                match = _WIDTH.fullmatch(spec or "")
                if match is None or width >= 0:
                    raise _refused(text)
                before, after, width = before + after + literal, "", int(match[1] or 0)
                continue
            if field not in _DAYS:
                raise _refused(text)
            piece += day.strftime(_DAYS[field])
        after += piece
    whole = before + after
    if width < 0:
        return checked_number(whole, text)
    if whole:
        checked_number(whole, text)
    return Series(before, after, width)


def checked_number(number: str, text: str) -> str:
    """A number that prints on one line.

    Raises:
        UsageError: it has blanks in it, or none of it is left.
    """
    if len(number) > _LONGEST or not _SPELT.fullmatch(number):
        raise _refused(text)
    return number


def _refused(text: str) -> UsageError:
    return UsageError(
        _("{text} is no number and no pattern for numbers").format(text=repr(text)),
        hint=_("e.g. HF-{example}; year, month, day and one n can stand in braces").format(
            example="{year}-{n:04}"
        ),
    )
