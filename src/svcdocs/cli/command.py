"""Commands whose help and errors speak the tool's language.

Click takes its own words ("Usage", "Options") from the process's gettext domain, which is not ours
to change; the few that users see are replaced here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

import click

from svcdocs.cli.help_layout import HelpContext
from svcdocs.cli.parameters import shared_options, spelling
from svcdocs.texts import _


class _Spoken(click.Command):
    """Help under translated headings."""

    context_class = HelpContext

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the arguments."""
        arguments = [param for param in self.get_params(ctx) if isinstance(param, click.Argument)]
        if arguments:
            with formatter.section(_("Arguments")):
                formatter.write_dl(
                    [(spelling(argument), argument.help or "") for argument in arguments]
                )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [_help_record(option, ctx) for option in options]
        with formatter.section(_("Options")):
            formatter.write_dl([record for record in records if record])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give `--help` our text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this help.")
        return option


class Command(_Spoken):
    """One command; its callback returns the exit code.

    The first line of `explanation` also stands in the list of commands.
    """

    def __init__(
        self,
        name: str,
        callback: Callable[..., int],
        params: list[click.Parameter],
        explanation: str,
    ) -> None:
        super().__init__(
            name,
            callback=callback,
            params=[*params, *shared_options()],
            options_metavar=_("[OPTIONS]"),
            help=explanation,
            short_help=explanation.partition("\n")[0],
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse arguments too many in our own words."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(
                _("unexpected argument: {argument}").format(argument=" ".join(rest)), ctx
            )
        return rest


class Group(_Spoken, click.Group):
    """Commands in a table, each made when it is called.

    `table` maps a command's name to the function that makes it, or to the module whose `command()`
    does and which is imported only then: `check` never loads rendering.
    """

    def __init__(
        self,
        name: str,
        table: Mapping[str, str | Callable[[], click.Command]],
        params: list[click.Parameter],
        explanation: str,
    ) -> None:
        super().__init__(
            name,
            params=[*params, *shared_options()],
            options_metavar=_("[OPTIONS]"),
            help=explanation,
            short_help=explanation.partition("\n")[0],
            subcommand_metavar=_("COMMAND …"),
            invoke_without_command=True,
            callback=_show_help_without_command,
        )
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and make one command."""
        if cmd_name not in self._table:
            return None
        maker = self._table[cmd_name]
        if isinstance(maker, str):
            maker = import_module(maker).command
        made: click.Command = maker()
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of that name."""
        name = args[0]
        if name not in self._table and not name.startswith("-") and not ctx.resilient_parsing:
            import difflib  # noqa: PLC0415 - only where something is misspelt

            near = difflib.get_close_matches(name, self._table, 1)
            if near:
                message = _("there is no command {name}; did you mean {near}?")
                raise click.UsageError(message.format(name=name, near=near[0]), ctx)
            raise click.UsageError(_("there is no command {name}").format(name=name), ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, then the options."""
        made = [self.get_command(ctx, name) for name in self._table]
        with formatter.section(_("Commands")):
            formatter.write_dl(
                [(command.name or "", command.get_short_help_str()) for command in made if command]
            )
        super().format_options(ctx, formatter)


def _help_record(option: click.Option, ctx: click.Context) -> tuple[str, str] | None:
    """An option's line, without the words that click would add in the language of the process."""
    record = option.get_help_record(ctx)
    if record is None:
        return None
    text = option.help or ""
    if option.required:
        text = _("{text} (required)").format(text=text)
    limits = option.get_help_extra(ctx).get("range")
    return record[0], f"{text} [{limits}]" if limits else text


def _show_help_without_command() -> None:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        raise click.exceptions.NoArgsIsHelpError(ctx)
