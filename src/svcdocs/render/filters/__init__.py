"""The filters and functions that templates may use, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from svcdocs.render.filters import boxes, functions, lists, lookups, measures, objects, values

FILTERS: Mapping[str, Callable[..., Any]] = {
    **values.FILTERS,
    **lists.FILTERS,
    **lookups.FILTERS,
    **boxes.FILTERS,
    **measures.FILTERS,
    **objects.FILTERS,
}

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **functions.FUNCTIONS,
    **objects.FUNCTIONS,
}
