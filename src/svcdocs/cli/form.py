"""`svcdocs form TYPE [PROJECT...]`: forms to write on, without a gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from svcdocs.cli.batch_options import BatchOptions, PdfOptions, batch_options
from svcdocs.cli.command import Command
from svcdocs.cli.console import say
from svcdocs.cli.form_rows import RowSource, row_options
from svcdocs.cli.parameters import force_option, hide_option, record_option, set_option
from svcdocs.cli.print_options import PrintOptions, print_options
from svcdocs.errors import UsageError
from svcdocs.render.hidden import hide_parameter
from svcdocs.render.mode import ELECTRONIC, Mode
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.workflow.batch_plan import Plan
    from svcdocs.workflow.batch_sources import Source
    from svcdocs.workflow.batch_wishes import Wish


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "form",
        form,
        [
            click.Argument(
                ["document_type"],
                metavar="TYPE",
                help=_("A document type, e.g. visit-record; several with commas between them."),
            ),
            click.Argument(
                ["projects"],
                nargs=-1,
                metavar="[PROJECT…]",
                help=_(
                    "Projects: YAML files, folders, folders above many projects, patterns like "
                    "'jobs/*'."
                ),
            ),
            click.Option(
                ["--blank"],
                is_flag=True,
                help=_(
                    "Leave everything empty; of the project only its policies and templates count."
                ),
            ),
            click.Option(
                ["--electronic"],
                is_flag=True,
                help=_("Put fields to fill in on the screen into the form (content controls)."),
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
            *row_options(),
            hide_option(),
            *print_options(),
            click.Option(
                ["--anonymous"],
                is_flag=True,
                help=_("For a blind bid: nothing tells who bids."),
            ),
            *batch_options(),
        ],
        _("Print a form to write on: empty, or with what a project knows."),
    )


def form(  # noqa: PLR0913 - the command's options
    document_type: str,
    projects: tuple[str, ...],
    *,
    blank: bool,
    electronic: bool,
    records: tuple[str, ...],
    policies: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    out: Path,
    force: bool,
    workers: int,
    scheduler: str | None,
    resume: bool,
    manifest: Path | None,
    pdf: bool,
    pdf_timeout: float,
    copies: int,
    merge: Path | None,
    number: str,
    register: Path | None,
    open_: bool,
    print_: bool,
    anonymous: bool,
    data: Path | None,
    sheet: Path | None,
    hide: tuple[str, ...],
) -> int:
    """Write the forms and print their files."""
    options = BatchOptions(
        pdf=PdfOptions(pdf=pdf, pdf_timeout=pdf_timeout, workers=workers),
        scheduler=scheduler,
        resume=resume,
        manifest=manifest,
    )
    prints = PrintOptions(
        copies=copies, merge=merge, number=number, register=register, open_=open_, print_=print_
    )
    prints.check(electronic=electronic, resume=resume)
    types = tuple(dict.fromkeys(part.strip() for part in document_type.split(",")))
    rows = RowSource(data=data, sheet=sheet)
    rows.check(elsewhere=bool(projects or blank or records))
    if sheet is not None:
        return rows.write_sheet(types, policies, force=force)
    blank = blank or not (projects or data)
    _check(blank=blank, about=bool(records), named=bool(projects and policies))
    chosen = {
        **dict(parameters),
        **hide_parameter(hide),
        **({ELECTRONIC: "true"} if electronic else {}),
    }
    if not (projects or data or anonymous or options.is_many or prints.are_asked or types[1:]):
        return _print_one(types[0], policies, chosen, out, force=force)

    from svcdocs.cli.print_run import run_forms  # noqa: PLC0415 - see `_print_one`
    from svcdocs.workflow.batch_plan import plan, plan_without_project  # noqa: PLC0415 - as above
    from svcdocs.workflow.batch_wishes import Wish  # noqa: PLC0415 - as above
    from svcdocs.workflow.targets import find_targets  # noqa: PLC0415 - as above

    def wish(source: Source, type_: str, record: str) -> Wish:
        return Wish(
            source=source,
            type=type_,
            record=record,
            mode=Mode.BLANK,
            gated=False,
            parameters=chosen,
            policies=policies,
            empty=blank,
            anonymous=anonymous,
        )

    def wanted(source: Source) -> Iterator[Wish]:
        for type_ in types:
            for record in dict.fromkeys(records) or ("",):
                yield wish(source, type_, record)

    def planned(packed: bool) -> Plan:  # noqa: FBT001 - the one thing a plan has to know
        if data is not None:
            return rows.plan(types, policies, wish)
        if not projects:
            return plan_without_project(wanted, packed=packed)
        return plan(find_targets(projects), wanted, packed=packed)

    return run_forms(planned, out, options, prints, force=force)


def _check(*, blank: bool, about: bool, named: bool) -> None:
    """See to it that the options go together.

    Args:
        blank: whether nothing is filled in.
        about: whether records are named.
        named: whether policies are named beside projects.

    Raises:
        UsageError: they do not.
    """
    if blank and about:
        raise UsageError(
            _("an empty form is not about a record"),
            hint=_("name a project and leave --blank out, or leave --record out"),
        )
    if named and not blank:
        raise UsageError(
            _("the project names its policies itself"), hint=_("leave --policy out, or add --blank")
        )


def _print_one(
    document_type: str,
    policies: Sequence[str],
    parameters: Mapping[str, str],
    out: Path,
    *,
    force: bool,
) -> int:
    """Write one form that no project fills, as it comes: a batch takes longer to load than to make."""
    from svcdocs.workflow.forms import blank_form, write_forms  # noqa: PLC0415 - help needs none

    made = blank_form(document_type, policies, parameters=parameters)
    say("\n".join(path.as_posix() for path in write_forms([made], out, force=force)))
    return 0
