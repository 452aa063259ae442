"""`-f FORMAT[:FILE]`: in which forms a command tells its results, and who reads them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from svcdocs.cli.console import colourful, say, say_utf8, warn
from svcdocs.load.wording import nearest
from svcdocs.model.report import Results
from svcdocs.report import FOR_PEOPLE, View, format_names, render
from svcdocs.report.parts.summary import conclusion
from svcdocs.texts import _
from svcdocs.workflow.reports import Output, repository_root, write_reports

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

#: Encodings of consoles whose fonts give characters of ambiguous width two cells.
_WIDE = frozenset({"gbk", "gb2312", "gb18030", "cp936", "big5", "cp950"})
_WIDTH = 100


class OutputType(click.ParamType[Output]):
    """`sarif`, `sarif:out.sarif`; `-` is the screen."""

    name = "output"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Output:
        """Split at the first colon: a Windows path may have another one.

        Raises:
            click.BadParameter: there is no such format, or a colon and no file.
        """
        if isinstance(value, Output):
            return value
        name, colon, file = str(value).partition(":")
        if name not in format_names():
            message = _("there is no format {name}").format(name=name)
            near = nearest(name, format_names())
            if near:
                message = _("there is no format {name}; did you mean {near}?").format(
                    name=name, near=near
                )
            else:
                message += _("; there are {names}").format(names=", ".join(format_names()))
            raise click.BadParameter(message, ctx, param)
        if colon and not file:
            message = _("{value} names no file behind its colon").format(value=value)
            raise click.BadParameter(message, ctx, param)
        return Output(format=name, path=None if file in ("", "-") else Path(file))

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        param: click.Parameter,  # noqa: ARG002 - the same
        incomplete: str,
    ) -> list[CompletionItem]:
        """Name the formats."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - a shell asks, no user

        return [CompletionItem(name) for name in format_names() if name.startswith(incomplete)]


def format_option() -> click.Option:
    """`--format`: one or several."""
    return click.Option(
        ["-f", "--format", "outputs"],
        type=OutputType(),
        multiple=True,
        default=[Output(format=FOR_PEOPLE)],
        metavar=_("FORMAT[:FILE]"),
        help=_(
            "How to tell the results: {names}; with a file, into that file. May be repeated "
            "(default text)."
        ).format(names=", ".join(format_names())),
    )


def tell(results: Results, outputs: tuple[Output, ...]) -> None:
    """Print what goes to the screen, then write what goes to files.

    Raises:
        OutputError: a file could not be written.
    """
    here = Path.cwd()
    root = repository_root(here)
    for output in outputs:
        if output.path is None:
            view = screen()
            text = render(output.format, results, view)
            if output.format == FOR_PEOPLE:
                say(text.removesuffix("\n"))
            else:
                say_utf8(text)
    write_reports(results, outputs, View(here=here, root=root, width=_WIDTH))
    if all(output.path is not None for output in outputs):
        # Whoever sits here is told how it came out, without a word on standard output.
        files = ", ".join(output.path.as_posix() for output in outputs if output.path)
        warn(
            _("{conclusion}. Written: {files}").format(conclusion=conclusion(results), files=files)
        )


def screen() -> View:
    """Whoever sits here."""
    here = Path.cwd()
    columns = shutil.get_terminal_size((_WIDTH, 0)).columns if sys.stdout.isatty() else _WIDTH
    encoding = (sys.stdout.encoding or "").lower()
    return View(
        here=here,
        root=repository_root(here),
        colour=colourful(),
        width=columns,
        wide_ambiguous=encoding in _WIDE,
    )
