"""Arguments and options that several commands share, one spelling for all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from svcdocs.cli.settings import LANGUAGES, VARIABLE
from svcdocs.texts import _


class Date(click.ParamType[dt.date]):
    """A calendar day, `2026-03-31`."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read the day.

        Raises:
            click.BadParameter: it is none, or no such day exists.
        """
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            message = _("expected a date like 2026-03-31, found {value}")
            raise click.BadParameter(message.format(value=value), ctx, param) from None


class Assignment(click.ParamType[tuple[str, str]]):
    """`name=value`, as `--set` takes it."""

    name = "assignment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split at the first equals sign.

        Raises:
            click.BadParameter: there is none, or no name before it.
        """
        name, equals, given = str(value).partition("=")
        if not equals or not name.strip():
            message = _("expected NAME=VALUE, found {value}")
            raise click.BadParameter(message.format(value=value), ctx, param)
        return name.strip(), given


def spelling(param: click.Parameter) -> str:
    """How the user writes a parameter: `--as-of`, `PROJECT`."""
    if isinstance(param, click.Argument):
        return (param.metavar or param.human_readable_name).strip("[].…")
    return next((name for name in param.opts if name.startswith("--")), param.opts[0])


def shared_options() -> list[click.Parameter]:
    """`--lang` and `--debug`, which every command takes; `settings` has read them already."""
    return [
        click.Option(
            ["--lang"],
            type=click.Choice(list(LANGUAGES)),
            expose_value=False,
            metavar="|".join(LANGUAGES),
            help=_("Language of the messages (default zh; also {variable}).").format(
                variable=VARIABLE
            ),
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            help=_("Show where in the program an error arose."),
        ),
    ]


def project_argument(*, required: bool = True) -> click.Argument:
    """PROJECT: one YAML file or a folder."""
    return click.Argument(
        ["project"],
        type=click.Path(path_type=Path),
        required=required,
        metavar="PROJECT" if required else "[PROJECT]",
        help=_("A project: one YAML file, or a folder of YAML and CSV files."),
    )


def as_of_option() -> click.Option:
    """`--as-of`: what is taken for today."""
    return click.Option(
        ["--as-of"],
        type=Date(),
        metavar=_("DATE"),
        help=_("Take this day for today (default: the project's as_of, else today)."),
    )


def fail_on_option() -> click.Option:
    """`--fail-on`: from which severity on findings make the exit code 1."""
    return click.Option(
        ["--fail-on"],
        type=click.Choice(["error", "warning", "info"]),
        default="error",
        metavar="error|warning|info",
        help=_("Exit with 1 from this severity on (default error)."),
    )


def out_option() -> click.Option:
    """`-o`: the folder documents go to."""
    return click.Option(
        ["-o", "--out"],
        type=click.Path(path_type=Path),
        default=Path("out"),
        metavar=_("FOLDER"),
        help=_("Folder for the documents (default out)."),
    )


def force_option() -> click.Option:
    """`--force`: overwrite what somebody edited."""
    return click.Option(
        ["--force"],
        is_flag=True,
        help=_("Overwrite files that were edited by hand."),
    )


def anonymous_option() -> click.Option:
    """`--anonymous`: for blind bids."""
    return click.Option(
        ["--anonymous"],
        is_flag=True,
        help=_("For a blind bid: leave out who bids, and refuse what tells it all the same."),
    )


def check_option() -> click.Option:
    """`--check`: compare instead of writing."""
    return click.Option(
        ["--check"],
        is_flag=True,
        help=_("Write nothing; name the documents that are missing, edited or would change."),
    )


def set_option() -> click.Option:
    """`--set`: a parameter of the document type."""
    return click.Option(
        ["--set", "parameters"],
        type=Assignment(),
        multiple=True,
        metavar=_("NAME=VALUE"),
        help=_("Set a parameter of the document type, e.g. first_number=1.1; may be repeated."),
    )


def hide_option() -> click.Option:
    """`--hide`: personal data left out."""
    return click.Option(
        ["--hide"],
        multiple=True,
        metavar=_("FIELD,…"),
        help=_("Leave these fields out, by name or Chinese label: phone,address; repeatable."),
    )


def record_option() -> click.Option:
    """`--record`: some rows instead of all."""
    return click.Option(
        ["--record", "records"],
        multiple=True,
        metavar="ID",
        help=_("Only the document of this record, e.g. one visit; may be repeated."),
    )


def types_option() -> click.Option:
    """`-t`: ids of document types where the arguments are projects."""
    return click.Option(
        ["-t", "--type", "named_types"],
        multiple=True,
        metavar="TYPE",
        help=_("A document type, e.g. acceptance-report; all arguments are projects; repeatable."),
    )
