"""From a text to the value that its schema says it is.

YAML's own guesses have no part in this: `no` is a text where a text is wanted, `8:30` a time where
a time is wanted, `010` an error where a number is wanted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from svcdocs.calc.quantities import parse_quantity
from svcdocs.calc.windows import parse_window
from svcdocs.load import wording
from svcdocs.load.mistyped import expected
from svcdocs.load.moments import looks_like_date, read_date, read_datetime, read_time
from svcdocs.load.nodes import ScalarNode, Style
from svcdocs.load.schema import Shape
from svcdocs.model.quantity import Quantity, ServiceWindow
from svcdocs.texts import _

#: Nothing in a contract has more digits; longer ones are a slip or an attack.
_DIGITS = 18
_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)
#: As a spreadsheet shows 1409.5 and saves it in CSV.
_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_TEXTS = frozenset({"text", "expression", "anything"})
_TRUTH = {"true": True, "false": False, "是": True, "否": False}
_NEARLY_TRUTH = {
    **dict.fromkeys(("yes", "y", "on", "1", "√", "✓", "有"), "true"),
    **dict.fromkeys(("no", "n", "off", "0", "×", "无"), "false"),
}


def read_scalar(kind: str, node: ScalarNode) -> object:
    """The typed value of a text that is not missing.

    Args:
        kind: a scalar kind of `schema.Shape`.
        node: the text.

    Raises:
        MistypedError: the text is not of this kind.
    """
    if kind in _TEXTS:
        return node.text
    if kind == "value":
        return _value(node.text, quoted=node.style is Style.QUOTED)
    if node.style is Style.CELL:
        return read_cell(kind, node.text)
    return _READERS[kind](node.text.strip())


def read_cell(kind: str, text: str) -> object:
    """The typed value of a table cell's text, which may be spelt as a spreadsheet shows it.

    Args:
        kind: a scalar kind of `schema.Shape`.
        text: the text, neither empty nor with spaces around it.

    Raises:
        MistypedError: the text is not of this kind.
    """
    if kind in _TEXTS:
        return text
    if kind == "value":
        return _value(text, quoted=False)
    # A space that does not break looks like any other: nobody finds it by looking.
    text = text.replace("\u00a0", " ").replace("\u3000", " ").strip()
    if kind in _CELL_READERS:
        return _CELL_READERS[kind](text, cell=True)
    if kind == "boolean":
        text = text.lower() if text.lower() in _TRUTH else text
    elif kind in {"integer", "number", "money"}:
        bare = text.removeprefix("¥") if kind == "money" else text
        text = bare.replace(",", "") if _GROUPED.fullmatch(bare) else bare
    return _READERS[kind](text)


def check_choice(shape: Shape, value: object, text: str) -> None:
    """See to it that a value is one of the schema's `enum`, where it has one.

    Raises:
        MistypedError: it is none.
    """
    choices = shape.raw.get("enum")
    if choices is None or value in choices:
        return
    names = [str(choice) for choice in choices]
    raise expected(
        _("one of {choices}").format(choices=", ".join(names)),
        text,
        hint=wording.did_you_mean(wording.nearest(text, names)),
    )


def _boolean(text: str) -> bool:
    if text not in _TRUTH:
        known = _NEARLY_TRUTH.get(text.lower(), text.lower())
        hint = _("write {word}").format(word=known) if known in _TRUTH else ""
        raise expected(_("true or false (是 or 否)"), text, hint=hint)
    return _TRUTH[text]


def _integer(text: str) -> int:
    if not _INTEGER.fullmatch(text):
        raise expected(_("a whole number"), text, hint=_number_hint(text))
    _check_length(text)
    return int(text)


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise expected(_("a number"), text, hint=_number_hint(text))
    _check_length(text)
    return Decimal(text)


def _money(text: str) -> Decimal:
    wanted = _("an amount in yuan like 1409.50")
    if not _NUMBER.fullmatch(text):
        raise expected(wanted, text, hint=_number_hint(text))
    _check_length(text)
    amount = Decimal(text)
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise expected(wanted, text, detail=_("more than two decimals"))
    return amount


def _check_length(text: str) -> None:
    if len(text) > _DIGITS:
        raise expected(_("a number of at most {count} digits").format(count=_DIGITS), text)


def _number_hint(text: str) -> str:
    """What to write instead of `010`, `１２`, `1,000` or `¥12.50`, where that is plain."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = plain.removeprefix("¥").removeprefix("+").removesuffix("元")
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain).strip()
    plain = re.sub(r"^(-?)0+(?=\d)", r"\1", plain)
    if plain != text and _NUMBER.fullmatch(plain):
        return _("write {word}").format(word=plain)
    return ""


def _quantity(text: str) -> Quantity:
    wanted = _("an amount with a unit like '30 minutes', '7 working days' or '3 年'")
    try:
        return parse_quantity(text)
    except ValueError as error:
        hint = _("add the unit") if _NUMBER.fullmatch(text) else ""
        raise expected(wanted, text, hint=hint) from error


def _window(text: str) -> ServiceWindow:
    try:
        return parse_window(text)
    except ValueError as error:
        raise expected(_("service hours like '7x24' or '5x9 09:00-18:00'"), text) from error


def _value(text: str, *, quoted: bool) -> object:
    """A policy's value: what its spelling says, unless quotes say that it is a text."""
    # A longer one is a sentence; that spares the readers.
    if quoted or len(text) > 40:
        return text
    if _NUMBER.fullmatch(text):
        return _integer(text) if _INTEGER.fullmatch(text) else _number(text)
    if text in {"true", "false"}:
        return text == "true"
    if looks_like_date(text):
        return read_date(text)
    for read in (parse_quantity, parse_window):
        try:
            return read(text)
        except ValueError:
            continue
    return text


_READERS: dict[str, Callable[[str], object]] = {
    "boolean": _boolean,
    "date": read_date,
    "date-time": read_datetime,
    "integer": _integer,
    "number": _number,
    "money": _money,
    "time": read_time,
    "quantity": _quantity,
    "window": _window,
}

_CELL_READERS = {"date": read_date, "date-time": read_datetime}
