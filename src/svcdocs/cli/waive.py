"""`svcdocs waive PROJECT RULE [RECORD]`: the row that says that a finding is waived."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import say
from svcdocs.cli.parameters import Date, as_of_option, project_argument
from svcdocs.texts import _
from svcdocs.workflow.project import open_project
from svcdocs.workflow.waive import as_printed, draft_waivers, write_waivers


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "waive",
        waive,
        [
            project_argument(),
            click.Argument(["rule"], metavar="RULE", help=_("The rule of the finding.")),
            click.Argument(
                ["record"],
                required=False,
                default="",
                metavar="[RECORD]",
                help=_("The record it is about, where several have one."),
            ),
            click.Option(["--by"], required=True, metavar=_("NAME"), help=_("Who approves it.")),
            click.Option(["--reason"], required=True, metavar=_("TEXT"), help=_("Why.")),
            click.Option(
                ["--until"],
                type=Date(),
                required=True,
                metavar=_("DATE"),
                help=_("The last day on which it counts."),
            ),
            click.Option(
                ["--on"],
                type=Date(),
                metavar=_("DATE"),
                help=_("When it was approved (default: the day taken for today)."),
            ),
            as_of_option(),
            click.Option(
                ["--write"],
                is_flag=True,
                help=_("Append it to the project (waivers.yaml) instead of printing it."),
            ),
        ],
        _("Write down that a finding is waived, for the values it has now."),
    )


def waive(  # noqa: PLR0913 - the command's options
    project: Path,
    rule: str,
    record: str,
    *,
    by: str,
    reason: str,
    until: dt.date,
    on: dt.date | None,
    as_of: dt.date | None,
    write: bool,
) -> int:
    """Print the rows, or append them and name the file."""
    opened = open_project(project, as_of=as_of)
    rows = draft_waivers(opened, rule, record, by=by, reason=reason, until=until, on=on)
    if not write:
        say(as_printed(opened, rows))
        return 0
    path = write_waivers(opened, rows)
    say(
        _("{path}  written: {ids}").format(
            path=path.as_posix(), ids=", ".join(row["id"] for row in rows)
        )
    )
    return 0
