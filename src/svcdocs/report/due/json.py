"""What is due, for programs; described by schemas/due.schema.json.

`version` is "1", and changes as that of a check's report does (see `report.json`). Words of the
language in use stand in `title`, `task`, `who` and `advice` only.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from svcdocs import __version__
from svcdocs.calc.china_time import CHINA
from svcdocs.model.agenda import Agenda, Agendas, Item
from svcdocs.report.parts.file_names import from_here
from svcdocs.report.parts.plain_data import failure_data, place_data, present
from svcdocs.report.parts.view import View

VERSION = "1"


def render(agendas: Agendas, view: View) -> str:
    """One JSON object; what does not apply is left out."""
    document = {
        "version": VERSION,
        "tool": {"name": "svcdocs", "version": __version__},
        "exit_code": agendas.exit_code,
        "fail_on": agendas.fail_on.value,
        "projects": [_project(agenda, agendas, view) for agenda in agendas.agendas],
        "failures": [failure_data(failure, view) for failure in agendas.failures],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _project(agenda: Agenda, agendas: Agendas, view: View) -> dict[str, Any]:
    return present(
        project=from_here(agenda.project, view),
        no=agenda.number or None,
        name=agenda.name or None,
        as_of=agenda.as_of.isoformat(),
        until=agenda.until.isoformat(),
        items=[_item(item, agendas, view) for item in agenda.items],
        unknown=agenda.unknown,
        faults=agenda.faults,
    )


def _item(item: Item, agendas: Agendas, view: View) -> dict[str, Any]:
    return present(
        source=item.source,
        title=item.title,
        task=item.task,
        record=item.record or None,
        step=item.step or None,
        due=_moment(item.due),
        tolerated_until=item.latest.isoformat() if item.latest else None,
        state=item.standing.value,
        left={"amount": int(item.left.amount), "unit": item.left.unit.value},
        who=list(item.who),
        severity=item.severity.value,
        answered=item.answered,
        fails=agendas.fails(item),
        provisional=bool(item.provisional),
        place=place_data(item.place, view),
        sources=list(item.sources),
        advice=item.advice or None,
    )


def _moment(due: date | datetime) -> str:
    """`2026-03-31`, or a time with its offset, `2026-03-31T14:30:00+08:00`."""
    return (due.astimezone(CHINA) if isinstance(due, datetime) else due).isoformat()
