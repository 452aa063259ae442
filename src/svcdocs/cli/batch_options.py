"""The options of commands that make many documents, and the PDFs of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from svcdocs.errors import UsageError
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.workflow.batch_crews import Crew


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOptions:
    """Whether PDFs are wanted, and how."""

    pdf: bool
    pdf_timeout: float
    workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How a batch is run."""

    pdf: PdfOptions
    scheduler: str | None
    resume: bool
    manifest: Path | None

    @property
    def is_batch(self) -> bool:
        """Whether it is run as many documents are, however many it turns out to be."""
        return bool(self.manifest or self.resume or self.scheduler or self.pdf.workers > 1)

    @property
    def is_many(self) -> bool:
        """Whether anything is wanted that only a batch does."""
        return self.is_batch or self.pdf.pdf

    def crew(self) -> Crew:
        """Who does the work.

        Raises:
            UsageError: the options do not go together.
            WorkError: the cluster cannot be joined.
        """
        from svcdocs.workflow.batch_crews import ClusterCrew, Crew  # noqa: PLC0415 - help needs none

        if self.scheduler is None:
            return Crew(self.pdf.workers)
        if self.pdf.workers > 1 and not self.pdf.pdf:
            raise UsageError(
                _("--workers is for processes here, --scheduler for those of a cluster"),
                hint=_("leave one of them out"),
            )
        return ClusterCrew(self.scheduler)


def batch_options() -> list[click.Parameter]:
    """`--workers`, `--scheduler`, `--resume`, `--manifest`, and those of PDFs."""
    return [
        *pdf_options(),
        click.Option(
            ["--scheduler"],
            metavar=_("ADDRESS"),
            help=_("Let a Dask cluster do the work, e.g. tcp://10.0.0.5:8786 (svcdocs[dask])."),
        ),
        click.Option(
            ["--resume"],
            is_flag=True,
            help=_(
                "Go on after an interruption: leave out what is done and made of the same files."
            ),
        ),
        click.Option(
            ["--manifest"],
            type=click.Path(path_type=Path, dir_okay=False),
            metavar=_("FILE"),
            help=_("Add every result to this file (default manifest.jsonl beside the documents)."),
        ),
    ]


def pdf_options() -> list[click.Parameter]:
    """`--pdf`, and with how many processes."""
    return [
        click.Option(
            ["--workers"],
            type=click.IntRange(1, 256),
            default=1,
            metavar="N",
            help=_("Work with so many processes (default 1)."),
        ),
        click.Option(
            ["--pdf"],
            is_flag=True,
            help=_("Make a PDF of every document, too (needs LibreOffice; see svcdocs doctor)."),
        ),
        click.Option(
            ["--pdf-timeout"],
            type=click.FloatRange(1),
            default=120.0,
            metavar=_("SECONDS"),
            help=_("Give up a PDF after so many seconds (default 120)."),
        ),
    ]
