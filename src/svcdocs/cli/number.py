"""`svcdocs number`: the register of the numbers that forms were given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from svcdocs.calc.china_time import today
from svcdocs.cli.command import Command, Group
from svcdocs.cli.console import say, warn
from svcdocs.cli.print_options import register_option
from svcdocs.errors import UsageError
from svcdocs.texts import _
from svcdocs.workflow.number_history import Act
from svcdocs.workflow.number_pattern import read_pattern
from svcdocs.workflow.number_register import Register, open_register, register_path, told

#: Numbers that two branches used are a fault that somebody has to settle.
_CONFLICT = 1


def command() -> click.Command:
    """The group in the language in use."""
    return Group(
        "number",
        {
            "list": _list_command,
            "reserve": _reserve_command,
            "void": lambda: _about_numbers(
                "void",
                void,
                _("Make numbers void: nobody uses them. Settles what was used twice, too."),
            ),
            "reissue": lambda: _about_numbers(
                "reissue", reissue, _("Let numbers that were issued or void be printed once more.")
            ),
        },
        [],
        _("The register of the numbers of forms."),
    )


def _list_command() -> click.Command:
    explanation = _("List all numbers, and what became of each; name those that were used twice.")
    return Command("list", list_numbers, [register_option()], explanation)


def _reserve_command() -> click.Command:
    return Command(
        "reserve",
        reserve,
        [
            click.Argument(
                ["pattern"],
                metavar="PATTERN",
                help=_("A series, e.g. {example}, or one number.").format(
                    example='"HF-{year}-{n:04}"'
                ),
            ),
            click.Option(
                ["--count"],
                type=click.IntRange(1, 1000),
                default=1,
                metavar="N",
                help=_("Reserve so many (default 1)."),
            ),
            _reason(),
            register_option(),
        ],
        _("Reserve the next numbers of a series, or one number, for later."),
    )


def _about_numbers(name: str, act: Callable[..., int], explanation: str) -> click.Command:
    numbers = click.Argument(
        ["numbers"], nargs=-1, required=True, metavar="NUMBER…", help=_("Numbers of the register.")
    )
    return Command(name, act, [numbers, _reason(), register_option()], explanation)


def list_numbers(*, register: Path | None) -> int:
    """Print the numbers; 1 if two branches used one."""
    path = register_path(register)
    with open_register(path) as opened:
        for history in opened.numbers.values():
            say(f"{history.number}  {told(history)}")
        if not opened.numbers:
            say(_("{file} has no numbers yet").format(file=path.as_posix()))
        for one in opened.conflicts:
            warn(
                _("{file}: {number} was used twice: {state}").format(
                    file=path.as_posix(), number=one.number, state=told(one)
                )
            )
        return _CONFLICT if opened.conflicts else 0


def reserve(pattern: str, *, count: int, reason: str, register: Path | None) -> int:
    """Reserve numbers and print them."""
    series = read_pattern(pattern, today())
    with open_register(register_path(register)) as opened:
        if isinstance(series, str):
            if count > 1:
                raise UsageError(
                    _("{count} forms cannot have one number").format(count=count),
                    hint=_("let the number count: {example}").format(example=series + "-{n}"),
                )
            opened.reserve(series, reason)
            reserved = [series]
        else:
            reserved = opened.next(series, [reason] * count, Act.RESERVED)
    say("\n".join(reserved))
    return 0


def void(numbers: tuple[str, ...], *, reason: str, register: Path | None) -> int:
    """Make numbers void."""
    return _each(numbers, register, lambda opened, number: opened.void(number, reason))


def reissue(numbers: tuple[str, ...], *, reason: str, register: Path | None) -> int:
    """Open numbers once more."""
    return _each(numbers, register, lambda opened, number: opened.reopen(number, reason))


def _each(
    numbers: tuple[str, ...], register: Path | None, act: Callable[[Register, str], None]
) -> int:
    """Do something with every number, or with none; then tell what they are now."""
    with open_register(register_path(register)) as opened:
        for number in dict.fromkeys(numbers):
            act(opened, number)
        lines = [f"{number}  {told(opened.numbers[number])}" for number in dict.fromkeys(numbers)]
    say("\n".join(lines))
    return 0


def _reason() -> click.Option:
    return click.Option(
        ["--reason"], default="", metavar=_("TEXT"), help=_("Why, or for what; kept with it.")
    )
