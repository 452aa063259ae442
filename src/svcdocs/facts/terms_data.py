"""The promises as nested plain data, the shape expressions and templates read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from svcdocs.model.term import Term
from svcdocs.policy import PolicySet


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Stands in a template's data for a term that nobody has decided yet."""

    term: Term


def promises(policies: PolicySet) -> dict[str, Any]:
    """`terms.a.b.c` as nested mappings; an unresolved leaf is None.

    A group has its `title` beside its entries (expressions know that it is none of them).
    """
    return _nested(policies, lambda term: term.promise)


def marked_promises(policies: PolicySet) -> dict[str, Any]:
    """The same for templates: an unresolved leaf is an `Unresolved`."""
    return _nested(
        policies, lambda term: Unresolved(term) if term.promise is None else term.promise
    )


def _nested(policies: PolicySet, value_of: Callable[[Term], Any]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for group in policies.groups.values():
        node = _node(root, group.path)
        if group.title:
            node["title"] = group.title
    for term in policies.terms.values():
        _node(root, term.path[:-1])[term.path[-1]] = value_of(term)
    return root


def _node(root: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for step in path:
        root = root.setdefault(step, {})
    return root
