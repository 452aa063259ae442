"""What a worker does: it opens a project once and makes the documents it is asked for.

Nothing here writes a file beside what `batch_sources` unpacks: documents go back as bytes, so a worker
that is killed leaves nothing behind.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import svcdocs
from svcdocs.errors import (
    DocumentError,
    OutputError,
    PolicyError,
    SvcdocsError,
    TemplateError,
    UsageError,
    WorkError,
)
from svcdocs.load import resources
from svcdocs.model.tree import Path as TreePath
from svcdocs.ooxml.deflate import VARIABLE as DEFLATE
from svcdocs.ooxml.deflate import deflate
from svcdocs.ooxml.seal import content_digest
from svcdocs.policy import Shelf
from svcdocs.render.doctype import DocumentType, find_type
from svcdocs.render.document import records, render_document
from svcdocs.render.lack import IncompleteDocumentError
from svcdocs.render.rendered import Rendered
from svcdocs.texts import _, use_language
from svcdocs.workflow.batch_sources import at_hand, unpacked
from svcdocs.workflow.batch_wishes import Made, Reply, Share, Wish, done_key
from svcdocs.workflow.documents import Outcome
from svcdocs.workflow.failures import failure_of
from svcdocs.workflow.file_names import safe_file_name, safely_named
from svcdocs.workflow.forms import blank_form
from svcdocs.workflow.gate import ContradictionError, refuse_faulty_files, render_order
from svcdocs.workflow.orders import Order, find_record
from svcdocs.workflow.project import Project, open_project

#: Projects that a worker keeps open; the shares of one come one after the other.
_OPEN = 4
_KINDS = (UsageError, PolicyError, TemplateError, DocumentError, OutputError)


@dataclass(slots=True)
class _Opened:
    """A project at hand; `project` is None for forms without one."""

    project: Project | None
    folder: Path | None
    company: tuple[Path, ...] | None
    types: dict[str, DocumentType] = field(default_factory=dict)
    paths: dict[str, dict[str, TreePath]] = field(default_factory=dict)

    def type(self, id_: str) -> DocumentType:
        if id_ not in self.types:
            self.types[id_] = find_type(id_, self.folder)
        return self.types[id_]

    def path(self, project: Project, one: DocumentType, id_: str) -> TreePath:
        """The path of a row.

        Raises:
            UsageError: there is none.
        """
        known = self.paths.get(one.subject)
        if known is None:
            rows = project.context.records(one.subject) if one.subject else ()
            known = self.paths[one.subject] = {row.id: row.path for row in rows}
        return known[id_] if id_ in known else find_record(project.context, one, id_)


@dataclass(slots=True)
class _Memory:
    """What a worker knows during one run."""

    run: str = ""
    shelf: Shelf = field(default_factory=Shelf)
    opened: OrderedDict[tuple[str, str, date | None], _Opened] = field(default_factory=OrderedDict)


_memory = _Memory()
#: A Dask worker may have several threads; a project that is open is for one of them at a time.
_busy = threading.Lock()


def prepare_worker() -> None:
    """Begin a worker process: Ctrl-C is for whoever gave it the work, whose end is its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(100_000, 50, 100)  # as the command itself: next to no circles arise


