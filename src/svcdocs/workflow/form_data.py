"""Forms of rows, for people who have no project: each row becomes the data of one form.

Rows that say the same of their project are one project; what makes these projects are bytes that
travel with each wish, so that no folder is needed and workers elsewhere have them, too.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from svcdocs.errors import UsageError, WorkError
from svcdocs.load.fields import field_references
from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.load.form_rows import PROJECT, load_rows, row_schema
from svcdocs.load.source import Loaded, describe
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.render.doctype import DocumentType, find_type
from svcdocs.texts import _
from svcdocs.workflow.batch_plan import Plan
from svcdocs.workflow.batch_sources import Source, read_source
from svcdocs.workflow.batch_wishes import Made, Wish
from svcdocs.workflow.data_text import as_yaml
from svcdocs.workflow.documents import Outcome
from svcdocs.workflow.file_names import safe_file_name
from svcdocs.workflow.form_choices import form_choices, form_labels, reword_choice

Row = dict[str, Any]
_OWN = f"{PROJECT}."
FAULTY = 1


class RowError(WorkError):
    """A row has a fault of its own; the others are printed."""

    exit_code = FAULTY


@dataclass(slots=True, kw_only=True)
class FormRows:
    """The rows of a file.

    Attributes:
        type: of the forms.
        main: the name of the table with a row for each form.
        rows: its rows, by their number from 0; those with a fault are left out.
        places: where each of its rows begins.
        tables: the other tables' rows.
        common: fields of the project that are the same for all.
        faults: for each row that is left out what is wrong with it.
        notices: what was not read, and the like.
    """

    type: DocumentType
    main: str
    rows: dict[int, Row]
    places: list[Place]
    tables: dict[str, list[Row]]
    common: Row
    faults: dict[int, list[Problem]]
    notices: list[Problem] = field(default_factory=list)


def read_form_rows(path: Path, document_type: str, policies: Sequence[str] = ()) -> FormRows:
    """Read the rows of a file for the forms of a type.

    Raises:
        UsageError: there is no such file or type; a column fits no field, or there are no rows.
    """
    one = find_type(document_type)
    main = one.subject or PROJECT
    choices = form_choices(one, policies, main)
    schema = row_schema(one.subject, form_labels(one, main))

    def reword(table: str, name: str, text: str) -> str | Problem:
        return reword_choice(choices, table, name, text)

    loaded = load_rows(path, one.subject, schema, reword)
    return _sorted_out(path, one, main, loaded)


def _sorted_out(path: Path, one: DocumentType, main: str, loaded: Loaded) -> FormRows:
    data = loaded.tree.data
    rows: list[Row] = data.pop(main, [])
    tables = {name: value for name, value in data.items() if _is_table(value)}
    spots = {name: _places(loaded, name, len(value)) for name, value in tables.items()}
    places = _places(loaded, main, len(rows))
    faults: dict[int, list[Problem]] = {}
    of_the_file = []
    for problem in loaded.problems:
        at = _row_at(problem.place, places)
        if at is not None:
            faults.setdefault(at, []).append(problem)
            continue
        child = next(
            (
                tables[name][found]
                for name, inside in spots.items()
                if (found := _row_at(problem.place, inside)) is not None
            ),
            None,
        )
        if child is None:
            of_the_file.append(problem)
            continue
        for number, row in enumerate(rows):
            if _belongs(child, row, one.subject, [str(r.get("id")) for r in rows]):
                faults.setdefault(number, []).append(problem)
    if of_the_file:
        raise UsageError(
            _("{file} does not fit {title}").format(file=path.as_posix(), title=one.title),
            hint=_("svcdocs form {type} --sheet FILE.xlsx writes a sheet that does").format(
                type=one.id
            ),
            details=[describe(problem) for problem in of_the_file],
        )
    if not rows:
        if path.suffix.lower() in YAML_SUFFIXES and not one.subject and data:
            rows, places = [{}], [Place(file=path.as_posix())]
        else:
            raise UsageError(
                _("{file} has no rows of {table}").format(file=path.as_posix(), table=main),
                hint=_("svcdocs form {type} --sheet FILE.xlsx writes a sheet to fill in").format(
                    type=one.id
                ),
            )
    return FormRows(
        type=one,
        main=main,
        rows={number: row for number, row in enumerate(rows) if number not in faults},
        places=places,
        tables=tables,
        common={name: value for name, value in data.items() if name not in tables},
        faults=faults,
        notices=loaded.notices,
    )


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _places(loaded: Loaded, table: str, count: int) -> list[Place]:
    found = (loaded.tree.place((table, number)) for number in range(count))
    return [place or Place(file="") for place in found]


def _row_at(place: Place, rows: Sequence[Place]) -> int | None:
    """The row in which a place lies, if it lies below the beginning of the first one."""
    if not rows or (place.file, place.sheet) != (rows[0].file, rows[0].sheet):
        return None
    at = bisect_right([row.line for row in rows], place.line) - 1
    if at < 0 or (not place.sheet and at + 1 == len(rows) and place.line == 0):
        return None
    return at


def _belongs(child: Row, row: Row, subject: str, ids: Sequence[str]) -> bool:
    """Whether a row of another table goes with a row: it names it, or names none of them."""
    number = child.get(f"{_OWN}no")
    if number is not None and number != row.get(f"{_OWN}no", number):
        return False
    if not subject:
        return True
    named = [value for key, value in child.items() if isinstance(value, str) and value in ids]
    return not named or str(row.get("id")) in named


def rows_plan(
    rows: FormRows, wish: Callable[[Source, str], Iterator[Wish]], policies: Sequence[str]
) -> Plan:
    """The forms of rows, with what is wrong with those left out.

    Args:
        rows: the rows.
        wish: makes the wish for one record of a source.
        policies: whose terms they print; by default those of the type.

    Raises:
        UsageError: nobody says which policies count.
    """
    names = list(policies or rows.type.blank_policies)
    if not names:
        raise UsageError(
            _("{title} does not say which policy a blank form is printed from").format(
                title=rows.type.title
            ),
            hint=_("name one, e.g. --policy network-equipment@1.0"),
        )
    made = _RowsPlan(alone=False)
    company = read_source(None, packed=True)
    for number, problems in rows.faults.items():
        fault = RowError(
            _("the row has faults"), details=[describe(problem) for problem in problems]
        )
        made.failures.append(Outcome(title=str(rows.places[number]), fault=fault))
    for group in _groups(rows):
        source = _source(rows, group, names, company)
        made.folders[source.project] = Path()
        for order, number in enumerate(group):
            row = rows.rows[number]
            record = str(row.get("id") or f"#{order + 1}") if rows.type.subject else ""
            line = str(rows.places[number].line or number + 1)
            if rows.type.subject and not row.get("id"):
                made.told_apart[source.project, record] = line
            elif not rows.type.subject and len(rows.rows) > 1:
                end = str(row.get(f"{_OWN}no") or line)
                taken = set(made.told_apart.values())
                made.told_apart[source.project, record] = f"{end}-{line}" if end in taken else end
            made.wishes += wish(source, record)
    return made


@dataclass(slots=True)
class _RowsPlan(Plan):
    """A plan whose files have more in their names than their type gives them, where that is needed.

    `told_apart` has the end of a file's name by its project and record: the number of the project, or
    the line of a row that has no id.
    """

    told_apart: dict[tuple[str, str], str] = field(default_factory=dict)

    def place(self, out: Path) -> Callable[[Made], Path]:
        place = Plan.place(self, out)
        if out.suffix.lower() == ".docx":
            return place

        def named(made: Made) -> Path:
            path = place(made)
            end = self.told_apart.get((made.wish.source.project, made.wish.record or ""), "")
            if end in path.stem:
                return path
            return path.with_name(safe_file_name(f"{path.stem}-{end}{path.suffix}"))

        return named


def _groups(rows: FormRows) -> list[list[int]]:
    """The rows that are of one project; of forms about projects each row is one."""
    groups: dict[Any, list[int]] = {}
    for number, row in rows.rows.items():
        own = tuple(sorted((key, str(row[key])) for key in row if key.startswith(_OWN)))
        groups.setdefault(own if rows.type.subject else number, []).append(number)
    return list(groups.values())


def _source(
    rows: FormRows, group: Sequence[int], policies: Sequence[str], company: Source
) -> Source:
    data = as_yaml(_project(rows, group, policies)).encode()
    digest = hashlib.sha256(data).hexdigest()
    place = rows.places[group[0]]
    whole = len(group) == len(rows.rows)
    return Source(
        project=place.file if whole else str(place),
        data=digest,
        digest=hashlib.sha256(f"{company.digest} {digest}".encode()).hexdigest(),
        files={"project/project.yaml": data, **(company.files or {})},
        rows=True,
    )


def _project(rows: FormRows, group: Sequence[int], policies: Sequence[str]) -> Row:
    """The rows and what goes with them, as a project."""
    subject = rows.type.subject
    data: Row = {**rows.common, "policies": list(policies)}
    inside = [rows.rows[number] for number in group]
    for name, value in inside[0].items():
        if name.startswith(_OWN):
            _put(data, name.removeprefix(_OWN).split("."), value)
    if subject:
        data[subject] = [_without_project(row) for row in inside]
    ids = [str(row.get("id")) for row in rows.rows.values()]
    for table, lines in rows.tables.items():
        kept = [
            _without_project(line)
            for line in lines
            if any(_belongs(line, row, subject, ids) for row in inside)
        ]
        if kept:
            data[table] = kept
    _add_staff(data)
    return data


def _without_project(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if not name.startswith(_OWN)}


def _put(data: Row, steps: Sequence[str], value: Any) -> None:
    for step in steps[:-1]:
        inner = data.setdefault(step, {})
        # What all have in common must not change with one of them.
        data[step] = dict(inner)
        data = data[step]
    data[steps[-1]] = value


def _add_staff(data: Row) -> None:
    """People whom a row names and no sheet lists are called as they are written."""
    staff: list[Row] = data.get("staff", [])
    known = {str(one.get("id")) for one in staff}
    by_name = {str(one["name"]): str(one["id"]) for one in staff if {"name", "id"} <= one.keys()}
    added: dict[str, Row] = {}
    for path, tables in field_references("project").items():
        if "staff" not in tables or len(path) < 3 or path[0] not in data:
            continue
        for row in data[path[0]] if isinstance(data[path[0]], list) else ():
            written = row.get(path[2])
            people = written if isinstance(written, list) else [written] if written else []
            ids = [by_name.get(str(one), str(one)) for one in people]
            for one in ids:
                if one not in known:
                    added[one] = {"id": one, "name": one}
            if written:
                row[path[2]] = ids if isinstance(written, list) else ids[0]
    if added:
        data["staff"] = [*staff, *added.values()]
