"""The file of a baseline: JSON, one line a fault, projects named from where the file lies.

{"version": "1", "projects": {"campus": [{"rule": "…", "record": "…", "fingerprint": "…"}]}}
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from svcdocs.check.baseline import Known, all_known, shrunk, unheard, with_known
from svcdocs.check.silence import with_silence_told
from svcdocs.errors import WorkError
from svcdocs.load.file_names import no_such_file
from svcdocs.model.place import Place
from svcdocs.model.report import Report, Results
from svcdocs.texts import _

_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What is known of each project."""

    path: Path
    projects: Mapping[str, list[Known]] = field(default_factory=dict)

    def of(self, report: Report) -> list[Known]:
        """What is known of a report's project."""
        return self.projects.get(self.key(report.project), [])

    def key(self, project: str) -> str:
        """A project as the file names it."""
        try:
            return Path(os.path.relpath(project, self.path.parent)).as_posix()
        except ValueError:  # another drive of Windows
            return Path(project).absolute().as_posix()

    @property
    def size(self) -> int:
        """How many faults it knows."""
        return sum(one.count for known in self.projects.values() for one in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A baseline brought up to date, and what that changed.

    `refused` new faults were not taken in, for a baseline can only shrink.
    """

    baseline: Baseline
    added: int = 0
    removed: int = 0
    refused: int = 0


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        UsageError: there is no such file.
        WorkError: it is no baseline, or the disk does not give it.
    """
    if not path.is_file():
        raise no_such_file(path)
    try:
        return Baseline(path=path, projects=_projects(json.loads(path.read_text("utf-8"))))
    except OSError as error:
        raise WorkError(
            _("{path} cannot be read: {reason}").format(
                path=path.as_posix(), reason=error.strerror or type(error).__name__
            )
        ) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WorkError(
            _("{path} is no baseline of svcdocs").format(path=path.as_posix()),
            hint=_("take it from the repository again, or write a new one with --write-baseline"),
        ) from error


def _projects(document: Any) -> dict[str, list[Known]]:
    if document["version"] != _VERSION:
        raise ValueError(document["version"])
    return {
        project: [
            Known(
                str(row["rule"]),
                str(row.get("record", "")),
                str(row["fingerprint"]),
                int(row.get("count", 1)),
            )
            for row in rows
        ]
        for project, rows in document["projects"].items()
    }


def apply(baseline: Baseline, results: Results, *, partial: bool = False) -> Results:
    """The results with known faults answered.

    Args:
        baseline: what is known.
        results: of a check without it.
        partial: whether some rules were left out, so that what is gone cannot be told.
    """
    return replace(
        results,
        reports=tuple(_applied(baseline, report, partial=partial) for report in results.reports),
    )


def _applied(baseline: Baseline, report: Report, *, partial: bool) -> Report:
    file = "" if partial else baseline.path.as_posix()
    answered = with_known(report, baseline.of(report), file)
    # The fault that said why nothing was judged may be a known one now.
    return with_silence_told(answered, Place(file=report.project))


def rewritten(old: Baseline | None, path: Path, results: Results, *, grow: bool) -> Rewritten:
    """What a baseline should say after a check.

    Projects that were not checked stay as they are; those that are gone are forgotten.

    Args:
        old: what it says now; None for a new one, which knows everything that is open.
        path: its file.
        results: of the check, without the baseline.
        grow: whether new faults are taken into one that is there already.
    """
    before = old or Baseline(path=path)
    projects = {
        name: known
        for name, known in before.projects.items()
        if Path(os.path.normpath(path.parent / name)).exists()
    }
    refused = 0
    for report in results.reports:
        known, found = before.of(report), all_known(report)
        there = shrunk(known, report)
        taken = found if old is None or grow else there
        refused += _size(found) - _size(there) if taken is there else 0
        projects[before.key(report.project)] = sorted([*taken, *unheard(known, report)])
    now = Baseline(path=path, projects={name: known for name, known in projects.items() if known})
    had, has = _counted(before), _counted(now)
    return Rewritten(
        baseline=now,
        added=(has - had).total(),
        removed=(had - has).total(),
        refused=refused,
    )


def write_baseline(baseline: Baseline) -> None:
    """Write the file, a line a fault, so that a repository shows what changed.

    Raises:
        OutputError: the disk refused.
    """
    projects = [
        f"    {_json(project)}: [\n"
        + ",\n".join(f"      {_json(_row(one))}" for one in known)
        + "\n    ]"
        for project, known in sorted(baseline.projects.items())
    ]
    body = ",\n".join(projects)
    text = f'{{\n  "version": "{_VERSION}",\n  "projects": {{\n{body}\n  }}\n}}\n'
    from svcdocs.workflow.outputs import prepare_folder, write_file  # noqa: PLC0415 - knows documents

    prepare_folder(baseline.path.parent)
    write_file(baseline.path, text.encode())


def _row(one: Known) -> dict[str, object]:
    row: dict[str, object] = {"rule": one.rule, "record": one.record}
    row["fingerprint"] = one.fingerprint
    if not one.record:
        del row["record"]
    if one.count > 1:
        row["count"] = one.count
    return row


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _size(known: Sequence[Known]) -> int:
    return sum(one.count for one in known)


def _counted(baseline: Baseline) -> Counter[tuple[str, str]]:
    counted: Counter[tuple[str, str]] = Counter()
    for project, known in baseline.projects.items():
        for one in known:
            counted[project, one.fingerprint] += one.count
    return counted
