"""What facts are stopped by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from svcdocs.model.place import Place


class FormulaError(Exception):
    """A formula of a policy does not fit the data it met; `place` is in the policy's file."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
