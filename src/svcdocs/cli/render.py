"""`svcdocs render PROJECT TYPE...` or `PROJECT... -t TYPE`: chosen documents through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import click

from svcdocs.cli.batch_options import BatchOptions, PdfOptions, batch_options
from svcdocs.cli.batch_run import run_batch
from svcdocs.cli.command import Command
from svcdocs.cli.parameters import (
    anonymous_option,
    as_of_option,
    check_option,
    force_option,
    hide_option,
    out_option,
    record_option,
    set_option,
    types_option,
)
from svcdocs.errors import UsageError
from svcdocs.render.hidden import hide_parameter
from svcdocs.render.mode import Mode
from svcdocs.texts import _
from svcdocs.workflow.batch_plan import plan
from svcdocs.workflow.batch_sources import Source
from svcdocs.workflow.batch_wishes import Wish
from svcdocs.workflow.targets import find_targets


def command() -> click.Command:
    """The command in the language in use."""
    mode = click.Option(
        ["--mode"],
        type=click.Choice([one.value for one in Mode]),
        default=Mode.FINAL.value,
        metavar="|".join(one.value for one in Mode),
        help=_("Refuse what is missing, mark it, or leave room for it (default final)."),
    )
    arguments = click.Argument(
        ["words"],
        nargs=-1,
        required=True,
        metavar="PROJECT TYPE…",
        help=_(
            "A project (or a folder above many, or a pattern), then document types; with -t: any "
            "number of projects."
        ),
    )
    return Command(
        "render",
        render,
        [
            arguments,
            types_option(),
            out_option(),
            mode,
            record_option(),
            set_option(),
            as_of_option(),
            force_option(),
            anonymous_option(),
            hide_option(),
            check_option(),
            *batch_options(),
        ],
        _("Write chosen documents of one or many projects."),
    )


def render(  # noqa: PLR0913 - the command's options
    words: tuple[str, ...],
    *,
    named_types: tuple[str, ...],
    out: Path,
    mode: str,
    records: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    as_of: dt.date | None,
    force: bool,
    anonymous: bool,
    hide: tuple[str, ...],
    check: bool,
    workers: int,
    scheduler: str | None,
    resume: bool,
    manifest: Path | None,
    pdf: bool,
    pdf_timeout: float,
) -> int:
    """Write the documents and print what became of each."""
    options = BatchOptions(
        pdf=PdfOptions(pdf=pdf, pdf_timeout=pdf_timeout, workers=workers),
        scheduler=scheduler,
        resume=resume,
        manifest=manifest,
    )
    chosen = {**dict(parameters), **hide_parameter(hide)}
    projects, types = _sorted(words, named_types)

    def wanted(source: Source) -> Iterator[Wish]:
        for type_ in dict.fromkeys(types):
            for record in dict.fromkeys(records) or (None,):
                yield Wish(
                    source=source,
                    type=type_,
                    record=record,
                    mode=Mode(mode),
                    parameters=chosen,
                    as_of=as_of,
                    anonymous=anonymous,
                )

    return run_batch(
        lambda packed: plan(find_targets(projects), wanted, packed=packed),
        out,
        options,
        force=force,
        check=check,
    )


def _sorted(
    words: tuple[str, ...], named_types: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The projects and the types among the arguments.

    Raises:
        UsageError: no type is named, or a project where a type should be.
    """
    if named_types:
        return words, named_types
    if len(words) == 1:
        raise UsageError(
            _("missing: {name}").format(name="TYPE"),
            hint=_("name a document type, e.g. svcdocs render {project} visit-record").format(
                project=words[0]
            ),
        )
    folder = next((word for word in words[1:] if "/" in word or Path(word).exists()), None)
    if folder is not None:
        raise UsageError(
            _("{word} is a path where a document type should be").format(word=folder),
            hint=_("name types with -t where there are several projects"),
        )
    return words[:1], words[1:]
