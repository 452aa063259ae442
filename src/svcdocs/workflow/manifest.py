"""The record of a batch: a file of JSON Lines beside the documents, one line for each result.

Lines are only ever added, each by one write, so that an interruption costs no more than its last
line; of several lines about a file the last one counts. The schema is `manifest`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import svcdocs
from svcdocs.errors import OutputError
from svcdocs.texts import _
from svcdocs.workflow.batch_sources import Source
from svcdocs.workflow.batch_wishes import Done, DoneKey, Made
from svcdocs.workflow.documents import Outcome

NAME = "manifest.jsonl"


class Manifest:
    """What was made in a folder, and why something was not.

    What stood in the file is read once, at the first question about it.
    """

    def __init__(self, path: Path) -> None:
        """Nothing is read or written yet.

        Args:
            path: the file; documents are named from its folder on.
        """
        self.path = path
        self._file: int | None = None
        #: Whether anything was added.
        self.begun = False

    def add(self, made: Made, outcome: Outcome, sha256: str) -> None:
        """Add the result of a document.

        Raises:
            OutputError: the disk refuses.
        """
        wish = made.wish
        result = "written" if outcome.path else "failed" if outcome.fault else "refused"
        line: dict[str, Any] = {
            "document": outcome.title,
            "result": result,
            "file": self._name(outcome.path) if outcome.path else None,
            "sha256": sha256 or None,
            "content": made.content or None,
            "project": wish.source.project or None,
            "type": wish.type,
            "record": wish.record or None,
            "mode": wish.mode.value,
            "form": not wish.gated,
            "parameters": dict(wish.parameters) or None,
            "key": _spelt(made.key) if not made.whole else None,
            "as_of": made.as_of.isoformat() if made.as_of else None,
            "policies": list(made.policies),
            "template": made.template or None,
            "data": wish.source.data,
            "inputs": wish.source.digest,
            "svcdocs": svcdocs.__version__,
            "reasons": reasons(outcome),
        }
        self._write(line)

    def add_pdf(self, outcome: Outcome, made_from: str, sha256: str) -> None:
        """Add the result of a PDF.

        Raises:
            OutputError: the disk refuses.
        """
        fault = outcome.pdf_fault
        self._write(
            {
                "document": outcome.title,
                "result": "written" if outcome.pdf else "failed",
                "file": self._name(outcome.pdf) if outcome.pdf else None,
                "sha256": sha256 or None,
                "made_from": made_from,
                "svcdocs": svcdocs.__version__,
                "reasons": [fault.message, *fault.details] if fault else [],
            }
        )

    def close(self) -> None:
        """Nothing more is to come."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def done(self, source: Source) -> dict[DoneKey, Done]:
        """The documents of a project that were made of the same files and lie there whole."""
        found = {}
        for line in self._last_lines.get(source.digest, {}).values():
            if line.get("project", "") == source.project and self._is_whole(line):
                day = line.get("as_of")
                key = tuple(line["key"])
                found[key] = Done(file=line["file"], as_of=date.fromisoformat(day) if day else None)
        return found

    def has_pdf(self, path: Path, made_from: str) -> bool:
        """Whether the PDF of a document was made of it as it is, and lies there whole."""
        line = self._pdfs.get(self._name(path))
        return line is not None and line["made_from"] == made_from and self._is_whole(line)

    def _is_whole(self, line: Mapping[str, Any]) -> bool:
        try:
            return file_digest(self.path.parent / line["file"]) == str(line["sha256"])
        except OSError:
            return False

    @cached_property
    def _last_lines(self) -> dict[str, dict[str, Any]]:
        """By inputs and by file, the last line about each file that was written."""
        files: dict[str, Any] = {}
        for line in self._lines():
            if line.get("key") and line.get("file") and line["result"] == "written":
                files[line["file"]] = line
        by_inputs: dict[str, dict[str, Any]] = defaultdict(dict)
        for name, line in files.items():
            by_inputs[line["inputs"]][name] = line
        return by_inputs

    @cached_property
    def _pdfs(self) -> dict[str, Any]:
        return {
            line["file"]: line for line in self._lines() if line.get("made_from") and line["file"]
        }

    def _lines(self) -> Iterator[dict[str, Any]]:
        """Every whole line; one that an interruption cut off is none."""
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._refused(error) from error
        for row in text.split("\n"):
            try:
                line = json.loads(row)
            except ValueError:
                continue
            if isinstance(line, dict) and "result" in line:
                yield line

    def _name(self, path: Path) -> str:
        """The file from the manifest's folder on, if there is a way."""
        try:
            return Path(os.path.relpath(path, self.path.parent)).as_posix()
        except ValueError:  # another drive
            return path.absolute().as_posix()

    def _write(self, line: Mapping[str, Any]) -> None:
        kept = {key: value for key, value in line.items() if value is not None}
        data = json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        try:
            if self._file is None:
                self._file = self._opened()
                self.begun = True
            os.write(self._file, data)
        except OSError as error:
            raise self._refused(error) from error

    def _opened(self) -> int:
        """The file, its last line ended: an interruption may have cut it off."""
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, flags, 0o666)
        if os.lseek(file, 0, os.SEEK_END):
            os.lseek(file, -1, os.SEEK_END)
            if os.read(file, 1) != b"\n":
                os.write(file, b"\n")
        return file

    def _refused(self, error: OSError) -> OutputError:
        return OutputError(
            _("{path} cannot be written: {reason}").format(
                path=self.path.as_posix(), reason=error.strerror or type(error).__name__
            )
        )


def reasons(outcome: Outcome) -> list[str]:
    """Why a document was not made, or what a draft marks, a sentence each."""
    told = [str(lack) for lack in outcome.lacks]
    told += [f"{one.place} {one.rule} {one.title}" for one in outcome.blocked_by]
    if outcome.fault:
        told += [outcome.fault.message, *outcome.fault.details]
    return told


def file_digest(path: Path) -> str:
    """The SHA-256 of a file.

    Raises:
        OSError: the disk does not give it.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _spelt(key: DoneKey) -> list[str | bool]:
    return list(key)
