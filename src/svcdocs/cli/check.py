"""`svcdocs check PROJECT`: what is wrong with a project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli.command import Command
from svcdocs.cli.formats import format_option, tell
from svcdocs.cli.parameters import as_of_option, fail_on_option, project_argument
from svcdocs.model.finding import Severity
from svcdocs.model.report import Report, Results
from svcdocs.report import FOR_PEOPLE
from svcdocs.texts import _
from svcdocs.workflow.project import open_project
from svcdocs.workflow.reports import Output, refuse_clashes


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "check",
        check,
        [project_argument(), format_option(), as_of_option(), fail_on_option()],
        _("Check a project and say what is wrong, where, and what to do."),
    )


def check(
    project: Path, *, outputs: tuple[Output, ...], as_of: dt.date | None, fail_on: str
) -> int:
    """Tell the findings in every form that was asked for; none of them changes the exit code."""
    refuse_clashes(outputs)
    report = open_project(project, as_of=as_of).report
    results = Results(reports=(report,), fail_on=Severity(fail_on))
    tell(results, outputs)
    return results.exit_code


def show(report: Report) -> None:
    """Print a report for whoever sits here."""
    tell(Results(reports=(report,)), (Output(format=FOR_PEOPLE),))


def exit_code(report: Report, fail_on: Severity) -> int:
    """1 where an open finding is at least as severe as asked for."""
    return Results(reports=(report,), fail_on=fail_on).exit_code
