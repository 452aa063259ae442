"""A text that is not what its schema wants."""

from __future__ import annotations

from svcdocs.texts import _

_SHOWN = 60


class MistypedError(ValueError):
    """Why a text cannot be what it should be.

    Args:
        message: expected what, found what.
        hint: what to write instead, or an empty string.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def expected(wanted: str, text: str, *, detail: str = "", hint: str = "") -> MistypedError:
    """The error that names what was wanted and what stands there."""
    message = _("expected {wanted}, found '{text}'").format(wanted=wanted, text=shortened(text))
    if detail:
        message = _("{message} ({detail})").format(message=message, detail=detail)
    return MistypedError(message, hint)


def shortened(text: str) -> str:
    """A text as messages quote it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
