"""Orders become files, or reasons why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from svcdocs.errors import SvcdocsError, WorkError
from svcdocs.model.finding import Finding
from svcdocs.render.lack import IncompleteDocumentError, Lack
from svcdocs.workflow.comparison import Kept, compared
from svcdocs.workflow.gate import ContradictionError, refuse_faulty_files, render_order
from svcdocs.workflow.orders import Order
from svcdocs.workflow.outputs import prepare_folder, refuse_doubles, write_document
from svcdocs.workflow.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an order.

    Attributes:
        title: what people call the document, 客户回访记录表 VIS-001.
        path: the file, if one was written.
        lacks: the values it misses; of a draft that was written, those it marks.
        blocked_by: findings about values it prints.
        fault: a template, a result or a disk that made it impossible.
        already: an earlier run wrote it, and it lies there as it was written.
        pdf: the same as PDF, where one was asked for and could be made.
        pdf_fault: why there is no PDF.
        kept: how the file that lies at `path` compares, where nothing was to be written.
    """

    title: str
    path: Path | None = None
    lacks: tuple[Lack, ...] = ()
    blocked_by: tuple[Finding, ...] = ()
    fault: SvcdocsError | None = None
    already: bool = False
    pdf: Path | None = None
    pdf_fault: WorkError | None = None
    kept: Kept | None = None


def produce(
    project: Project,
    orders: Sequence[Order],
    folder: Path,
    *,
    force: bool = False,
    check: bool = False,
) -> list[Outcome]:
    """Render documents and write those that can be made; with `check`, only compare them.

    Raises:
        UsageError: an unknown parameter.
        DocumentError: the project's files have faults; nothing is written.
        OutputError: the folder cannot be used, or two documents have one file name; nothing is
            written.
    """
    refuse_faulty_files(project)
    results = [_attempt(project, order, folder) for order in orders]
    files = [(outcome.path.name, outcome.title) for outcome, _data in results if outcome.path]
    refuse_doubles(files)
    if check:
        return [_compared(outcome, data) for outcome, data in results]
    if files:
        prepare_folder(folder)
    return [_written(outcome, data, force=force) for outcome, data in results]


def _attempt(project: Project, order: Order, folder: Path) -> tuple[Outcome, bytes]:
    """What became of an order so far, and the document that is to be written."""
    outcome = Outcome(title=order.title(project.context))
    try:
        rendered = render_order(project, order)
    except IncompleteDocumentError as error:
        return replace(outcome, lacks=error.lacks), b""
    except ContradictionError as error:
        return replace(outcome, blocked_by=error.findings), b""
    except WorkError as error:
        return replace(outcome, fault=error), b""
    return replace(outcome, path=folder / rendered.file_name, lacks=rendered.missing), rendered.data


def _compared(outcome: Outcome, data: bytes) -> Outcome:
    if outcome.path is None:
        return outcome
    try:
        return replace(outcome, kept=compared(outcome.path, data))
    except WorkError as error:
        return replace(outcome, path=None, fault=error)


def _written(outcome: Outcome, data: bytes, *, force: bool) -> Outcome:
    if outcome.path is None:
        return outcome
    try:
        write_document(outcome.path, data, force=force)
    except WorkError as error:
        return replace(outcome, path=None, fault=error)
    return outcome
