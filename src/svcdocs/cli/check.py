"""`svcdocs check PROJECT...`: what is wrong with projects."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from svcdocs.check.selection import Selection
from svcdocs.cli.check_options import (
    baseline_options,
    day_option,
    exit_zero_option,
    files_option,
    names,
    no_cache_option,
    projects_argument,
    rule_options,
)
from svcdocs.cli.command import Command
from svcdocs.cli.console import warn
from svcdocs.cli.formats import format_option, tell
from svcdocs.cli.parameters import fail_on_option
from svcdocs.kept.folder import VARIABLE, NotOursError, cache_root
from svcdocs.model.finding import Severity
from svcdocs.texts import _
from svcdocs.workflow.checking import Today, check_projects, passed_over
from svcdocs.workflow.kept_reports import KeptReports
from svcdocs.workflow.reports import Output, refuse_clashes
from svcdocs.workflow.targets import find_targets


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "check",
        check,
        [
            projects_argument(),
            format_option(),
            *rule_options(),
            day_option(),
            fail_on_option(),
            exit_zero_option(),
            *baseline_options(),
            files_option(),
            no_cache_option(),
        ],
        _("Check projects and say what is wrong, where, and what to do."),
    )


def check(  # noqa: PLR0913 - the command's options
    projects: tuple[str, ...],
    *,
    outputs: tuple[Output, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_of: dt.date | Today | None,
    fail_on: str,
    exit_zero: bool,
    baseline: Path | None,
    write_baseline: bool,
    force: bool,
    files: bool,
    no_cache: bool,
) -> int:
    """Tell the findings in every form that was asked for; none of them changes the exit code."""
    refuse_clashes(outputs)
    selection = Selection(select=names(select), ignore=names(ignore))
    old = None
    if baseline is not None or write_baseline or force:
        from svcdocs.cli.check_baseline import OldFaults  # noqa: PLC0415 - for old projects only

        old = OldFaults(baseline, selection, write=write_baseline, force=force)
    targets = find_targets(projects, changed=files)
    for line in passed_over(targets):
        warn(line)
    if files and not targets.projects:
        warn(_("None of these files belongs to a project: there is nothing to check."))
        return 0
    kept = None if no_cache else _kept(selection)
    results = check_projects(targets, as_of=as_of, selection=selection, kept=kept)
    if kept is not None:
        with suppress(OSError):  # a full disk costs the next run its time, and this one nothing
            kept.save()
    results = replace(results, fail_on=Severity(fail_on), exit_zero=exit_zero)
    if old is not None:
        results = old.applied(results)
    tell(results, outputs)
    if old is not None:
        old.write()
    return results.exit_code


def _kept(selection: Selection) -> KeptReports | None:
    """The reports of earlier runs; None where there is no place for them."""
    root = cache_root()
    if root is None:
        return None
    try:
        return KeptReports(root, selection)
    except NotOursError:
        warn(
            _(
                "The cache folder {folder} is not used: it belongs to somebody else, or others may "
                "write to it. Name another one with {variable}, or say --no-cache."
            ).format(folder=root.as_posix(), variable=VARIABLE)
        )
    except OSError as error:
        if os.environ.get(VARIABLE):
            warn(
                _("The cache folder {folder} is not used: {reason}").format(
                    folder=root.as_posix(), reason=error.strerror or type(error).__name__
                )
            )
    return None
