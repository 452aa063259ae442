"""Checking many projects: each judged on its own, none hides another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from svcdocs.calc.china_time import today
from svcdocs.check.selection import EVERYTHING, Selection
from svcdocs.errors import UsageError
from svcdocs.load.wording import nearest
from svcdocs.model.builtin_rules import builtin_rules
from svcdocs.model.finding import Finding, Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import NOTHING_CHECKED, Report, Results, in_order
from svcdocs.texts import _
from svcdocs.workflow.failures import failure_of
from svcdocs.workflow.targets import Targets

if TYPE_CHECKING:  # what reads and judges is imported when a project has to be checked
    from svcdocs.policy import Shelf
    from svcdocs.workflow.kept_reports import KeptReports


class Today(Enum):
    """Days that are known only when a project is opened."""

    TODAY = "today"
    COMMIT = "commit"


def check_projects(
    targets: Targets,
    *,
    as_of: date | Today | None = None,
    selection: Selection = EVERYTHING,
    kept: KeptReports | None = None,
) -> Results:
    """Judge every project.

    A project that cannot be checked is a failure of the results; where it is the only one, its
    error is raised.

    Args:
        targets: the projects, and the words that led to none.
        as_of: the day that counts as today: a date, the clock's, or that of the project's last
            commit; by default the project's own, else today.
        selection: the rules that are to run.
        kept: reports of earlier runs with the same selection, and where those of this one go.

    Raises:
        UsageError: `selection` names a rule that no policy of the projects has.
        SvcdocsError: why the only project cannot be checked.
    """
    alone = len(targets.projects) + len(targets.faults) == 1
    reports: list[Report] = []
    failures = [failure_of(word, fault) for word, fault in targets.faults]
    if alone and targets.faults:
        raise targets.faults[0][1]
    judge = _Judge(selection)
    for path in targets.projects:
        try:
            reports.append(_checked(path, as_of, judge, kept))
        except Exception as error:
            if alone:
                raise
            failures.append(failure_of(path.as_posix(), error))
    if selection != EVERYTHING:
        _refuse_unknown(selection, reports)
    if selection.select and any(report.checked for report in reports):
        # A rule for incidents has nothing to judge in a bid; that it judged somewhere is enough.
        reports = [_without_silence(report) for report in reports]
    return Results(reports=tuple(reports), failures=tuple(failures))


def _checked(
    path: Path, as_of: date | Today | None, judge: _Judge, kept: KeptReports | None
) -> Report:
    day, uncommitted = day_for(path, as_of)
    report = kept.find(path, day) if kept is not None else None
    if report is None:
        report = judge.judged(path, day)
        if kept is not None:
            kept.add(path, day, report)
    if day is None or not uncommitted:
        return report
    notice = _uncommitted(path, day)
    if judge.selection.leaves_out(notice.rule):
        return report
    return replace(report, findings=in_order([*report.findings, notice]))


class _Judge:
    """Judges one project after the other by the same rules."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self._shelf: Shelf | None = None

    def judged(self, path: Path, day: date | None) -> Report:
        from svcdocs.policy import Shelf  # noqa: PLC0415 - see the imports
        from svcdocs.workflow.project import open_project  # noqa: PLC0415 - the same

        self._shelf = self._shelf or Shelf()
        project = open_project(path, as_of=day, shelf=self._shelf)
        off: frozenset[str] = frozenset()
        if self.selection != EVERYTHING:
            rules = [*project.context.policies.rules, *builtin_rules()]
            off = frozenset(rule for rule in rules if self.selection.leaves_out(rule))
        report = project.judged(off)
        return replace(report, findings=in_order(report.findings))


def day_for(path: Path, as_of: date | Today | None) -> tuple[date | None, bool]:
    """The day to take for today (None: the project's own), and whether no commit holds it yet.

    Raises:
        UsageError: the day of the last commit was asked for, and there is none.
    """
    if as_of is Today.TODAY:
        return today(), False
    if as_of is Today.COMMIT:
        from svcdocs.workflow.commit_day import commit_day  # noqa: PLC0415 - asks git

        commit = commit_day(path)
        return commit.day, commit.uncommitted
    return as_of if isinstance(as_of, date) else None, False


def _without_silence(report: Report) -> Report:
    told = (one for one in report.findings if one.rule != NOTHING_CHECKED)
    return replace(report, findings=tuple(told))


def _refuse_unknown(selection: Selection, reports: Sequence[Report]) -> None:
    """A pattern that means no rule is a slip of the pen, and would silently choose nothing."""
    if not reports or any(not report.knows_policies for report in reports):
        return  # a policy is missing, and that is told
    rules = {*builtin_rules(), *(rule.rule for report in reports for rule in report.rules)}
    for pattern in selection.unknown(rules):
        names = [name for rule in sorted(rules) for name in (rule, *rule.split("/", 1))]
        near = nearest(pattern, names)
        message = _("there is no rule {name}").format(name=pattern)
        if near:
            message = _("there is no rule {name}; did you mean {near}?").format(
                name=pattern, near=near
            )
        raise UsageError(message, hint=_("name a rule, a policy, or a pattern like 'visit-*'"))


def _uncommitted(path: Path, day: date) -> Finding:
    return Finding(
        rule="data/uncommitted",
        title="",
        severity=Severity.INFO,
        nature=Nature.GAP,
        place=Place(file=path.as_posix()),
        message=_("there are changes that no commit holds: {day}, today, is taken").format(
            day=day.isoformat()
        ),
    )


def passed_over(targets: Targets, most: int = 8) -> Iterator[str]:
    """The files that belong to no project, in words for people."""
    names = [path.as_posix() for path in targets.skipped]
    if names:
        listed = _(", ").join(names[:most])
        if len(names) > most:
            listed = _("{names} and {count} more").format(names=listed, count=len(names) - most)
        yield _("Passed over, for no project holds it: {files}").format(files=listed)
