"""What a user reads when something went wrong: one sentence, the details, the next step."""

from __future__ import annotations

import click

from svcdocs import __version__
from svcdocs.cli.parameters import spelling
from svcdocs.errors import SvcdocsError
from svcdocs.texts import _


def of_svcdocs(error: SvcdocsError) -> str:
    """An error of ours with all its details."""
    return _laid_out(error.message, error.hint, error.details)


def of_usage(error: click.UsageError) -> str:
    """A wrong call; click's own sentences are replaced by ours."""
    command = error.ctx.command_path if error.ctx else "svcdocs"
    hint = _("{command} --help lists what it takes").format(command=command)
    return _laid_out(_usage_message(error), hint)


def of_disk(error: OSError) -> str:
    """A disk that refuses, wherever it was met."""
    name = error.filename or _("the output")
    reason = error.strerror or type(error).__name__
    return _laid_out(_("{file}: {reason}").format(file=name, reason=reason), "")


def of_ourselves(error: BaseException) -> str:
    """A mistake in svcdocs itself, in one line and what to do about it."""
    message = _("svcdocs {version} made a mistake of its own ({kind}: {text})").format(
        version=__version__, kind=type(error).__name__, text=" ".join(str(error).split())
    )
    hint = _("run the same command with --debug and send what it prints to your svcdocs maintainer")
    return _laid_out(message, hint)


def interrupted() -> str:
    """Ctrl-C."""
    return _("interrupted")


def _laid_out(message: str, hint: str, details: tuple[str, ...] = ()) -> str:
    lines = [_("Error: {message}").format(message=message)]
    lines += [f"  {detail}" for detail in details]
    if hint:
        lines.append(_("Next: {hint}").format(hint=hint))
    return "\n".join(lines)


def _usage_message(error: click.UsageError) -> str:
    """Click's English in our words; a sentence of ours passes through."""
    message = error.message
    if isinstance(error, click.NoSuchOption):
        message = _("there is no option {name}").format(name=error.option_name)
        if error.possibilities:
            near = _(" or ").join(sorted(error.possibilities))
            message = _("there is no option {name}; did you mean {near}?").format(
                name=error.option_name, near=near
            )
    elif isinstance(error, click.BadOptionUsage):
        message = _("option {name} lacks its value, or has one it does not take").format(
            name=error.option_name
        )
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        message = _("missing: {name}").format(name=spelling(error.param))
    elif isinstance(error, click.BadParameter) and error.param is not None:
        if isinstance(error.param.type, click.Choice):
            choices = ", ".join(str(choice) for choice in error.param.type.choices)
            message = _("expected one of {choices}").format(choices=choices)
        message = _("{name}: {message}").format(name=spelling(error.param), message=message)
    return message
