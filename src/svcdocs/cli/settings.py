"""What must be known before the command line is read: the language and whether to show tracebacks.

Help texts and errors about options are printed in the chosen language, so it is looked up ahead of
click; click still declares both options, refuses bad values and lists them in the help.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from svcdocs.errors import UsageError
from svcdocs.texts import _

#: What users write, and the catalogue it stands for.
LANGUAGES = {"zh": "zh_CN", "en": "en"}
VARIABLE = "SVCDOCS_LANG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The two options every command takes."""

    language: str = "zh"
    debug: bool = False


def read_settings(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """The settings in force: command line before environment before default.

    A wrong `--lang` is left for click to refuse with its usual words.

    Raises:
        UsageError: the environment names a language there is no catalogue for.
    """
    language = environment.get(VARIABLE) or Settings().language
    if language not in LANGUAGES:
        raise UsageError(
            _("{variable} is {value}, which is not a language of svcdocs").format(
                variable=VARIABLE, value=language
            ),
            hint=_("set it to one of: {choices}").format(choices=", ".join(LANGUAGES)),
        )
    debug = False
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--debug":
            debug = True
        name, equals, value = argument.partition("=")
        if name == "--lang":
            chosen = value if equals else next(iter(arguments[index + 1 : index + 2]), "")
            language = chosen if chosen in LANGUAGES else language
    return Settings(language=language, debug=debug)
