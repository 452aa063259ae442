"""The options of `svcdocs check`: which projects and rules, as of when, what counts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from svcdocs.cli.parameters import Date
from svcdocs.texts import _
from svcdocs.workflow.checking import Today


class Day(click.ParamType[dt.date | Today]):
    """A calendar day, `today`, or `commit`."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date | Today:
        """Read one of the words, or the day.

        Raises:
            click.BadParameter: it is neither.
        """
        if isinstance(value, Today):
            return value
        if value in [word.value for word in Today]:
            return Today(value)
        return Date().convert(value, param, ctx)


def projects_argument() -> click.Argument:
    """PROJECT…: what to check."""
    return click.Argument(
        ["projects"],
        nargs=-1,
        required=True,
        metavar="PROJECT…",
        help=_(
            "Projects: YAML files, folders, folders above many projects, patterns like 'jobs/*'."
        ),
    )


def files_option() -> click.Option:
    """`--files`: the arguments come from a hook."""
    return click.Option(
        ["--files"],
        is_flag=True,
        help=_(
            "The arguments are changed files: check the projects they belong to, pass over the "
            "others (for hooks)."
        ),
    )


def rule_options() -> list[click.Option]:
    """`--select` and `--ignore`."""
    return [
        click.Option(
            ["--select"],
            multiple=True,
            metavar=_("RULES"),
            help=_(
                "Only these rules: ids, policies, patterns like 'visit-*', separated by commas; may "
                "be repeated."
            ),
        ),
        click.Option(
            ["--ignore"],
            multiple=True,
            metavar=_("RULES"),
            help=_("All rules but these, named in the same way."),
        ),
    ]


def day_option() -> click.Option:
    """`--as-of`, with words for days that differ from project to project."""
    return click.Option(
        ["--as-of"],
        type=Day(),
        metavar=_("DATE|today|commit"),
        help=_(
            "Take this day for today; commit: the day of the last commit that touched the project "
            "(default: the project's as_of, else today)."
        ),
    )


def exit_zero_option() -> click.Option:
    """`--exit-zero`: look on."""
    return click.Option(
        ["--exit-zero"],
        is_flag=True,
        help=_("Exit with 0 whatever is found, unless nothing could be checked."),
    )


def baseline_options() -> list[click.Option]:
    """`--baseline` and what writes one."""
    return [
        click.Option(
            ["--baseline"],
            type=click.Path(path_type=Path),
            metavar=_("FILE"),
            help=_("Faults that this file lists are told, but do not count."),
        ),
        click.Option(
            ["--write-baseline"],
            is_flag=True,
            help=_(
                "Write the file of --baseline: a new one lists all that is open, one that is there "
                "only shrinks."
            ),
        ),
        click.Option(
            ["--force"],
            is_flag=True,
            help=_("With --write-baseline: take new faults in, too."),
        ),
    ]


def no_cache_option() -> click.Option:
    """`--no-cache`: as if nothing had been checked before."""
    return click.Option(
        ["--no-cache"],
        is_flag=True,
        help=_("Check projects anew that have not changed since the last time, and keep nothing."),
    )


def names(given: tuple[str, ...]) -> tuple[str, ...]:
    """What an option names, given several times or with commas."""
    return tuple(name for word in given for part in word.split(",") if (name := part.strip()))
