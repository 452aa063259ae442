"""Writing down that a finding is waived, with the fingerprint of the values that are excused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from svcdocs.check.selection import matches
from svcdocs.check.waivers import TABLE, waivable
from svcdocs.errors import OutputError, UsageError
from svcdocs.load import load_project
from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.load.wording import nearest
from svcdocs.model.finding import Finding
from svcdocs.report.parts.sentences import fault
from svcdocs.texts import _
from svcdocs.workflow.outputs import write_file
from svcdocs.workflow.project import Project

_FILE = "waivers.yaml"
_HEAD = "# 特批：只对批准时的数值有效，数值一变即失效；指纹由 svcdocs waive 给出\n"

#: A row of `waivers`, field by field.
Row = Mapping[str, str]


def draft_waivers(  # noqa: PLR0913 - what a waiver says
    project: Project,
    rule: str,
    record: str = "",
    *,
    by: str,
    reason: str,
    until: date,
    on: date | None = None,
) -> list[Row]:
    """A row for each open finding of a rule about one record.

    Args:
        project: the project that will hold them.
        rule: its id, or its name alone.
        record: whose findings; may be left out where only one record has any.
        by: who approves it, a name or the id of a member of staff.
        reason: why.
        until: the last day on which it counts.
        on: when it was approved; by default the day that counts as today.

    Raises:
        UsageError: there is no such open finding, it cannot be waived, or it would end too soon.
    """
    approved = on or project.context.as_of
    if until < approved:
        raise UsageError(
            _("a waiver approved on {day} cannot have ended on {until}").format(
                day=approved.isoformat(), until=until.isoformat()
            )
        )
    found = {one.fingerprint: one for one in _findings(project, rule, record)}
    taken = {str(row.get("id", "")) for row in project.context.project.data.get(TABLE, ())}
    numbers = (f"W-{number}" for number in range(1, len(taken) + len(found) + 1))
    ids = (id_ for id_ in numbers if id_ not in taken)
    rows = [
        {
            "id": id_,
            "rule": finding.rule,
            "record": finding.record,
            "fingerprint": fingerprint,
            "finding": fault(finding),
            "approver": by.strip(),
            "reason": reason.strip(),
            "approved_on": approved.isoformat(),
            "expires_on": until.isoformat(),
        }
        for id_, (fingerprint, finding) in zip(ids, found.items(), strict=False)
    ]
    return [{name: value for name, value in row.items() if value} for row in rows]


def _findings(project: Project, rule: str, record: str) -> list[Finding]:
    """The open findings that are meant; at least one, all about one record."""
    candidates = [one for one in project.report.open if matches(rule, one.rule)]
    if not candidates:
        open_rules = {one.rule for one in project.report.open}
        near = nearest(rule, open_rules)
        raise UsageError(
            _("{project} has no open finding of {rule}").format(project=project.name, rule=rule),
            hint=_("did you mean {name}?").format(name=near)
            if near
            else _("rules with open findings: {rules}").format(
                rules=", ".join(sorted(open_rules)) or "-"
            ),
        )
    refused = next((one for one in candidates if not waivable(project.context, one.rule)), None)
    if refused is not None:
        raise UsageError(
            _("a fault of {rule} cannot be waived").format(rule=refused.rule),
            hint=refused.advice or _("mend what is found"),
        )
    meant = [one for one in candidates if not record or one.record == record]
    subjects = sorted({(one.rule, one.record) for one in (meant or candidates)})
    if not meant or len(subjects) > 1:
        message = _("{rule} has no open finding about {record}")
        if not record:
            message = _("{rule} has open findings about several records: name one")
        raise UsageError(
            message.format(rule=rule, record=record),
            hint=_("open: {findings}").format(
                findings=", ".join(" ".join(subject).rstrip() for subject in subjects)
            ),
        )
    return meant


def as_yaml(rows: Sequence[Row], indent: int = 2) -> str:
    """The rows as items of a YAML list; a text in double quotes is the same in JSON and YAML."""
    lines = []
    for row in rows:
        for number, (name, value) in enumerate(row.items()):
            plain = name in ("id", "rule", "approved_on", "expires_on")
            spelt = value if plain else json.dumps(value, ensure_ascii=False)
            lines.append(f"{' ' * indent}{'  ' if number else '- '}{name}: {spelt}\n")
    return "".join(lines)


def as_printed(project: Project, rows: Sequence[Row]) -> str:
    """The rows in the form in which the project has its waivers: as YAML, or as lines of a table."""
    known = project.context.project.data.get(TABLE)
    file = project.context.place(("project", TABLE, 0)).file if known else ""
    if not file or Path(file).suffix.lower() in YAML_SUFFIXES:
        return f"{TABLE}:\n" + as_yaml(rows).rstrip("\n")
    lines = io.StringIO()
    table = csv.DictWriter(lines, dict.fromkeys(name for row in rows for name in row))
    table.writeheader()
    table.writerows(rows)
    return lines.getvalue().rstrip("\r\n").replace("\r\n", "\n")


def write_waivers(project: Project, rows: Sequence[Row]) -> Path:
    """Append rows to the project's waivers; the file.

    Raises:
        OutputError: they stand where nothing can be appended, or the disk refuses. Nothing is
            changed then.
    """
    file = _file(project)
    before = file.read_bytes() if file.is_file() else b""
    text = before.decode("utf-8").rstrip("\r\n")
    text += "\n" if text else _HEAD
    known = project.context.project.data.get(TABLE, ())
    indent = 2
    if known:
        place = project.context.place(("project", TABLE, len(known) - 1))
        indent = max(place.column - 3, 0)
    else:
        text += f"{TABLE}:\n"
    write_file(file, (text + as_yaml(rows, indent)).encode())
    if not _arrived(project, rows):
        if before:
            write_file(file, before)
        else:
            file.unlink()
        raise _by_hand(file.as_posix())
    return file


def _file(project: Project) -> Path:
    """The YAML file that has the waivers, or shall have them."""
    if project.context.project.data.get(TABLE):
        file = Path(project.context.place(("project", TABLE, 0)).file)
        if file.suffix.lower() not in YAML_SUFFIXES:
            raise _by_hand(file.as_posix())
        return file
    named = Path(project.name)
    return named / _FILE if named.is_dir() else named


def _arrived(project: Project, rows: Sequence[Row]) -> bool:
    """Whether the project, read again, has all waivers and no fault more."""
    again = load_project(project.name)
    waivers = again.tree.data.get(TABLE, ())
    before = project.context.project.data.get(TABLE, ())
    there = {(row.get("id"), row.get("fingerprint")) for row in waivers}
    return (
        len(waivers) == len(before) + len(rows)
        and all((row["id"], row["fingerprint"]) in there for row in rows)
        and len(again.problems) <= len(project.context.problems)
    )


def _by_hand(file: str) -> OutputError:
    return OutputError(
        _("{file} cannot be added to by svcdocs").format(file=file),
        hint=_("leave --write out and copy the values that are printed into it"),
    )
