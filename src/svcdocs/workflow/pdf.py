"""Word documents become PDF: several LibreOffice processes, each for many documents.

A document that LibreOffice dies on is tried once more alone; one on which it hangs is told at once.
Either way the others go on in a new process.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path

from svcdocs.errors import WorkError
from svcdocs.texts import _
from svcdocs.workflow.fonts import FAMILIES, chinese_fonts_missing, has_family
from svcdocs.workflow.office import Office, Trouble, is_whole, pdf_of, require_office
from svcdocs.workflow.outputs import write_file

#: Documents that a process gets at a time; starting one takes as long as converting ten forms.
_BATCH = 40
#: Seconds that a document may take.
LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a document: its PDF, or why there is none."""

    document: Path
    pdf: Path | None
    fault: WorkError | None = None


def require() -> Iterator[str]:
    """See to it that PDFs can be made; what makes them look otherwise than in Word is told.

    Raises:
        WorkError: LibreOffice or Chinese fonts are missing.
    """
    require_office()
    missing = chinese_fonts_missing()
    if missing:
        raise missing
    other = [family for family in FAMILIES if not has_family(family)]
    if other:
        yield _(
            "{families} are not here: PDFs show other fonts, and pages may break elsewhere than "
            "in Word (see svcdocs doctor)"
        ).format(families=_(", ").join(other))


def convert(
    documents: Sequence[Path], *, workers: int = 1, limit: float = LIMIT
) -> Iterator[Converted]:
    """Make a PDF beside each document, in whatever order they are ready.

    Args:
        documents: Word files.
        workers: LibreOffice processes at a time.
        limit: seconds that one document may take.

    Raises:
        WorkError: LibreOffice is missing, or cannot be started.
    """
    if not documents:
        return
    program = require_office()
    size = min(_BATCH, -(-len(documents) // workers))
    queue = deque(_Job(documents[start : start + size]) for start in range(0, len(documents), size))
    with tempfile.TemporaryDirectory(prefix="svcdocs-pdf-", ignore_cleanup_errors=True) as folder:
        desks = [
            _Desk(Office(program, Path(folder, f"profile{n}"), limit), Path(folder, f"work{n}"))
            for n in range(workers)
        ]
        yield from _work(queue, desks)


@dataclass(frozen=True, slots=True)
class _Job:
    documents: Sequence[Path]
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Result:
    """`rest` is what has to be done again."""

    converted: Sequence[Converted]
    rest: Sequence[_Job] = ()


@dataclass(frozen=True, slots=True)
class _Desk:
    """One LibreOffice and the folder it works in."""

    office: Office
    folder: Path

    def do(self, job: _Job) -> _Result:
        """Convert as many as go; PDFs are moved to their places when they are whole."""
        shutil.rmtree(self.folder, ignore_errors=True)
        out = self.folder / "out"
        out.mkdir(parents=True)
        copies = []
        for number, document in enumerate(job.documents):
            copies.append(self.folder / f"{number:04}.docx")  # a name that no console can spoil
            shutil.copyfile(document, copies[-1])
        trouble = self.office.convert(copies, out)
        pdfs = {
            document: pdf_of(copy, out)
            for document, copy in zip(job.documents, copies, strict=True)
        }
        whole = [document for document, pdf in pdfs.items() if is_whole(pdf)]
        done = [_placed(document, pdfs[document]) for document in whole]
        if trouble is None:
            return _Result(done)
        # What LibreOffice passed over and went on; the one it stopped at; what it never came to.
        reached = job.documents.index(whole[-1]) + 1 if whole else 0
        passed = [one for one in job.documents[:reached] if one not in whole]
        stopped, rest = job.documents[reached : reached + 1], job.documents[reached + 1 :]
        more = [_Job(rest, again=job.again)] if rest else []
        more += [_Job([one], again=True) for one in passed]
        if stopped and not job.again and not trouble.hung:
            return _Result(done, [*more, _Job(stopped, again=True)])
        failed = [Converted(one, None, _fault(one, trouble)) for one in stopped]
        return _Result([*done, *failed], more)


def _fault(document: Path, trouble: Trouble) -> WorkError:
    return WorkError(
        _("{path} could not be made into a PDF: {reason}").format(
            path=document.as_posix(), reason=trouble.reason
        ),
        hint=_("open it in LibreOffice to see why, or give it more time with --pdf-timeout"),
    )


def _work(queue: deque[_Job], desks: Sequence[_Desk]) -> Iterator[Converted]:
    free = list(desks)
    busy: dict[Future[_Result], _Desk] = {}
    with ThreadPoolExecutor(len(desks)) as threads:
        try:
            while queue or busy:
                while queue and free:
                    desk = free.pop()
                    # A thread has a context of its own, and in it no language.
                    busy[threads.submit(copy_context().run, desk.do, queue.popleft())] = desk
                ready, _waiting = wait(busy, return_when=FIRST_COMPLETED)
                for future in ready:
                    free.append(busy.pop(future))
                    result = future.result()
                    queue.extendleft(reversed(result.rest))
                    yield from result.converted
        finally:
            for desk in desks:
                desk.office.cancel()


def _placed(document: Path, pdf: Path) -> Converted:
    target = document.with_suffix(".pdf")
    try:
        write_file(target, pdf.read_bytes())
    except WorkError as error:
        return Converted(document, None, error)
    return Converted(document, target)
