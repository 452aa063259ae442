"""Many documents: whole files whatever happens, the same bytes however many workers there are."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest

from svcdocs.errors import OutputError, UsageError, WorkError
from svcdocs.load import resources
from svcdocs.ooxml.seal import is_untouched
from svcdocs.render.mode import Mode
from svcdocs.workflow.batch import Batch, Step
from svcdocs.workflow.batch_crews import Crew
from svcdocs.workflow.batch_plan import plan
from svcdocs.workflow.batch_sources import Source, read_source
from svcdocs.workflow.batch_wishes import Wish
from svcdocs.workflow.manifest import Manifest
from svcdocs.workflow.targets import find_targets

pytestmark = pytest.mark.usefixtures("english")

VISITS = 40
Edit = Callable[[str, str, str], None]


@pytest.fixture
def many(campus: Path) -> Path:
    """A project with forty visits."""
    path = campus / "visits.yaml"
    first = re.search(r"(?ms)^  - id: VIS-001\n.*?(?=^  - id: VIS-002)", path.read_text("utf-8"))
    assert first
    rows = [first[0].replace("VIS-001", f"VIS-{n + 1:03}") for n in range(VISITS)]
    path.write_text("visits:\n" + "".join(rows), encoding="utf-8")
    return campus


def visits(source: Source) -> Iterator[Wish]:
    """All visit records of a project."""
    yield Wish(source=source, type="visit-record", mode=Mode.DRAFT)


def run(
    *projects: Path,
    out: Path,
    crew: Crew | None = None,
    resume: bool = False,
    wanted: Callable[[Source], Iterator[Wish]] = visits,
) -> list[Step]:
    """Make the documents and leave a manifest; steps in the order of the wishes."""
    crew = crew or Crew()
    made = plan(find_targets([str(one) for one in projects]), wanted, packed=crew.apart)
    manifest = Manifest(out / "manifest.jsonl")
    batch = Batch(made.wishes, made.place(out), crew, manifest=manifest, resume=resume)
    try:
        steps = list(batch.run())
    finally:
        crew.close()
    assert batch.total == len(steps)
    return sorted(steps, key=lambda step: step.position)


def contents(out: Path) -> dict[str, bytes]:
    """Every document by its name; nothing lies about half written."""
    files = [path for path in out.rglob("*") if path.is_file()]
    assert not [path for path in files if path.suffix not in (".docx", ".jsonl")]
    documents = {
        p.relative_to(out).as_posix(): p.read_bytes() for p in files if p.suffix == ".docx"
    }
    assert all(map(is_untouched, documents.values()))
    return documents


def lines(out: Path) -> list[dict[str, object]]:
    """The manifest."""
    text = (out / "manifest.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


class TestWhateverTheNumberOfWorkers:
    """One result."""

    def test_the_same_files_and_the_same_order(self, many: Path, tmp_path: Path) -> None:
        """With one process, which is this one, and with two beside it."""
        alone = run(many, out=tmp_path / "one")
        both = run(many, out=tmp_path / "two", crew=Crew(2))

        assert len(alone) == VISITS
        assert [step.outcome.title for step in alone] == [step.outcome.title for step in both]
        assert contents(tmp_path / "one") == contents(tmp_path / "two")

    def test_projects_lie_apart(self, campus: Path, tmp_path: Path) -> None:
        """Their records have the same numbers, and their documents the same names."""
        shutil.copytree(campus, tmp_path / "jobs" / "b" / "south")
        shutil.copytree(campus, tmp_path / "jobs" / "north")

        steps = run(tmp_path / "jobs", out=tmp_path / "out")

        assert len(steps) == 14
        folders = {name.rpartition("/")[0] for name in contents(tmp_path / "out")}
        assert folders == {"b/south", "north"}


class TestNothingStopsTheRest:
    """What goes wrong is told where it went wrong."""

    def test_a_record_that_cannot_be_final(self, campus: Path, tmp_path: Path) -> None:
        """It is refused, with the reason in the manifest; the others are written."""
        path = campus / "visits.yaml"
        text = path.read_text(encoding="utf-8").replace("    interviewee: 程思远\n", "", 1)
        path.write_text(text, encoding="utf-8")

        def final(source: Source) -> Iterator[Wish]:
            yield Wish(source=source, type="visit-record")

        steps = run(campus, out=tmp_path / "out", wanted=final)

        assert [step.outcome.path is None for step in steps] == [True] + [False] * 6
        refused = lines(tmp_path / "out")[0]
        assert refused["result"] == "refused"
        assert "interviewee is missing" in str(refused["reasons"])

    def test_a_project_that_cannot_be_read(self, campus: Path, tmp_path: Path) -> None:
        """Told once, however many types were wanted of it."""
        broken = shutil.copytree(campus, tmp_path / "broken")
        (broken / "project.yaml").write_text("stage: [", encoding="utf-8")

        def two_types(source: Source) -> Iterator[Wish]:
            yield Wish(source=source, type="visit-record")
            yield Wish(source=source, type="visit-report")

        steps = run(broken, campus, out=tmp_path / "out", wanted=two_types)

        assert len([step for step in steps if step.made.whole]) == 1
        assert len(contents(tmp_path / "out")) == 14

    def test_two_documents_of_one_name(self, campus: Path, tmp_path: Path) -> None:
        """The first stays; the second is refused and says whose file that is."""
        builtin = resources.builtin_dir() / "templates" / "visit-record"
        folder = shutil.copytree(builtin, campus / "templates" / "visit-record")
        manifest = (folder / "type.yaml").read_text(encoding="utf-8")
        manifest = re.sub(r"(?m)^file_name: .*", "file_name: 回访", manifest)
        (folder / "type.yaml").write_text(manifest, encoding="utf-8")

        steps = run(campus, out=tmp_path / "out")

        assert [step.outcome.path is not None for step in steps] == [True] + [False] * 6
        fault = steps[1].outcome.fault
        assert isinstance(fault, OutputError)
        assert "VIS-001" in fault.message

    def test_a_type_that_does_not_exist(self, campus: Path, tmp_path: Path) -> None:
        """Of several types none is made before one of them is refused."""

        def wrong(source: Source) -> Iterator[Wish]:
            yield from visits(source)
            yield Wish(source=source, type="visit-recrod")

        steps = run(campus, out=tmp_path / "out", wanted=wrong)

        assert [type(step.outcome.fault) for step in steps] == [UsageError]
        assert contents(tmp_path / "out") == {}


class TestResume:
    """Nothing is made twice, and nothing that is not whole is taken for done."""

    def test_what_is_done_is_left_alone(self, many: Path, tmp_path: Path) -> None:
        """Neither rendered nor written, nor recorded again."""
        out = tmp_path / "out"
        run(many, out=out)
        before = {path: path.stat().st_mtime_ns for path in out.iterdir()}

        steps = run(many, out=out, resume=True)

        assert all(step.outcome.already and not step.made.data for step in steps)
        assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before

    def test_what_is_missing_or_cut_off_is_made_again(self, campus: Path, tmp_path: Path) -> None:
        """A half file is none, whatever the manifest says."""
        out = tmp_path / "out"
        run(campus, out=out)
        whole = contents(out)
        first, second, *_others = sorted(out.glob("*.docx"))
        first.unlink()
        second.write_bytes(second.read_bytes()[:2000])

        steps = run(campus, out=out, resume=True)

        made = {step.outcome.path for step in steps if not step.outcome.already}
        # What nobody of us wrote is somebody's work: told, not overwritten.
        assert made == {first, None}
        second.unlink()
        run(campus, out=out, resume=True)
        assert contents(out) == whole

    def test_changed_data_are_printed(self, campus: Path, tmp_path: Path) -> None:
        """Done is what was made of the files as they are now."""
        out = tmp_path / "out"
        run(campus, out=out)
        path = campus / "visits.yaml"
        path.write_text(path.read_text("utf-8").replace("程思远", "程远"), encoding="utf-8")

        steps = run(campus, out=out, resume=True)

        assert not any(step.outcome.already for step in steps)

    def test_a_manifest_that_was_cut_off(self, campus: Path, tmp_path: Path) -> None:
        """Its last line counts as not written, and new lines begin on a line of their own."""
        out = tmp_path / "out"
        run(campus, out=out)
        path = out / "manifest.jsonl"
        path.write_bytes(path.read_bytes()[:-40])

        steps = run(campus, out=out, resume=True)

        assert [step.outcome.already for step in steps] == [True] * 6 + [False]
        rows = path.read_text(encoding="utf-8").splitlines()
        assert len(rows) == 8
        assert json.loads(rows[-1])["record"] == "VIS-007"


def test_every_line_keeps_to_the_schema(campus: Path, tmp_path: Path) -> None:
    """Written, refused or failed."""
    schema = json.loads(resources.schema_path("manifest").read_text(encoding="utf-8"))
    broken = tmp_path / "broken.yaml"
    broken.write_text("stage: [", encoding="utf-8")

    def wanted(source: Source) -> Iterator[Wish]:
        yield from visits(source)
        yield Wish(source=source, type="bid-annex", parameters={"first_number": "6.1"})

    run(broken, campus, out=tmp_path / "out", wanted=wanted)

    written = lines(tmp_path / "out")
    assert {line["result"] for line in written} >= {"written", "failed"}
    for line in written:
        jsonschema.validate(line, schema)


KILLER = '''
"""Work that kills its worker: always at VIS-013, once at VIS-030."""
import os, pathlib, signal
from svcdocs.workflow.batch_worker import make

def work(share):
    for wish in share.wishes:
        if wish.record == "VIS-013":
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        mark = pathlib.Path(os.environ["SVCDOCS_TEST_MARK"])
        if wish.record == "VIS-030" and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return make(share)
'''


@pytest.fixture
def killer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., object]]:
    """The work above, as a module that workers can import."""
    folder = tmp_path / "path"
    folder.mkdir()
    (folder / "svcdocs_test_killer.py").write_text(KILLER, encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("SVCDOCS_TEST_MARK", str(tmp_path / "mark"))
    import svcdocs_test_killer  # type: ignore[import-not-found]  # written a moment ago

    yield svcdocs_test_killer.work
    del sys.modules["svcdocs_test_killer"]


class TestAWorkerThatIsKilled:
    """Its documents are made by another, unless one of them is what kills."""

    def test_by_a_document(
        self, many: Path, tmp_path: Path, killer: Callable[..., list[object]]
    ) -> None:
        """That one is told; the one that survives a second try is made, like all others."""
        steps = run(many, out=tmp_path / "out", crew=Crew(2, work=killer))  # type: ignore[arg-type]  # its module is unknown to mypy

        failed = [step for step in steps if step.outcome.path is None]
        assert [step.made.wish.record for step in failed] == ["VIS-013"]
        assert isinstance(failed[0].outcome.fault, WorkError)
        assert "died" in failed[0].outcome.fault.message
        assert len(contents(tmp_path / "out")) == VISITS - 1
        assert (tmp_path / "mark").exists()

    @pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")
    def test_from_outside(self, many: Path, tmp_path: Path) -> None:
        """A kill -9 on the way costs nothing but time."""
        out = tmp_path / "out"
        crew = Crew(2)
        made = plan(find_targets([str(many)]), visits, packed=False)
        batch = Batch(made.wishes, made.place(out), crew)
        steps: list[Step] = []
        for step in batch.run():
            if not steps:
                victim = multiprocessing.active_children()[0]
                os.kill(int(victim.pid or 0), signal.SIGKILL)
                victim.join()
            steps.append(step)
        crew.close()

        assert all(step.outcome.path for step in steps)
        assert len(contents(out)) == VISITS


class TestShippedFiles:
    """Workers on other disks get the files, and speak of them as the user does."""

    class Apart(Crew):
        """This process, which pretends to have another disk."""

        apart = True

    def test_the_same_documents(
        self, campus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Of the project's own template and the company's, too."""
        builtin = resources.builtin_dir() / "templates"
        company = tmp_path / "company"
        for root, kind in ((campus, "visit-record"), (company, "visit-report")):
            shutil.copytree(builtin / kind, root / "templates" / kind)
            path = root / "templates" / kind / "type.yaml"
            text = path.read_text(encoding="utf-8").replace('file_name: "', 'file_name: "自有 ')
            path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("SVCDOCS_PATH", str(company))

        def both(source: Source) -> Iterator[Wish]:
            yield from visits(source)
            yield Wish(source=source, type="visit-report", mode=Mode.DRAFT)

        here = run(campus, out=tmp_path / "here", wanted=both)
        there = run(campus, out=tmp_path / "there", wanted=both, crew=self.Apart())

        assert contents(tmp_path / "here") == contents(tmp_path / "there")
        assert all(name.startswith("自有") for name in contents(tmp_path / "there"))
        assert [one.outcome.title for one in here] == [one.outcome.title for one in there]

    def test_places_are_the_users(
        self, campus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Not those of a folder that the worker made for itself."""
        monkeypatch.chdir(campus.parent)
        path = campus / "visits.yaml"
        text = path.read_text(encoding="utf-8").replace("    interviewee: 程思远\n", "", 1)
        path.write_text(text, encoding="utf-8")

        def final(source: Source) -> Iterator[Wish]:
            yield Wish(source=source, type="visit-record")

        steps = run(Path("campus-network"), out=tmp_path / "o", wanted=final, crew=self.Apart())

        row = text.splitlines().index("  - id: VIS-001") + 1
        assert str(steps[0].outcome.lacks[0].place) == f"campus-network/visits.yaml:{row}:5"

    def test_a_project_of_one_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its file travels under its own name."""
        monkeypatch.chdir(tmp_path)
        text = "stage: bid\nno: [\n"
        Path("job.yaml").write_text(text, encoding="utf-8")

        steps = run(Path("job.yaml"), out=tmp_path / "out", crew=self.Apart())

        assert steps[0].outcome.fault
        assert "job.yaml:" in " ".join(steps[0].outcome.fault.details)
        assert str(tmp_path) not in " ".join(steps[0].outcome.fault.details)


class TestSource:
    """What counts as the same files."""

    def test_what_was_printed_is_no_data(self, campus: Path) -> None:
        """Documents may lie in the project's folder."""
        before = read_source(campus)
        run(campus, out=campus / "文书")

        assert read_source(campus).digest == before.digest

    def test_a_file_that_changes_meanwhile(self, campus: Path, tmp_path: Path) -> None:
        """No document is made of one state and recorded as of another."""
        made = plan(find_targets([str(campus)]), visits, packed=False)
        with (campus / "project.yaml").open("a", encoding="utf-8") as file:
            file.write("# edited\n")

        steps = list(Batch(made.wishes, made.place(tmp_path / "out"), Crew()).run())

        assert steps[0].outcome.fault
        assert "was changed" in steps[0].outcome.fault.message


def test_workers_end_with_whoever_gave_them_work(many: Path, tmp_path: Path) -> None:
    """A command that is killed leaves no processes behind, waiting for ever."""
    import subprocess

    call = [sys.executable, "-m", "svcdocs", "render", str(many), "visit-record"]
    call += ["--mode", "draft", "--workers", "2", "-o", str(tmp_path / "out")]
    psutil = pytest.importorskip("psutil")
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        parent = psutil.Process(process.pid)
        children: list[object] = []
        while len(children) < 2 and process.poll() is None:
            children = [c for c in parent.children() if "spawn_main" in " ".join(c.cmdline())]
            time.sleep(0.01)
        process.kill()
    assert len(children) == 2
    gone, alive = psutil.wait_procs(children, timeout=30)
    assert len(gone) == 2
    assert not alive
