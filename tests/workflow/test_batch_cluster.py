"""The same batch on a Dask cluster: two workers on this machine, each a process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from svcdocs.errors import UsageError, WorkError
from svcdocs.ooxml.seal import is_untouched
from svcdocs.render.mode import Mode
from svcdocs.workflow.batch import Batch, Step
from svcdocs.workflow.batch_crews import ClusterCrew, Crew
from svcdocs.workflow.batch_plan import plan
from svcdocs.workflow.batch_sources import Source
from svcdocs.workflow.batch_wishes import Wish
from svcdocs.workflow.targets import find_targets

pytest.importorskip("distributed")
pytestmark = pytest.mark.usefixtures("english")

PROJECTS = 6


def dask(kind: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A scheduler or a worker, in a folder and an environment of its own."""
    call = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
    return subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture
def workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with two workers, and the workers."""
    monkeypatch.chdir(tmp_path)  # they write into the folder they are started in
    file = tmp_path / "scheduler.json"
    started = [dask("scheduler", "--scheduler-file", str(file), "--port", "0", "--no-dashboard")]
    common = ["--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard", "--no-nanny"]
    started += [dask("worker", *common) for _number in range(2)]
    try:
        yield address(file), started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def address(file: Path) -> str:
    """What the scheduler calls itself, once both workers have come."""
    import json

    import distributed

    until = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < until
        time.sleep(0.05)
    found: str = json.loads(file.read_text(encoding="utf-8"))["address"]
    with distributed.Client(found, set_as_default=False) as client:  # type: ignore[no-untyped-call]  # Dask has no types
        client.wait_for_workers(2, timeout=60)
    return found


def jobs(campus: Path) -> Path:
    """Several projects."""
    import shutil

    for number in range(PROJECTS):
        shutil.copytree(campus, campus.parent / "jobs" / f"job{number}")
    return campus.parent / "jobs"


def visits(source: Source) -> Iterator[Wish]:
    """All visit records of a project."""
    yield Wish(source=source, type="visit-record", mode=Mode.DRAFT)


def contents(out: Path) -> dict[str, bytes]:
    """Every document, whole."""
    found = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert all(map(is_untouched, found.values()))
    return found


def test_a_worker_is_killed_on_the_way(
    campus: Path, tmp_path: Path, workers: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """The other one makes what is left: as many documents, and the same bytes, as without a cluster."""
    scheduler, processes = workers
    targets = find_targets([str(jobs(campus))])
    here = plan(targets, visits, packed=False)
    list(Batch(here.wishes, here.place(tmp_path / "here"), Crew()).run())

    crew = ClusterCrew(scheduler)
    there = plan(targets, visits, packed=crew.apart)
    batch = Batch(there.wishes, there.place(tmp_path / "there"), crew)
    steps: list[Step] = []
    try:
        for step in batch.run():
            if not steps:
                processes[0].kill()
            steps.append(step)
    finally:
        crew.close()

    assert processes[0].wait() != 0
    assert len(steps) == 7 * PROJECTS
    assert all(step.outcome.path for step in steps)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


def test_nobody_answers() -> None:
    """Said in a sentence, with how to start one."""
    with pytest.raises(WorkError, match="no Dask scheduler at") as raised:
        ClusterCrew("tcp://127.0.0.1:9", patience=0.5)
    assert "dask scheduler" in raised.value.hint


def test_no_address() -> None:
    """A slip of the pen is a wrong call."""
    with pytest.raises((UsageError, WorkError)):
        ClusterCrew("nonsense://x", patience=0.5)
