"""What formats say about a finding in words."""

from __future__ import annotations

from svcdocs.model.finding import Answer, AnswerKind, Finding, Input, Severity
from svcdocs.model.report import Report
from svcdocs.texts import _, ngettext


def fault(finding: Finding) -> str:
    """What is wrong with which record, and by how much."""
    said = finding.message
    title = finding.title
    if finding.record and finding.record not in said:
        title = f"{title} {finding.record}".lstrip()
    if title:
        said = _("{title}: {message}").format(title=title, message=said)
    if finding.margin:
        said = _("{said} ({margin})").format(said=said, margin=finding.margin)
    return said


def sentence(finding: Finding) -> str:
    """What is wrong; what to do, or who has answered it."""
    said = fault(finding)
    if finding.answer is not None:
        return _("{said}; {advice}").format(said=said, advice=answered(finding.answer))
    if finding.advice:
        return _("{said}; {advice}").format(said=said, advice=finding.advice)
    return said


def located(finding: Finding, said: str) -> str:
    """A sentence with the place in a Word document in front, for formats that name files only."""
    if not finding.place.spot:
        return said
    return _("{name}: {message}").format(name=finding.place.spot, message=said)


def answered(answer: Answer) -> str:
    """By what, and for a waiver by whom and until when."""
    if answer.kind is AnswerKind.REMEDY:
        return _("answered by {remedy}").format(remedy=answer.id)
    if answer.kind is AnswerKind.BASELINE:
        return _("known from the baseline")
    said = _("waived by {person}").format(person=answer.by or answer.id)
    if answer.until is not None:
        said = _("{said} until {day}").format(said=said, day=answer.until.isoformat())
    return _("{said}: {reason}").format(said=said, reason=answer.reason) if answer.reason else said


def compared(one: Input) -> str:
    """A value that was read: `it.arrived_at = 2026-03-02 10:42`."""
    return f"{one.name} = {one.value}"


def verdict(reports: tuple[Report, ...]) -> str:
    """How many findings there are, the heaviest first."""
    findings = [finding for report in reports for finding in report.findings]
    counts = dict.fromkeys(reversed(Severity), 0)
    for finding in findings:
        counts[finding.severity] += finding.open
    parts = [_counted(severity, count) for severity, count in counts.items() if count]
    said = _(", ").join(parts) if parts else _("No open finding")
    for kind, sentence_ in _answers().items():
        count = sum(one.answer is not None and one.answer.kind is kind for one in findings)
        if count:
            said += sentence_.format(count=count)
    return said


def _answers() -> dict[AnswerKind, str]:
    return {
        AnswerKind.REMEDY: _("; {count} answered"),
        AnswerKind.WAIVER: _("; {count} waived"),
        AnswerKind.BASELINE: _("; {count} known from the baseline"),
    }


def _counted(severity: Severity, count: int) -> str:
    sentences = {
        Severity.ERROR: ngettext("{count} error", "{count} errors", count),
        Severity.WARNING: ngettext("{count} warning", "{count} warnings", count),
        Severity.INFO: ngettext("{count} note", "{count} notes", count),
    }
    return sentences[severity].format(count=count)
