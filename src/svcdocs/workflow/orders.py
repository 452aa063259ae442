"""Which documents somebody wants: those that are due, or chosen ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from svcdocs.errors import UsageError
from svcdocs.facts import Context
from svcdocs.load.wording import nearest
from svcdocs.model.tree import Path
from svcdocs.render.doctype import DocumentType, discover_types, find_type
from svcdocs.render.document import records
from svcdocs.render.mode import Mode
from svcdocs.texts import _
from svcdocs.workflow.project import Project

_NUMBER = re.compile(r"#([1-9]\d{0,5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One document: its type, where the type is about rows the path of the row, and how.

    An anonymous one is for a blind bid: it does not tell who bids.
    """

    type: DocumentType
    record: Path | None = None
    mode: Mode = Mode.FINAL
    parameters: Mapping[str, str] = field(default_factory=dict)
    anonymous: bool = False

    def title(self, context: Context) -> str:
        """What people call it: 客户回访记录表 VIS-001."""
        if self.record is None:
            return self.type.title
        return f"{self.type.title} {context.record(self.record).id}"


def due(project: Project, mode: Mode = Mode.FINAL, *, anonymous: bool = False) -> list[Order]:
    """Every document that the project's stage and data call for, by type, then by row.

    Raises:
        TemplateError: a manifest is wrong, or its `where` does not fit.
    """
    stage = project.stage
    return [
        Order(type=one, record=record, mode=mode, anonymous=anonymous)
        for one in discover_types(project.folder).values()
        if stage is not None and stage.reached(one.from_stage)
        for record in records(project.context, one)
    ]


def chosen(
    project: Project,
    types: Iterable[str],
    ids: Sequence[str] = (),
    *,
    mode: Mode = Mode.FINAL,
    parameters: Mapping[str, str] | None = None,
) -> list[Order]:
    """The documents of some types: of the rows with these ids, or of all rows the types want.

    Raises:
        UsageError: there is no such type, or no such row in its table.
        TemplateError: as `due`.
    """
    wanted = [find_type(id_, project.folder) for id_ in dict.fromkeys(types)]
    return [
        Order(type=one, record=record, mode=mode, parameters=parameters or {})
        for one in wanted
        for record in (
            [find_record(project.context, one, id_) for id_ in dict.fromkeys(ids)]
            if ids
            else records(project.context, one)
        )
    ]


def find_record(context: Context, document_type: DocumentType, id_: str) -> Path:
    """The path of the row with an id in the table a type is about; `#2` is the second of all.

    Raises:
        UsageError: there is none; names the nearest.
    """
    if not document_type.subject:
        raise UsageError(
            _("{title} is about the project as a whole, not about one record").format(
                title=document_type.title
            ),
            hint=_("leave --record out"),
        )
    row = context.row(document_type.subject, id_)
    if row is None and (match := _NUMBER.fullmatch(id_)):
        row = next(iter(context.records(document_type.subject)[int(match[1]) - 1 :]), None)
    if row is None:
        ids = [record.id for record in context.records(document_type.subject)]
        near = nearest(id_, ids)
        raise UsageError(
            _("{table} has no record {id}").format(table=document_type.subject, id=id_),
            hint=_("did you mean {name}?").format(name=near)
            if near
            else _("its records: {ids}").format(ids=", ".join(ids) or "-"),
        )
    return row.path
