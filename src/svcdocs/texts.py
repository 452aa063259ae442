"""The tool's own texts: English in the source, Chinese by default on the screen.

Only texts of the tool pass through here. Titles of rules and terms are data in the policy and are
printed as they stand, whatever the language.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

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


def _(message: str) -> str:
    """Translate a text when it is needed, not when its module is imported."""
    return _catalogue(_language.get()).gettext(message)


def translated(message: str) -> str:
    """Translate a text that stands in a docstring, which the catalogue's tool collects itself."""
    return _(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a text that depends on a count; English has two forms, Chinese one."""
    return _catalogue(_language.get()).ngettext(singular, plural, count)
