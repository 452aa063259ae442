"""What a check came to: the findings, and what was judged at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from svcdocs.model.finding import Finding, Severity
from svcdocs.model.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """How many records one rule looked at.

    `off` is a rule that the project's stage does not call for yet, or no longer. A record is
    *pending* while its deadline is still running and *unknown* where a value it needs is missing.
    """

    rule: str
    title: str = ""
    off: bool = False
    judged: int = 0
    pending: int = 0
    unknown: int = 0

    @property
    def silent(self) -> bool:
        """Whether the rule counts and yet found nothing to judge: no pass, only silence."""
        return not self.off and not self.judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of a check.

    `findings` are sorted by place; `policies` are the policies in force, `network-equipment@1.0`.
    `stage` is None where the project's data do not say it.
    """

    findings: tuple[Finding, ...]
    as_of: date
    stage: Stage | None = None
    policies: tuple[str, ...] = ()
    rules: tuple[RuleCount, ...] = field(default=())

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings somebody still has to do something about."""
        return tuple(finding for finding in self.findings if finding.open)

    def worst(self) -> Severity | None:
        """The heaviest open finding; None if all is well."""
        return max((f.severity for f in self.open), key=lambda s: s.rank, default=None)
