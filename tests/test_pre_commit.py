"""The hook of `.pre-commit-hooks.yaml`, with the real pre-commit and a real `git commit`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

#: What the hook is installed from: a checkout without what is not in its repository.
_PARTS = (
    ".pre-commit-hooks.yaml",
    "LICENSE",
    "README.md",
    "policies",
    "pyproject.toml",
    "schemas",
    "src",
    "templates",
)
_UNWANTED = shutil.ignore_patterns("__pycache__", "*.egg-info")

#: INC-003 of the sample: on site in time, and not.
_ARRIVED, _TOO_LATE = "2025-10-21 09:50", "2025-10-21 10:50"

pytestmark = pytest.mark.pre_commit


@pytest.fixture
def run(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs programs in a repository of two projects that uses the hook; the hook comes from ours."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "PRE_COMMIT"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PIP_CONSTRAINT", str(checkout / "constraints.txt"))
    monkeypatch.setenv("SVCDOCS_LANG", "en")
    monkeypatch.setenv(
        "PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    )

    def execute(*command: str, where: str = "work") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=tmp_path / where,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    for part in _PARTS:
        source, target = checkout / part, tmp_path / "tool" / part
        target.parent.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=_UNWANTED)
        else:
            shutil.copyfile(source, target)
    shutil.copytree(checkout / "samples" / "campus-network", tmp_path / "work" / "jobs" / "campus")
    shutil.copytree(checkout / "samples" / "campus-network-bid", tmp_path / "work" / "jobs" / "bid")
    for where in ("tool", "work"):
        execute("git", "init", "-q", where=where)
        for name, value in {"user.name": "t", "user.email": "t@example.org"}.items():
            execute("git", "config", name, value, where=where)
        execute("git", "add", "-f", ".", where=where)
        done = execute("git", "commit", "-q", "-m", "first", where=where)
        assert done.returncode == 0, done.stdout
    revision = execute("git", "rev-parse", "HEAD", where="tool").stdout.strip()
    (tmp_path / "work" / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {(tmp_path / 'tool').as_uri()}\n    rev: {revision}\n"
        "    hooks: [{id: svcdocs-check}]\n",
        encoding="utf-8",
    )
    return execute


def test_a_changed_table_checks_its_project(run: Run, tmp_path: Path) -> None:
    """A commit with a fault is stopped; other files are no concern; put right, it goes through."""
    work = tmp_path / "work"
    installed = run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    assert installed.returncode == 0, installed.stdout

    (work / "notes.csv").write_text("a,b\n", encoding="utf-8")
    run("git", "add", ".")
    done = run("git", "commit", "-m", "no project is concerned")
    assert done.returncode == 0, done.stdout

    table = work / "jobs" / "campus" / "incidents.csv"
    right = table.read_text(encoding="utf-8")
    table.write_text(right.replace(_ARRIVED, _TOO_LATE), encoding="utf-8")
    assert table.read_text(encoding="utf-8") != right
    (work / "notes.csv").write_text("a,b,c\n", encoding="utf-8")
    run("git", "add", ".")
    done = run("git", "commit", "-m", "late")
    assert done.returncode == 1, done.stdout
    assert "jobs/campus/incidents.csv:" in done.stdout
    assert "onsite-late" in done.stdout
    assert "1 project" not in done.stdout
    assert "Passed over, for no project holds it: notes.csv" in done.stdout

    table.write_text(right + "\n", encoding="utf-8")
    run("git", "add", ".")
    done = run("git", "commit", "-m", "right")
    assert done.returncode == 0, done.stdout
