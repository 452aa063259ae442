"""Everything a check found, for programs; described by schemas/report.schema.json.

`version` is "1". Fields may be added under it; one that is renamed, dropped or means something else
makes it "2". Lines and columns count from 1, columns count characters; file names start from the
folder in which the command ran.
"""

from __future__ import annotations

import json
from typing import Any

from svcdocs import __version__
from svcdocs.model.finding import Answer, Finding, Input, Quote, Severity
from svcdocs.model.report import Report, Results, RuleCount
from svcdocs.report.parts.file_names import from_here
from svcdocs.report.parts.plain_data import failure_data, place_data, present
from svcdocs.report.parts.view import View

VERSION = "1"


def render(results: Results, view: View) -> str:
    """One JSON object; what does not apply is left out."""
    document = {
        "version": VERSION,
        "tool": {"name": "svcdocs", "version": __version__},
        "exit_code": results.exit_code,
        "fail_on": results.fail_on.value,
        "summary": _summary(results),
        "projects": [_project(report, view) for report in results.reports],
        "failures": [failure_data(failure, view) for failure in results.failures],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _summary(results: Results) -> dict[str, int]:
    findings = [finding for report in results.reports for finding in report.findings]
    rules = [rule for report in results.reports for rule in report.rules]
    return {
        "projects": len(results.reports) + len(results.failures),
        "failures": len(results.failures),
        **{
            severity.value: sum(one.open and one.severity is severity for one in findings)
            for severity in reversed(Severity)
        },
        "answered": sum(not one.open for one in findings),
        "judged": sum(rule.judged for rule in rules),
        "pending": sum(rule.pending for rule in rules),
        "unknown": sum(rule.unknown for rule in rules),
    }


def _project(report: Report, view: View) -> dict[str, Any]:
    return present(
        project=from_here(report.project, view),
        stage=report.stage.value if report.stage else None,
        as_of=report.as_of.isoformat(),
        policies=list(report.policies),
        findings=[_finding(finding, view) for finding in report.findings],
        rules=[_rule(rule) for rule in report.rules],
    )


def _finding(finding: Finding, view: View) -> dict[str, Any]:
    return present(
        rule=finding.rule,
        title=finding.title or None,
        severity=finding.severity.value,
        nature=finding.nature.value,
        open=finding.open,
        place=place_data(finding.place, view),
        record=finding.record or None,
        field=finding.field or None,
        message=finding.message,
        margin=finding.margin or None,
        advice=finding.advice or None,
        sources=list(finding.sources),
        inputs=[_input(one, view) for one in finding.inputs],
        quote=_quote(finding.quote) if finding.quote else None,
        fingerprint=finding.fingerprint,
        answer=_answer(finding.answer, view) if finding.answer else None,
    )


def _quote(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, "column": quote.column, "length": quote.length}


def _input(one: Input, view: View) -> dict[str, Any]:
    return present(
        name=one.name,
        field=one.field or None,
        value=one.value,
        place=place_data(one.place, view) if one.place else None,
    )


def _answer(answer: Answer, view: View) -> dict[str, Any]:
    return present(
        kind=answer.kind.value,
        id=answer.id or None,
        reason=answer.reason or None,
        by=answer.by or None,
        until=answer.until.isoformat() if answer.until else None,
        place=place_data(answer.place, view) if answer.place else None,
    )


def _rule(rule: RuleCount) -> dict[str, Any]:
    return present(
        rule=rule.rule,
        title=rule.title or None,
        kind=rule.kind or None,
        subject=rule.subject or None,
        nature=rule.nature.value,
        severity=rule.severity.value,
        sources=list(rule.sources),
        off=rule.off,
        other_regime=rule.other_regime or None,
        judged=rule.judged,
        pending=rule.pending,
        unknown=rule.unknown,
    )
