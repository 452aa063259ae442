"""How much of a table is read: far more than any real project has, far less than fills the memory."""

from __future__ import annotations

from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

ROWS = 100_000
#: A spreadsheet has no more columns; a file of nothing but commas has.
COLUMNS = 16_384
#: What a cell of a spreadsheet can hold.
CHARACTERS = 32_767
#: Of all the lists in the cells of a table.
ITEMS = 200_000
#: Nobody reads more; whatever made them has one cause.
FAULTS = 20_000


def too_many_rows(place: Place) -> Problem:
    """The table has more rows than are read."""
    message = _("the table has more than {limit} rows").format(limit=ROWS)
    return _limit(place, message, _("check that it is the right file, or split it"))


def too_many_columns(place: Place) -> Problem:
    """A line has more cells than are read."""
    message = _("the line has more than {limit} cells").format(limit=COLUMNS)
    return _limit(place, message, _("check that it is the right file"))


def too_many_items(place: Place) -> Problem:
    """The lists in a table's cells have more items than are read."""
    message = _("the lists in this table have more than {limit} items").format(limit=ITEMS)
    return _limit(place, message, _("check that it is the right file, or split it"))


def too_many_faults(place: Place) -> Problem:
    """The rest of a table was not read."""
    message = _("more than {limit} faults; what comes behind was not read").format(limit=FAULTS)
    return _limit(place, message, _("mend the first ones, they may have one cause"))


def _limit(place: Place, message: str, hint: str) -> Problem:
    return Problem(code="data/limit", message=message, hint=hint, place=place)
