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
    """Whether to colour: on a terminal, unless NO_COLOR says no."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def say(text: str) -> None:
    """Print results, on standard output."""
    _print(text, to_errors=False)


def warn(text: str) -> None:
    """Print what is not a result, on standard error."""
    _print(text, to_errors=True)


def _print(text: str, *, to_errors: bool) -> None:
    try:
        click.echo(text, err=to_errors, color=colourful())
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
