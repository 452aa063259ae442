"""The entry point and its exit codes.

| code | meaning |
|---|---|
| 0 | fine |
| 1 | findings at or above `--fail-on`, or documents that could not be made from the data |
| 2 | wrong usage, a path that does not exist |
| 3 | the work could not be done: a policy, a template, the disk, a mistake of our own |
| 130 | interrupted |
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from svcdocs import __version__
from svcdocs.cli import errors
from svcdocs.cli.command import Group
from svcdocs.cli.console import prepare_streams, say, warn
from svcdocs.cli.settings import LANGUAGES, Settings, read_settings
from svcdocs.errors import SvcdocsError
from svcdocs.texts import _, use_language

PROGRAM = "svcdocs"
USAGE = 2
FAILED = 3
INTERRUPTED = 130

COMMANDS = {
    "build": "svcdocs.cli.build",
    "check": "svcdocs.cli.check",
    "due": "svcdocs.cli.due",
    "waive": "svcdocs.cli.waive",
    "render": "svcdocs.cli.render",
    "form": "svcdocs.cli.form",
    "number": "svcdocs.cli.number",
    "verify": "svcdocs.cli.verify",
    "read": "svcdocs.cli.read",
    "doctor": "svcdocs.cli.doctor",
    "schema": "svcdocs.cli.schema",
    "policy": "svcdocs.cli.policy",
    "explain": "svcdocs.cli.explain",
    "template": "svcdocs.cli.template",
    "new": "svcdocs.cli.new",
    "completion": "svcdocs.cli.completion",
}


def program() -> click.Group:
    """The whole command line in the language in use."""
    version = click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        help=_("Show the version."),
    )
    explanation = _(
        "A supplier's service promises as data: check projects against them, print their documents."
    )
    return Group(PROGRAM, COMMANDS, [version], explanation)


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code."""
    use_language(LANGUAGES[Settings().language])
    try:
        settings = read_settings(arguments, os.environ)
        use_language(LANGUAGES[settings.language])
        code = program().main(
            list(arguments), PROGRAM, standalone_mode=False, windows_expand_args=False
        )
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever it is, the user gets one line
        text, code = _explained(error)
        if "--debug" in arguments:
            import traceback  # noqa: PLC0415 - for this only

            warn("".join(traceback.format_exception(error)).rstrip())
        warn(text)
    return code if isinstance(code, int) else 0


def _explained(error: BaseException) -> tuple[str, int]:
    """What to say about an error, and the exit code."""
    match error:
        case click.Abort() | KeyboardInterrupt():
            return errors.interrupted(), INTERRUPTED
        case click.exceptions.NoArgsIsHelpError():
            # `svcdocs` alone: the help is what was wanted, yet nothing was done.
            return error.message, USAGE
        case click.UsageError():
            return errors.of_usage(error), USAGE
        case SvcdocsError():
            return errors.of_svcdocs(error), error.exit_code
        case OSError():
            return errors.of_disk(error), FAILED
        case _:
            return errors.of_ourselves(error), FAILED


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001 - click's signature
    if wanted and not ctx.resilient_parsing:
        say(f"{PROGRAM} {__version__}")
        ctx.exit()


def main() -> NoReturn:
    """Run as the `svcdocs` command."""
    prepare_streams()
    code = run(sys.argv[1:])
    # At its end Python looks through all objects for circles: a fifth of the time of a blank form.
    gc.freeze()
    sys.exit(code)
