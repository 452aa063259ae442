"""The promises as nested plain data, the shape expressions and templates read; a term as a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from svcdocs.model.term import Status, Term

if TYPE_CHECKING:
    from svcdocs.policy import TermSet


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Stands in a template's data for a term that nobody has decided yet."""

    term: Term


def promises(policies: TermSet) -> dict[str, Any]:
    """`terms.a.b.c` as nested mappings; an unresolved leaf is None.

    A group has its `title` beside its entries (expressions know that it is none of them).
    """
    return _nested(policies, lambda term: term.promise)


def marked_promises(policies: TermSet) -> dict[str, Any]:
    """The same for templates: an unresolved leaf is an `Unresolved`."""
    return _nested(
        policies, lambda term: Unresolved(term) if term.promise is None else term.promise
    )


def _nested(policies: TermSet, value_of: Callable[[Term], Any]) -> dict[str, Any]:
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


def term_data(term: Term) -> dict[str, Any]:
    """A term as rules `for: terms` read it; what is empty is missing."""
    override, requirement = term.override, term.requirement
    data: dict[str, Any] = {
        "id": term.id,
        "title": term.title,
        "status": term.status.value,
        "promise": term.promise,
        "standard": term.standard,
        "better": term.better,
        "confirmed": term.status is Status.CONFIRMED,
        "overridden": override is not None and override.value is not None,
        "policy": term.policy,
    }
    if override is not None:
        data["by"] = override.by
        data["on"] = override.on
        data["why"] = override.why
        data["approved_by"] = override.approved_by
    if requirement is not None:
        data["requirement"] = _present(
            {
                "comparator": requirement.comparator,
                "value": requirement.value,
                "mark": requirement.mark,
                "clause": requirement.clause,
                "text": requirement.text,
            }
        )
    return _present(data)


def _present(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None and value != ""}
