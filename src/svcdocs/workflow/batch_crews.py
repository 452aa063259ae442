"""Who does the work of a batch: this process, processes beside it, or the workers of a Dask cluster.

Each is a `concurrent.futures.Executor`; a crew adds what the standard interface leaves open: how much
is asked for at a time, how a dead worker shows, and how to go on after it.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from multiprocessing import resource_tracker
from typing import Any, ParamSpec, TypeVar

from svcdocs.errors import UsageError, WorkError
from svcdocs.texts import _
from svcdocs.workflow.batch_wishes import Reply, Share
from svcdocs.workflow.batch_worker import make, prepare_worker

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[[Share], list[Reply]]


class WorkerDiedError(Exception):
    """The worker that had a share died; whose fault that was is not known."""


class _Here(Executor):
    """This process: what is submitted is done at once."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as any executor: it is raised by whoever asks
            future.set_exception(error)
        return future


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Let processes that are started inside never hear Ctrl-C, which a terminal sends to everybody.

    A worker ignores it, too, but only once it has come so far; Windows has no other way.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # it clears the mask when it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Crew:
    """Workers that take shares."""

    #: Whether the projects' files have to travel: the workers have another disk.
    apart = False
    _dead: tuple[type[Exception], ...] = (BrokenExecutor,)

    def __init__(self, workers: int = 1, *, work: Work = make) -> None:
        """Nothing is started yet.

        Args:
            workers: processes; with one the work is done in this process.
            work: what a worker does with a share.
        """
        self.workers = workers
        self._work = work
        self._executor: Executor | None = None

    @property
    def window(self) -> int:
        """Shares under way at a time: enough that no worker waits."""
        return 1 if self.workers == 1 else 2 * self.workers

    def submit(self, share: Share) -> Future[list[Reply]]:
        """Hand a share to a worker."""
        if self._executor is None:
            self._executor = self._start()
        try:
            with _deaf_children() if self.workers > 1 else nullcontext():
                return self._executor.submit(self._work, share)
        except self._dead as error:
            broken: Future[list[Reply]] = Future()
            broken.set_exception(error)
            return broken

    def replies(self, future: Future[list[Reply]]) -> list[Reply]:
        """What came of a share.

        Raises:
            WorkerDiedError: its worker died, or the worker of another share and with it the pool.
            WorkError: the workers cannot be reached any more.
        """
        try:
            return future.result()
        except self._dead as error:
            raise WorkerDiedError(str(error)) from error
        except (CancelledError, OSError) as error:
            raise WorkError(
                _("the workers cannot be reached any more ({reason})").format(
                    reason=str(error) or type(error).__name__
                ),
                hint=_("what was written stays; go on with --resume"),
            ) from error

    def renew(self) -> None:
        """Go on after a worker died."""
        self.close()

    def close(self) -> None:
        """Send the workers home; what they have begun they end, what they have not is dropped.

        Who interrupts this, too, doesn't want to wait: then the workers are killed, for Python would
        wait for them when it ends. They write no files.
        """
        executor, self._executor = self._executor, None
        if executor is None:
            return
        try:
            executor.shutdown(wait=True, cancel_futures=True)
        except KeyboardInterrupt:
            for worker in multiprocessing.active_children():
                worker.kill()
            raise

    def _start(self) -> Executor:
        if self.workers == 1:
            return _Here()
        # Spawned on every system, as on Windows: a forked one would share the locks of our threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.workers, mp_context=context, initializer=prepare_worker)


class ClusterCrew(Crew):
    """The workers of a Dask cluster; the projects' files go with every share."""

    apart = True

    def __init__(self, address: str, *, work: Work = make, patience: float = 5) -> None:
        """Join the cluster.

        Args:
            address: of its scheduler, `tcp://10.0.0.5:8786`.
            work: what a worker does with a share.
            patience: seconds to wait for the scheduler and its first worker.

        Raises:
            WorkError: dask is not installed, or there is no scheduler or no worker.
        """
        try:
            import distributed as library  # noqa: PLC0415 - an extra, and slow to import
        except ImportError as error:
            raise WorkError(
                _("--scheduler needs Dask, which is not installed"),
                hint=_("run pip install 'svcdocs[dask]'"),
            ) from error
        distributed: Any = library  # its functions carry no types
        try:
            self._client = distributed.Client(address, timeout=patience, set_as_default=False)
        except (OSError, TimeoutError) as error:
            raise WorkError(
                _("there is no Dask scheduler at {address}").format(address=address),
                hint=_("start one with: dask scheduler"),
            ) from error
        except ValueError as error:
            raise UsageError(
                _("{address} is no address of a scheduler").format(address=address),
                hint=_("write it like tcp://10.0.0.5:8786"),
            ) from error
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            self._client.close()
            raise WorkError(
                _("the Dask cluster at {address} has no worker").format(address=address),
                hint=_("start some with: dask worker {address}").format(address=address),
            ) from error
        super().__init__(max(2, len(self._client.nthreads())), work=work)
        self._dead = (distributed.KilledWorker,)

    def submit(self, share: Share) -> Future[list[Reply]]:
        """Hand a share to whichever worker is free."""
        with warnings.catch_warnings():
            # A project of some megabytes is no graph that could be built otherwise.
            warnings.filterwarnings("ignore", message="Sending large graph")
            return super().submit(share)

    def renew(self) -> None:
        """Nothing to do: the cluster goes on with the workers it has."""

    def close(self) -> None:
        """Leave the cluster; what has not been fetched is dropped."""
        if self._executor is not None:
            self._executor.shutdown(wait=False)
            self._executor = None
        self._client.close()

    def _start(self) -> Executor:
        executor: Executor = self._client.get_executor(pure=False)
        return executor
