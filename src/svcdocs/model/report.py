"""What a check came to: the findings, and what was judged at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from svcdocs.model.finding import UNKNOWN_POLICY, Finding, Nature, Severity
from svcdocs.model.stage import Stage

#: The built-in rule for a project that no rule looked at.
NOTHING_CHECKED = "data/nothing-checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """A rule, and how many records it looked at.

    `kind`, `subject` and what follows are the rule's own (see `policy.Rule`). `off` is a rule that
    the project's stage does not call for yet, or no longer, or that was left out; `other_regime`
    says that it is off because it is for other regimes (采购方式) than the project's. A record is
    *pending* while its deadline is still running and *unknown* where a value it needs is missing.
    """

    rule: str
    title: str = ""
    kind: str = ""
    subject: str = ""
    nature: Nature = Nature.DATA
    severity: Severity = Severity.ERROR
    advice: str = ""
    note: str = ""
    sources: tuple[str, ...] = ()
    regime: tuple[str, ...] = ()
    off: bool = False
    other_regime: bool = False
    judged: int = 0
    pending: int = 0
    unknown: int = 0

    @property
    def silent(self) -> bool:
        """Whether the rule counts and yet found nothing to judge: no pass, only silence."""
        return not self.off and not self.judged

    @property
    def knows_all(self) -> bool:
        """Whether the rule ran and could judge whatever it is for: what it did not find is not there."""
        return not self.off and not self.unknown


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as a report has them: by place, at one place by rule and record."""
    return tuple(sorted(findings, key=lambda one: (one.place, one.rule, one.record)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of checking one project.

    `project` is its file or folder as it was named, with forward slashes. `findings` are sorted by place; `policies` are the policies in force, `network-equipment@1.0`.
    `stage` is None where the project's data do not say it.
    """

    findings: tuple[Finding, ...]
    as_of: date
    project: str = ""
    stage: Stage | None = None
    policies: tuple[str, ...] = ()
    rules: tuple[RuleCount, ...] = field(default=())

    @property
    def checked(self) -> bool:
        """Whether anything was judged at all; a deadline that still runs was looked at, too."""
        return any(count.judged or count.pending for count in self.rules)

    @property
    def knows_policies(self) -> bool:
        """Whether every policy was there that the project names."""
        return all(one.rule != UNKNOWN_POLICY for one in self.findings)

    @property
    def nothing_checked(self) -> bool:
        """Whether the report says of itself that it is no reason to be content."""
        return any(one.rule == NOTHING_CHECKED for one in self.findings)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings somebody still has to do something about."""
        return tuple(finding for finding in self.findings if finding.open)

    def worst(self) -> Severity | None:
        """The heaviest open finding; None if all is well."""
        return max((f.severity for f in self.open), key=lambda s: s.rank, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A project that could not be checked, and the exit code that stands for the reason.

    The words are those of the `SvcdocsError` that stopped it.
    """

    project: str
    message: str
    hint: str = ""
    details: tuple[str, ...] = ()
    exit_code: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What one call came to: every project that was named is in `reports` or in `failures`.

    `fail_on` is the severity from which on an open finding fails the call; with `exit_zero` none
    does. A project of which nothing was checked fails it all the same. With `templates` the
    reports are of Word templates instead of projects.
    """

    reports: tuple[Report, ...]
    failures: tuple[Failure, ...] = ()
    fail_on: Severity = Severity.ERROR
    exit_zero: bool = False
    templates: bool = False

    def fails(self, finding: Finding) -> bool:
        """Whether a finding alone is reason enough for exit code 1."""
        heavy = finding.severity.rank >= self.fail_on.rank
        return finding.open and heavy and not self.exit_zero

    @property
    def exit_code(self) -> int:
        """0 fine, 1 findings, 2 a wrong call, 3 undone work; the worst of all projects.

        No project at all is a wrong call: nothing was checked, and that is never fine.
        """
        codes = [failure.exit_code for failure in self.failures]
        codes += [
            int(report.nothing_checked or any(map(self.fails, report.findings)))
            for report in self.reports
        ]
        return max(codes, default=2)
