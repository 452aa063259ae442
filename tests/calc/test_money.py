"""RMB in words by 支付结算办法附件一, whose own examples are the vectors here."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.money import capitals, format_money, read_capitals

pytestmark = pytest.mark.usefixtures("english")

AMOUNTS = st.integers(-(10**18) + 1, 10**18 - 1).map(lambda cents: Decimal(cents).scaleb(-2))


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0", "零元整"),
        ("10", "壹拾元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("1500.000", "壹仟伍佰元整"),
        ("100000000", "壹亿元整"),
        ("100005000", "壹亿零伍仟元整"),
        ("-5.10", "负伍元壹角"),
    ],
)
def test_amounts_are_written_as_the_annex_shows(amount: str, words: str) -> None:
    """The annex's examples in the form without optional 零, and the ends of the range."""
    assert capitals(Decimal(amount)) == words
    assert read_capitals(words) == Decimal(amount)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("人民币壹仟陆佰捌拾元零叁角贰分", "1680.32"),
        ("壹拾万柒仟元零伍角叁分", "107000.53"),
        ("壹拾万零柒仟元伍角叁分", "107000.53"),
        ("壹佰元正", "100"),
        ("壹佰圆整", "100"),
        ("壹佰元伍角整", "100.50"),
        ("壹佰元伍角正", "100.50"),
        ("零元零伍分", "0.05"),
        ("貳萬圓整", "20000"),
        ("壹億元整", "100000000"),
    ],
)
def test_every_permitted_form_is_read(words: str, amount: str) -> None:
    """四（三）: “可以只写一个零字，也可以不写‘零’字”; 一: “如果金额数字书写中使用繁体字……也应受理”."""
    assert read_capitals(words) == Decimal(amount)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "元整",
        "壹佰元",  # 二: “应写‘整’（或‘正’）字”
        "壹佰元壹分整",  # 二: “‘分’后面不写‘整’（或‘正’）字”
        "壹佰元贰分",  # 四（四）: “‘元’后面应写‘零’字”
        "壹仟肆佰玖元伍角",  # 四（一）: “要写‘零’字”
        "壹仟肆佰零玖元零伍角",  # 元位 is not 0: no 零
        "拾元整",  # a first 壹 that could be added later
        "一百元整",  # 一: “不得用一、二（两）、三……填写”
        "壹佰贰元整",
        "壹元拾角",
        "壹亿亿元整",
        "壹佰美元整",
        "壹佰元整整",
    ],
)
def test_forms_the_annex_does_not_permit_are_refused(words: str) -> None:
    """A form that could be altered, or that no clause permits, is no amount."""
    with pytest.raises(ValueError, match="is not an amount in words"):
        read_capitals(words)


@given(AMOUNTS)
def test_capitals_read_back(amount: Decimal) -> None:
    """Whatever is written reads back to the same cent."""
    assert read_capitals(capitals(amount)) == amount
    assert read_capitals(f"人民币{capitals(amount)}") == amount


@pytest.mark.parametrize(
    "amount", ["1680.325", "0.001", "1E-400000", "1.00000000000000000000000000000001"]
)
def test_parts_of_a_cent_are_refused_never_cut(amount: str) -> None:
    """1680.325 is a slip somewhere, so it must not become 1680.32."""
    for function in (capitals, format_money):
        with pytest.raises(ValueError, match="at most 2 decimals"):
            function(Decimal(amount))


@pytest.mark.parametrize("amount", ["1E+16", "1E+400000", "NaN", "-Infinity"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    """Infinity and amounts past 9999 万亿 are not money."""
    for function in (capitals, format_money):
        with pytest.raises(ValueError, match="is not an amount of money"):
            function(Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        ("1409.5", "¥1,409.50"),
        ("0", "¥0.00"),
        ("-5", "-¥5.00"),
        ("-0.05", "-¥0.05"),
        ("1234567.89", "¥1,234,567.89"),
        ("1E+3", "¥1,000.00"),
    ],
)
def test_figures_have_the_sign_before_the_currency(amount: str, figures: str) -> None:
    """Two decimals, commas by thousands."""
    assert format_money(Decimal(amount)) == figures
