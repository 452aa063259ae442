"""What is coming in many projects, and what is overdue."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from svcdocs.calc.china_time import wall_clock
from svcdocs.errors import OutputError, UsageError
from svcdocs.facts.agenda import agenda
from svcdocs.model.agenda import Agenda, Agendas, Item
from svcdocs.model.finding import Nature, Severity
from svcdocs.model.report import Failure, Report
from svcdocs.report.due.ics import calendar
from svcdocs.texts import _
from svcdocs.workflow.checking import Today, day_for
from svcdocs.workflow.failures import failure_of
from svcdocs.workflow.outputs import prepare_folder, write_file
from svcdocs.workflow.project import Project, open_project
from svcdocs.workflow.targets import Targets

#: How far the list looks ahead where nobody says it: maintenance every quarter is seen coming.
AHEAD = timedelta(days=90)
#: Kinds of rule whose records without a known day would silently be missing from the list.
_WITH_A_DAY = ("deadline", "every")
_BEGIN = b"BEGIN:VCALENDAR"


def agendas(
    targets: Targets,
    *,
    as_of: date | Today | None = None,
    first: date | None = None,
    until: date | None = None,
    fail_on: Severity = Severity.ERROR,
) -> Agendas:
    """What is due in every project; one that cannot be read is a failure beside the others.

    Args:
        targets: the projects, and the words that led to none.
        as_of: the day that counts as today, as `check_projects` takes it.
        first: nothing before this day; by default whatever is overdue.
        until: nothing after this day; by default `AHEAD` of the project's today.
        fail_on: from which severity on an overdue item fails the call.

    Raises:
        UsageError: the days are the wrong way round.
        SvcdocsError: why the only project cannot be read.
    """
    if first is not None and until is not None and until < first:
        raise UsageError(
            _("--until {until} is before --from {first}").format(until=until, first=first)
        )
    alone = len(targets.projects) + len(targets.faults) == 1
    failures: list[Failure] = []
    found: list[Agenda] = []
    for word, fault in targets.faults:
        if alone:
            raise fault
        failures.append(failure_of(word, fault))
    for path in targets.projects:
        try:
            project = open_project(path, as_of=day_for(path, as_of)[0])
            found.append(_agenda(project, first, until))
        except Exception as error:
            if alone:
                raise
            failures.append(failure_of(path.as_posix(), error))
    return Agendas(agendas=tuple(found), failures=tuple(failures), fail_on=fail_on)


def _agenda(project: Project, first: date | None, until: date | None) -> Agenda:
    context, report = project.context, project.report
    data = context.project.data
    last = until or min(context.as_of, date.max - AHEAD) + AHEAD
    counting = {count.rule: count for count in report.rules if not count.off}
    answered = _answered(report)
    return Agenda(
        project=project.name,
        number=str(data.get("no", "")),
        name=str(data.get("name", "")),
        as_of=context.as_of,
        until=last,
        items=tuple(
            replace(item, answered=(item.source, _judged_as(item)) in answered)
            for item in agenda(context, counting)
            if (first or date.min) <= _day(item) <= last
        ),
        unknown=sum(one.unknown for one in counting.values() if one.kind in _WITH_A_DAY),
        faults=sum(
            finding.nature is Nature.DATA
            and finding.severity is Severity.ERROR
            and finding.rule.startswith("data/")
            for finding in report.open
        ),
    )


def _day(item: Item) -> date:
    return wall_clock(item.due).date() if isinstance(item.due, datetime) else item.due


def _answered(report: Report) -> set[tuple[str, str]]:
    """Rule and record of the findings that somebody has answered for."""
    still_open = {(one.rule, one.record) for one in report.open}
    return {(one.rule, one.record) for one in report.findings} - still_open


def _judged_as(item: Item) -> str:
    """The record under which the check finds it: steps by their day (see `check.kinds.every`)."""
    if not item.step:
        return item.record
    day = _day(item).isoformat()
    return f"{item.record}/{day}" if item.record else day


def write_calendar(found: Agendas, path: Path, *, remind: int | None = None) -> int:
    """Write a calendar file and tell how many events it holds.

    The environment variable SOURCE_DATE_EPOCH says when the events were made; without it that is
    the day that counts as today, so that the same data give the same file.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds.
        OutputError: the disk refuses, or what lies at the path is no calendar file.
    """
    if path.is_file() and not _is_calendar(path):
        raise OutputError(
            _("{path} is there and is no calendar file").format(path=path.as_posix()),
            hint=_("choose another name for --ics"),
        )
    data = calendar(found, stamp=_stamp(), remind=remind)
    prepare_folder(path.parent)
    write_file(path, data)
    return sum(len(agenda.items) for agenda in found.agendas)


def _is_calendar(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_BEGIN)) in (_BEGIN, b"")


def _stamp() -> datetime | None:
    written = os.environ.get("SOURCE_DATE_EPOCH")
    if not written:
        return None
    try:
        return datetime.fromtimestamp(int(written), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            _("SOURCE_DATE_EPOCH is a number of seconds, not {text!r}").format(text=written)
        ) from error
