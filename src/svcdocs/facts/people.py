"""Who an expression names: members of staff, roles, or names as they stand."""

from __future__ import annotations

from collections.abc import Mapping

from svcdocs.expr import UNKNOWN, Items, Located
from svcdocs.model.tree import Tree


def people(value: object, project: Tree) -> tuple[str, ...]:
    """The names of those a `who:` came to; none for what is unknown.

    A text that is an id of the project's `staff` gives that person's name, a row its `name`, a
    role or another group of terms its `title`, a list all of its own.
    """
    return tuple(dict.fromkeys(_people(value, project)))


def _people(value: object, project: Tree) -> list[str]:
    if isinstance(value, Located):
        value = value.value
    if value is None or value is UNKNOWN:
        return []
    if isinstance(value, Items):
        return [name for one in value.values for name in _people(one, project)]
    if isinstance(value, Mapping):
        name = value.get("name") or value.get("title")
        return [str(name)] if name else []
    staff = {row.get("id"): row.get("name") for row in project.data.get("staff", ())}
    return [str(staff.get(value) or value)]
