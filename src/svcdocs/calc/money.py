"""Amounts in RMB: `¥1,409.50`, and 壹仟肆佰零玖元伍角 by 支付结算办法附件一.

The clauses of that annex which these functions follow:

- 二: “中文大写金额数字到‘元’为止的，在‘元’之后，应写‘整’（或‘正’）字，在‘角’之后可以不写‘整’（或‘正’）字。
  大写金额数字有‘分’的，‘分’后面不写‘整’（或‘正’）字。”
- 四（一）: “阿拉伯数字中间有‘0’时，中文大写金额要写‘零’字。”
- 四（二）: “阿拉伯数字中间连续有几个‘0’时，中文大写金额中间可以只写一个‘零’字。”
- 四（三）: “万位或元位是‘0’……但千位、角位不是‘0’时，中文大写金额中可以只写一个零字，也可以不写‘零’字。”
- 四（四）: “阿拉伯金额数字角位是‘0’，而分位不是‘0’时，中文大写金额‘元’后面应写‘零’字。”
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal, Inexact, InvalidOperation

from svcdocs.calc.numerals import LIMIT, Numerals, Piece
from svcdocs.texts import _

FINANCIAL = Numerals("零壹贰叁肆伍陆柒捌玖", "拾佰仟")

# 附件一之一: “如果金额数字书写中使用繁体字，如貳、陸、億、萬、圓的，也应受理。” 圆 and 元 are one word.
_ACCEPTED = str.maketrans("貳貮參叄肆陸億萬圓圆正", "贰贰叁叁肆陆亿万元元整")
_CENT = Decimal("0.01")
# Enough digits for LIMIT with its cents; anything a quantize would drop is an error, not a rounding.
_EXACT = Context(prec=18, traps=[Inexact, InvalidOperation])
_AMOUNT = re.compile("(?:(?P<yuan>[^元]+)元)?零?(?:(?P<jiao>[^零])角)?零?(?:(?P<fen>[^零])分)?整?")


def capitals(amount: Decimal) -> str:
    """The amount in words, without the prefix 人民币: 1409.50 → 壹仟肆佰零玖元伍角.

    Of the forms that the annex permits this writes the one without the optional 零, and 整 after 元
    only: 1680.32 → 壹仟陆佰捌拾元叁角贰分. Negative amounts begin with 负.

    Raises:
        ValueError: the amount has parts of a cent (it is never rounded or cut), or is too large.
    """
    cents = _cents(amount)
    sign = "负" if cents < 0 else ""
    return sign + "".join(piece.text for piece in _pieces(abs(cents)))


def read_capitals(text: str) -> Decimal:
    """Read an amount in words; every form that the annex permits is accepted.

    With or without 人民币 before it, 整 or 正, 元 or 圆, an optional 零, and the traditional
    characters which the annex names. Refused: 一二三, a missing 零 where one is required, 整 after 分.

    Raises:
        ValueError: the text is not an amount in words.
    """
    fault = ValueError(
        _("'{text}' is not an amount in words such as 壹仟肆佰零玖元伍角").format(text=text)
    )
    words = text.strip().removeprefix("人民币").translate(_ACCEPTED)
    unsigned = words.removeprefix("负")
    match = _AMOUNT.fullmatch(unsigned)
    if not match:
        raise fault
    try:
        yuan, jiao, fen = (FINANCIAL.value(match[part] or "零") for part in ("yuan", "jiao", "fen"))
    except ValueError:
        raise fault from None
    cents = yuan * 100 + jiao * 10 + fen
    if yuan >= LIMIT or jiao > 9 or fen > 9:
        raise fault
    if not re.fullmatch("".join(piece.pattern for piece in _pieces(cents)), unsigned):
        raise fault
    return Decimal(-cents if words != unsigned else cents).scaleb(-2)


def format_money(amount: Decimal) -> str:
    """The amount in figures: `¥1,409.50`, `-¥5.00`.

    Raises:
        ValueError: the amount has parts of a cent, or is too large.
    """
    cents = _cents(amount)
    sign = "-" if cents < 0 else ""
    return f"{sign}¥{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def _cents(amount: Decimal) -> int:
    if not amount.is_finite() or abs(amount) >= LIMIT:
        raise ValueError(_("{amount} is not an amount of money").format(amount=amount))
    try:
        return int(amount.quantize(_CENT, context=_EXACT).scaleb(2))
    except Inexact:
        raise ValueError(
            _("{amount} has parts of a cent; money has at most 2 decimals").format(amount=amount)
        ) from None


def _pieces(cents: int) -> Iterator[Piece]:
    yuan, rest = divmod(cents, 100)
    jiao, fen = divmod(rest, 10)
    if yuan:
        yield from FINANCIAL.pieces(yuan)
        yield Piece("元", "元")
    elif rest:
        yield Piece("", "(?:零元)?")
    else:
        yield Piece("零元", "零元")
    if jiao:
        if yuan % 10 == 0:
            yield Piece("", "零?")
        yield _digit(jiao, "角")
    if fen:
        if not jiao:
            yield Piece("零", "零") if yuan else Piece("", "零?")
        yield _digit(fen, "分")
    elif jiao:
        yield Piece("", "整?")
    else:
        yield Piece("整", "整")


def _digit(digit: int, unit: str) -> Piece:
    spelt = FINANCIAL.digits[digit] + unit
    return Piece(spelt, spelt)
