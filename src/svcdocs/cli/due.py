"""`svcdocs due PROJECT...`: what is coming, what is overdue, by whom."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli.check_options import day_option, projects_argument
from svcdocs.cli.command import Command
from svcdocs.cli.console import warn
from svcdocs.cli.formats import format_option, print_reports
from svcdocs.cli.parameters import Date, fail_on_option
from svcdocs.model.finding import Severity
from svcdocs.report import View
from svcdocs.report.due import FORMATS, render
from svcdocs.report.due.text import conclusion
from svcdocs.texts import _, ngettext
from svcdocs.workflow.checking import Today
from svcdocs.workflow.due import agendas, write_calendar
from svcdocs.workflow.reports import Output, refuse_clashes
from svcdocs.workflow.targets import find_targets


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "due",
        due,
        [
            projects_argument(),
            format_option(FORMATS),
            click.Option(
                ["--from", "first"],
                type=Date(),
                metavar=_("DATE"),
                help=_("Nothing before this day (default: everything that is overdue)."),
            ),
            click.Option(
                ["--until"],
                type=Date(),
                metavar=_("DATE"),
                help=_("Nothing after this day (default: 90 days ahead)."),
            ),
            click.Option(
                ["--ics"],
                type=click.Path(path_type=Path),
                metavar=_("FILE"),
                help=_("Write the same as a calendar file, for phones, Outlook and the like."),
            ),
            click.Option(
                ["--remind"],
                type=click.IntRange(0, 365),
                metavar=_("DAYS"),
                help=_("With --ics: a reminder so many days before."),
            ),
            day_option(),
            fail_on_option(),
        ],
        _("List what is coming and what is overdue, by whom."),
    )


def due(  # noqa: PLR0913 - the command's options
    projects: tuple[str, ...],
    *,
    outputs: tuple[Output, ...],
    first: dt.date | None,
    until: dt.date | None,
    ics: Path | None,
    remind: int | None,
    as_of: dt.date | Today | None,
    fail_on: str,
) -> int:
    """Tell the list in every form and write the calendar; the list decides the exit code."""
    if remind is not None and ics is None:
        raise click.UsageError(
            _("--remind goes with --ics"), click.get_current_context(silent=True)
        )
    refuse_clashes(outputs)
    found = agendas(
        find_targets(projects),
        as_of=as_of,
        first=first,
        until=until,
        fail_on=Severity(fail_on),
    )

    def form(name: str, view: View) -> str:
        return render(name, found, view)

    print_reports(form, outputs, lambda: conclusion(found))
    if ics is not None:
        count = write_calendar(found, ics, remind=remind)
        said = ngettext("{file}: {count} event", "{file}: {count} events", count)
        warn(said.format(file=ics.as_posix(), count=count))
    return found.exit_code
