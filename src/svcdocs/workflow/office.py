"""LibreOffice as a converter: one process for many documents, watched, ended when it hangs."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svcdocs.errors import WorkError
from svcdocs.texts import _

#: Names LibreOffice where it is not on the PATH.
VARIABLE = "SVCDOCS_SOFFICE"
_NAMES = ("soffice", "libreoffice")
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_GLANCE = 0.05
#: What a PDF ends with; a file without it is still being written.
_END = b"%%EOF"


def find_office() -> Path | None:
    """The program of LibreOffice; None where there is none."""
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        return Path(found) if found else None
    on_path = (shutil.which(name) for name in _NAMES)
    first = next((Path(found) for found in on_path if found), None)
    return first or next((Path(path) for path in _USUAL if Path(path).is_file()), None)


def how_to_install() -> str:
    """Where LibreOffice comes from on this system."""
    if sys.platform == "win32":
        return "winget install TheDocumentFoundation.LibreOffice"
    if sys.platform == "darwin":
        return "brew install --cask libreoffice"
    return "sudo apt install libreoffice-writer-nogui"


def require_office() -> Path:
    """The program of LibreOffice.

    Raises:
        WorkError: there is none; says how to install it.
    """
    found = find_office()
    if found is None:
        named = os.environ.get(VARIABLE)
        raise WorkError(
            _("{variable} names {path}, which is no program").format(variable=VARIABLE, path=named)
            if named
            else _("a PDF needs LibreOffice, which is not here"),
            hint=_("install it with: {command} (or name its soffice in {variable})").format(
                command=how_to_install(), variable=VARIABLE
            ),
        )
    return found


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a document was not converted, in words; `hung` if it took too long."""

    reason: str
    hung: bool


class Office:
    """One process at a time, with a profile of its own so that others may run beside it."""

    def __init__(self, program: Path, profile: Path, limit: float) -> None:
        """Nothing is started yet.

        Args:
            program: LibreOffice's.
            profile: a folder for its settings, its own alone.
            limit: seconds that one document may take; the start of the program counts with the first.
        """
        self._program = program
        self._profile = profile
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def convert(self, documents: Sequence[Path], folder: Path) -> Trouble | None:
        """Convert documents in turn, as far as it goes; `is_whole` tells how far that was.

        Args:
            documents: files with names that differ.
            folder: an empty one for the PDFs.

        Returns:
            Why it did not go to the end, if it did not.
        """
        begun, count = time.monotonic(), 0
        with (folder / "office.log").open("wb") as log:
            self._start(documents, folder, log.fileno())
            try:
                while self._running():
                    time.sleep(_GLANCE)
                    now = len(list(folder.glob("*.pdf")))
                    if now > count:
                        count, begun = now, time.monotonic()
                    elif time.monotonic() - begun > self._limit:
                        reason = _("it took longer than {seconds} seconds")
                        return Trouble(reason.format(seconds=f"{self._limit:g}"), hung=True)
            finally:
                code = self.stop()
        if all(is_whole(pdf_of(document, folder)) for document in documents):
            return None
        reason = _("LibreOffice ended without making it (exit code {code})")
        return Trouble(reason.format(code=code), hung=False)

    def stop(self) -> int | None:
        """End the process and whatever it started; its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        if process.poll() is None:
            _kill_tree(process)
        return process.wait()

    def cancel(self) -> None:
        """End it from another thread, and start none any more."""
        self._stopped = True
        process = self._process
        if process is not None and process.poll() is None:
            _kill_tree(process)

    def _start(self, documents: Sequence[Path], folder: Path, log: int) -> None:
        if self._stopped:
            return
        call = [
            str(self._program),
            f"-env:UserInstallation={self._profile.absolute().as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "pdf"),
            *("--outdir", str(folder), *map(str, documents)),
        ]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the program that was found, or that the user names
                call,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us, and the whole group can be ended
            )
        except OSError as error:
            raise WorkError(
                _("{path} cannot be started: {reason}").format(
                    path=self._program.as_posix(), reason=error.strerror or str(error)
                ),
                hint=_("see svcdocs doctor"),
            ) from error

    def _running(self) -> bool:
        return self._process is not None and self._process.poll() is None


def pdf_of(document: Path, folder: Path) -> Path:
    """The file that LibreOffice makes of a document."""
    return folder / (document.stem + ".pdf")


def is_whole(pdf: Path) -> bool:
    """Whether a file is a PDF to its end."""
    try:
        with pdf.open("rb") as file:
            if not file.read(5).startswith(b"%PDF-"):
                return False
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 1024))
            return _END in file.read()
    except OSError:
        return False


def _kill_tree(process: subprocess.Popen[bytes]) -> None:
    """End a process with its children: soffice is a script or a launcher of another program."""
    if sys.platform == "win32":
        subprocess.run(  # noqa: S603 - a program of the system, with a number
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],  # noqa: S607 - the same
            capture_output=True,
            check=False,
        )
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
