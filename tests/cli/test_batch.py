"""`render` and `form` over many projects: the grammar, what is told, Ctrl-C and going on."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from svcdocs.cli import main
from svcdocs.ooxml.seal import is_untouched

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with two projects under `jobs`, as the current one."""
    monkeypatch.chdir(tmp_path)
    for name in ("east", "west"):
        shutil.copytree(checkout / "samples" / "campus-network", Path("jobs") / name)


def english(*arguments: str) -> int:
    """Run with English messages."""
    return main.run([*arguments, "--lang", "en"])


def documents(folder: str = "out") -> list[str]:
    """What was written."""
    root = Path(folder)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.docx"))


class TestGrammar:
    """Which words are projects."""

    def test_a_folder_above_many_projects(self, capsys: Capture) -> None:
        """In the place of one; every project gets a folder."""
        assert english("render", "jobs", "acceptance-report") == 0

        assert documents() == ["east/验收报告 ACC-01.docx", "west/验收报告 ACC-01.docx"]
        assert "2 documents written" in capsys.readouterr().out
        assert Path("out/manifest.jsonl").is_file()

    def test_projects_and_types_by_option(self) -> None:
        """As a shell spells out `jobs/*`."""
        call = ["render", "jobs/east", "jobs/west", "-t", "acceptance-report", "-t", "bid-annex"]

        assert english(*call) == 0
        assert len(documents()) == 4

    def test_a_pattern(self) -> None:
        """Which no shell has spelt out."""
        assert english("render", "jobs/*", "-t", "acceptance-report", "-o", "there") == 0
        assert len(documents("there")) == 2

    def test_one_project_as_ever(self) -> None:
        """Straight into the folder, without a record of it."""
        assert english("render", "jobs/east", "acceptance-report") == 0

        assert documents() == ["验收报告 ACC-01.docx"]
        assert not Path("out/manifest.jsonl").exists()

    def test_a_project_among_the_types(self, capsys: Capture) -> None:
        """A shell spelt out the pattern, and -t is forgotten."""
        assert english("render", "jobs/east", "jobs/west", "acceptance-report") == 2

        said = capsys.readouterr().err
        assert "jobs/west is a path where a document type should be" in said
        assert "-t" in said

    def test_no_type(self, capsys: Capture) -> None:
        """The next step is shown."""
        assert english("render", "jobs/east") == 2
        assert "missing: TYPE" in capsys.readouterr().err

    def test_forms_of_many_projects(self) -> None:
        """One for each, filled with what it knows."""
        assert english("form", "visit-record", "jobs", "-o", "forms") == 0
        assert len(documents("forms")) == 2


class TestMany:
    """What is told."""

    def test_one_that_fails_hides_no_other(self, capsys: Capture) -> None:
        """The exit code is that of the fault."""
        Path("jobs/east/project.yaml").write_text("stage: [", encoding="utf-8")

        assert english("render", "jobs", "acceptance-report") == 3

        assert documents() == ["west/验收报告 ACC-01.docx"]
        told = capsys.readouterr().out
        assert "not written: jobs/east: no document was made: the project's files have" in told
        assert "1 document written, 1 not written" in told

    def test_going_on(self, capsys: Capture) -> None:
        """What is there is told as such."""
        assert english("render", "jobs", "visit-record") == 0
        (Path("out") / documents()[0]).unlink()

        assert english("render", "jobs", "visit-record", "--resume", "--workers", "2") == 0

        assert "1 document written, 13 already there" in capsys.readouterr().out

    def test_a_manifest_elsewhere(self) -> None:
        """Files are named from where it lies."""
        Path("log").mkdir()
        call = ["render", "jobs/east", "acceptance-report", "--manifest", "log/all.jsonl"]

        assert english(*call) == 0

        line = json.loads(Path("log/all.jsonl").read_text(encoding="utf-8"))
        assert line["file"] == "../out/验收报告 ACC-01.docx"

    def test_no_scheduler(self, capsys: Capture) -> None:
        """Said in a sentence, and nothing written."""
        call = ["render", "jobs", "visit-record", "--scheduler", "tcp://127.0.0.1:9"]
        assert english(*call) == 3
        assert "no Dask scheduler" in capsys.readouterr().err
        assert documents() == []


@pytest.mark.soffice
def test_pdfs_beside_the_documents(capsys: Capture) -> None:
    """Of each that was written; a second run with --resume makes none of them again."""
    call = ["render", "jobs", "acceptance-report", "--pdf", "--resume"]
    assert english(*call) == 0
    pdfs = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.pdf")}
    assert len(pdfs) == 2
    assert "out/east/验收报告 ACC-01.pdf" in capsys.readouterr().out

    assert english(*call) == 0

    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*.pdf")} == pdfs


def four_hundred_visits(workers: str) -> list[str]:
    """Fill a project with work that can be interrupted; the command that does it."""
    path = Path("jobs/east/visits.yaml")
    first = re.search(r"(?ms)^  - id: VIS-001\n.*?(?=^  - id: VIS-002)", path.read_text("utf-8"))
    assert first
    rows = [first[0].replace("VIS-001", f"VIS-{number:04}") for number in range(400)]
    path.write_text("visits:\n" + "".join(rows), encoding="utf-8")
    render = [sys.executable, "-m", "svcdocs", "render", "jobs/east", "visit-record"]
    return [*render, "--lang", "en", "--mode", "draft", "--workers", workers]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
@pytest.mark.parametrize("pause", [0, 0.05, 0.3])
def test_ctrl_c_twice(pause: float) -> None:
    """Who cannot wait is not made to: the command ends, and leaves whole files only."""
    call = four_hundred_visits("2")
    with subprocess.Popen(
        call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        while process.poll() is None and not list(Path().glob("out/*.docx")):
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.communicate(timeout=60)
        finally:
            process.kill()

    assert process.returncode == 130
    assert all(is_untouched(path.read_bytes()) for path in Path("out").glob("*.docx"))


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_and_going_on(workers: str) -> None:
    """Exit code 130, whole files only; --resume makes the rest, and nothing twice."""
    call = four_hundred_visits(workers)
    with subprocess.Popen(
        call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        record = Path("out/manifest.jsonl")
        while process.poll() is None and not (record.exists() and record.stat().st_size > 2000):
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everybody
        said = process.communicate(timeout=60)[1].decode()

    assert process.returncode == 130
    assert "go on with --resume" in said
    assert "Traceback" not in said
    before = {path: path.stat().st_mtime_ns for path in Path("out").glob("*.docx")}
    assert 0 < len(before) < 400
    assert all(is_untouched(path.read_bytes()) for path in before)
    assert not list(Path("out").glob(".*"))

    done = subprocess.run([*call, "--resume"], capture_output=True, check=True)

    assert "already there" in done.stdout.decode()
    assert len(documents()) == 400
    kept = [path for path, when in before.items() if path.stat().st_mtime_ns == when]
    recorded = [
        json.loads(row) for row in Path("out/manifest.jsonl").read_text("utf-8").splitlines()
    ]
    # The document that was being recorded when Ctrl-C came may be made again, to the same bytes.
    assert len(kept) >= len(before) - 1
    assert len({row["record"] for row in recorded}) == 400
