"""`svcdocs check PROJECT`: what is wrong with a project."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import colourful, say
from svcdocs.cli.parameters import as_of_option, fail_on_option, project_argument
from svcdocs.model.finding import Severity
from svcdocs.model.report import Report
from svcdocs.report.text import text
from svcdocs.texts import _
from svcdocs.workflow.project import open_project


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "check",
        check,
        [project_argument(), as_of_option(), fail_on_option()],
        _("Check a project and say what is wrong, where, and what to do."),
    )


def check(project: Path, as_of: dt.date | None, fail_on: str) -> int:
    """Print the findings."""
    report = open_project(project, as_of=as_of).report
    show(report)
    return exit_code(report, Severity(fail_on))


def show(report: Report) -> None:
    """Print a report for whoever sits here."""
    say(text(report, colour=colourful(), here=Path.cwd().as_posix()))


def exit_code(report: Report, fail_on: Severity) -> int:
    """1 where an open finding is at least as severe as asked for."""
    worst = report.worst()
    return int(worst is not None and worst.rank >= fail_on.rank)
