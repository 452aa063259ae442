"""What one project makes of a policy's terms: the tender's demands, the project's own promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.model.quantity import Quantity
from svcdocs.model.term import Override, Requirement, Status, Term
from svcdocs.model.tree import Path, Tree
from svcdocs.policy.faults import nearest
from svcdocs.policy.frozen import FROZEN, Lock, spelt
from svcdocs.texts import _


def resolve_promises(
    terms: Mapping[str, Term], project: Tree, lock: Lock | None = None, *, complete: bool = True
) -> tuple[dict[str, Term], tuple[Problem, ...]]:
    """The terms with the project's `requirements` and `terms` worked in, and what is wrong there.

    A demand never becomes a promise by itself: a requirement only stands beside it. Once the
    promises are frozen, a row of the project's `terms` from before that day only says who decided;
    one from that day on is a change of the contract.

    Args:
        terms: the leaves of the policies, those that were signed bound to what was signed.
        project: the project's data.
        lock: what was signed.
        complete: whether every policy that the project names is there; otherwise a name that no
            term has may be one of theirs.
    """
    resolved = dict(terms)
    if "policies" not in project.data:
        # Loading has said so. Against no policy at all every name would be one more fault.
        return resolved, ()
    problems: list[Problem] = []
    for id_, row in _rows(project, "requirements"):
        if id_ not in resolved and not complete:
            continue
        term = _named(id_, ("requirements", id_), resolved, project, problems)
        if term and _fits(
            term, row.get("value"), ("requirements", id_, "value"), project, problems
        ):
            resolved[id_] = replace(term, requirement=_requirement(id_, row, project))
    for id_, row in _rows(project, "terms"):
        if id_ not in resolved and not complete:
            continue
        term = _named(id_, ("terms", id_), resolved, project, problems)
        if term and _fits(term, row.get("value"), ("terms", id_, "value"), project, problems):
            changed = _overridden(term, row, project)
            if lock is not None and _is_past(row, id_, lock):
                if not _was_signed(changed, lock.terms[id_]):
                    problems.append(_too_late(id_, row, lock, project))
                    continue
                changed = replace(term, override=changed.override)
            resolved[id_] = changed
    return resolved, tuple(problems)


def _rows(project: Tree, key: str) -> list[tuple[str, Mapping[str, Any]]]:
    table = project.data.get(key)
    if not isinstance(table, Mapping):
        return []
    return [(str(id_), row) for id_, row in table.items() if isinstance(row, Mapping)]


def _named(
    id_: str, path: Path, terms: Mapping[str, Term], project: Tree, problems: list[Problem]
) -> Term | None:
    term = terms.get(id_)
    if term is None:
        problems.append(
            Problem(
                code="data/reference",
                message=_("no policy has a term {id!r}").format(id=id_) + nearest(id_, terms),
                place=project.keys.get(path) or _place(project, path),
            )
        )
    return term


def _fits(term: Term, value: Any, path: Path, project: Tree, problems: list[Problem]) -> bool:
    standard = term.standard
    if value is None or standard is None or _same_kind(value, standard):
        return True
    problems.append(
        Problem(
            code="data/schema",
            message=_("{value} cannot stand for term {id!r}, whose standard is {standard}").format(
                value=value, id=term.id, standard=standard
            ),
            place=_place(project, path),
        )
    )
    return False


def _same_kind(value: Any, standard: Any) -> bool:
    if isinstance(value, Quantity) and isinstance(standard, Quantity):
        return value.comparable(standard)
    return _kind(value) == _kind(standard)


def _kind(value: Any) -> str:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return "number"
    return type(value).__name__


def _requirement(id_: str, row: Mapping[str, Any], project: Tree) -> Requirement:
    return Requirement(
        comparator=str(row.get("comparator", "")),
        value=row.get("value"),
        mark=str(row.get("mark", "")),
        clause=str(row.get("clause", "")),
        text=str(row.get("text", "")),
        place=_place(project, ("requirements", id_, "value")),
    )


def _overridden(term: Term, row: Mapping[str, Any], project: Tree) -> Term:
    """The term as the project promises it; a row without a value confirms what stands."""
    value = row.get("value")
    on = row.get("on")
    override = Override(
        value=value,
        by=str(row.get("by", "")),
        on=on if isinstance(on, date) else None,
        why=str(row.get("why", "")),
        approved_by=str(row.get("approved_by", "")),
        place=_place(project, ("terms", term.id, "value")),
    )
    if value is None and term.standard is None:
        return replace(term, override=override)
    return replace(
        term,
        override=override,
        promise=_confirmed(term) if value is None else value,
        status=Status.CONFIRMED,
    )


def _confirmed(term: Term) -> Any:
    return term.standard if term.promise is None else term.promise


def _is_past(row: Mapping[str, Any], id_: str, lock: Lock) -> bool:
    """Whether a row was written before the contract was signed; a row without a day was."""
    on = row.get("on")
    return id_ in lock.terms and not (isinstance(on, date) and on >= lock.on)


def _was_signed(term: Term, signed: Term) -> bool:
    return spelt(term.promise) == spelt(signed.promise) and term.status is signed.status


def _too_late(id_: str, row: Mapping[str, Any], lock: Lock, project: Tree) -> Problem:
    signed = lock.terms[id_]
    return Problem(
        code=FROZEN,
        message=_(
            "{term} is dated {on}, yet the contract was signed on {signed} without it"
        ).format(term=signed.title, on=row.get("on"), signed=lock.on),
        hint=_("a change of the contract is dated {signed} or later; see {place}").format(
            signed=lock.on, place=signed.place
        ),
        place=_place(project, ("terms", id_)),
    )


def _place(project: Tree, path: Path) -> Place:
    return project.place(path) or Place(file="")
