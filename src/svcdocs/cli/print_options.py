"""The options of printing on demand: copies, one file, numbers, showing, the printer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from svcdocs.errors import UsageError
from svcdocs.texts import _

_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOptions:
    """What becomes of the forms of a run."""

    copies: int
    merge: Path | None
    number: str
    register: Path | None
    open_: bool
    print_: bool

    @property
    def are_asked(self) -> bool:
        """Whether forms are to be more than written, each once."""
        counted = self.copies > 1 or self.number or self.register
        return bool(counted or self.merge or self.open_ or self.print_)

    def check(self, *, electronic: bool, resume: bool) -> None:
        """See to it that they go together with the rest of the call.

        Raises:
            UsageError: they do not.
        """
        if self.merge is not None and self.merge.suffix.lower() != ".docx":
            raise UsageError(
                _("--merge names a Word file, not {name}").format(name=self.merge.name),
                hint=_("e.g. --merge forms.docx"),
            )
        if self.merge is not None and electronic:
            raise UsageError(
                _("electronic forms are filled in one by one and not put into one file"),
                hint=_("leave --merge or --electronic out"),
            )
        if resume and (self.merge is not None or self.number):
            raise UsageError(
                _("what an earlier run wrote is in no merged file and has its own number"),
                hint=_("leave --resume out"),
            )
        if self.register is not None and not self.number:
            raise UsageError(
                _("--register says where numbers are kept, but no number is wanted"),
                hint=_("add --number, or leave --register out"),
            )


def print_options() -> list[click.Parameter]:
    """`--copies`, `--merge`, `--number`, `--register`, `--open`, `--print`."""
    return [
        click.Option(
            ["--copies"],
            type=click.IntRange(1, _MOST),
            default=1,
            metavar="N",
            help=_("Make so many copies of each form (default 1)."),
        ),
        click.Option(
            ["--merge"],
            type=click.Path(path_type=Path, dir_okay=False),
            metavar=_("FILE.docx"),
            help=_("Put all forms into one Word file, to print them in one go."),
        ),
        click.Option(
            ["--number"],
            default="",
            metavar=_("PATTERN"),
            help=_("Give each form the next number of a register, e.g. {example}.").format(
                example='"HF-{year}-{n:04}"'
            ),
        ),
        register_option(),
        click.Option(
            ["--open", "open_"],
            is_flag=True,
            help=_("Show the result in the program that the system has for it."),
        ),
        click.Option(
            ["--print", "print_"],
            is_flag=True,
            help=_("Send the result to the printer of the system."),
        ),
    ]


def register_option() -> click.Option:
    """`--register`."""
    return click.Option(
        ["--register"],
        type=click.Path(path_type=Path),
        metavar=_("FILE|FOLDER"),
        help=_("The register of numbers (default: the company's, else the project's)."),
    )
