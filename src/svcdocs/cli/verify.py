"""`svcdocs verify FILE.docx...`: what documents were made from, and whether they still hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import say, warn
from svcdocs.cli.formats import format_option, print_reports
from svcdocs.cli.parameters import as_of_option
from svcdocs.report import View
from svcdocs.report.verification import FORMATS, render
from svcdocs.report.verification.text import conclusion
from svcdocs.texts import _
from svcdocs.workflow.project import Project, open_project
from svcdocs.workflow.reports import Output, refuse_clashes
from svcdocs.workflow.verify import find_code, verify

NOT_FOUND = 1


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "verify",
        verify_files,
        [
            click.Argument(
                ["files"],
                type=click.Path(path_type=Path, dir_okay=False),
                nargs=-1,
                metavar="[FILE.docx…]",
                help=_("Documents that svcdocs made; another program may have saved them since."),
            ),
            click.Option(
                ["--project"],
                type=click.Path(path_type=Path),
                metavar="PROJECT",
                help=_("Compare them with this project: are they what it gives now?"),
            ),
            click.Option(
                ["--code"],
                metavar="CODE",
                help=_("Find the project's document with this check code, e.g. 3F7A-91C2."),
            ),
            as_of_option(),
            format_option(FORMATS),
        ],
        _("Tell what documents were made from, whether they are stale or were edited."),
    )


def verify_files(
    files: tuple[Path, ...],
    *,
    project: Path | None,
    code: str | None,
    as_of: dt.date | None,
    outputs: tuple[Output, ...],
) -> int:
    """Tell of every file; or find the document with a code."""
    context = click.get_current_context(silent=True)
    if as_of is not None and project is None:
        raise click.UsageError(_("--as-of goes with --project"), context)
    if code is not None:
        if project is None:
            raise click.UsageError(_("--code goes with --project"), context)
        if files:
            raise click.UsageError(_("--code goes without files"), context)
        return _find(open_project(project, as_of=as_of), code)
    if not files:
        raise click.UsageError(_("name a .docx file"), context)
    refuse_clashes(outputs)
    found = verify(files, open_project(project, as_of=as_of) if project else None)

    def form(name: str, view: View) -> str:
        return render(name, found, view)

    print_reports(form, outputs, lambda: conclusion(found))
    return found.exit_code


def _find(project: Project, code: str) -> int:
    found = find_code(project, code)
    for one in found:
        say(f"{one.title} {one.record}".strip() + f"  {one.file_name}")
    if not found:
        warn(
            _(
                "No document of {project} has the check code {code} now; its data may have changed."
            ).format(project=project.name, code=code)
        )
        return NOT_FOUND
    return 0
