"""Running a batch for somebody who watches: progress, what became of each document, PDFs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from svcdocs.cli import outcomes
from svcdocs.cli.batch_options import BatchOptions, PdfOptions
from svcdocs.cli.console import say, warn
from svcdocs.errors import UsageError
from svcdocs.texts import _, ngettext
from svcdocs.workflow.batch import SMALL, Batch, Step
from svcdocs.workflow.batch_plan import Plan
from svcdocs.workflow.documents import Outcome
from svcdocs.workflow.manifest import NAME, Manifest, file_digest


def run_batch(
    planned: Callable[[bool], Plan],
    out: Path,
    options: BatchOptions,
    *,
    force: bool,
    check: bool = False,
) -> int:
    """Make the documents, tell what became of each, and return the exit code; see `make_batch`."""
    return outcomes.exit_code(make_batch(planned, out, options, force=force, check=check))


def make_batch(  # noqa: PLR0913 - what a run is made of
    planned: Callable[[bool], Plan],
    out: Path,
    options: BatchOptions,
    *,
    force: bool,
    forms: bool = False,
    check: bool = False,
    settled: Callable[[Step], None] = lambda _step: None,
) -> list[Outcome]:
    """Make the documents and tell what became of each.

    Args:
        planned: makes the plan; is told whether the projects' files have to travel.
        out: the folder, or of a single form the file.
        options: how.
        force: whether to overwrite what somebody edited.
        check: write nothing, compare with what lies there.
        forms: a few forms are told by their files alone, as scripts like them.
        settled: is told of every document as it is settled.

    Raises:
        SvcdocsError: why nothing can be made of the only project, or why the only form failed.
        KeyboardInterrupt: what was written by then stays.
    """
    if check and (force or options.pdf.pdf or options.resume or options.manifest):
        raise UsageError(
            _("--check writes nothing"),
            hint=_("leave --force, --pdf, --resume and --manifest out"),
        )
    if options.pdf.pdf:
        require_pdf()
    crew = options.crew()
    try:
        plan = planned(crew.apart)
        manifest = Manifest(options.manifest or _beside(out))
        batch = Batch(
            plan.wishes,
            plan.place(out),
            crew,
            manifest=None if check else manifest,
            always=options.is_batch or not plan.alone,
            resume=options.resume,
            force=force,
            check=check,
        )
        steps = batch_steps(batch, alone=plan.alone, settled=settled)
    finally:
        crew.close()
    warn_of_faults(steps, alone=plan.alone)
    made = [*plan.failures, *(step.outcome for step in steps)]
    made = with_pdfs(made, options.pdf, manifest if manifest.begun or options.resume else None)
    if forms and len(made) == 1 and made[0].fault:
        raise made[0].fault
    say(outcomes.told(made, verdict=not forms or len(made) > SMALL or not plan.alone))
    return made


def require_pdf() -> None:
    """See to it that PDFs can be made, before any document is.

    Raises:
        WorkError: LibreOffice or Chinese fonts are missing.
    """
    from svcdocs.workflow.pdf import require  # noqa: PLC0415 - only where a PDF is wanted

    for line in require():
        warn(line)


def with_pdfs(
    made: Sequence[Outcome], options: PdfOptions, manifest: Manifest | None = None
) -> list[Outcome]:
    """The same outcomes with their PDFs, where these are wanted."""
    written = {one.path: one for one in made if one.path is not None}
    if not options.pdf or not written:
        return list(made)
    from svcdocs.workflow.pdf import convert  # noqa: PLC0415 - as above

    results: dict[Path, Outcome] = {}
    open_ = []
    for path, outcome in written.items():
        pdf = path.with_suffix(".pdf")
        if outcome.already and manifest and manifest.has_pdf(pdf, file_digest(path)):
            results[path] = replace(outcome, pdf=pdf)
        else:
            open_.append(path)
    with _bar(_("PDF"), len(open_)) as bar:
        for one in convert(open_, workers=options.workers, limit=options.pdf_timeout):
            outcome = replace(written[one.document], pdf=one.pdf, pdf_fault=one.fault)
            results[one.document] = outcome
            if manifest is not None:
                digest = file_digest(one.pdf) if one.pdf else ""
                manifest.add_pdf(outcome, file_digest(one.document), digest)
            bar.update(1)
    if manifest is not None:
        manifest.close()
    return [one if one.path is None else results.get(one.path, one) for one in made]


def batch_steps(
    batch: Batch, *, alone: bool, settled: Callable[[Step], None] = lambda _step: None
) -> list[Step]:
    """What became of each wish, in the order of the wishes; each is told as it is settled."""
    steps: list[Step] = []
    try:
        with _bar(_("Documents"), batch.total) as bar:
            for step in batch.run():
                if alone and step.made.whole and step.outcome.fault:
                    raise step.outcome.fault
                settled(step)
                steps.append(step)
                bar.length = batch.total
                bar.update(1)
    except KeyboardInterrupt:
        written = sum(step.outcome.path is not None for step in steps)
        told = ngettext(
            "{count} document was written; go on with --resume",
            "{count} documents were written; go on with --resume",
            written,
        )
        warn(told.format(count=written))
        raise
    return sorted(steps, key=lambda step: step.position)


def _bar(label: str, length: int) -> click._termui_impl.ProgressBar[int]:
    return click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    )


def _beside(out: Path) -> Path:
    return (out.parent if out.suffix.lower() == ".docx" else out) / NAME


def warn_of_faults(steps: Sequence[Step], *, alone: bool) -> None:
    """Warn of every project whose forms were made of what could be read of it."""
    faulty = dict.fromkeys(step.made.wish.source.project for step in steps if step.made.faulty)
    for project in faulty:
        text = _("The project's files have faults; what could not be read is left empty.")
        warn(text if alone else _("{name}: {message}").format(name=project, message=text))
