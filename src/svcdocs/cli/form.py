"""`svcdocs form TYPE [PROJECT]`: a form to write on, without a gate."""

from __future__ import annotations

from pathlib import Path

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import say, warn
from svcdocs.cli.parameters import force_option, project_argument, record_option, set_option
from svcdocs.errors import UsageError
from svcdocs.texts import _
from svcdocs.workflow.forms import blank_form, filled_forms, write_forms
from svcdocs.workflow.project import Project, open_project


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "form",
        form,
        [
            click.Argument(
                ["document_type"],
                metavar="TYPE",
                help=_("A document type, e.g. visit-record."),
            ),
            project_argument(required=False),
            click.Option(
                ["--blank"],
                is_flag=True,
                help=_(
                    "Leave everything empty; of the project only its policies and templates count."
                ),
            ),
            record_option(),
            click.Option(
                ["--policy", "policies"],
                multiple=True,
                metavar="ID@VERSION",
                help=_("Print the terms of this policy (default: the project's, else the type's)."),
            ),
            set_option(),
            click.Option(
                ["-o", "--out"],
                type=click.Path(path_type=Path),
                default=Path(),
                metavar=_("FOLDER|FILE.docx"),
                help=_("Folder or file to write (default: the current folder)."),
            ),
            force_option(),
        ],
        _("Print a form to write on: empty, or with what a project knows."),
    )


def form(  # noqa: PLR0913 - the command's options
    document_type: str,
    project: Path | None,
    *,
    blank: bool,
    records: tuple[str, ...],
    policies: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    out: Path,
    force: bool,
) -> int:
    """Write the forms and print their files."""
    opened = open_project(project) if project else None
    blank = blank or opened is None
    if blank and records:
        raise UsageError(
            _("an empty form is not about a record"),
            hint=_("name a project and leave --blank out, or leave --record out"),
        )
    if not blank and policies:
        raise UsageError(
            _("the project names its policies itself"), hint=_("leave --policy out, or add --blank")
        )
    if opened is None or blank:
        forms = [blank_form(document_type, policies, project=opened, parameters=dict(parameters))]
    else:
        _warn_of_faults(opened)
        forms = filled_forms(opened, document_type, records, parameters=dict(parameters))
    for path in write_forms(forms, out, force=force):
        say(path.as_posix())
    return 0


def _warn_of_faults(project: Project) -> None:
    if project.context.problems:
        warn(_("The project's files have faults; what could not be read is left empty."))
