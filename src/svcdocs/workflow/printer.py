"""The screen and the printer of the system: files are shown, or sent to be printed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from svcdocs.errors import WorkError
from svcdocs.texts import _

#: Programs that take a file to the default printer; both come with CUPS.
_SENDERS = ("lp", "lpr")
_PATIENCE = 60.0


def show(path: Path) -> None:
    """Open a file in the program that the system has for its kind.

    Raises:
        WorkError: there is none.
    """
    if sys.platform == "win32":
        _start(path, "open", _("cannot be shown"))
        return
    name = "open" if sys.platform == "darwin" else "xdg-open"
    program = shutil.which(name)
    if program is None:
        raise WorkError(
            _("{path} was written but cannot be shown: there is no {program}").format(
                path=path.as_posix(), program=name
            ),
            hint=_("open it by hand"),
        )
    _run([program, os.fspath(path.absolute())], path, _("cannot be shown"))


@dataclass(frozen=True, slots=True)
class Printer:
    """The way to the system's printer; `program` is empty on Windows, which knows it by itself."""

    program: str

    @classmethod
    def found(cls) -> Printer:
        """The printer's way, asked for before anything is made.

        Raises:
            WorkError: there is none.
        """
        if sys.platform == "win32":
            return cls("")
        for name in _SENDERS:
            if program := shutil.which(name):
                return cls(program)
        raise WorkError(
            _("nothing can be printed: there is neither lp nor lpr"),
            hint=_("install CUPS, or leave --print out and print the file by hand"),
        )

    @property
    def takes_word(self) -> bool:
        """Whether it prints Word files; else it wants PDFs."""
        return not self.program

    def send(self, path: Path) -> None:
        """Print a file.

        Raises:
            WorkError: there is no printer, or it refuses.
        """
        if sys.platform == "win32":
            _start(path, "print", _("cannot be printed"))
        else:
            _run([self.program, os.fspath(path.absolute())], path, _("cannot be printed"))


def _start(path: Path, verb: str, failed: str) -> None:
    if sys.platform != "win32":  # for the type checker
        raise AssertionError(verb)
    try:
        os.startfile(path.absolute(), verb)  # noqa: S606 - a file that was just written
    except OSError as error:
        raise WorkError(
            _("{path} was written but {failed}: {reason}").format(
                path=path.as_posix(), failed=failed, reason=error.strerror or str(error)
            ),
            hint=_("do it by hand in Word or WPS"),
        ) from error


def _run(call: list[str], path: Path, failed: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - a program found in PATH, and a file of ours
            call,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = str(error)
    else:
        if done.returncode == 0:
            return
        reason = done.stderr.decode("utf-8", "replace").strip() or str(done.returncode)
    raise WorkError(
        _("{path} was written but {failed}: {reason}").format(
            path=path.as_posix(), failed=failed, reason=reason
        ),
        hint=_("do it by hand"),
    )
