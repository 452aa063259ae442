"""Fields and values as fingerprints name them: no row numbers, no language, no spelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from svcdocs.calc.china_time import wall_clock
from svcdocs.expr import UNKNOWN, Items, Located
from svcdocs.facts import Context
from svcdocs.model.quantity import Quantity
from svcdocs.model.tree import Path


def field_name(context: Context, path: Path) -> str:
    """A path with ids where it has row numbers: `project.incidents[INC-007].arrived_at`.

    A row without an id keeps its number; an element of a plain list is not told from the others.
    """
    name = ""
    for length, step in enumerate(path, 1):
        if isinstance(step, int):
            row = context.project.get(path[1:length])
            name += f"[{row.get('id', step + 1)}]" if isinstance(row, Mapping) else "[]"
        else:
            name += f".{step}" if name else step
    return name


def plain(value: object) -> str:  # noqa: PLR0911 - one line for each kind of value
    """A value's one spelling: `36 months` and `3 years` have the same, and 1.50 and 1.5."""
    if isinstance(value, Located | Items):
        value = value.value if isinstance(value, Located) else list(value.values)
    if value is None or value is UNKNOWN:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return wall_clock(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Quantity):
        family, amount = value.base
        return f"{amount.normalize():f}@{family}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {plain(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(plain(one) for one in value) + "]"
    return str(value)
