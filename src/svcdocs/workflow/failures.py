"""One of many projects that could not be worked on: told, and no reason to stop for the others."""

from __future__ import annotations

from svcdocs.errors import SvcdocsError
from svcdocs.model.report import Failure
from svcdocs.texts import _


def failure_of(project: str, error: Exception) -> Failure:
    """An error of ours in its own words; any other is a mistake of svcdocs itself, in a line."""
    if isinstance(error, SvcdocsError):
        return Failure(
            project=project,
            message=error.message,
            hint=error.hint,
            details=error.details,
            exit_code=error.exit_code,
        )
    return Failure(
        project=project,
        message=_("svcdocs made a mistake of its own ({kind}: {text})").format(
            kind=type(error).__name__, text=" ".join(str(error).split())
        ),
        hint=_("check this project alone with --debug and send what it prints"),
    )
