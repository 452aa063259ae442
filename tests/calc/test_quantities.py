"""Quantities as people write them in policies and tenders."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.quantities import format_quantity, parse_quantity, spoken, whole_amount
from svcdocs.model.quantity import CLOCK_UNITS, Quantity, Unit
from svcdocs.texts import use_language

pytestmark = pytest.mark.usefixtures("english")

WHOLE = st.builds(Quantity, st.integers(0, 999_999_999).map(Decimal), st.sampled_from(Unit))
ON_THE_CLOCK = st.builds(
    Quantity,
    st.decimals(0, 999_999, places=6),
    st.sampled_from(sorted(CLOCK_UNITS, key=lambda unit: unit.value)),
)


def quantity(amount: str, unit: Unit) -> Quantity:
    """A quantity by its amount's spelling."""
    return Quantity(Decimal(amount), unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 years", quantity("3", Unit.YEAR)),
        ("1 year", quantity("1", Unit.YEAR)),
        ("30 minutes", quantity("30", Unit.MINUTE)),
        ("7 working days", quantity("7", Unit.WORKING_DAY)),
        ("7  Working  Days", quantity("7", Unit.WORKING_DAY)),
        ("2.5 hours", quantity("2.5", Unit.HOUR)),
        ("1.5 years", quantity("18", Unit.MONTH)),
        ("0 days", quantity("0", Unit.DAY)),
        ("3 年", quantity("3", Unit.YEAR)),
        ("3年", quantity("3", Unit.YEAR)),
        ("三年", quantity("3", Unit.YEAR)),
        ("两年", quantity("2", Unit.YEAR)),
        ("７个工作日", quantity("7", Unit.WORKING_DAY)),
        ("7 个 工作日", quantity("7", Unit.WORKING_DAY)),
        ("7 工作日", quantity("7", Unit.WORKING_DAY)),
        ("十五日", quantity("15", Unit.DAY)),
        ("九十九天", quantity("99", Unit.DAY)),
        ("30 个自然日", quantity("30", Unit.DAY)),
        ("二十四小时", quantity("24", Unit.HOUR)),
        ("2 个小时", quantity("2", Unit.HOUR)),
        ("1 个季度", quantity("1", Unit.QUARTER)),
        ("两个星期", quantity("2", Unit.WEEK)),
        ("45 秒", quantity("45", Unit.SECOND)),
        ("半年", quantity("6", Unit.MONTH)),
        ("半小时", quantity("30", Unit.MINUTE)),
        ("半个小时", quantity("30", Unit.MINUTE)),
        ("半分钟", quantity("30", Unit.SECOND)),
        ("一年半", quantity("18", Unit.MONTH)),
        ("2 个半小时", quantity("150", Unit.MINUTE)),
    ],
)
def test_spellings(text: str, expected: Quantity) -> None:
    """Every spelling that policies and tenders use."""
    assert parse_quantity(text) == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is not an amount with a unit"),
        ("30", "is not an amount with a unit"),
        ("minutes", "is not an amount with a unit"),
        ("1.2.3 hours", "is not an amount with a unit"),
        ("9999999999 days", "is not an amount with a unit"),
        ("30 minuts", "'minuts' is not a unit; the units are seconds, minutes"),
        ("三十", "is not an amount with a unit"),
        ("半年半", "is not a unit"),
        ("十十天", "not a number in Chinese numerals"),
        ("3 月", "names a month of the year; a length of time is written 3 个月"),
        ("-3 days", "is negative"),
        ("负三天", "is negative"),
        ("0.5 months", "^0.5 months does not come to whole days, working days or months"),
        ("2.5 working days", "does not come to whole"),
        ("半个月", "0.5 months does not come to whole"),
        ("半天", "0.5 days does not come to whole"),
        ("一周半", "1.5 weeks does not come to whole"),
        ("三个半月", "3.5 months does not come to whole"),
    ],
)
def test_faults_are_named(text: str, fault: str) -> None:
    """Each slip gets the sentence that fits it."""
    with pytest.raises(ValueError, match=fault):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("value", "chinese"),
    [
        (quantity("3", Unit.YEAR), "3 年"),
        (quantity("30", Unit.MINUTE), "30 分钟"),
        (quantity("2", Unit.HOUR), "2 小时"),
        (quantity("7", Unit.WORKING_DAY), "7 个工作日"),
        (quantity("3", Unit.MONTH), "3 个月"),
        (quantity("3", Unit.DAY), "3 天"),
        (quantity("1", Unit.WEEK), "1 周"),
        (quantity("1", Unit.QUARTER), "1 个季度"),
        (quantity("1E+1", Unit.SECOND), "10 秒"),
        (quantity("1.50", Unit.HOUR), "1.5 小时"),
        (quantity("-3", Unit.DAY), "-3 天"),
    ],
)
def test_chinese_form(value: Quantity, chinese: str) -> None:
    """The form that documents print."""
    assert format_quantity(value) == chinese


def test_english_form() -> None:
    """The form that policies are written in."""
    assert format_quantity(quantity("7", Unit.WORKING_DAY), "en") == "7 working days"
    assert format_quantity(quantity("1", Unit.QUARTER), "en") == "1 quarter"


def test_an_unknown_language_is_refused() -> None:
    """A third language is the caller's mistake."""
    with pytest.raises(ValueError, match="fr"):
        format_quantity(quantity("1", Unit.DAY), "fr")


def test_messages_speak_the_tools_language() -> None:
    """A sentence and the quantity in it are in one language."""
    value = quantity("7", Unit.WORKING_DAY)
    assert spoken(value) == "7 working days"
    use_language("zh_CN")
    assert spoken(value) == "7 个工作日"


@given(WHOLE | ON_THE_CLOCK, st.sampled_from(["zh", "en"]))
def test_what_is_written_reads_back(value: Quantity, language: str) -> None:
    """The amount and even its unit survive, in both languages."""
    read = parse_quantity(format_quantity(value, language))

    assert (read.amount, read.unit) == (value.amount, value.unit)


def test_whole_amount_is_in_the_smallest_unit_of_the_family() -> None:
    """Years come to months, weeks to days."""
    assert whole_amount(quantity("1.5", Unit.YEAR)) == 18
    assert whole_amount(quantity("2", Unit.WEEK)) == 14
