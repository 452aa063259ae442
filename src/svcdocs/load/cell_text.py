"""The text of a table cell without what spreadsheets and their users put around it."""

from __future__ import annotations

import re

from svcdocs.load import table_limits
from svcdocs.load.mistyped import MistypedError, shortened
from svcdocs.texts import _

#: What Excel shows where a formula failed.
_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
_HASHES = re.compile(r"#{3,}")
_AS_TEXT = re.compile(r'="([^"]*)"')
_ESCAPED = re.compile(r"'(?=[\d=+@-])")
_BLANKS = " \t\r\n\v\f\u00a0\u3000\u200b\ufeff"


def bare(text: str) -> str:
    """A cell's text without the spaces around it, of whatever width, and without `="007"` or `'007`.

    The apostrophe and the equals sign are how a spreadsheet is told to leave a number alone.
    """
    text = text.strip(_BLANKS)
    if text[:1] in {"'", "="}:
        match = _AS_TEXT.fullmatch(text)
        if match is not None:
            return match[1].strip(_BLANKS)
        return _ESCAPED.sub("", text, count=1)
    return text


def doubtful(text: str) -> bool:
    """Whether a text must be looked at by `refuse`; hardly any."""
    return text[:1] == "#" or len(text) > table_limits.CHARACTERS


def refuse(text: str) -> None:
    """See to it that an error of a spreadsheet is not taken for a value, nor a file for a cell.

    Raises:
        MistypedError: it is one.
    """
    if text in _ERRORS:
        raise failed(text)
    if _HASHES.fullmatch(text):
        raise MistypedError(
            _("the spreadsheet had no room to show the value"),
            _("make the column wider and save the file again"),
        )
    if len(text) > table_limits.CHARACTERS:
        raise MistypedError(
            _("the text has more than {limit} characters").format(limit=table_limits.CHARACTERS),
            _("is a quotation mark missing?"),
        )


def failed(text: str) -> MistypedError:
    """What is said of a formula that failed."""
    return MistypedError(
        _("the cell holds the error {text}").format(text=shortened(text)),
        _("mend the formula, or write the value itself"),
    )
