"""What stops the work, and whose move is next.

    SvcdocsError
    ├── UsageError      exit code 2: the call was wrong (a path, an option, a document type)
    └── WorkError       exit code 3: the work could not be done
        ├── PolicyError     a policy is wrong: all its problems at once
        ├── TemplateError   a template or manifest is wrong
        ├── DocumentError   a document was refused (missing values, a failed check of the result)
        └── OutputError     the disk: a file open in Word, edited by hand, a full disk

Faults in a project's own data are never exceptions: they are findings (`model.finding`).
An exception carries text; only `cli` prints.
"""

from __future__ import annotations

from collections.abc import Sequence


class SvcdocsError(Exception):
    """Base of all errors a caller may want to catch.

    Args:
        message: one sentence: what is wrong.
        hint: what to do next, or an empty string.
        details: one line each, for example every problem of a policy with its place.
    """

    exit_code = 3

    def __init__(self, message: str, *, hint: str = "", details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = tuple(details)


class UsageError(SvcdocsError):
    """The call names something that does not exist or does not fit."""

    exit_code = 2


class WorkError(SvcdocsError):
    """The work could not be done, through no fault of the project's data."""


class PolicyError(WorkError):
    """A policy cannot be used; `details` lists every problem found in it."""


class TemplateError(WorkError):
    """A template or its manifest cannot be used."""


class DocumentError(WorkError):
    """A document was refused; `details` lists what is missing or wrong in it."""


class OutputError(WorkError):
    """A file could not be written, or must not be overwritten."""
