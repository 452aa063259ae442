"""`svcdocs policy test [POLICY…]`: whether a policy finds what it should, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import say
from svcdocs.texts import _, ngettext
from svcdocs.workflow.policy_cases import CaseResult, PolicyResult, run_cases

FAILED = 1


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "test",
        test,
        [
            click.Argument(
                ["policies"],
                nargs=-1,
                metavar="[POLICY…]",
                help=_("Policies by id or folder (default: all at hand)."),
            )
        ],
        _(
            "Run the cases beside a policy.\n\n"
            "A case is a folder below the policy's tests: project.yaml is a fragment of a project, "
            "expected.yaml names the rules it tests and their findings. A finding that is missing "
            "fails the case, and so does one that nobody expects. Exits with 1 where a case fails "
            "or none was run."
        ),
    )


def test(policies: tuple[str, ...]) -> int:
    """Print every case that fails with its reasons, and the counts."""
    results = run_cases(policies)
    for result in results:
        say("\n".join(_lines(result)))
    cases = [case for result in results for case in result.cases]
    failed = sum(not case.passed for case in cases)
    if not cases:
        say(_("no case was run"))
    return FAILED if failed or not cases else 0


def _lines(result: PolicyResult) -> Iterator[str]:
    for case in result.cases:
        if not case.passed:
            yield from _complaints(case)
    passed = sum(case.passed for case in result.cases)
    count = len(result.cases)
    if not count:
        yield _("{policy}: no cases").format(policy=result.policy)
        return
    yield ngettext(
        "{policy}: {passed} of {count} case passed",
        "{policy}: {passed} of {count} cases passed",
        count,
    ).format(policy=result.policy, passed=passed, count=count)


def _complaints(case: CaseResult) -> Iterator[str]:
    name = case.folder.as_posix().removeprefix(f"{Path.cwd().as_posix()}/")
    yield _("failed: {case}  {title}").format(case=name, title=case.title).rstrip()
    yield from (f"  {fault}" for fault in case.faults)
    yield from (_("  missing: {finding}").format(finding=finding) for finding in case.missing)
    for finding in case.extra:
        yield _("  not expected: {finding} at {field}: {message}").format(
            finding=f"{finding.rule} {finding.record}".rstrip(),
            field=finding.field or str(finding.place),
            message=finding.message,
        )
