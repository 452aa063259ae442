"""JUnit XML: a test suite for each project, a test case for each rule and for each record at fault.

The case of a rule stands for all its records without a finding, so that what is green counts, too. A
rule that judged nothing is skipped, and so is a breach that was answered. What is not severe enough
for `--fail-on` passes and tells its finding as output.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from svcdocs.model.builtin_rules import builtin_rules
from svcdocs.model.finding import Finding
from svcdocs.model.report import Failure, Report, Results, RuleCount
from svcdocs.report.parts.file_names import from_here, placed
from svcdocs.report.parts.sentences import compared, sentence
from svcdocs.report.parts.view import View
from svcdocs.report.parts.width import shown
from svcdocs.texts import _

_ESCAPES = {
    ord("&"): "&amp;",
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord('"'): "&quot;",
    # A parser turns these into blanks where they stand for themselves in an attribute.
    ord("\n"): "&#10;",
    ord("\r"): "&#13;",
    ord("\t"): "&#9;",
}
#: What XML 1.0 cannot carry at all, not even escaped.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A test case; `outcome` is the tag below it: failure, error, skipped, system-out or none."""

    rule: str
    name: str
    outcome: str = ""
    message: str = ""
    text: str = ""


def render(results: Results, view: View) -> str:
    """The whole document."""
    suites = [_suite(report, results, view) for report in results.reports]
    suites += [_failed(failure, view) for failure in results.failures]
    cases = [case for _name, _properties, cases in suites for case in cases]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f"<testsuites{_attributes(name='svcdocs', **_counts(cases, skipped=False))}>")
    for name, properties, cases in suites:
        lines.append(f"  <testsuite{_attributes(name=name, **_counts(cases))}>")
        lines += _properties_element(properties)
        for case in cases:
            lines += _element(case, name)
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


_Suite = tuple[str, dict[str, str], list[_Case]]


def _suite(report: Report, results: Results, view: View) -> _Suite:
    properties = {
        "as_of": report.as_of.isoformat(),
        "stage": report.stage.value if report.stage else "",
        "policies": ", ".join(report.policies),
    }
    found: dict[str, dict[str, list[Finding]]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule, {}).setdefault(_record(finding, view), []).append(finding)
    cases = []
    for rule in report.rules:
        records = found.pop(rule.rule, {})
        title = rule.title or rule.rule
        for record, findings in records.items():
            cases.append(_case(rule.rule, f"{title} {record}".rstrip(), findings, results, view))
        cases += _rest(rule, len(records))
    own = builtin_rules()
    for name, records in found.items():
        title = own[name].title if name in own else name
        for record, findings in records.items():
            cases.append(_case(name, f"{title} {record}".rstrip(), findings, results, view))
    return from_here(report.project, view), properties, cases


def _record(finding: Finding, view: View) -> str:
    """What tells the cases of one rule apart; nothing for a rule over the project as a whole."""
    if finding.record or finding.field:
        return finding.record
    return from_here(finding.place.file, view)


def _case(rule: str, name: str, findings: list[Finding], results: Results, view: View) -> _Case:
    """What was found about one record."""
    said = " / ".join(sentence(finding) for finding in findings)
    text = "\n".join(line for finding in findings for line in _lines(finding, view))
    if any(map(results.fails, findings)):
        outcome = "failure"
    elif any(finding.open for finding in findings):
        outcome = "system-out"
    else:
        outcome = "skipped"
    return _Case(rule=rule, name=name, outcome=outcome, message=said, text=text)


def _lines(finding: Finding, view: View) -> Iterator[str]:
    yield f"{placed(finding.place, view)}  {finding.severity.value}  {sentence(finding)}"
    for one in finding.inputs:
        place = f"{placed(one.place, view)} " if one.place else ""
        yield f"    {place}{compared(one)}"
    if finding.sources:
        yield f"    [{', '.join(finding.sources)}]"


def _rest(rule: RuleCount, faulty: int) -> Iterator[_Case]:
    """The records of a rule without a finding, as one case."""
    name = rule.title or rule.rule
    if rule.off:
        message = (
            _("is for other ways of purchasing")
            if rule.other_regime
            else _("does not count at this stage")
        )
        yield _Case(rule=rule.rule, name=name, outcome="skipped", message=message)
    elif rule.judged > faulty or (rule.pending and not faulty):
        counts = _("{judged} judged, {pending} still running, {unknown} unknown").format(
            judged=rule.judged, pending=rule.pending, unknown=rule.unknown
        )
        yield _Case(rule=rule.rule, name=name, outcome="system-out", text=counts)
    elif not faulty:
        message = _("values are missing") if rule.unknown else _("nothing to judge")
        yield _Case(rule=rule.rule, name=name, outcome="skipped", message=message)


def _failed(failure: Failure, view: View) -> _Suite:
    """A project that could not be checked."""
    project = from_here(failure.project, view)
    case = _Case(
        rule="svcdocs/not-checked",
        name=_("the project can be checked"),
        outcome="error",
        message=failure.message,
        text="\n".join(filter(None, [*failure.details, failure.hint])),
    )
    return project, {}, [case]


def _counts(cases: Sequence[_Case], *, skipped: bool = True) -> dict[str, str]:
    counts = {
        "tests": len(cases),
        "failures": sum(case.outcome == "failure" for case in cases),
        "errors": sum(case.outcome == "error" for case in cases),
    }
    if skipped:
        counts["skipped"] = sum(case.outcome == "skipped" for case in cases)
    return {name: str(count) for name, count in counts.items()}


def _properties_element(properties: dict[str, str]) -> Iterator[str]:
    if properties:
        yield "    <properties>"
        for name, value in properties.items():
            yield f"      <property{_attributes(name=name, value=value)}/>"
        yield "    </properties>"


def _element(case: _Case, project: str) -> Iterator[str]:
    """A test case; its class is project and rule, with the dots that Jenkins groups by."""
    classname = ".".join([project.replace(".", "_"), *case.rule.split("/")])
    opening = f"    <testcase{_attributes(name=case.name, classname=classname)}"
    if not case.outcome:
        yield f"{opening}/>"
        return
    yield f"{opening}>"
    if case.outcome == "system-out":
        yield f"      <system-out>{_escaped(case.text)}</system-out>"
    else:
        attributes = _attributes(message=case.message, type=case.rule)
        yield f"      <{case.outcome}{attributes}>{_escaped(case.text)}</{case.outcome}>"
    yield "    </testcase>"


def _attributes(**values: str) -> str:
    return "".join(f' {name}="{_escaped(value)}"' for name, value in values.items())


def _escaped(text: str) -> str:
    """Text for XML; a character that XML cannot carry is told by its number."""
    return _UNSPEAKABLE.sub(lambda match: shown(match[0]), text).translate(_ESCAPES)
