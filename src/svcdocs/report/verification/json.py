"""What documents say of themselves, for programs; described by schemas/verification.schema.json.

`version` is "1", and changes as that of a check's report does (see `report.json`). Words of the
language in use stand in `message` and `hint` only.
"""

from __future__ import annotations

import json
from typing import Any

from svcdocs import __version__
from svcdocs.model.verification import (
    Change,
    Edit,
    Origin,
    Unverified,
    Verification,
    Verifications,
)
from svcdocs.report.parts.file_names import from_here
from svcdocs.report.parts.plain_data import place_data, present
from svcdocs.report.parts.view import View

VERSION = "1"


def render(verifications: Verifications, view: View) -> str:
    """One JSON object; what does not apply is left out."""
    document = present(
        version=VERSION,
        tool={"name": "svcdocs", "version": __version__},
        exit_code=verifications.exit_code,
        project=from_here(verifications.project, view) or None,
        files=[_file(one, view) for one in verifications.files],
    )
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _file(one: Verification | Unverified, view: View) -> dict[str, Any]:
    file = from_here(one.file, view)
    if isinstance(one, Unverified):
        return present(file=file, trace="unknown", message=one.message, hint=one.hint or None)
    stale = None if one.changes is None else bool(one.changes)
    return present(
        file=file,
        trace=one.trace.value,
        stale=stale,
        made_from=_origin(one.origin),
        edits=[_edit(edit) for edit in one.edits],
        changes=None if one.changes is None else [_change(change, view) for change in one.changes],
    )


def _origin(origin: Origin) -> dict[str, Any]:
    return present(
        anonymous=origin.anonymous or None,
        merged=origin.merged or None,
        type=origin.type or None,
        record=origin.record or None,
        mode=origin.mode or None,
        project=None if origin.anonymous or origin.merged else origin.project,
        policies=None if origin.anonymous or origin.merged else list(origin.policies),
        parameters=dict(origin.parameters) or None,
        data=origin.data or None,
        template=origin.template or None,
        content=origin.content or None,
        code=origin.code or None,
        version=origin.version or None,
    )


def _edit(edit: Edit) -> dict[str, Any]:
    return present(
        kind=edit.kind,
        part="sheet" if edit.sheet else "body",
        paragraph=edit.paragraph or None,
        table=edit.table or None,
        row=edit.row or None,
        column=edit.column or None,
        was=None if edit.kind in ("inserted", "moved") else edit.was,
        now=None if edit.kind in ("removed", "moved") else edit.now,
    )


def _change(change: Change, view: View) -> dict[str, Any]:
    return present(
        cause=change.cause.value,
        name=change.name or None,
        message=change.message,
        place=place_data(change.place, view) if change.place and change.place.file else None,
    )
