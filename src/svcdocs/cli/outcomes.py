"""What became of each document, in words and as an exit code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svcdocs.errors import SvcdocsError
from svcdocs.texts import _, ngettext
from svcdocs.workflow.documents import Outcome

NOT_MADE = 1
FAILED = 3


def told(outcomes: Sequence[Outcome]) -> str:
    """Every document with its file or what it is missing, and the count of both."""
    lines = [line for outcome in outcomes for line in _lines(outcome)]
    made = sum(outcome.path is not None for outcome in outcomes)
    refused = len(outcomes) - made
    verdict = ngettext("{count} document written", "{count} documents written", made)
    if refused:
        verdict = _("{written}, {count} not written").format(written=verdict, count=refused)
    return "\n".join([*lines, verdict.format(count=made)])


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """3 where something broke, 1 where the data do not give a document, else 0."""
    if any(outcome.fault for outcome in outcomes):
        return FAILED
    return NOT_MADE if any(outcome.path is None for outcome in outcomes) else 0


def _lines(outcome: Outcome) -> Iterator[str]:
    lacks = len(outcome.lacks)
    if outcome.path is not None:
        marked = ngettext(
            "{path}  ({count} value marked as missing)",
            "{path}  ({count} values marked as missing)",
            lacks,
        )
        form = marked if lacks else "{path}"
        yield form.format(path=outcome.path.as_posix(), count=lacks)
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
