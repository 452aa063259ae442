"""`svcdocs build PROJECT`: check it, then write every document its stage and data call for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli import outcomes
from svcdocs.cli.check import exit_code, show
from svcdocs.cli.command import Command
from svcdocs.cli.console import say, warn
from svcdocs.cli.parameters import (
    as_of_option,
    fail_on_option,
    force_option,
    out_option,
    project_argument,
)
from svcdocs.model.finding import Severity
from svcdocs.render.mode import Mode
from svcdocs.texts import _
from svcdocs.workflow.documents import produce
from svcdocs.workflow.orders import due
from svcdocs.workflow.project import open_project


def command() -> click.Command:
    """The command in the language in use."""
    draft = click.Option(
        ["--draft"],
        is_flag=True,
        help=_("Write drafts: what is missing is marked instead of stopping the document."),
    )
    return Command(
        "build",
        build,
        [project_argument(), out_option(), draft, as_of_option(), fail_on_option(), force_option()],
        _("Check a project and write all its documents."),
    )


def build(  # noqa: PLR0913 - the command's options
    project: Path, *, out: Path, draft: bool, as_of: dt.date | None, fail_on: str, force: bool
) -> int:
    """Print the findings, write the documents, print what became of each."""
    opened = open_project(project, as_of=as_of)
    show(opened.report)
    found = exit_code(opened.report, Severity(fail_on))
    if opened.context.problems:
        warn(_("No document was made: mend the faults in the files first."))
        return found
    say("")
    made = produce(opened, due(opened, Mode.DRAFT if draft else Mode.FINAL), out, force=force)
    say(outcomes.told(made))
    return max(found, outcomes.exit_code(made))
