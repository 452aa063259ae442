"""Many documents of many projects: each on its own, none stops another, none is made twice.

Workers make them, this process writes them: whatever happens to a worker, files are whole or not
there. The same wishes give the same files with any number of workers.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import svcdocs
from svcdocs.errors import OutputError, WorkError
from svcdocs.ooxml.deflate import deflate
from svcdocs.texts import _, language
from svcdocs.workflow.batch_crews import Crew, WorkerDiedError
from svcdocs.workflow.batch_sources import Source
from svcdocs.workflow.batch_wishes import Done, DoneKey, Made, Reply, Share, Wish
from svcdocs.workflow.comparison import compared
from svcdocs.workflow.documents import Outcome
from svcdocs.workflow.file_names import same_file_key
from svcdocs.workflow.manifest import Manifest
from svcdocs.workflow.outputs import prepare_folder, sweep, write_document

#: Documents that a worker is given at a time: few enough that a share takes well under a second.
_CHUNK = 16
#: So many documents one after the other do not all kill workers: something else does.
_DEADLY = 5
#: So many documents are made again sooner than somebody looks for a record of them.
SMALL = 16

#: Where a wish stands: its number, and where it was split the number among its documents.
Position = tuple[int, ...]
_Part = tuple[tuple[Position, Wish], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One document that is settled."""

    position: Position
    made: Made
    outcome: Outcome


