"""A check that judged nothing says so, as a finding: silence must not be read as success."""

from __future__ import annotations

from dataclasses import replace

from svcdocs.model.finding import Finding, Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import NOTHING_CHECKED, Report
from svcdocs.texts import _


def with_silence_told(report: Report, place: Place) -> Report:
    """The report, with a finding more if no rule judged anything and no error says why."""
    if report.checked or report.worst() is Severity.ERROR:
        return report
    finding = Finding(
        rule=NOTHING_CHECKED,
        title="",
        severity=Severity.ERROR,
        nature=Nature.GAP,
        place=place,
        message=_("nothing was checked: no rule found anything to judge"),
        advice=_("look at the project's stage and policies, and at the rules that were left out"),
    )
    return replace(report, findings=(*report.findings, finding))
