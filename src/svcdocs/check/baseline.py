"""The baseline of an old project: faults that were there when the rules were adopted.

They are told and do not count. A baseline only ever shrinks: what was put right once is a new fault
when it comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from svcdocs.model.builtin_rules import builtin_rules
from svcdocs.model.finding import UNKNOWN_POLICY, Answer, AnswerKind, Finding, Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import NOTHING_CHECKED, Report, in_order
from svcdocs.texts import _

STALE = "baseline/stale"
#: How many faults that are gone are named.
_NAMED = 5


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """One fault of a baseline.

    `count` of them have one fingerprint: the same unknown field in two rows. Rule and record are for
    people, and tell whether the rule ran.
    """

    rule: str
    record: str
    fingerprint: str
    count: int = 1


def with_known(report: Report, known: Sequence[Known], file: str = "") -> Report:
    """The report with known faults answered, and a word on those that are gone.

    Args:
        report: of one project.
        known: what the baseline says about it.
        file: the baseline, where the word is placed; empty for no word.
    """
    answer = Answer(kind=AnswerKind.BASELINE)
    left = Counter({one.fingerprint: one.count for one in known})
    findings = []
    for finding in report.findings:
        if _counts(finding) and left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            findings.append(replace(finding, answer=answer))
        else:
            findings.append(finding)
    gone = [one for one in known if left[one.fingerprint] > 0 and _ran(report, one.rule)]
    if gone and file:
        findings.append(_stale(gone, file))
    return replace(report, findings=in_order(findings))


def all_known(report: Report) -> list[Known]:
    """What a new baseline of a project says."""
    found: Counter[tuple[str, str, str]] = Counter()
    for finding in report.findings:
        if _counts(finding):
            found[finding.rule, finding.record, finding.fingerprint] += 1
    return sorted(Known(*key, count) for key, count in found.items())


def shrunk(known: Sequence[Known], report: Report) -> list[Known]:
    """The faults of a baseline that are still there."""
    found = {one.fingerprint: one.count for one in all_known(report)}
    counts = [(one, min(one.count, found.get(one.fingerprint, 0))) for one in known]
    return sorted(replace(one, count=count) for one, count in counts if count)


def unheard(known: Sequence[Known], report: Report) -> list[Known]:
    """Those of rules that did not run or lack values: nobody can say whether they are still there."""
    return [one for one in known if not _ran(report, one.rule)]


def _counts(finding: Finding) -> bool:
    """Whether a baseline may know the fault.

    What svcdocs says of the check itself is never old, and a policy that is missing leaves a project
    unchecked.
    """
    if finding.rule in (NOTHING_CHECKED, UNKNOWN_POLICY) or finding.rule.startswith(
        ("waiver/", "baseline/")
    ):
        return False
    return finding.open


def _ran(report: Report, rule: str) -> bool:
    """Whether the fault would have been heard of; of a rule that no policy has, it never will.

    Unless a policy is missing that the project names: the rule may be one of its.
    """
    if not report.knows_policies and all(count.rule != rule for count in report.rules):
        return rule in builtin_rules()
    return all(count.rule != rule or count.knows_all for count in report.rules)


def _stale(gone: Sequence[Known], file: str) -> Finding:
    names = [f"{one.rule} {one.record}".rstrip() for one in gone]
    listed = _(", ").join(names[:_NAMED])
    if len(names) > _NAMED:
        listed = _("{names} and {count} more").format(names=listed, count=len(names) - _NAMED)
    return Finding(
        rule=STALE,
        title="",
        severity=Severity.INFO,
        nature=Nature.GAP,
        place=Place(file=file),
        message=_("the baseline lists faults that are gone: {faults}").format(faults=listed),
        advice=_("let it shrink with --write-baseline"),
    )
