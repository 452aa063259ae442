"""China's clock: +08:00 all year, so that no time zone data is needed (Windows ships none)."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "+08:00")


def wall_clock(moment: datetime) -> datetime:
    """The moment as a naive reading of a clock in China; a naive one is taken for such a reading."""
    if moment.tzinfo is CHINA:
        return moment.replace(tzinfo=None)
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(CHINA).replace(tzinfo=None)


def like(reading: datetime, moment: datetime) -> datetime:
    """A clock reading in China, given the time zone of `moment` (naive if that is naive)."""
    if moment.tzinfo is None:
        return reading
    return reading.replace(tzinfo=CHINA).astimezone(moment.tzinfo)


def today() -> date:
    """The day that it is in China, wherever the machine stands."""
    return datetime.now(CHINA).date()
