"""The day of the last commit that touched a project: `--as-of commit`.

An old build that is run again then finds what it found, whatever day it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from svcdocs.calc.china_time import CHINA, today
from svcdocs.errors import UsageError
from svcdocs.texts import _


@dataclass(frozen=True, slots=True)
class CommitDay:
    """The day in China; `uncommitted` says that it is today, for the last commit is not the last word."""

    day: date
    uncommitted: bool = False


def commit_day(project: Path) -> CommitDay:
    """The day to take for today where the last commit decides.

    A project with changes that no commit holds is as of today: these changes are.

    Raises:
        UsageError: git is not there, or the project is in no repository or in no commit of it.
    """
    folder, name = (project, ".") if project.is_dir() else (project.parent, project.name)
    stamp = _git(folder, "log", "-1", "--format=%ct", "--", name)
    if not stamp:
        raise UsageError(
            _("--as-of commit: no commit holds {path}").format(path=project.as_posix()),
            hint=_("commit it, or say --as-of today"),
        )
    if _git(folder, "status", "--porcelain", "--", name):
        return CommitDay(today(), uncommitted=True)
    return CommitDay(datetime.fromtimestamp(int(stamp), UTC).astimezone(CHINA).date())


def _git(folder: Path, *arguments: str) -> str:
    """What git says, without the line break."""
    import subprocess  # noqa: PLC0415 - for --as-of commit only

    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a fixed program; the path is the user's own
    except OSError as error:
        raise UsageError(
            _("--as-of commit needs git, which cannot be started: {reason}").format(
                reason=error.strerror or type(error).__name__
            ),
            hint=_("install git, or say --as-of with a date"),
        ) from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UsageError(
            _("--as-of commit: git cannot tell when {path} was committed ({reason})").format(
                path=folder.as_posix(), reason=reason
            ),
            hint=_("check out the repository with git, or say --as-of with a date"),
        )
    return done.stdout.decode("utf-8", "replace").strip()
