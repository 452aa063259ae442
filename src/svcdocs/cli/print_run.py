"""Forms made in a run: counted, numbered, put into one file, shown, printed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from svcdocs.cli import outcomes
from svcdocs.cli.batch_options import BatchOptions, PdfOptions
from svcdocs.cli.batch_run import batch_steps, make_batch, require_pdf, warn_of_faults
from svcdocs.cli.console import say, warn
from svcdocs.cli.print_options import PrintOptions
from svcdocs.errors import WorkError
from svcdocs.ooxml.merging import PageCount
from svcdocs.texts import _, ngettext
from svcdocs.workflow.batch import Batch, Position, Step
from svcdocs.workflow.batch_plan import Plan
from svcdocs.workflow.batch_wishes import Made
from svcdocs.workflow.documents import Outcome
from svcdocs.workflow.form_numbers import FormNumbers, copied, numbers_of
from svcdocs.workflow.merged_forms import merged_forms
from svcdocs.workflow.number_register import told
from svcdocs.workflow.outputs import prepare_folder, write_document, write_file
from svcdocs.workflow.printer import Printer, show

Planned = Callable[[bool], Plan]
Twin = Callable[[], bytes]


@dataclass(slots=True)
class Results:
    """What a run made; of a merged file also what makes its twin for LibreOffice's page counts."""

    outcomes: Sequence[Outcome] = ()
    twins: dict[Path, Twin] = field(default_factory=dict)

    @property
    def files(self) -> list[Path]:
        """What was written, each file once."""
        return list(dict.fromkeys(one.path for one in self.outcomes if one.path is not None))


def run_forms(
    planned: Planned, out: Path, options: BatchOptions, prints: PrintOptions, *, force: bool
) -> int:
    """Make the forms, tell what became of each, and return the exit code.

    Args:
        planned: makes the plan; is told whether the projects' files have to travel.
        out: the folder, or of a single form the file.
        options: how.
        prints: what becomes of them.
        force: whether to overwrite what somebody edited.

    Raises:
        SvcdocsError: as `make_batch`; or forms cannot be numbered, shown or printed.
    """
    printer = Printer.found() if prints.print_ else None
    if printer is not None and not printer.takes_word:
        require_pdf()
    with numbers_of(prints.number, prints.register) as numbers:
        wanted = _counted(planned, prints, numbers)
        if prints.merge is None:
            made = make_batch(
                wanted, out, options, force=force, forms=True, settled=_confirming(numbers)
            )
            results = Results(made)
        else:
            results = _merged(wanted, prints.merge, options, numbers, force=force)
        voided = numbers.void_rest()
    if voided:
        warn(_("void, because no form was written: {numbers}").format(numbers=", ".join(voided)))
    if printer is not None:
        _print(printer, results, options.pdf)
    if prints.open_:
        pdfs = {one.path: one.pdf for one in results.outcomes}
        for path in results.files:
            show(pdfs[path] or path)
    return outcomes.exit_code(results.outcomes)


def _counted(planned: Planned, prints: PrintOptions, numbers: FormNumbers) -> Planned:
    """The plan with copies and numbers; numbers that were used twice are told."""

    def wanted(packed: bool) -> Plan:  # noqa: FBT001 - the one thing a plan has to know
        plan = planned(packed)
        plan.wishes = numbers.give(list(copied(plan.wishes, prints.copies)))
        for path, conflicts in numbers.conflicts.items():
            for one in conflicts:
                warn(
                    _("{file}: {number} was used twice: {state}").format(
                        file=path.as_posix(), number=one.number, state=told(one)
                    )
                )
        return plan

    return wanted


def _confirming(numbers: FormNumbers) -> Callable[[Step], None]:
    def settled(step: Step) -> None:
        if step.outcome.path is not None and step.made.wish.number:
            numbers.confirm([step.made.wish.number])

    return settled


def _merged(
    planned: Planned,
    out: Path,
    options: BatchOptions,
    numbers: FormNumbers,
    *,
    force: bool,
) -> Results:
    """All forms in one file; those that cannot be made are told and left out."""
    if options.pdf.pdf:
        require_pdf()
    kept: dict[Position, Made] = {}
    crew = options.crew()
    try:
        plan = planned(crew.apart)
        batch = Batch(plan.wishes, lambda _made: out, crew, keep=kept.__setitem__)
        steps = batch_steps(batch, alone=plan.alone)
    finally:
        crew.close()
    warn_of_faults(steps, alone=plan.alone)
    failed = [*plan.failures, *(step.outcome for step in steps if step.position not in kept)]
    if len(failed) == 1 and failed[0].fault and not kept:
        raise failed[0].fault
    made: list[Outcome] = []
    twins: dict[Path, Twin] = {}
    if kept:
        documents = [
            (step.outcome.title, kept[step.position].data)
            for step in steps
            if step.position in kept
        ]
        prepare_folder(out.parent)
        write_document(out, merged_forms(documents), force=force)
        numbers.confirm(one.wish.number for one in kept.values())
        twins[out] = lambda: merged_forms(documents, PageCount.LAST)
        made = [Outcome(title=out.name, path=out)]
        if options.pdf.pdf:
            made = [_with_pdf(made[0], out, twins, options.pdf)]
    say(outcomes.told([*failed, *made], verdict=False))
    count = len(kept)
    if kept:
        say(ngettext("{count} form in it", "{count} forms in it", count).format(count=count))
    return Results([*failed, *made], twins)


def _with_pdf(
    outcome: Outcome, path: Path, twins: Mapping[Path, Twin], options: PdfOptions
) -> Outcome:
    pdf = path.with_suffix(".pdf")
    try:
        with tempfile.TemporaryDirectory(prefix="svcdocs-print-") as folder:
            made = _as_pdf(path, twins, Path(folder), options)
            write_file(pdf, made.read_bytes())
    except WorkError as error:
        return replace(outcome, pdf_fault=error)
    return replace(outcome, pdf=pdf)


def _print(printer: Printer, results: Results, options: PdfOptions) -> None:
    """Send every file to the printer.

    Raises:
        WorkError: it refuses, or a PDF for it cannot be made.
    """
    pdfs = {one.path: one.pdf for one in results.outcomes}
    with tempfile.TemporaryDirectory(prefix="svcdocs-print-") as folder:
        for path in results.files:
            if printer.takes_word:
                printer.send(path)
            else:
                printer.send(pdfs[path] or _as_pdf(path, results.twins, Path(folder), options))
    count = len(results.files)
    told_ = ngettext("{count} file sent to the printer", "{count} files sent to the printer", count)
    say(told_.format(count=count))


def _as_pdf(path: Path, twins: Mapping[Path, Twin], folder: Path, options: PdfOptions) -> Path:
    """A PDF of a file, in a folder that will be gone.

    Raises:
        WorkError: LibreOffice makes none.
    """
    from svcdocs.workflow.pdf import convert  # noqa: PLC0415 - only where a PDF is wanted

    copy = folder / path.name
    if path in twins:
        copy.write_bytes(twins[path]())
    else:
        shutil.copyfile(path, copy)
    made = next(convert([copy], limit=options.pdf_timeout))
    if made.pdf is None:
        raise made.fault or WorkError(_("there is no PDF of {path}").format(path=path.as_posix()))
    return made.pdf
