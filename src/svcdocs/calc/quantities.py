"""Reading and writing amounts with a unit: `30 minutes`, `7 个工作日`, `三年`, `半小时`."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from svcdocs.calc.numerals import read_chinese_number
from svcdocs.model.quantity import CLOCK_UNITS, Quantity, Unit
from svcdocs.texts import _, language

#: How each unit is written in Chinese, after a space.
CHINESE = {
    Unit.SECOND: "秒",
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.DAY: "天",
    Unit.WORKING_DAY: "个工作日",
    Unit.WEEK: "周",
    Unit.MONTH: "个月",
    Unit.QUARTER: "个季度",
    Unit.YEAR: "年",
}

_WORDS = {
    **{unit.value: unit for unit in Unit},
    **{f"{unit.value}s": unit for unit in Unit},
    **{word: unit for unit, word in CHINESE.items()},
    "个小时": Unit.HOUR,
    "日": Unit.DAY,
    "自然日": Unit.DAY,
    "个自然日": Unit.DAY,
    "工作日": Unit.WORKING_DAY,
    "星期": Unit.WEEK,
    "个星期": Unit.WEEK,
    "季度": Unit.QUARTER,
}

# Half a year is 6 months and half an hour 30 minutes; half a month or half a day is no such number.
_SMALLER = {
    Unit.YEAR: (12, Unit.MONTH),
    Unit.HOUR: (60, Unit.MINUTE),
    Unit.MINUTE: (60, Unit.SECOND),
}

_NUMERALS = "〇零一二两三四五六七八九十百千"
_CHINESE_NUMBER = f"[{_NUMERALS}]{{1,12}}"
# Nine digits reach past the calendar's last day in any unit; a longer amount is a slip or an attack.
_QUANTITY = re.compile(
    rf"(?P<amount>[0-9]{{1,9}}(?:\.[0-9]{{1,6}})?|{_CHINESE_NUMBER}) ?(?P<unit>[^\W\d{_NUMERALS}].*)"
)
_HALF = re.compile("半 ?(?P<unit>.+)")
_AND_A_HALF = re.compile(
    rf"(?P<whole>[0-9]{{1,9}}|{_CHINESE_NUMBER}) ?(?:个半 ?(?P<unit>.+)|(?P<before>.+)半)"
)


def parse_quantity(text: str) -> Quantity:
    """Read an amount with its unit, in English or Chinese; full-width digits are digits.

    `半年` is 6 months, `一年半` 18 months, `两个半小时` 150 minutes. All units but seconds, minutes
    and hours must come to whole days, working days or months: `1.5 years` does, `0.5 months` not.

    Raises:
        ValueError: it is no such amount; the sentence says what is wrong with it.
    """
    spelt = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().lower()
    spelt = spelt.replace("个 ", "个")
    if spelt.startswith(("-", "−", "负")):
        raise ValueError(_("'{text}' is negative").format(text=text))
    if match := _HALF.fullmatch(spelt):
        quantity = _and_a_half(0, match["unit"])
    elif match := _AND_A_HALF.fullmatch(spelt):
        quantity = _and_a_half(int(_amount(match["whole"])), match["unit"] or match["before"])
    elif match := _QUANTITY.fullmatch(spelt):
        quantity = Quantity(_amount(match["amount"]), _unit(match["unit"]))
    else:
        raise ValueError(
            _(
                "'{text}' is not an amount with a unit, such as 30 minutes, 7 working days, "
                "3 years, 30 分钟, 7 个工作日 or 3 年"
            ).format(text=text)
        )
    if quantity.unit not in CLOCK_UNITS:
        whole_amount(quantity)
    return quantity


def format_quantity(quantity: Quantity, language: str = "zh") -> str:
    """Write a quantity as `parse_quantity` reads it: `7 个工作日`, or with `en` `7 working days`.

    Raises:
        ValueError: the language is neither `zh` nor `en`.
    """
    if language == "en":
        return str(quantity)
    if language != "zh":
        raise ValueError(language)
    return f"{quantity.amount.normalize():f} {CHINESE[quantity.unit]}"


def spoken(quantity: Quantity) -> str:
    """The quantity in the language of the tool's messages."""
    return format_quantity(quantity, "en" if language() == "en" else "zh")


def whole_amount(quantity: Quantity) -> int:
    """The amount in days, working days or months, whichever the unit converts to.

    Raises:
        ValueError: that amount is not whole, so that no day could be computed from it.
    """
    amount = quantity.base[1]
    if amount != amount.to_integral_value():
        raise ValueError(
            _("{quantity} does not come to whole days, working days or months").format(
                quantity=spoken(quantity)
            )
        )
    return int(amount)


def _amount(spelt: str) -> Decimal:
    return Decimal(spelt) if spelt[0] in "0123456789" else Decimal(read_chinese_number(spelt))


def _unit(word: str) -> Unit:
    if word in _WORDS:
        return _WORDS[word]
    if word in ("月", "月份"):
        raise ValueError(_("'月' names a month of the year; a length of time is written 3 个月"))
    raise ValueError(
        _("'{word}' is not a unit; the units are {units} and {chinese}").format(
            word=word,
            units=", ".join(f"{unit.value}s" for unit in Unit),
            chinese="、".join(CHINESE.values()),
        )
    )


def _and_a_half(whole: int, word: str) -> Quantity:
    unit = _WORDS.get(f"个{word}") or _unit(word)
    amount = whole + Decimal("0.5")
    factor, smaller = _SMALLER.get(unit, (1, unit))
    return Quantity(amount * factor, smaller)
