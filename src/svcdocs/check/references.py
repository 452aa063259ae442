"""Ids that name a row of another table: each must be there.

The schema says which fields hold such an id (`x-refers`), so this is no rule of any policy and
counts at every stage. Without it a wrong id would only make rules unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from svcdocs.check.fingerprint import field_name
from svcdocs.check.inputs import read_inputs
from svcdocs.check.selection import DANGLING
from svcdocs.check.titles import title
from svcdocs.expr import Read
from svcdocs.facts import Context, Record
from svcdocs.load import field_references, field_title
from svcdocs.load.wording import nearest
from svcdocs.model.finding import Finding, Nature, Severity
from svcdocs.model.tree import Path
from svcdocs.texts import _, language


def dangling_references(context: Context) -> Iterator[Finding]:
    """A finding for every id of the project's data that its tables don't have."""
    known: dict[str, Mapping[str, str] | None] = {}
    for field, tables in field_references("project").items():
        if field[0] not in context.project.data:
            continue
        ids: dict[str, str] = {}
        for table in tables:
            if table not in known:
                known[table] = _ids(context, table)
            ids |= known[table] or {}
        if any(known[table] is None for table in tables):
            continue
        if ids.keys() >= set(_held(context.project.data, field)):
            continue
        for path, value in _values(context.project.data, field):
            if value not in ids:
                yield _finding(context, ("project", *path), value, tables, ids)


def _ids(context: Context, table: str) -> Mapping[str, str] | None:
    """The ids of a table, each with what its row is called.

    None where some of it may have been lost when it was loaded; that was reported, and ids that
    are missing for this reason are no further faults.
    """
    rows = context.project.data.get(table)
    if rows is None:
        return None if context.problems else {}
    if any("id" not in row for row in rows):
        return None
    return {row["id"]: str(row.get("name") or row.get("title") or "") for row in rows}


def _held(data: Any, pattern: Path) -> list[str]:
    """What stands at a path of the schema, `*` for every row."""
    found = [data]
    for step in pattern:
        if step == "*":
            found = [item for one in found for item in one]
        else:
            found = [one[step] for one in found if step in one]
    return found


def _values(data: Any, pattern: Path, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The same, each with its path."""
    if not pattern:
        yield path, data
    elif pattern[0] == "*":
        for index, item in enumerate(data):
            yield from _values(item, pattern[1:], (*path, index))
    elif pattern[0] in data:
        yield from _values(data[pattern[0]], pattern[1:], (*path, pattern[0]))


def _finding(
    context: Context, path: Path, value: str, tables: tuple[str, ...], ids: Mapping[str, str]
) -> Finding:
    record = _record(context, path)
    message = _("{name} {value} is not in {table}").format(
        name=title(context, record, path), value=value, table=_(", ").join(map(_called, tables))
    )
    if near := _meant(value, ids):
        message += _("; did you mean {name!r}?").format(name=near)
    return Finding(
        rule=DANGLING,
        title="",
        severity=Severity.ERROR,
        nature=Nature.DATA,
        place=context.place(path),
        message=message,
        advice=_("correct the id, or add what it names"),
        record=record.id if record else "",
        field=field_name(context, path),
        inputs=read_inputs(context, record, (Read(path, value),)),
    )


def _record(context: Context, path: Path) -> Record | None:
    return context.record(path[:3]) if isinstance(path[2], int) else None


def _called(table: str) -> str:
    return f"project.{table}" if language() == "en" else field_title("project", (table,))


def _meant(value: str, ids: Mapping[str, str]) -> str:
    """The id of what is called so (a person's name is easily written for the number), or like it."""
    for id_, name in ids.items():
        if name == value:
            return id_
    return nearest(value, ids)
