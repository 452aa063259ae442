"""Places and failures as the JSON reports have them, and what they leave out."""

from __future__ import annotations

from typing import Any

from svcdocs.model.place import Place
from svcdocs.model.report import Failure
from svcdocs.report.parts.file_names import from_here
from svcdocs.report.parts.view import View


def place_data(place: Place, view: View) -> dict[str, Any]:
    """A file; in it a line and column, or a sheet and its cell."""
    file = from_here(place.file, view)
    if place.sheet:
        return present(
            file=file,
            sheet=place.sheet,
            cell=place.cell or None,
            line=place.line or None,
            column=place.column or None,
        )
    if not place.line:
        return present(file=file, spot=place.spot or None)
    return {
        "file": file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
    }


def failure_data(failure: Failure, view: View) -> dict[str, Any]:
    """A project that could not be read."""
    return present(
        project=from_here(failure.project, view),
        exit_code=failure.exit_code,
        message=failure.message,
        hint=failure.hint or None,
        details=list(failure.details),
    )


def present(**fields: Any) -> dict[str, Any]:
    """The fields that apply."""
    return {name: value for name, value in fields.items() if value is not None}