def _end_with_parent() -> None:
    """A pool's worker waits for work for ever, even if the process that gives it was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def make(share: Share) -> list[Reply]:
    """Make the documents of a share; whatever goes wrong with one is told in its outcome."""
    with _busy:
        use_language(share.language)
        if share.run != _memory.run:
            _memory.run, _memory.shelf, _memory.opened = share.run, Shelf(), OrderedDict()
        with _packing_with(share.deflate):
            replies = _replies(share)
        return [
            replace(reply, made=tuple(_named_as_asked(one) for one in reply.made))
            for reply in replies
        ]


@contextmanager
def _packing_with(library: str) -> Iterator[None]:
    """Pack with the library of whoever asks: another one gives other bytes."""
    if deflate().name == library:
        yield
        return
    before = os.environ.get(DEFLATE)
    os.environ[DEFLATE] = library
    try:
        yield
    finally:
        os.environ.pop(DEFLATE)
        if before is not None:
            os.environ[DEFLATE] = before


def _replies(share: Share) -> list[Reply]:
    """One for each wish; what stops the project stops all of them, before any is handed out."""
    try:
        _refuse_other_version(share.version)
        opened = _open(share.wishes[0])
        if share.warm:
            return []
        with resources.company(opened.company):
            planned = [list(_rows(opened, wish)) for wish in share.wishes]
            return [
                Reply(split=tuple(rows))
                if wish.record is None and len(rows) > share.most
                else Reply(made=tuple(_made(opened, row, share) for row in rows))
                for wish, rows in zip(share.wishes, planned, strict=True)
            ]
    except Exception as error:  # noqa: BLE001 - one project that cannot be worked on stops no other
        return [Reply(made=(_failed(wish, error),)) for wish in share.wishes]


def _refuse_other_version(version: str) -> None:
    if version != svcdocs.__version__:
        raise WorkError(
            _("a worker has svcdocs {theirs}, this is {ours}").format(
                theirs=svcdocs.__version__, ours=version
            ),
            hint=_("install the same version everywhere"),
        )


def _open(wish: Wish) -> _Opened:
    """The project of a wish, with everything that must be right before any document is made.

    Raises:
        SvcdocsError: it cannot be worked on.
    """
    source = wish.source
    key = source.project, source.digest, wish.as_of
    if key in _memory.opened:
        _memory.opened.move_to_end(key)
    else:
        path, company = at_hand(source)
        with resources.company(company):
            project = None
            if source.project:
                project = open_project(path, as_of=wish.as_of, shelf=_memory.shelf)
            opened = _Opened(
                project=project, folder=project.folder if project else None, company=company
            )
        _memory.opened[key] = opened
        while len(_memory.opened) > _OPEN:
            _memory.opened.popitem(last=False)
    found = _memory.opened[key]
    if wish.gated and found.project:
        refuse_faulty_files(found.project)
    return found


def _rows(opened: _Opened, wish: Wish) -> Iterator[Wish]:
    """The documents that a wish comes to.

    Raises:
        UsageError: there is no such type or record.
    """
    one = opened.type(wish.type)
    if wish.record is not None or opened.project is None:
        if wish.record and opened.project:
            opened.path(opened.project, one, wish.record)
        yield wish.about(wish.record or "")
        return
    context = opened.project.context
    for path in records(context, one):
        yield wish.about("" if path is None else context.record(path).id)


def _made(opened: _Opened, wish: Wish, share: Share) -> Made:
    """One document, or why not.

    Raises:
        UsageError: what was asked for does not exist.
    """
    one = opened.type(wish.type)
    record = wish.record or ""
    title = " ".join(part for part in (one.title, record, wish.number, wish.copy) if part)
    context = opened.project.context if opened.project else None
    as_of = context.as_of if context else None
    done = share.done.get(done_key(wish, record))
    if done is not None and done.as_of == as_of:
        return Made(wish=wish, outcome=Outcome(title=title), done=done)
    policies = context.policies.policies if context and not wish.policies else ()
    made = Made(
        wish=wish,
        outcome=Outcome(title=title),
        policies=wish.policies or tuple(map(str, policies)) or one.blank_policies,
        as_of=as_of,
        faulty=bool(context and context.problems and not wish.source.rows),
    )
    try:
        rendered = _rendered(opened, one, wish, record)
    except IncompleteDocumentError as error:
        return replace(made, outcome=replace(made.outcome, lacks=error.lacks))
    except ContradictionError as error:
        return replace(made, outcome=replace(made.outcome, blocked_by=error.findings))
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - one document that cannot be made stops no other
        return replace(made, outcome=replace(made.outcome, fault=_plain(wish, error)))
    return replace(
        made,
        outcome=replace(made.outcome, lacks=rendered.missing),
        file_name=_copy_name(rendered.file_name, wish.copy),
        data=rendered.data,
        template=one.template().digest,
        content=content_digest(rendered.data),
    )


def _rendered(opened: _Opened, one: DocumentType, wish: Wish, record: str) -> Rendered:
    project = opened.project
    if wish.empty or project is None:
        return blank_form(
            wish.type,
            wish.policies,
            project=project,
            parameters=wish.parameters,
            number=wish.number,
            anonymous=wish.anonymous,
        )
    path = opened.path(project, one, record) if record else None
    if not wish.gated:
        return safely_named(
            render_document(
                project.context,
                one,
                path,
                wish.mode,
                wish.parameters,
                anonymous=wish.anonymous,
                number=wish.number,
            )
        )
    order = Order(
        type=one,
        record=path,
        mode=wish.mode,
        parameters=wish.parameters,
        anonymous=wish.anonymous,
    )
    return render_order(project, order)


def _copy_name(name: str, copy: str) -> str:
    """The file name of one of several copies: 客户回访记录表（空白）-03.docx."""
    stem, dot, suffix = name.rpartition(".")
    return safe_file_name(f"{stem}-{copy}{dot}{suffix}") if copy else name


def _failed(wish: Wish, error: Exception) -> Made:
    title = wish.source.project or wish.type
    return Made(wish=wish, outcome=Outcome(title=title, fault=_plain(wish, error)), whole=True)


def _plain(wish: Wish, error: Exception) -> SvcdocsError:
    """An error that travels: of a class that takes no more than its words."""
    told = failure_of(wish.source.project, error)
    kind = next((one for one in _KINDS if isinstance(error, one)), WorkError)
    return kind(told.message, hint=told.hint, details=told.details)


def _named_as_asked(made: Made) -> Made:
    """Paths of files that were unpacked here, as the user knows them."""
    source = made.wish.source
    if source.files is None:
        return made
    root = unpacked(source).as_posix()
    named = Path(source.project)
    single = named.name in {Path(name).name for name in source.files if name.count("/") == 1}
    around = (named.parent if single else named).as_posix()
    names = [(f"{root}/project/", "" if around == "." else f"{around}/")]
    names += [(f"{root}/project", around), (f"{root}/", "")]
    outcome: Outcome = _replaced(made.outcome, names)
    bare = replace(made.wish, source=replace(source, files=None))
    return replace(made, outcome=outcome, wish=bare)


def _replaced(value: Any, names: list[tuple[str, str]]) -> Any:
    if isinstance(value, str):
        for old, new in names:
            value = value.replace(old, new)
        return value
    if isinstance(value, tuple):
        return tuple(_replaced(one, names) for one in value)
    if isinstance(value, SvcdocsError):
        details = _replaced(value.details, names)
        return type(value)(
            _replaced(value.message, names), hint=_replaced(value.hint, names), details=details
        )
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _replaced(getattr(value, one.name), names) for one in fields(value)}
        )
    return value
