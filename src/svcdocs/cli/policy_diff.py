"""`svcdocs policy diff A B`: how two policies differ, and what that does to projects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from svcdocs.check.wording import say as words
from svcdocs.cli.command import Command
from svcdocs.cli.console import say
from svcdocs.cli.parameters import as_of_option
from svcdocs.model.place import Place
from svcdocs.policy.differences import Change, Difference
from svcdocs.report.parts.width import printable
from svcdocs.texts import _, ngettext
from svcdocs.workflow.policy_diff import Comparison, ProjectChange, compare

DIFFERENT = 1
FAILED = 3


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "diff",
        diff,
        [
            click.Argument(
                ["before"], metavar="A", help=_("A policy: a folder, or its id and version.")
            ),
            click.Argument(["after"], metavar="B", help=_("The other one.")),
            click.Option(
                ["--projects"],
                multiple=True,
                metavar=_("FOLDER"),
                help=_("Also say what changes in these projects; may be repeated."),
            ),
            as_of_option(),
            click.Option(
                ["--exit-code"],
                is_flag=True,
                help=_("Exit with 1 where the policies differ, as git diff does (default 0)."),
            ),
        ],
        _("Compare two policies, and what the change does to projects."),
    )


def diff(
    before: str,
    after: str,
    *,
    projects: tuple[str, ...],
    as_of: dt.date | None,
    exit_code: bool,
) -> int:
    """Print the differences of the policies, then those of the projects."""
    found = compare(before, after, projects, as_of=as_of)
    say("\n".join(_policy_lines(found)))
    for project in found.projects:
        say("\n".join(_project_lines(project)))
    if projects:
        count = len(found.projects)
        say(
            ngettext(
                "{count} project compared; {others} don't name the policy",
                "{count} projects compared; {others} don't name the policy",
                count,
            ).format(count=count, others=found.unconcerned)
        )
    if any(project.fault for project in found.projects):
        return FAILED
    return DIFFERENT if exit_code and found.differ else 0


def _policy_lines(found: Comparison) -> Iterator[str]:
    for difference in found.differences:
        yield from _entry(difference)
    count = len(found.differences)
    yield ngettext(
        "{before} → {after}: {count} difference",
        "{before} → {after}: {count} differences",
        count,
    ).format(before=found.before, after=found.after, count=count)


def _entry(difference: Difference) -> Iterator[str]:
    place = difference.after or difference.before
    verb = {Change.ADDED: _("new"), Change.REMOVED: _("gone"), Change.CHANGED: _("changed")}
    what = {
        "term": _("term"),
        "fact": _("fact"),
        "decision": _("decision table"),
        "rule": _("rule"),
    }
    title = "" if difference.title == difference.id else f"  {printable(difference.title)}"
    yield (
        f"{_here(place)}  {verb[difference.change]}  {what[difference.what]} {difference.id}{title}"
    )
    if difference.change is Change.CHANGED:
        for name, old, new in difference.fields:
            yield f"    {name}: {_value(old)} → {_value(new)}"
        if difference.before is not None:
            yield _("    before: {place}").format(place=_here(difference.before))
    else:
        for name, old, new in difference.fields:
            if name == "value":
                yield f"    {name}: {_value(old if new is None else new)}"


def _project_lines(project: ProjectChange) -> Iterator[str]:
    yield ""
    yield project.project
    if project.fault is not None:
        yield _("  could not be compared: {reason}").format(reason=project.fault.message)
        yield from (f"    {detail}" for detail in project.fault.details)
        return
    for sign, findings in (("+", project.found), ("-", project.gone)):
        for one in findings:
            yield f"  {sign} {_here(one.place)}  {one.severity.value}  {one.rule}  {one.title}"
    for title in project.documents:
        yield _("  document changes: {title}").format(title=title)
    if not (project.found or project.gone or project.documents):
        yield _("  nothing changes")


def _here(place: Place | None) -> str:
    return str(place or "-").removeprefix(f"{Path.cwd().as_posix()}/")


def _value(value: Any) -> str:
    if value is None:
        return _("nothing")
    return printable(value) if isinstance(value, str) else printable(words(value))
