"""What a rule runs over: rows of a table, a single record, or the policies' terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from svcdocs.facts.terms_data import term_data
from svcdocs.model.place import Place
from svcdocs.model.tree import Path, Tree
from svcdocs.policy import TERMS

if TYPE_CHECKING:
    from svcdocs.model.term import Term
    from svcdocs.policy import PolicySet


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing to judge; `path` begins with the root's name, `("project", "incidents", 3)`."""

    id: str
    path: Path
    data: Mapping[str, Any]


def read_records(subject: str, project: Tree, policies: PolicySet) -> tuple[Record, ...]:
    """The records of a subject in the order of the data; none where the project has none."""
    if subject == TERMS:
        return tuple(
            Record(id=term.id, path=("terms", *term.path), data=term_data(term))
            for term in policies.terms.values()
        )
    found = project.data.get(subject)
    if isinstance(found, Mapping):
        return (Record(id=subject, path=("project", subject), data=found),)
    return tuple(
        Record(id=str(row.get("id", "")), path=("project", subject, index), data=row)
        for index, row in enumerate(found or ())
    )


def term_place(term: Term, field: Path) -> Place:
    """Where a field of a term's record is written: in the policy, the project or the tender."""
    override = term.override
    if field[:1] == ("requirement",) and term.requirement and term.requirement.place:
        return term.requirement.place
    if override is None or override.place is None:
        return term.place
    if field[:1] in {("by",), ("on",), ("why",), ("approved_by",), ("overridden",)}:
        return override.place
    if field[:1] in {(), ("promise",)} and override.value is not None:
        return override.place
    return term.place
