"""Printing that survives a GBK console, a closed pipe and a log file."""

from __future__ import annotations

import errno
import io
import os
import sys

import click

#: What writing to a pipe nobody reads any more raises; Windows calls it an invalid argument.
_PIPE_CLOSED = (errno.EPIPE, errno.EINVAL)


def prepare_streams() -> None:
    """Let a character the console cannot show come out as `?` instead of ending the program.

    A Chinese Windows console is often GBK, which has no ☑.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def colourful() -> bool:
    """Whether to colour: on a terminal, or where FORCE_COLOR says so (a CI's log shows colours).

    NO_COLOR says no to both.
    """
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() or bool(os.environ.get("FORCE_COLOR"))


def say(text: str) -> None:
    """Print results, on standard output."""
    _print(text, to_errors=False)


def say_utf8(text: str) -> None:
    """Print what a program reads, on standard output, in UTF-8 whatever the console's encoding."""
    _print(text.encode(), to_errors=False, line_break=False)


def warn(text: str) -> None:
    """Print what is not a result, on standard error."""
    _print(text, to_errors=True)


def _print(text: str | bytes, *, to_errors: bool, line_break: bool = True) -> None:
    try:
        click.echo(text, nl=line_break, err=to_errors, color=colourful())
    except OSError as error:
        if error.errno not in _PIPE_CLOSED:
            raise
        _silence(sys.stderr if to_errors else sys.stdout)


def _silence(stream: object) -> None:
    """Send what is still to come nowhere: `svcdocs check … | head` has all it wanted.

    The work goes on and the exit code stays what it would have been.
    """
    if isinstance(stream, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
