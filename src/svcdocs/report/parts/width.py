"""How many cells of a terminal a text takes: 质 two, e one, a combining accent none."""

from __future__ import annotations

import unicodedata

#: Cells that a tab is shown as; where it would stop depends on what stands before it.
TAB = "    "

#: Joiners that emoji and some scripts need; other invisible characters are shown by their number.
_JOINERS = "\u200c\u200d"


def shown(character: str) -> str:
    """What a screen is given for a character: itself, unless it is invisible or moves the cursor.

    A line feed in a value would break the report's line, an escape would colour the terminal, and
    a character that nobody sees may be just what the finding is about.
    """
    if character == "\t":
        return TAB
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character if character in _JOINERS else f"<U+{ord(character):04X}>"
    return character


def printable(text: str) -> str:
    """A text that is safe in one line of a terminal or a log."""
    return text if text.isprintable() else "".join(map(shown, text))


def cells(text: str, *, wide_ambiguous: bool = False) -> int:
    """The cells that a printable text takes.

    Args:
        text: without tabs and control characters.
        wide_ambiguous: whether characters of ambiguous width (UAX 11) take two cells.
    """
    if text.isascii():
        return len(text)
    wide = "WFA" if wide_ambiguous else "WF"
    return sum(_cells_of(character, wide) for character in text)


def _cells_of(character: str, wide: str) -> int:
    if character in _JOINERS or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in wide else 1
