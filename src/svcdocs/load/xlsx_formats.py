"""What a number format of a spreadsheet says a number is.

Excel has no dates: a date is a number whose format shows it as one, and a time is its fraction.
"""

from __future__ import annotations

import re
from enum import Flag, auto
from functools import lru_cache

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|AM/PM|A/P|上午/下午', re.IGNORECASE)
#: Colours, conditions, languages; `[h]`, `[mm]` and `[s]` are durations.
_BRACKETS = re.compile(r"\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
_PERCENT = re.compile(r"0(?:\.(0+))?%")


class Shows(Flag):
    """What of a moment a format shows."""

    NOTHING = 0
    DAY = auto()
    CLOCK = auto()


#: Formats that a file names only by their number and that mean something else in every language
#: (ECMA-376 part 1, 18.8.30, zh-cn); `2026年3月31日` is number 31.
_CHINESE = {
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), Shows.DAY),
    **dict.fromkeys((*range(32, 36), 55, 56), Shows.CLOCK),
}


def shows(number: int, code: str) -> Shows:
    """What a format shows of a moment; nothing for a format of plain numbers.

    Args:
        number: the format's number in the file.
        code: the format itself, `yyyy/m/d h:mm`.
    """
    return _CHINESE[number] if number in _CHINESE else _shows(code)


@lru_cache(maxsize=256)
def _shows(code: str) -> Shows:
    code = _BRACKETS.sub("", _LITERAL.sub("", code)).partition(";")[0].lower()
    if code.strip() == "general":
        return Shows.NOTHING
    found = Shows.NOTHING
    if "y" in code or "d" in code:
        found |= Shows.DAY
    if "h" in code or "s" in code:
        found |= Shows.CLOCK
    # A month and nothing else; beside a clock `m` are minutes.
    if not found and "m" in code:
        found = Shows.DAY
    return found


@lru_cache(maxsize=256)
def zeros(code: str) -> int:
    """How many digits `000` shows at least; 0 for any other format."""
    return len(code) if code and not code.strip("0") else 0


@lru_cache(maxsize=256)
def percent_places(code: str) -> int | None:
    """The decimals that `0.00%` shows; None for a format without a percent sign."""
    match = _PERCENT.fullmatch(code)
    return len(match[1] or "") if match else None
