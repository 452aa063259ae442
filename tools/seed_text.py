"""The seed, the plan this project made executable, line by line: its numbers, items and lists.

`Seed` is read by tests/seed/, which hold the policy and the bid annex against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from svcdocs.calc.quantities import parse_quantity
from svcdocs.model.quantity import Quantity

_UNIT = "个工作日|工作日|个小时|小时|分钟|个月|年|天"
_NUMBER = re.compile(rf"(\d+)\s*({_UNIT})|(第二天)")
#: Numbers of headings and of items, which the documents count by themselves.
_HEADING_NUMBER = re.compile(r"^\d+(?:\.\d+)+ ")
_HEADING = re.compile("^[一二三四五六]、")
_MARKER = re.compile(r"^(?:汽车三包网)?\s*(?:\((\d+)\)|(\d+)、|([①-⑨]))\s*")
#: Where a sentence or a list item can end; a line that does not was cut by its page's width.
_ENDS = "。;:；："
#: The next heading, glued to the end of a line.
_GLUED = re.compile("(?<=[。;])[一二三四五六]、.*")
_OPEN_ENDED = re.compile("等$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit, as the seed writes it."""

    line: int
    text: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with its lines joined; `number` as its marker says."""

    line: int
    number: int
    text: str


class Seed:
    """The seed's lines, counted from 1."""

    def __init__(self, text: str) -> None:
        self._lines = ("", *text.splitlines())

    def __getitem__(self, line: int) -> str:
        return self._lines[line]

    @property
    def numbers_of_lines(self) -> range:
        """1 to the last line."""
        return range(1, len(self._lines))

    def numbers(self) -> list[Number]:
        """Every number with a unit. The second day is one day after the first."""
        found = []
        for line in self.numbers_of_lines:
            for match in _NUMBER.finditer(self[line]):
                spelt = "1 天" if match[3] else f"{match[1]} {match[2]}"
                found.append(Number(line, match[0], parse_quantity(spelt)))
        return found

    def unread_digits(self) -> dict[int, str]:
        """Digits that are neither a number with a unit, nor a heading's or an item's number."""
        rests = {}
        for line in self.numbers_of_lines:
            text = _NUMBER.sub("", _MARKER.sub("", _HEADING_NUMBER.sub("", self[line])))
            if re.search(r"\d", text):
                rests[line] = text
        return rests

    def items(self) -> list[Item]:
        """Every line that begins with (1), 1、 or ①, joined with what its page's width cut off."""
        found = []
        for line in self.numbers_of_lines:
            match = _MARKER.match(self[line])
            if match is None:
                continue
            text = _GLUED.sub("", self[line][match.end() :])
            following = line + 1
            # A short item without a full stop is a heading; what follows it is its content.
            while len(text) > 20 and text[-1] not in _ENDS and following < len(self._lines):
                text += self[following]
                following += 1
            digits = match[1] or match[2] or str("①②③④⑤⑥⑦⑧⑨".index(match[3]) + 1)
            found.append(Item(line, int(digits), text))
        return found

    def between(self, lines: Sequence[int], start: str, end: str) -> str:
        """What stands between two pieces of the joined lines.

        Raises:
            ValueError: one of the pieces is not there.
        """
        text = "".join(self[line] for line in lines)
        first = text.index(start) + len(start)
        return text[first : text.index(end, first)]

    def lists(self) -> dict[int, str]:
        """Lines that may hold a list: things with 、 or ; between them, or after 包括 or 如."""
        found = {}
        for line in self.numbers_of_lines:
            text = _HEADING.sub("", _MARKER.sub("", self[line]))
            if re.search("、|;.|包括|如:", _GLUED.sub("", text)):
                found[line] = text
        return found


def split_list(text: str, separators: str) -> tuple[list[str], bool]:
    """The things a piece of text lists, and whether it leaves the list open with 等.

    Args:
        text: the list alone.
        separators: a regular expression for what stands between two things.
    """
    closed = _OPEN_ENDED.sub("", text.rstrip("。;"))
    return [one.strip() for one in re.split(separators, closed)], closed != text.rstrip("。;")


def plain(text: str) -> str:
    """Text as it compares: without spaces, quotation marks and the difference of widths."""
    widths = str.maketrans("，；：（）", ",;:()", " \u00a0\u3000“”")
    return text.translate(widths)
