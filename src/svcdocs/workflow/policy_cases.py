"""Cases beside a policy: a fragment of a project, and exactly the findings it must give.

A case is a folder below `policies/<id>/tests/`: `project.yaml` is the fragment, `expected.yaml` (schema
`case`) names the rules it tests and their findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svcdocs.check import DANGLING, check
from svcdocs.errors import PolicyError, UsageError
from svcdocs.facts import Context
from svcdocs.load import describe, load_project, load_yaml, resources
from svcdocs.load.wording import nearest
from svcdocs.model.finding import Finding
from svcdocs.model.report import Report
from svcdocs.policy import Policy, load_policies, policy_in
from svcdocs.texts import _

#: The folder beside a policy's files that holds its cases.
CASES = "tests"
EXPECTED = "expected.yaml"
FRAGMENT = "project.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What one case came to; without complaints it passed.

    `missing` are expected findings that were not made, as the case writes them; `extra` findings
    that nobody expected; `faults` what is wrong with the case itself.
    """

    folder: Path
    title: str = ""
    missing: tuple[str, ...] = ()
    extra: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not (self.missing or self.extra or self.faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyResult:
    """A policy and all its cases."""

    policy: Policy
    cases: tuple[CaseResult, ...]


def run_cases(policies: Sequence[str] = ()) -> list[PolicyResult]:
    """Run the cases of policies.

    Args:
        policies: ids, or folders of policies; every policy at hand by default.

    Raises:
        UsageError: there is no such policy.
        PolicyError: a policy is wrong.
    """
    known = resources.list_policies()
    folders = [_folder(name, known) for name in policies] or list(known.values())
    return [_run_policy(folder) for folder in folders]


def _folder(name: str, known: Mapping[str, Path]) -> Path:
    if name in known:
        return known[name]
    if (Path(name) / "policy.yaml").is_file():
        return Path(name)
    near = nearest(name, known)
    raise UsageError(
        _("there is no policy {name}").format(name=name),
        hint=_("did you mean {name}?").format(name=near)
        if near
        else _("policies at hand: {known}").format(known=", ".join(known)),
    )


def _run_policy(folder: Path) -> PolicyResult:
    (policy,) = policy_in(folder).policies
    cases = folder / CASES
    found = sorted(path for path in cases.iterdir() if path.is_dir()) if cases.is_dir() else []
    return PolicyResult(
        policy=policy, cases=tuple(_run_case(case, policy, folder) for case in found)
    )


def _run_case(case: Path, policy: Policy, folder: Path) -> CaseResult:
    try:
        written = load_yaml(case / EXPECTED, "case")
        if written.problems:
            return CaseResult(folder=case, faults=tuple(map(describe, written.problems)))
        expected = written.tree.data
        report = _report(case, policy, folder)
    except UsageError as error:
        return CaseResult(folder=case, faults=(error.message,))
    except PolicyError as error:
        return CaseResult(folder=case, faults=(error.message, *error.details))
    rules = [_full(name, policy) for name in expected["rules"]]
    scope = {*rules, *(_full(row["rule"], policy) for row in expected.get("findings", ()))}
    told = [
        finding
        for finding in report.findings
        if finding.open and (finding.rule in scope or finding.rule.startswith("data/"))
    ]
    missing, extra = _compared([*expected.get("findings", ())], told, policy)
    return CaseResult(
        folder=case,
        title=expected["title"],
        missing=tuple(missing),
        extra=tuple(extra),
        faults=tuple(_unjudged(rules, report)),
    )


def _report(case: Path, policy: Policy, folder: Path) -> Report:
    loaded = load_project(case / FRAGMENT, fragment=True)
    loaded.tree.data.setdefault("policies", [policy.id])
    policies = load_policies(loaded, instead={policy.id: folder})
    # A fragment names people and visits that it does not list.
    return check(Context.build(loaded, policies), off={DANGLING})


def _full(rule: str, policy: Policy) -> str:
    return rule if "/" in rule else f"{policy.id}/{rule}"


def _compared(
    expected: list[Mapping[str, Any]], told: Sequence[Finding], policy: Policy
) -> tuple[list[str], list[Finding]]:
    """What was expected and not told, and what was told and not expected; each counts once."""
    extra = []
    for finding in told:
        match = next((row for row in expected if _matches(row, finding, policy)), None)
        if match is None:
            extra.append(finding)
        else:
            expected.remove(match)
    return [_spelt(row, policy) for row in expected], extra


def _matches(row: Mapping[str, Any], finding: Finding, policy: Policy) -> bool:
    return (
        _full(row["rule"], policy) == finding.rule
        and row.get("record", "") == finding.record
        and row.get("field", finding.field) == finding.field
    )


def _spelt(row: Mapping[str, Any], policy: Policy) -> str:
    parts = (_full(row["rule"], policy), row.get("record", ""), row.get("field", ""))
    return " ".join(part for part in parts if part)


def _unjudged(rules: Sequence[str], report: Report) -> Iterator[str]:
    """A rule that looked at nothing has not been tested, whatever the case expects of it."""
    counts = {count.rule: count for count in report.rules}
    for rule, times in Counter(rules).items():
        count = counts.get(rule)
        if count is None:
            yield _("the policy has no rule {name}").format(name=rule)
        elif count.off:
            yield _("{rule} does not count at this stage or for this regime").format(rule=rule)
        elif not (count.judged or count.pending):
            yield _("{rule} found nothing to judge").format(rule=rule)
        elif times > 1:
            yield _("{rule} is named twice").format(rule=rule)
