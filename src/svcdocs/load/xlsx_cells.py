"""A cell of a workbook as the text that its field is typed from.

A workbook keeps numbers where its user sees a date, a time, a percentage or `007`. The text is what
the user sees, spelt as YAML spells it; where that would be a guess the cell is refused.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from svcdocs.load import cell_text
from svcdocs.load.mistyped import MistypedError, expected
from svcdocs.load.text_file import unwanted_character
from svcdocs.load.xlsx_formats import Shows, percent_places, shows, zeros
from svcdocs.texts import _

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell

#: A plain number in a date's column is a date only if it is one of our time: 2026 and 20260331 are
#: numbers that somebody took for one.
_YEARS = range(1980, 2100)
_SECOND = timedelta(seconds=1)
_DIGITS = 15
_MOMENTS = frozenset({"date", "date-time", "time"})
_WORDS = frozenset({"text", "list"})
_CONTROL = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_cell_text(cell: ReadOnlyCell, kind: str, epoch: datetime, *, formula: bool) -> str:
    """The text of a cell, without spaces around it; empty for an empty cell.

    Args:
        cell: the cell as openpyxl gives it with the values of formulas.
        kind: the kind of the field it belongs to, a kind of `schema.Shape`.
        epoch: the workbook's day 0, in 1899 or 1904.
        formula: whether a formula stands in it.

    Raises:
        MistypedError: what stands in it is no value, or not a value of this kind.
    """
    value = cell.value
    if value is None:
        # A formula that gives an empty text is kept as a text, one never computed as nothing.
        if formula and cell.data_type != "str":
            raise MistypedError(
                _("the formula in this cell was never computed"),
                _("open the file in Excel or WPS and save it, or write the value itself"),
            )
        return ""
    if isinstance(value, str):
        if cell.data_type == "e":
            raise _error(value, shows(*_format(cell)))
        return _text(value)
    if isinstance(value, bool):
        word = "true" if value else "false"
        return word if kind == "boolean" else word.upper()
    number, code = _format(cell)
    shown = shows(number, code)
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise expected(_("a number"), str(value))
        moment = _moment(value, kind, epoch, shown)
        if moment is None:
            return _number(value, kind, code)
        value = moment
    return _moment_text(value, kind, epoch, shown)


def _format(cell: ReadOnlyCell) -> tuple[int, str]:
    """The number and the code of a cell's format; a style that the file lacks says nothing."""
    try:
        return cell.style_array.numFmtId, cell.number_format
    except IndexError:
        return 0, "General"


def words(value: object) -> str:
    """A cell as a heading shows it; empty for an empty cell."""
    if value is None:
        return ""
    return cell_text.bare(_unescaped(value)) if isinstance(value, str) else str(value)


def _text(value: str) -> str:
    text = cell_text.bare(_unescaped(value))
    if cell_text.doubtful(text):
        cell_text.refuse(text)
    character = unwanted_character(text)
    if character:
        raise MistypedError(
            _("invisible or broken character {code}").format(code=character),
            _("delete it and type the text again"),
        )
    return text


def _error(text: str, shown: Shows) -> MistypedError:
    if shown and text == "#VALUE!":
        # What openpyxl makes of a number that is no day.
        return MistypedError(
            _("the cell holds a number that is no date, or the error {text}").format(text=text),
            _("write the date, as in 2026-03-31"),
        )
    return cell_text.failed(text)


def _unescaped(value: str) -> str:
    """The text behind `_x000D_`, which stands for a character that XML or Excel can't carry."""
    if "_x" in value:
        value = _CONTROL.sub(lambda match: chr(int(match[1], 16)), value)
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _number(value: float, kind: str, code: str) -> str:
    if kind in _WORDS:
        if abs(value) >= 10**_DIGITS:
            raise MistypedError(
                _("the spreadsheet kept only {digits} digits of this number").format(
                    digits=_DIGITS
                ),
                _("make the column a text column and type the number again"),
            )
        if zeros(code):
            return f"{round(value):0{zeros(code)}d}"
    places = percent_places(code)
    if places is not None:
        return f"{Decimal(repr(value)) * 100:.{places}f}%"
    # 15 digits are what the user sees; the rest is the noise of binary fractions.
    plain = f"{Decimal(f'{value:.{_DIGITS}g}'):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _moment(value: float, kind: str, epoch: datetime, shown: Shows) -> date | time | None:
    """The moment a number means; None for a plain number."""
    if not shown and kind not in _MOMENTS:
        return None
    from openpyxl.utils.datetime import from_excel  # noqa: PLC0415 # only when a workbook is read

    try:
        moment: date | time = from_excel(value, epoch)
    except (OverflowError, ValueError):
        return None
    if shown:
        return moment
    if kind == "time":
        return moment if 0 <= value < 1 else None
    return moment if isinstance(moment, datetime) and moment.year in _YEARS else None


def _moment_text(value: object, kind: str, epoch: datetime, shown: Shows) -> str:
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(value, time):
        value = datetime.combine(epoch, value)
    elif not isinstance(value, datetime):
        assert isinstance(value, date)  # noqa: S101 # nothing else is left; for mypy
        value = datetime.combine(value, time())
    # A time is a binary fraction of a day: 09:29:59.999999 is half past nine.
    value = (value + _SECOND / 2).replace(microsecond=0)
    return _spelt(value, kind, shown, today=value.date() <= epoch.date() + timedelta(days=1))


def _spelt(value: datetime, kind: str, shown: Shows, *, today: bool) -> str:
    """A moment as the field's kind wants it, or as it will be refused.

    Args:
        value: the moment, in whole seconds.
        kind: the kind of the field.
        shown: what the cell's format shows of it.
        today: whether it is a time of no particular day.
    """
    clock = value.time().isoformat("seconds" if value.second else "minutes")
    day = value.date().isoformat()
    if today or (shown is Shows.CLOCK and kind in _WORDS | {"time"}):
        return clock
    if kind in _WORDS:
        raise MistypedError(
            _("expected a text, found the date {date}").format(date=day),
            _("a spreadsheet makes a date of 3-1 or 3/1; make it a text cell and type it again"),
        )
    unseen = not shown & Shows.CLOCK and (kind != "date-time" or value.time() == time())
    midnight = kind == "date" and value.time() == time()
    return day if unseen or midnight else f"{day} {clock}"
