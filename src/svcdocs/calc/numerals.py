"""Chinese numerals as documents write them: 十二, 二〇二六年三月三十一日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from svcdocs.texts import _

if TYPE_CHECKING:
    from datetime import date

#: Numbers below one 亿亿 (10^16) can be spelt.
LIMIT = 10**16

_LONGEST_SPELLING = 64


class Piece(NamedTuple):
    """A part of a spelling: how we write it, and the regex of what a reader must accept there."""

    text: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Numerals:
    """A set of numerals: 一二三 with 十百千, or 壹贰叁 with 拾佰仟.

    `digits` are the ten digits from 零, `places` the words for ten, hundred and thousand.
    """

    digits: str
    places: str

    def pieces(self, number: int) -> Iterator[Piece]:
        """Spell a whole number from 1 to `LIMIT` - 1, leading 一十 included.

        A run of zeros is read as one 零. Where the run ends at 万位 or 亿位 and 千位 follows, 零 may
        stand or be left out (支付结算办法附件一: “中文大写金额中可以只写一个零字，也可以不写‘零’字”);
        we leave it out (十万五千) unless a whole group of four is skipped (一亿零五千).
        """
        places = ("", *self.places)
        previous: int | None = None
        for position in range(len(str(number)) - 1, -1, -1):
            digit = number // 10**position % 10
            if digit:
                if previous is not None and previous - position > 1:
                    yield self._zero(previous, position)
                spelt = self.digits[digit] + places[position % 4]
                yield Piece(spelt, spelt)
                previous = position
            if position == 8:
                yield Piece("亿", "亿")
            elif position in (4, 12) and number // 10**position % 10_000:
                yield Piece("万", "万")

    def _zero(self, previous: int, position: int) -> Piece:
        zero = self.digits[0]
        if position % 4 != 3:
            return Piece(zero, zero)
        group_skipped = previous // 4 - position // 4 > 1
        return Piece(zero if group_skipped else "", f"{zero}?")

    def value(self, text: str) -> int:
        """The number that a spelling seems to mean; `pieces` then says whether it is well spelt.

        Raises:
            ValueError: a character is no numeral, or the text is far too long for a number.
        """
        if len(text) > _LONGEST_SPELLING:
            raise ValueError(text)
        total = group = digit = 0
        for character in text:
            if character in self.digits:
                digit = self.digits.index(character)
            elif character in self.places:
                group += (digit or 1) * 10 ** (self.places.index(character) + 1)
                digit = 0
            elif character == "万":
                total += (group + digit) * 10**4
                group = digit = 0
            elif character == "亿":
                total = (total + group + digit) * 10**8
                group = digit = 0
            else:
                raise ValueError(text)
        return total + group + digit


PLAIN = Numerals("零一二三四五六七八九", "十百千")


def chinese_number(number: int) -> str:
    """Spell a whole number: 12 → 十二, 110 → 一百一十, 105000 → 十万五千.

    Raises:
        ValueError: the number is negative or not below `LIMIT`.
    """
    if not 0 <= number < LIMIT:
        raise ValueError(_("{number} cannot be spelt in Chinese numerals").format(number=number))
    if number == 0:
        return PLAIN.digits[0]
    spelt = "".join(piece.text for piece in PLAIN.pieces(number))
    return spelt.removeprefix("一") if spelt.startswith("一十") else spelt


def read_chinese_number(text: str) -> int:
    """Read a spelt number: 十二, 一百一十, 两百, 两, 一十二 and 〇 for 零 too.

    Raises:
        ValueError: the text is not a number as it is spelt in Chinese (`十十`, `一百零`, `百二`).
    """
    spelt = re.sub("^两$|两(?=[百千万亿])", "二", text.replace("〇", "零"))
    fault = ValueError(_("'{text}' is not a number in Chinese numerals").format(text=text))
    try:
        number = PLAIN.value(spelt)
    except ValueError:
        raise fault from None
    if number >= LIMIT:
        raise fault
    pattern = "".join(piece.pattern for piece in PLAIN.pieces(number)) if number else "零"
    if pattern.startswith("一十"):
        pattern = f"一?{pattern[1:]}"
    if not re.fullmatch(pattern, spelt):
        raise fault
    return number


def chinese_date(day: date) -> str:
    """Write a date in Chinese numerals, as letters and seals do: 二〇二六年三月三十一日."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in f"{day.year:04}")
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"