class Batch:
    """One run over many wishes."""

    def __init__(  # noqa: PLR0913 - what a run is made of
        self,
        wishes: Sequence[Wish],
        place: Callable[[Made], Path],
        crew: Crew,
        *,
        manifest: Manifest | None = None,
        always: bool = True,
        resume: bool = False,
        force: bool = False,
        check: bool = False,
        keep: Callable[[Position, Made], None] | None = None,
    ) -> None:
        """Nothing is done yet.

        Args:
            wishes: what is wanted, those of one project one after the other.
            place: the file that a document becomes.
            crew: who makes them.
            manifest: where the results are recorded.
            always: whether fewer documents than `SMALL` are recorded, too.
            resume: whether what the manifest knows to be done is left out.
            force: whether to overwrite what somebody edited.
            check: whether files are only compared, and nothing is written.
            keep: is given every document in place of the disk.
        """
        self._wishes = wishes
        self._place = place
        self._crew = crew
        self._manifest = manifest
        self._always = always
        self._resume = resume
        self._force = force
        self._check = check
        self._keep = keep
        self._run = secrets.token_hex(8)
        self._owners: dict[tuple[Path, str], str] = {}
        self._folders: set[Path] = set()
        self._known: dict[tuple[str, str], Mapping[DoneKey, Done]] = {}
        self._stopped: set[str] = set()
        #: Documents as far as is known; grows where a wish turns out to be for many.
        self.total = len(wishes)

    def run(self) -> Iterator[Step]:
        """Make the documents, in an order that does not depend on the number of workers.

        Raises:
            OutputError: a folder or the manifest cannot be written.
            WorkError: the workers cannot be reached any more.
        """
        queue: deque[_Part] = deque(_parts(tuple(enumerate_wishes(self._wishes))))
        flying: deque[tuple[_Part, Future[list[Reply]]]] = deque()
        try:
            self._warm_up(queue)
            while queue or flying:
                while queue and len(flying) < self._crew.window:
                    part = queue.popleft()
                    flying.append((part, self._crew.submit(self._share(part))))
                part, future = flying.popleft()
                try:
                    replies = self._crew.replies(future)
                except WorkerDiedError:
                    lost = [part, *self._lost(flying)]
                    yield from self._one_by_one(lost)
                    continue
                rest: list[_Part] = []
                yield from self._settled(part, replies, rest)
                queue.extendleft(reversed(rest))
        finally:
            for _part, future in flying:
                future.cancel()
            if self._manifest:
                self._manifest.close()

    def _warm_up(self, queue: deque[_Part]) -> None:
        """Let workers that would wait for a large project to be split open it meanwhile."""
        if not queue or len(queue) >= self._crew.workers:
            return
        share = replace(self._share(queue[0]), warm=True)
        for _worker in range(self._crew.workers - len(queue)):
            self._crew.submit(share)

    def _share(self, part: _Part, most: int = _CHUNK) -> Share:
        source = part[0][1].source
        return Share(
            run=self._run,
            version=svcdocs.__version__,
            language=language(),
            deflate=deflate().name,
            wishes=tuple(wish for _position, wish in part),
            most=most,
            done=self._done(source),
        )

    def _done(self, source: Source) -> Mapping[DoneKey, Done]:
        if self._manifest is None or not self._resume:
            return {}
        project = _project(source)
        if project not in self._known:
            self._known[project] = self._manifest.done(source)
        return self._known[project]

    def _lost(self, flying: deque[tuple[_Part, Future[list[Reply]]]]) -> Iterator[_Part]:
        """Take out what died with a worker; what others are still doing is waited for."""
        wait([future for _part, future in flying])
        whole = deque(flying)
        flying.clear()
        for part, future in whole:
            try:
                self._crew.replies(future)
            except WorkerDiedError:
                yield part
            else:
                flying.append((part, future))

    def _one_by_one(self, parts: Sequence[_Part]) -> Iterator[Step]:
        """Find out which document it was that killed a worker: that one is told, the rest made."""
        self._crew.renew()
        alone = deque((one,) for part in parts for one in part)
        deaths = 0
        suspects: set[Position] = set()
        while alone:
            part = alone.popleft()
            position = part[0][0]
            try:
                replies = self._crew.replies(self._crew.submit(self._share(part, most=0)))
            except WorkerDiedError as error:
                self._crew.renew()
                if position not in suspects:  # alone for the first time: it may have been chance
                    suspects.add(position)
                    alone.appendleft(part)
                    continue
                deaths += 1
                if deaths >= _DEADLY:
                    raise WorkError(
                        _("the workers die one after the other"),
                        hint=_("what was written stays; see what --workers 1 --resume says"),
                    ) from error
                yield self._settle(position, _killed(part[0][1]))
                continue
            deaths = 0
            rest: list[_Part] = []
            yield from self._settled(part, replies, rest)
            alone.extendleft((one,) for more in reversed(rest) for one in reversed(more))

    def _settled(self, part: _Part, replies: Sequence[Reply], rest: list[_Part]) -> Iterator[Step]:
        """Write what was made; put what is to be asked for one by one into `rest`."""
        for (position, _wish), reply in zip(part, replies, strict=True):
            many = [((*position, index), wish) for index, wish in enumerate(reply.split)]
            rest += _parts(tuple(many))
            self.total += len(reply.split or reply.made) - 1
            for index, made in enumerate(reply.made):
                if made.whole and made.wish.source.project in self._stopped:
                    self.total -= 1  # told once for a project
                    continue
                yield self._settle((*position, index), made)

    def _settle(self, position: Position, made: Made) -> Step:
        if made.whole:
            self._stopped.add(made.wish.source.project)
        outcome = made.outcome
        if made.done is not None and self._manifest is not None:
            path = self._manifest.path.parent / made.done.file
            self._owners[_key(path)] = outcome.title
            return Step(position, made, replace(outcome, path=path, already=True))
        sha256 = ""
        if made.data and self._keep is not None:
            self._keep(position, made)
        elif made.data:
            outcome = self._written(made, outcome)
            sha256 = hashlib.sha256(made.data).hexdigest() if outcome.path else ""
        if self._manifest is not None and (self._always or self.total > SMALL):
            self._manifest.add(made, outcome, sha256)
        return Step(position, replace(made, data=b""), outcome)

    def _written(self, made: Made, outcome: Outcome) -> Outcome:
        path = self._place(made)
        if path.parent not in self._folders and not self._check:
            self._folders.add(path.parent)
            prepare_folder(path.parent)
            sweep(path.parent)
        owner = self._owners.setdefault(_key(path), outcome.title)
        try:
            if owner != outcome.title:
                raise OutputError(
                    _("{path} is the file of {other} already").format(
                        path=path.as_posix(), other=owner
                    ),
                    hint=_(
                        "let file_name in the type.yaml name what tells them apart, e.g. the record"
                    ),
                )
            if self._check:
                return replace(outcome, path=path, kept=compared(path, made.data))
            write_document(path, made.data, force=self._force)
        except WorkError as error:
            return replace(outcome, fault=error)
        return replace(outcome, path=path)


def enumerate_wishes(wishes: Sequence[Wish]) -> Iterator[tuple[Position, Wish]]:
    """Wishes with their positions."""
    for index, wish in enumerate(wishes):
        yield (index,), wish


def _parts(wishes: _Part) -> list[_Part]:
    """Shares of one project each, small enough to be lost."""
    parts: list[_Part] = []
    for _source, group in groupby(wishes, key=lambda one: (_project(one[1].source), one[1].as_of)):
        same = tuple(group)
        parts += [same[start : start + _CHUNK] for start in range(0, len(same), _CHUNK)]
    return parts


def _project(source: Source) -> tuple[str, str]:
    """One project as it is now; a copy of it is another one."""
    return source.project, source.digest


def _key(path: Path) -> tuple[Path, str]:
    return path.parent, same_file_key(path.name)


def _killed(wish: Wish) -> Made:
    named = " ".join(part for part in (wish.source.project, wish.type, wish.record) if part)
    fault = WorkError(
        _("the worker died while it made this (killed, out of memory, or a fault of its own)"),
        hint=_("make it alone to see why: svcdocs render … --record"),
    )
    return Made(wish=wish, outcome=Outcome(title=named, fault=fault))
