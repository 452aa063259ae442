"""An amount with a unit: `3 years`, `30 minutes`, `7 working days`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Unit(Enum):
    """The units a promise is made in. Values are the English singular spelling."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    # There is one of each: no need to hash its name, as other enumerations do.
    __hash__ = object.__hash__


#: Units of one family convert exactly: minutes into hours, months into years.
#: A month has no fixed number of days and a working day no fixed place, so families do not mix.
CLOCK_UNITS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600}
DAY_UNITS = {Unit.DAY: 1, Unit.WEEK: 7}
MONTH_UNITS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
WORKING_DAY_UNITS = {Unit.WORKING_DAY: 1}
FAMILIES = (CLOCK_UNITS, DAY_UNITS, MONTH_UNITS, WORKING_DAY_UNITS)


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """An amount with its unit, as it was spelt.

    `36 months == 3 years`, and both hash alike; `24 hours` and `1 day` are *not* equal, because a
    day runs to its end (民法典 203) and hours run from the minute. Ordering across families raises
    TypeError: whoever compares them has made a mistake in a policy.
    """

    amount: Decimal
    unit: Unit

    @property
    def base(self) -> tuple[int, Decimal]:
        """Family index and amount in the family's smallest unit: the comparison key."""
        for index, family in enumerate(FAMILIES):
            if self.unit in family:
                return index, self.amount * family[self.unit]
        raise AssertionError(self.unit)

    def comparable(self, other: Quantity) -> bool:
        """Whether the two are of one family and may be ordered."""
        return self.base[0] == other.base[0]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.base == other.base

    def __hash__(self) -> int:
        return hash(self.base)

    def __add__(self, other: Quantity) -> Quantity:
        """The sum, in the unit of both or the family's smallest one."""
        self._ordered(other)
        if self.unit is other.unit:
            return Quantity(self.amount + other.amount, self.unit)
        family, amount = self.base
        return Quantity(amount + other.base[1], next(iter(FAMILIES[family])))

    def __lt__(self, other: Quantity) -> bool:
        return self._ordered(other) < 0

    def __le__(self, other: Quantity) -> bool:
        return self._ordered(other) <= 0

    def __gt__(self, other: Quantity) -> bool:
        return self._ordered(other) > 0

    def __ge__(self, other: Quantity) -> bool:
        return self._ordered(other) >= 0

    def _ordered(self, other: object) -> Decimal:
        if not isinstance(other, Quantity) or not self.comparable(other):
            raise TypeError(f"{self} and {other} have no common unit")
        return self.base[1] - other.base[1]

    def __str__(self) -> str:
        amount = f"{self.amount.normalize():f}"
        plural = "" if self.amount == 1 else "s"
        return f"{amount} {self.unit.value}{plural}"


@dataclass(frozen=True, slots=True)
class ServiceWindow:
    """The hours in which a promise runs: `7x24`, or `5x9 09:00-18:00`.

    `days` is 7 (every calendar day) or 5 (working days, make-up workdays included); `start` and
    `end` are minutes after midnight, 0 and 1440 for a whole day.
    """

    days: int
    start: int
    end: int

    @property
    def always(self) -> bool:
        """Whether the clock never stops."""
        return self.days == 7 and self.start == 0 and self.end == 1440

    def __str__(self) -> str:
        hours = (self.end - self.start) / 60
        name = f"{self.days}x{hours:g}"
        if self.always:
            return name
        return (
            f"{name} {self.start // 60:02}:{self.start % 60:02}"
            f"-{self.end // 60:02}:{self.end % 60:02}"
        )
