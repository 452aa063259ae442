"""`--as-of commit`: an old build finds what it found."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from svcdocs.calc.china_time import today
from svcdocs.errors import UsageError
from svcdocs.workflow.commit_day import CommitDay, commit_day

IN_CI = os.environ.get("CI") == "true"
Git = Callable[..., None]

pytestmark = [
    pytest.mark.usefixtures("english"),
    pytest.mark.skipif(not IN_CI and shutil.which("git") is None, reason="git is not installed"),
]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A repository with two projects, as the current folder; git runs at a moment of our choice."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, at: str = "2026-03-01T12:00:00+08:00") -> None:
        named = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(
            ["git", *named, *arguments],  # noqa: S607 - whichever git is installed
            check=True,
            capture_output=True,
            env={**os.environ, "GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at},
        )

    run("init", "-q")
    for name in ("a", "b"):
        Path(name).mkdir()
        Path(name, "project.yaml").write_text("stage: bid\n", encoding="utf-8")
    Path("single.yaml").write_text("stage: bid\n", encoding="utf-8")
    run("add", ".")
    run("commit", "-q", "-m", "both")
    return run


def test_the_last_commit_that_touched_the_project(git: Git) -> None:
    """Not that of its neighbour; the day is China's, wherever the commit was made."""
    Path("b/incidents.csv").write_text("id\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "b", at="2026-05-04T17:30:00+00:00")

    assert commit_day(Path("a")) == CommitDay(date(2026, 3, 1))
    assert commit_day(Path("b")) == CommitDay(date(2026, 5, 5))
    assert commit_day(Path("single.yaml")) == CommitDay(date(2026, 3, 1))


@pytest.mark.parametrize("name", ["a/project.yaml", "a/new.csv"])
def test_changes_that_no_commit_holds_are_of_today(name: str, git: Git) -> None:
    """Those of one project are no concern of the other."""
    Path(name).write_text("stage: signed\n", encoding="utf-8")

    assert commit_day(Path("a")) == CommitDay(today(), uncommitted=True)
    assert commit_day(Path("b")) == CommitDay(date(2026, 3, 1))
    git("add", ".")
    assert commit_day(Path("a")).uncommitted
    git("commit", "-q", "-m", "more", at="2026-04-01T08:00:00+08:00")
    assert commit_day(Path("a")) == CommitDay(date(2026, 4, 1))


def test_a_project_that_no_commit_holds(git: Git) -> None:
    """The call is wrong, and says what to do instead."""
    Path("c").mkdir()
    Path("c/project.yaml").write_text("stage: bid\n", encoding="utf-8")
    assert git is not None

    with pytest.raises(UsageError, match="no commit holds c") as caught:
        commit_day(Path("c"))
    assert "--as-of today" in caught.value.hint


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that was copied out of one."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", tmp_path.parent.as_posix())

    with pytest.raises(UsageError, match="git cannot tell when"):
        commit_day(tmp_path)


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without it is told so."""
    monkeypatch.setenv("PATH", tmp_path.as_posix())

    with pytest.raises(UsageError, match="needs git"):
        commit_day(tmp_path)
