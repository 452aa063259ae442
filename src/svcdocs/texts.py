"""The tool's own texts: English in the source, Chinese by default on the screen.

Only texts of the tool pass through here. Titles of rules and terms are data in the policy and are
printed as they stand, whatever the language.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Self, TypeVar

LANGUAGES = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"

_language: ContextVar[str] = ContextVar("svcdocs_language", default=DEFAULT_LANGUAGE)


def use_language(language: str) -> None:
    """Choose the language of the tool's texts for the current context.

    Raises:
        ValueError: the language is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    _language.set(language)


def language() -> str:
    """The language in use, one of `LANGUAGES`."""
    return _language.get()


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("svcdocs", Path(__file__).parent / "locale", [language])


class Text(str):
    """A translated text that still knows its English: a fault is the same fault in any language.

    It keeps that through what messages are made with: `format`, `+`, and `join` of its parts.
    """

    __slots__ = ("_english",)
    _english: str

    def __new__(cls, said: str, english: str = "") -> Self:
        """A text and its English."""
        text = super().__new__(cls, said)
        text._english = english
        return text

    def format(self, *values: object, **named: object) -> Text:
        """The text with its values, whose English goes into the English."""
        return Text(
            super().format(*values, **named),
            self._english.format(
                *map(in_english, values),
                **{name: in_english(value) for name, value in named.items()},
            ),
        )

    def join(self, parts: Iterable[str], /) -> Text:
        """The parts with this text between them."""
        parts = list(parts)
        return Text(super().join(parts), self._english.join(map(in_english, parts)))

    def __add__(self, other: str, /) -> Text:
        return Text(super().__add__(other), self._english + in_english(other))

    def __radd__(self, other: str, /) -> Text:
        return Text(other + str(self), other + self._english)


Value = TypeVar("Value")


def in_english(value: Value) -> Value | str:
    """A text of the tool as it is in English; anything else as it stands."""
    return value._english if isinstance(value, Text) else value  # noqa: SLF001 - this module's own


def _(message: str) -> str:
    """Translate a text when it is needed, not when its module is imported."""
    said = _catalogue(_language.get()).gettext(message)
    return said if said is message else Text(said, message)


def translated(message: str) -> str:
    """Translate a text that stands in a docstring, which the catalogue's tool collects itself."""
    return _(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a text that depends on a count; English has two forms, Chinese one."""
    said = _catalogue(_language.get()).ngettext(singular, plural, count)
    english = singular if count == 1 else plural
    return said if said is english else Text(said, english)
