"""SARIF 2.1.0, as code scanning services read it: every finding with its region and related places.

Columns count code points. Files are named from the root of the repository, those of the built-in
policies from svcdocs' own folder, so that the same findings give the same file on every machine.
Findings that were answered, waived or known are suppressed, with the reason as justification.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from svcdocs import __version__
from svcdocs.model.builtin_rules import builtin_rules
from svcdocs.model.finding import Answer, Finding, Input, Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import Failure, Report, Results, RuleCount
from svcdocs.report.parts.file_names import absolute, from_builtin, from_root, repository_name
from svcdocs.report.parts.identity import identified
from svcdocs.report.parts.sentences import answered, compared, fault, located
from svcdocs.report.parts.view import View
from svcdocs.texts import _, language

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "%SRCROOT%"
_BUILTIN = "SVCDOCS"
#: Signs that may stand in a path as they are (RFC 3986); a colon may not, in its first part.
_SAFE = "/~!$&'()*+,;=@"


def render(results: Results, view: View) -> str:
    """One run over all projects."""
    rules = _rules(results)
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "svcdocs",
                "version": __version__,
                "semanticVersion": __version__,
                "language": language().replace("_", "-"),
                "rules": rules,
            }
        },
        "language": language().replace("_", "-"),
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            _ROOT: {"description": _text(_("the root of the repository"))},
            _BUILTIN: {"description": _text(_("the folder with svcdocs' own policies"))},
        },
        "invocations": [_invocation(results, view)],
        "results": [
            _result(report, finding, fingerprint, numbers, view)
            for report, finding, fingerprint in identified(results, view)
        ],
        "properties": {"projects": [_project(report, view) for report in results.reports]},
    }
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rules(results: Results) -> list[dict[str, Any]]:
    """What is known about each rule, those included that found nothing."""
    rules: dict[str, dict[str, Any]] = {}
    for report in results.reports:
        for rule in report.rules:
            rules.setdefault(rule.rule, _rule(rule))
        for finding in report.findings:
            rules.setdefault(finding.rule, _own_rule(finding))
    return list(rules.values())


def _rule(rule: RuleCount) -> dict[str, Any]:
    about = [rule.title or rule.rule, rule.advice, rule.note]
    if rule.sources:
        about.append(_("Source: {sources}").format(sources=", ".join(rule.sources)))
    return _descriptor(rule.rule, rule.title or rule.rule, rule.severity, rule.nature, about)


def _own_rule(finding: Finding) -> dict[str, Any]:
    """A rule that no policy declares."""
    own = builtin_rules().get(finding.rule)
    if own is None:
        title = finding.title or finding.rule
        return _descriptor(finding.rule, title, finding.severity, finding.nature, [title])
    return _descriptor(own.id, own.title, own.severity, own.nature, [own.title, own.advice])


def _descriptor(
    rule: str, title: str, severity: Severity, nature: Nature, about: list[str]
) -> dict[str, Any]:
    about = [line for line in about if line]
    level = _LEVELS[severity]
    return {
        "id": rule,
        "shortDescription": _text(title),
        "fullDescription": _text("\n".join(about[:2])),
        "help": _text("\n".join(about)),
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": list(dict.fromkeys([rule.partition("/")[0], nature.value])),
            # The word that code scanning takes for an alert's severity.
            "problem.severity": "recommendation" if level == "note" else level,
        },
    }


def _result(
    report: Report, finding: Finding, fingerprint: str, numbers: dict[str, int], view: View
) -> dict[str, Any]:
    place = finding.place if finding.place.file else Place(file=report.project)
    location = _location(place, view)
    logical = finding.field or finding.record
    if logical:
        location.setdefault("logicalLocations", []).append({"fullyQualifiedName": logical})
    return {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": _text(_message(finding)),
        "locations": [location],
        "relatedLocations": [
            {"id": number, **_related(one, view)} for number, one in enumerate(finding.inputs, 1)
        ],
        "partialFingerprints": {
            "svcdocs/v1": fingerprint,
            # The one that GitHub's code scanning follows an alert by; it would hash the line.
            "primaryLocationLineHash": f"{fingerprint[:16]}:1",
        },
        "suppressions": [_suppression(finding.answer, view)] if finding.answer else [],
        "properties": _properties(report, finding, view),
    }


def _message(finding: Finding) -> str:
    """What is wrong and what to do, then the values that were compared.

    Each ends in a link to its related location: some services show only those that are linked to.
    """
    said = located(finding, fault(finding))
    if finding.advice:
        said = _("{said}; {advice}").format(said=said, advice=finding.advice)
    lines = [said, *map(compared, finding.inputs)]
    # `[1](2)` is a link; what only looks like one is the data's.
    lines = [line.replace("](", "] (") for line in lines]
    return "\n".join(
        f"{line} [{number}]({number})" if number else line for number, line in enumerate(lines)
    )


def _properties(report: Report, finding: Finding, view: View) -> dict[str, Any]:
    found = {
        "project": repository_name(report.project, view),
        "record": finding.record,
        "margin": finding.margin,
        "sources": list(finding.sources),
        "fingerprint": finding.fingerprint,
        "quote": finding.quote.text if finding.quote else "",
    }
    return {name: value for name, value in found.items() if value}


def _related(one: Input, view: View) -> dict[str, Any]:
    """Where a value stands that was compared; one that stands nowhere has its name alone."""
    message = {"message": _text(compared(one))}
    if one.place is None or not one.place.file:
        return {"logicalLocations": [{"fullyQualifiedName": one.field or one.name}], **message}
    return _location(one.place, view) | message


def _suppression(answer: Answer, view: View) -> dict[str, Any]:
    suppression: dict[str, Any] = {
        "kind": "external",
        "status": "accepted",
        "justification": answer.reason or answered(answer),
    }
    if answer.place is not None and answer.place.file:
        suppression["location"] = _location(answer.place, view)
    facts = {
        "kind": answer.kind.value,
        "id": answer.id,
        "by": answer.by,
        "until": answer.until.isoformat() if answer.until else "",
    }
    suppression["properties"] = {name: value for name, value in facts.items() if value}
    return suppression


def _location(place: Place, view: View) -> dict[str, Any]:
    """A place with a region; a sheet's row is its line, its cell a logical location."""
    physical = {
        "artifactLocation": _artifact(place.file, view),
        "region": dict(_region(place)),
    }
    location: dict[str, Any] = {"physicalLocation": physical}
    if place.sheet:
        name = f"{place.sheet}!{place.cell}" if place.cell else place.sheet
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    if place.spot:
        location["logicalLocations"] = [{"fullyQualifiedName": place.spot}]
    return location


