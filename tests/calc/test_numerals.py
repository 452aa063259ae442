"""Chinese numerals: spelling, reading, dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.numerals import LIMIT, chinese_date, chinese_number, read_chinese_number

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("number", "spelt"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1008, "一千零八"),
        (10_010, "一万零一十"),
        (105_000, "十万五千"),
        (100_500, "十万零五百"),
        (100_005_000, "一亿零五千"),
        (1_000_000_000_000, "一万亿"),
        (1_000_100_000_000, "一万零一亿"),
        (1_000_050_000_000, "一万亿零五千万"),
    ],
)
def test_numbers_are_spelt_as_people_say_them(number: int, spelt: str) -> None:
    """One 零 for a run of zeros, 十 without 一 in front."""
    assert chinese_number(number) == spelt
    assert read_chinese_number(spelt) == number


@pytest.mark.parametrize(
    ("spelt", "number"),
    [("两", 2), ("两百", 200), ("一十二", 12), ("一百〇五", 105), ("十万零五千", 105_000)],
)
def test_usual_variants_are_read(spelt: str, number: int) -> None:
    """两, 〇 and an optional 零 mean what they say."""
    assert read_chinese_number(spelt) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "十十",
        "百二",
        "一百零",
        "一百二",
        "一零五",
        "十两",
        "12",
        "廿",
        "万",
        "一亿亿",
        "亿" * 100,
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    """A reader that guesses would turn a slip into a number."""
    with pytest.raises(ValueError, match="not a number in Chinese numerals"):
        read_chinese_number(text)


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    """Negative numbers and 亿亿 have no spelling here."""
    with pytest.raises(ValueError, match=str(number)):
        chinese_number(number)


@given(st.integers(0, LIMIT - 1))
def test_a_spelt_number_reads_back(number: int) -> None:
    """Every number in range reads back."""
    assert read_chinese_number(chinese_number(number)) == number


@pytest.mark.parametrize(
    ("day", "spelt"),
    [
        (date(2026, 3, 31), "二〇二六年三月三十一日"),
        (date(2030, 10, 20), "二〇三〇年十月二十日"),
    ],
)
def test_dates_are_spelt_digit_by_digit_in_the_year(day: date, spelt: str) -> None:
    """The year digit by digit with 〇, month and day as numbers."""
    assert chinese_date(day) == spelt
