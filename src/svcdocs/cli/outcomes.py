"""What became of each document, in words and as an exit code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svcdocs.errors import SvcdocsError
from svcdocs.texts import _, ngettext
from svcdocs.workflow.comparison import Kept
from svcdocs.workflow.documents import Outcome

NOT_MADE = 1


def told(outcomes: Sequence[Outcome], *, verdict: bool = True) -> str:
    """Every document with its file or what it is missing; with `verdict`, the count of both."""
    lines = [line for outcome in outcomes for line in _lines(outcome)]
    return "\n".join([*lines, _verdict(outcomes)] if verdict else lines)


def _verdict(outcomes: Sequence[Outcome]) -> str:
    if any(outcome.kept for outcome in outcomes):
        return _compared(outcomes)
    already = sum(outcome.already for outcome in outcomes)
    made = sum(outcome.path is not None for outcome in outcomes) - already
    refused = len(outcomes) - made - already
    verdict = ngettext("{count} document written", "{count} documents written", made)
    verdict = verdict.format(count=made)
    if already:
        verdict = _("{written}, {count} already there").format(written=verdict, count=already)
    if refused:
        verdict = _("{written}, {count} not written").format(written=verdict, count=refused)
    return verdict


def _compared(outcomes: Sequence[Outcome]) -> str:
    same = sum(outcome.kept is Kept.SAME for outcome in outcomes)
    told = ngettext("{count} document up to date", "{count} documents up to date", same)
    told = told.format(count=same)
    if same == len(outcomes):
        return told
    return _("{same}, {count} not").format(same=told, count=len(outcomes) - same)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """That of the worst fault; 1 where the data do not give a document, else 0."""
    faults = [fault for one in outcomes for fault in (one.fault, one.pdf_fault) if fault]
    if faults:
        return max(fault.exit_code for fault in faults)
    if any(outcome.kept not in (None, Kept.SAME) for outcome in outcomes):
        return NOT_MADE
    return NOT_MADE if any(outcome.path is None for outcome in outcomes) else 0


def _lines(outcome: Outcome) -> Iterator[str]:
    lacks = len(outcome.lacks)
    if outcome.path is not None and outcome.kept:
        kept = {
            Kept.SAME: _("{path}: up to date"),
            Kept.MISSING: _("{path}: missing"),
            Kept.CHANGED: _("{path}: would change"),
            Kept.EDITED: _("{path}: edited by hand or not made by svcdocs"),
        }
        yield kept[outcome.kept].format(path=outcome.path.as_posix())
        return
    if outcome.path is not None:
        marked = ngettext(
            "{path}  ({count} value marked as missing)",
            "{path}  ({count} values marked as missing)",
            lacks,
        )
        form = marked if lacks else "{path}"
        form = _("{path}  (already there)") if outcome.already else form
        yield form.format(path=outcome.path.as_posix(), count=lacks)
        if outcome.pdf is not None:
            yield outcome.pdf.as_posix()
        if outcome.pdf_fault is not None:
            yield _("not written: {title}: {reason}").format(
                title=outcome.path.with_suffix(".pdf").name, reason=_reason(outcome.pdf_fault)
            )
    elif outcome.blocked_by:
        yield _("not written: {title}: the values it prints contradict each other").format(
            title=outcome.title
        )
    elif outcome.fault:
        yield _("not written: {title}: {reason}").format(
            title=outcome.title, reason=_reason(outcome.fault)
        )
        yield from (f"    {detail}" for detail in outcome.fault.details)
    else:
        yield ngettext(
            "not written: {title}: {count} value is missing or cannot be printed",
            "not written: {title}: {count} values are missing or cannot be printed",
            lacks,
        ).format(title=outcome.title, count=lacks)
    yield from (f"    {lack}" for lack in outcome.lacks)
    yield from (f"    {one.place}  {one.rule}  {one.title}" for one in outcome.blocked_by)


def _reason(fault: SvcdocsError) -> str:
    return (
        _("{what}; {hint}").format(what=fault.message, hint=fault.hint)
        if fault.hint
        else fault.message
    )
