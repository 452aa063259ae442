"""Findings for people at a terminal: one line each, what was compared below it, a summary at the end.

samples/x/incidents.csv:14:5  error  network-equipment/onsite-late  到达现场超时: …; …  [seed:L6]
    incidents.csv:14:61 it.arrived_at = 2026-03-02 10:42
    sla.yaml:6:52 terms.sla.levels.general.onsite = 2 小时
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from svcdocs.model.finding import Finding, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import Report
from svcdocs.texts import _, ngettext

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_NAMED = 8
_WIDTH = max(len(severity.value) for severity in Severity)


def text(report: Report, *, colour: bool = False, here: str = "") -> str:
    """The whole report, without a line break at its end.

    Args:
        report: what to tell.
        colour: whether to colour for a terminal.
        here: the folder of whoever reads; what lies below it is named from there on.
    """
    look = _Look(colour, here)
    return "\n".join([*_findings(report, look), *_summary(report, look)])


@dataclass(frozen=True, slots=True)
class _Look:
    """Terminal colours or none, and where the reader is."""

    colour: bool
    here: str

    def paint(self, words: str, code: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self.colour and words else words

    def place(self, place: Place) -> str:
        return str(place).removeprefix(f"{self.here}/" if self.here else "")


def _findings(report: Report, look: _Look) -> Iterator[str]:
    for finding in report.findings:
        yield _headline(finding, look)
        for one in finding.inputs:
            place = f"{look.place(one.place)} " if one.place else ""
            yield look.paint(f"    {place}{one.name} = {one.value}", "2")


def _headline(finding: Finding, look: _Look) -> str:
    severity = finding.severity.value.ljust(_WIDTH)
    parts = [
        look.paint(look.place(finding.place), "1"),
        look.paint(severity, _COLOURS[finding.severity] if finding.open else "2"),
        finding.rule,
        _sentence(finding),
    ]
    if finding.sources:
        parts.append(f"[{', '.join(finding.sources)}]")
    return "  ".join(parts)


def _sentence(finding: Finding) -> str:
    """What is wrong; what to do, or who has answered it."""
    said = finding.message
    if finding.title:
        said = _("{title}: {message}").format(title=finding.title, message=said)
    if finding.margin:
        said = _("{said} ({margin})").format(said=said, margin=finding.margin)
    if finding.answered_by:
        return _("{said}; answered by {remedy}").format(said=said, remedy=finding.answered_by)
    if finding.advice:
        return _("{said}; {advice}").format(said=said, advice=finding.advice)
    return said


def _summary(report: Report, look: _Look) -> Iterator[str]:
    if report.findings:
        yield ""
    yield look.paint(_verdict(report), "1")
    if report.rules:
        yield _judged(report)
    silent = [count.rule for count in report.rules if count.silent and not count.unknown]
    if silent:
        yield _("  {count} of them had nothing to judge: {rules}").format(
            count=len(silent), rules=_listed(silent)
        )
    unknown = [f"{count.rule} ({count.unknown})" for count in report.rules if count.unknown]
    if unknown:
        yield _("  {count} of them lack values and cannot judge some records: {rules}").format(
            count=len(unknown), rules=_listed(unknown)
        )
    yield _("Stage {stage}; as of {day}; policies {policies}").format(
        stage=report.stage.value if report.stage else "-",
        day=report.as_of.isoformat(),
        policies=", ".join(report.policies) or "-",
    )


def _verdict(report: Report) -> str:
    counts = dict.fromkeys(reversed(Severity), 0)
    for finding in report.open:
        counts[finding.severity] += 1
    answered = len(report.findings) - len(report.open)
    parts = [_counted(severity, count) for severity, count in counts.items() if count]
    said = _(", ").join(parts) if parts else _("No open finding")
    if answered:
        said += _("; {count} answered").format(count=answered)
    return said


def _counted(severity: Severity, count: int) -> str:
    sentences = {
        Severity.ERROR: ngettext("{count} error", "{count} errors", count),
        Severity.WARNING: ngettext("{count} warning", "{count} warnings", count),
        Severity.INFO: ngettext("{count} note", "{count} notes", count),
    }
    return sentences[severity].format(count=count)


def _judged(report: Report) -> str:
    records = sum(count.judged for count in report.rules)
    pending = sum(count.pending for count in report.rules)
    off = sum(count.off for count in report.rules)
    said = _("{rules} rules, {records} judgements").format(
        rules=len(report.rules) - off, records=records
    )
    if pending:
        said += _(", {pending} still running").format(pending=pending)
    if off:
        said += _("; {off} rules do not count at this stage").format(off=off)
    return said


def _listed(names: list[str]) -> str:
    """The first few by name; a project at its beginning has many."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    return _("{names} and {count} more").format(
        names=", ".join(names[:_NAMED]), count=len(names) - _NAMED
    )
