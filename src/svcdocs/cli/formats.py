"""`-f FORMAT[:FILE]`: in which forms a command tells its results, and who reads them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from svcdocs.cli.console import colourful, say, say_utf8, warn
from svcdocs.load.wording import nearest
from svcdocs.model.report import Results
from svcdocs.report import FOR_PEOPLE, View, format_names, render
from svcdocs.report.parts.summary import conclusion
from svcdocs.texts import _
from svcdocs.workflow.reports import Form, Output, repository_root, write_reports

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

#: Encodings of consoles whose fonts give characters of ambiguous width two cells.
_WIDE = frozenset({"gbk", "gb2312", "gb18030", "cp936", "big5", "cp950"})
_WIDTH = 100


class OutputType(click.ParamType[Output]):
    """`sarif`, `sarif:out.sarif`; `-` is the screen."""

    name = "output"

    def __init__(self, formats: Sequence[str]) -> None:
        self.formats = formats

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
        if name not in self.formats:
            message = _("there is no format {name}").format(name=name)
            near = nearest(name, self.formats)
            if near:
                message = _("there is no format {name}; did you mean {near}?").format(
                    name=name, near=near
                )
            else:
                message += _("; there are {names}").format(names=", ".join(self.formats))
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

        return [CompletionItem(name) for name in self.formats if name.startswith(incomplete)]


def format_option(formats: Sequence[str] = ()) -> click.Option:
    """`--format`: one or several of these formats, by default of those of a check."""
    formats = formats or format_names()
    return click.Option(
        ["-f", "--format", "outputs"],
        type=OutputType(formats),
        multiple=True,
        default=[Output(format=FOR_PEOPLE)],
        metavar=_("FORMAT[:FILE]"),
        help=_(
            "How to tell the results: {names}; with a file, into that file. May be repeated "
            "(default text)."
        ).format(names=", ".join(formats)),
    )


def tell(results: Results, outputs: tuple[Output, ...]) -> None:
    """Print what goes to the screen, then write what goes to files.

    Raises:
        OutputError: a file could not be written.
    """

    def form(name: str, view: View) -> str:
        return render(name, results, view)

    print_reports(form, outputs, lambda: conclusion(results))


def print_reports(form: Form, outputs: tuple[Output, ...], said: Callable[[], str]) -> None:
    """The same for whatever has formats.

    Args:
        form: makes the text of a format.
        outputs: which, and where to.
        said: one sentence, for whoever sits here while all goes to files.

    Raises:
        OutputError: a file could not be written.
    """
    here = Path.cwd()
    root = repository_root(here)
    for output in outputs:
        if output.path is None:
            view = screen()
            text = form(output.format, view)
            if output.format == FOR_PEOPLE:
                say(text.removesuffix("\n"))
            else:
                say_utf8(text)
    write_reports(form, outputs, View(here=here, root=root, width=_WIDTH))
    if all(output.path is not None for output in outputs):
        # Whoever sits here is told how it came out, without a word on standard output.
        files = ", ".join(output.path.as_posix() for output in outputs if output.path)
        warn(_("{conclusion}. Written: {files}").format(conclusion=said(), files=files))


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