def _region(place: Place) -> Iterator[tuple[str, int]]:
    """A file as a whole is shown at its first line; the end lies behind the last character."""
    yield "startLine", max(place.line, 1)
    if place.line and not place.sheet:
        yield "startColumn", place.column
        yield "endLine", place.line
        yield "endColumn", place.column + place.length


def _artifact(file: str, view: View) -> dict[str, str]:
    for base, name in ((_ROOT, from_root(file, view)), (_BUILTIN, from_builtin(file, view))):
        if name is not None:
            return {"uri": quote(name, safe=_SAFE), "uriBaseId": base}
    return {"uri": absolute(file, view).as_uri()}


def _invocation(results: Results, view: View) -> dict[str, Any]:
    return {
        "executionSuccessful": not results.failures,
        "exitCode": results.exit_code,
        "toolExecutionNotifications": [_notification(one, view) for one in results.failures],
    }


def _notification(failure: Failure, view: View) -> dict[str, Any]:
    lines = filter(None, [failure.message, *failure.details, failure.hint])
    return {
        "level": "error",
        "message": _text("\n".join(lines)),
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(failure.project, view)}}],
    }


def _project(report: Report, view: View) -> dict[str, Any]:
    return {
        "project": repository_name(report.project, view),
        "as_of": report.as_of.isoformat(),
        "stage": report.stage.value if report.stage else "",
        "policies": list(report.policies),
        "judged": sum(rule.judged for rule in report.rules),
    }


def _text(text: str) -> dict[str, str]:
    return {"text": text}
