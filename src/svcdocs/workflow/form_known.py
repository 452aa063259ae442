"""What the project knows already about the rows that come back in forms."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from svcdocs.calc.china_time import wall_clock
from svcdocs.load.mistyped import MistypedError
from svcdocs.load.moments import read_date
from svcdocs.workflow.form_tags import FieldTag
from svcdocs.workflow.project import Project

_NUMBERED = re.compile(r"(.*?)(\d+)")


class Known:
    """A project's rows by id; without a project nothing is known.

    The ids that it makes up are never the same twice, over all forms that are read with it.
    """

    def __init__(self, project: Project | None) -> None:
        """Look at a project."""
        self.project = project
        data = project.context.project.data if project else {}
        self.data = data
        self._rows: dict[str, dict[str, Any]] = {
            table: {str(row["id"]): row for row in rows if "id" in row}
            for table, rows in data.items()
            if isinstance(rows, list) and rows and isinstance(rows[0], dict)
        }
        self._taken: dict[str, set[str]] = {}

    def row(self, table: str, row: str) -> dict[str, Any]:
        """A row; an empty one where there is none."""
        found: dict[str, Any] = self._rows.get(table, {}).get(row, {})
        return found

    def value(self, table: str, row: str, field: str) -> Any:
        """The value of a field, or None."""
        return self.row(table, row).get(field)

    def people(self, name: str) -> list[str]:
        """The ids of the members of staff with a name, or with this id."""
        staff = self._rows.get("staff", {})
        return (
            [name]
            if name in staff
            else [id_ for id_, row in staff.items() if row.get("name") == name]
        )

    def unchanged_list(self, tag: FieldTag, row: str, text: str) -> tuple[str, ...]:
        """The items of a list that prints as this text; a comma inside an item is no comma."""
        items = self.value(tag.table, row, tag.steps[-1])
        if isinstance(items, list) and "、".join(map(str, items)) == text:
            return tuple(map(str, items))
        return ()

    def moment(self, tag: FieldTag, row: str, day: str) -> str:
        """The moment that a field has, if it is on this day; else nothing."""
        moment = self.value(tag.table, row, tag.steps[-1])
        if isinstance(moment, datetime) and wall_clock(moment).date() == _day(day):
            return moment.isoformat(sep=" ")
        return ""

    def day(self, tag: FieldTag, row: str) -> str:
        """The day of the moment that a field has."""
        moment = self.value(tag.table, row, tag.steps[-1])
        return wall_clock(moment).date().isoformat() if isinstance(moment, datetime) else ""

    def at_clock(self, tag: FieldTag, row: str, clock: str) -> str:
        """The moment that a field has, if its time of day is this one; else nothing."""
        moment = self.value(tag.table, row, tag.steps[-1])
        if isinstance(moment, datetime) and f"{wall_clock(moment):%H:%M}" == clock:
            return moment.isoformat(sep=" ")
        return ""

    def next_id(self, table: str) -> str:
        """An id that no row of the table has, in the way of those it has."""
        taken = self._taken.setdefault(table, set(self._rows.get(table, {})))
        prefix, number, width = f"{table.upper().replace('_', '-')}-", 0, 2
        for id_ in taken:
            match = _NUMBERED.fullmatch(id_)
            if match and int(match[2]) > number:
                prefix, number, width = match[1], int(match[2]), len(match[2])
        made = f"{prefix}{number + 1:0{width}}"
        taken.add(made)
        return made


def _day(text: str) -> date | None:
    try:
        return read_date(text.strip(), cell=True)
    except MistypedError:
        return None
