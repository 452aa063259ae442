"""`svcdocs build PROJECT`: check it, then write every document its stage and data call for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli import outcomes
from svcdocs.cli.batch_options import PdfOptions, pdf_options
from svcdocs.cli.batch_run import require_pdf, with_pdfs
from svcdocs.cli.command import Command
from svcdocs.cli.console import say, warn
from svcdocs.cli.formats import format_option, tell
from svcdocs.cli.parameters import (
    anonymous_option,
    as_of_option,
    check_option,
    fail_on_option,
    force_option,
    out_option,
    project_argument,
)
from svcdocs.errors import UsageError
from svcdocs.model.finding import Severity
from svcdocs.model.report import Results
from svcdocs.render.mode import Mode
from svcdocs.report import FOR_PEOPLE
from svcdocs.texts import _
from svcdocs.workflow.documents import produce
from svcdocs.workflow.orders import due
from svcdocs.workflow.project import open_project
from svcdocs.workflow.reports import Output, refuse_clashes


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
        [
            project_argument(),
            out_option(),
            draft,
            format_option(),
            as_of_option(),
            fail_on_option(),
            force_option(),
            anonymous_option(),
            check_option(),
            *pdf_options(),
        ],
        _("Check a project and write all its documents."),
    )


def build(  # noqa: PLR0913 - the command's options
    project: Path,
    *,
    out: Path,
    draft: bool,
    outputs: tuple[Output, ...],
    as_of: dt.date | None,
    fail_on: str,
    force: bool,
    anonymous: bool,
    check: bool,
    workers: int,
    pdf: bool,
    pdf_timeout: float,
) -> int:
    """Tell the findings in every form, write the documents, print what became of each."""
    refuse_clashes(outputs)
    if check and (force or pdf):
        raise UsageError(_("--check writes nothing"), hint=_("leave --force and --pdf out"))
    options = PdfOptions(pdf=pdf, pdf_timeout=pdf_timeout, workers=workers)
    if options.pdf:
        require_pdf()
    opened = open_project(project, as_of=as_of)
    results = Results(reports=(opened.report,), fail_on=Severity(fail_on))
    tell(results, outputs)
    found = results.exit_code
    if opened.context.problems:
        warn(_("No document was made: mend the faults in the files first."))
        return found
    orders = due(opened, Mode.DRAFT if draft else Mode.FINAL, anonymous=anonymous)
    made = produce(opened, orders, out, force=force, check=check)
    made = with_pdfs(made, options)
    # A report for a program has standard output for itself.
    speak = say if all(one.path or one.format == FOR_PEOPLE for one in outputs) else warn
    speak("\n" + outcomes.told(made))
    return max(found, outcomes.exit_code(made))
