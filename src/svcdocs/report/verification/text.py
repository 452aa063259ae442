"""What documents say of themselves, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from svcdocs.model.verification import (
    Cause,
    Change,
    Edit,
    Origin,
    Trace,
    Unverified,
    Verification,
    Verifications,
)
from svcdocs.report.parts.file_names import from_here, placed
from svcdocs.report.parts.view import View
from svcdocs.texts import _, ngettext

_LONGEST = 60


def render(verifications: Verifications, view: View) -> str:
    """Each file with what there is to say, and a last line that sums up."""
    lines = [line for one in verifications.files for line in _file(one, verifications, view)]
    return "\n".join([*lines, conclusion(verifications)]) + "\n"


def conclusion(verifications: Verifications) -> str:
    """How many files are fine, and how many are not."""
    count = len(verifications.files)
    fine = sum(isinstance(one, Verification) and one.fine for one in verifications.files)
    if fine == count:
        return ngettext("{count} document, fine", "{count} documents, all fine", count).format(
            count=count
        )
    return ngettext(
        "{count} document, {bad} not fine", "{count} documents, {bad} not fine", count
    ).format(count=count, bad=count - fine)


def _file(
    one: Verification | Unverified, verifications: Verifications, view: View
) -> Iterator[str]:
    yield from_here(one.file, view)
    if isinstance(one, Unverified):
        yield "  " + (
            _("{what}; {hint}").format(what=one.message, hint=one.hint) if one.hint else one.message
        )
        return
    if one.trace is Trace.DAMAGED:
        yield "  " + _(
            "damaged: what it says of itself was changed or cut off, so nobody can tell whether it "
            "was edited"
        )
        return
    for line in _made_from(one.origin):
        yield "  " + line
    yield "  " + _traced(one)
    for edit in one.edits:
        yield "    " + edited(edit)
    if one.changes is None:
        return
    if not one.changes:
        yield "  " + _("up to date with {project}").format(
            project=from_here(verifications.project, view)
        )
        return
    yield "  " + _("stale: {project} gives another document now").format(
        project=from_here(verifications.project, view)
    )
    for change in one.changes:
        yield "    " + _changed(change, view)


def _made_from(origin: Origin) -> Iterator[str]:
    if origin.anonymous:
        yield _("made for a blind bid: it does not say from what")
        return
    if origin.merged:
        yield ngettext(
            "{count} form put into one file to print; only its own file says from what it was made",
            "{count} forms put into one file to print; only their own files say from what they "
            "were made",
            origin.merged,
        ).format(count=origin.merged)
        return
    modes = {"final": _("final"), "draft": _("draft"), "blank": _("to fill in")}
    what = _("{type} {record}").format(type=origin.type, record=origin.record).strip()
    given = ", ".join(f"{name}={value}" for name, value in origin.parameters.items())
    yield _("made: {what} ({how}) from {policies}").format(
        what=what,
        how=", ".join(filter(None, [modes.get(origin.mode, origin.mode), given])),
        policies=", ".join(origin.policies) or "-",
    )
    yield _("template {template}, data {data}, svcdocs {version}").format(
        template=origin.template[:12], data=origin.data[:12], version=origin.version
    ) + (_("; check code {code}").format(code=origin.code) if origin.code else "")


def _traced(one: Verification) -> str:
    if one.trace is Trace.INTACT:
        return _("as it was made")
    if one.trace is Trace.SAVED:
        return _("saved by another program; every text is as it was made (layout is not compared)")
    count = len(one.edits)
    if not count:  # of many forms in one file no places are known
        return _("edited by hand")
    return ngettext(
        "edited by hand in {count} place:", "edited by hand in {count} places:", count
    ).format(count=count)


def edited(edit: Edit) -> str:
    """Where a document was edited, and how, in words."""
    if edit.kind == "moved":
        return _("paragraphs and tables stand in another order")
    spot = _spot(edit)
    if edit.kind == "inserted":
        return _("{spot}: inserted: {now}").format(spot=spot, now=_short(edit.now))
    if edit.kind == "removed":
        return ngettext(
            "{spot}: removed ({count} character)", "{spot}: removed ({count} characters)", edit.was
        ).format(spot=spot, count=edit.was)
    return ngettext(
        "{spot}: was {count} character, now: {now}",
        "{spot}: was {count} characters, now: {now}",
        edit.was,
    ).format(spot=spot, count=edit.was, now=_short(edit.now))


def _spot(edit: Edit) -> str:
    if edit.sheet:
        return _("header, footer or note")
    if edit.column:
        return _("table {table}, row {row}, column {column}").format(
            table=edit.table, row=edit.row, column=edit.column
        )
    if edit.row:
        return _("table {table}, row {row}").format(table=edit.table, row=edit.row)
    if edit.table:
        return _("table {table}").format(table=edit.table)
    return _("paragraph {number}").format(number=edit.paragraph)


def _short(text: str) -> str:
    if not text:
        return _("nothing")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _changed(change: Change, view: View) -> str:
    kinds = {
        Cause.DATA: _("data"),
        Cause.TERM: _("term"),
        Cause.POLICY: _("policy"),
        Cause.COMPUTED: _("computed"),
        Cause.DAY: _("day or parameter"),
        Cause.TEMPLATE: _("template"),
        Cause.RECORD: _("not there any more"),
        Cause.REFUSED: _("cannot be made any more"),
    }
    where = f"  {placed(change.place, view)}" if change.place and change.place.file else ""
    name = f" {change.name}" if change.name else ""
    return (
        _("{kind}{name}: {message}").format(
            kind=kinds[change.cause], name=name, message=change.message
        )
        + where
    )
