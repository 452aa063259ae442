"""`svcdocs render PROJECT TYPE...`: chosen documents through the same gate as `build`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli import outcomes
from svcdocs.cli.command import Command
from svcdocs.cli.console import say
from svcdocs.cli.parameters import (
    as_of_option,
    force_option,
    out_option,
    project_argument,
    record_option,
    set_option,
    types_argument,
)
from svcdocs.render.mode import Mode
from svcdocs.texts import _
from svcdocs.workflow.documents import produce
from svcdocs.workflow.orders import chosen
from svcdocs.workflow.project import open_project


def command() -> click.Command:
    """The command in the language in use."""
    mode = click.Option(
        ["--mode"],
        type=click.Choice([one.value for one in Mode]),
        default=Mode.FINAL.value,
        metavar="|".join(one.value for one in Mode),
        help=_("Refuse what is missing, mark it, or leave room for it (default final)."),
    )
    return Command(
        "render",
        render,
        [
            project_argument(),
            types_argument(),
            out_option(),
            mode,
            record_option(),
            set_option(),
            as_of_option(),
            force_option(),
        ],
        _("Write chosen documents of a project."),
    )


def render(  # noqa: PLR0913 - the command's options
    project: Path,
    types: tuple[str, ...],
    *,
    out: Path,
    mode: str,
    records: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    as_of: dt.date | None,
    force: bool,
) -> int:
    """Write the documents and print what became of each."""
    opened = open_project(project, as_of=as_of)
    orders = chosen(opened, types, records, mode=Mode(mode), parameters=dict(parameters))
    made = produce(opened, orders, out, force=force)
    say(outcomes.told(made))
    return outcomes.exit_code(made)
