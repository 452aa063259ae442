"""Reports of projects that have not changed since they were checked.

A report is found by the digest of everything it depends on (`check_inputs`), so there is nothing to
bring up to date: what has changed is not found, and checked anew. What cannot be read, or is no
report, is not found either.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from svcdocs.check.selection import Selection
from svcdocs.kept.folder import CacheFolder
from svcdocs.model.report import Report, RuleCount
from svcdocs.workflow.check_inputs import CheckInputs
from svcdocs.workflow.report_data import report_data, report_of, rules_data, rules_of

#: Changes whenever the form of the files does: those of another form are never looked at.
_FORM = "checks-1"
#: Of one policy, day and so on; beyond that those not used for longest go.
_MOST = 5000
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


@dataclass(slots=True)
class _Sheet:
    """What a file holds: reports by digest, each with the number of its rules (JSON in JSON)."""

    rules: list[str] = field(default_factory=list)
    reports: dict[str, tuple[list[Any], int]] = field(default_factory=dict)

    def newest(self) -> dict[str, Any]:
        """The last reports, with the rules that these have, each once."""
        kept = dict(list(self.reports.items())[-_MOST:])
        rules: dict[str, int] = {}
        numbers = {
            number: rules.setdefault(self.rules[number], len(rules))
            for number in dict.fromkeys(number for _data, number in kept.values())
        }
        return {
            "rules": list(rules),
            "reports": {digest: (data, numbers[n]) for digest, (data, n) in kept.items()},
        }


class KeptReports:
    """What earlier runs found, and what this one finds.

    Args:
        root: the folder of the cache.
        selection: the rules that are to run.

    Raises:
        NotOursError: somebody else could write to the folder.
        OSError: it cannot be made or looked into.
    """

    def __init__(self, root: Path, selection: Selection) -> None:
        self._folder = CacheFolder(root / _FORM)
        self._selection = selection
        self._inputs = CheckInputs(selection)
        try:
            self._surroundings = self._inputs.surroundings()
        except OSError:  # the checks themselves say what is the matter
            self._surroundings = ""
        self._files: list[str] = []
        self._sheet = _Sheet()
        self._rules: dict[int, tuple[RuleCount, ...]] = {}
        self._used: list[str] = []
        self._asked: dict[Path, str] = {}
        self._new: list[tuple[str, Path, date | None, Report]] = []
        kept = self._folder.read(self._prefix) if self._surroundings else {}
        for name, raw in kept.items():
            self._files.append(name)
            self._take(raw)

    @property
    def _prefix(self) -> str:
        return self._surroundings[:16] + "-"

    def find(self, project: Path, day: date | None) -> Report | None:
        """The report of a project as it is now; None where it has to be checked.

        Args:
            project: its file or folder as it was named.
            day: the day that counts as today; None for its own, else the clock's.
        """
        if not self._surroundings:
            return None
        try:
            digest = self._inputs.project(project, day)
        except OSError:
            return None  # as above
        self._asked[project] = digest
        kept = self._sheet.reports.get(digest)
        if kept is None:
            return None
        data, number = kept
        try:
            if number not in self._rules:
                self._rules[number] = rules_of(json.loads(self._sheet.rules[number]))
            report = report_of(data, self._rules[number])
        except _UNREADABLE:
            return None
        self._used.append(digest)
        return report

    def add(self, project: Path, day: date | None, report: Report) -> None:
        """Keep what a project that was not found came to, from `save` on."""
        if project in self._asked:
            self._new.append((self._asked[project], project, day, report))

    def save(self) -> None:
        """Write what is new, unless what it depends on was changed while it was checked.

        Raises:
            OSError: the disk refuses.
        """
        after = CheckInputs(self._selection)
        if not self._new or after.surroundings() != self._surroundings:
            return
        for digest in dict.fromkeys(self._used):  # last come those that were of use last
            self._sheet.reports[digest] = self._sheet.reports.pop(digest)
        numbers: dict[tuple[int, ...], int] = {}
        for digest, project, day, report in self._new:
            if _is(after, project, day, digest):
                # Equal counts of one run are one object; telling by value takes far longer.
                same = tuple(map(id, report.rules))
                if same not in numbers:
                    numbers[same] = len(self._sheet.rules)
                    self._sheet.rules.append(_spelt(rules_data(report.rules)))
                self._sheet.reports[digest] = report_data(report), numbers[same]
        document = {"surroundings": self._surroundings, **self._sheet.newest()}
        body = _spelt(document).encode("utf-8", "surrogatepass")
        self._folder.replace(self._files, self._prefix, _seal(body) + b"\n" + body)

    def _take(self, raw: bytes) -> None:
        """Read one file; one that is damaged or of other origin says nothing."""
        seal, _break, body = raw.partition(b"\n")
        if seal != _seal(body):
            return
        try:
            document = json.loads(body)
            if document["surroundings"] != self._surroundings:
                return
            first = len(self._sheet.rules)
            reports = {
                digest: (data, first + number)
                for digest, (data, number) in document["reports"].items()
                if 0 <= number < len(document["rules"])
            }
        except _UNREADABLE:
            return
        self._sheet.rules += document["rules"]
        self._sheet.reports |= reports


def _is(inputs: CheckInputs, project: Path, day: date | None, digest: str) -> bool:
    """Whether a project is still what it was."""
    try:
        return inputs.project(project, day) == digest
    except OSError:
        return False


def _spelt(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _seal(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=20).hexdigest().encode()
