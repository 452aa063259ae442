"""Promises frozen at signing: from then on they are the contract's, whatever the policy says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from svcdocs.load import Loaded
from svcdocs.model.finding import Problem, Severity
from svcdocs.model.place import Place
from svcdocs.model.quantity import Quantity
from svcdocs.model.term import Status, Term
from svcdocs.policy.term_set import Policy
from svcdocs.policy.versions import read_pin
from svcdocs.texts import _

#: The built-in rule for promises that are not what was signed, or that a policy has left behind.
FROZEN = "data/frozen"

_TERMS_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What was signed.

    `terms` are the frozen ones by id, each with the place of its row; `versions` says of which
    policies, by id.
    """

    on: date
    place: Place
    terms: Mapping[str, Term]
    versions: Mapping[str, str]


def read_lock(loaded: Loaded) -> tuple[Lock | None, list[Problem]]:
    """The frozen promises of a file and what is wrong with it.

    There is no lock where the file is too broken to say when it was made.
    """
    data, place = loaded.tree.data, Place(file=loaded.files[0].as_posix())
    if "frozen_on" not in data:
        return None, list(loaded.problems)
    rows = data.get("terms", {})
    terms = {id_: _term(id_, row, loaded) for id_, row in rows.items()}
    problems = list(loaded.problems)
    if not problems and data.get("digest") != digest(terms.values()):
        problems.append(
            Problem(
                code=FROZEN,
                message=_("the frozen promises were edited by hand"),
                hint=_("undo that; a change of the contract is written under terms of the project"),
                place=loaded.tree.place(("digest",)) or place,
            )
        )
    lock = Lock(
        on=data["frozen_on"],
        place=loaded.tree.place(("frozen_on",)) or place,
        terms=terms,
        versions={pin.id: pin.version for pin in map(read_pin, data.get("policies", ()))},
    )
    return lock, problems


def _term(id_: str, row: Mapping[str, Any], loaded: Loaded) -> Term:
    status = Status(row.get("status", "confirmed"))
    value = row.get("value")
    path = ("terms", id_, "value")
    return Term(
        policy=str(row.get("policy", "")),
        path=tuple(id_.split(".")),
        title=str(row.get("title", id_)),
        standard=row.get("standard") if row.get("own") else value,
        promise=None if status is Status.UNRESOLVED else value,
        status=status,
        sources=tuple(row.get("source", ())),
        note="",
        better=str(row.get("better", "")),
        place=loaded.tree.place(path) or Place(file=loaded.files[0].as_posix()),
    )


def bind(terms: Mapping[str, Term], lock: Lock) -> dict[str, Term]:
    """The terms with standard, promise and status as they were signed.

    A term that the policy still has as it was signed keeps its place there. What the policy has no
    more is promised all the same; what came later is the policy's own.
    """
    bound: dict[str, Term] = {}
    for id_, term in terms.items():
        signed = lock.terms.get(id_)
        if signed is None:
            bound[id_] = term
        elif same_standard(term, signed):
            bound[id_] = replace(term, promise=signed.promise, status=signed.status)
        else:
            bound[id_] = replace(signed, title=term.title, note=term.note, better=term.better)
    for id_, signed in lock.terms.items():
        if id_ not in bound and not _shadowed(id_, terms):
            bound[id_] = signed
    return bound


def _shadowed(id_: str, terms: Mapping[str, Term]) -> bool:
    """Whether the policy has made a group of what was a value, or the other way round."""
    return any(other.startswith(f"{id_}.") or id_.startswith(f"{other}.") for other in terms)


def drift(terms: Mapping[str, Term], lock: Lock, policies: Sequence[Policy]) -> Iterator[Problem]:
    """What the policies say otherwise by now: a notice for each, naming the terms.

    Args:
        terms: the leaves of the policies as they are now.
        lock: what was signed.
        policies: those the project names; laws are never frozen.
    """
    for policy in policies:
        if policy.id not in lock.versions:
            continue
        signed = {id_: term for id_, term in lock.terms.items() if term.policy == policy.id}
        own = {id_: term for id_, term in terms.items() if term.policy == policy.id}
        changed = [
            id_
            for id_, term in own.items()
            if id_ in signed and not same_standard(term, signed[id_])
        ]
        added = [id_ for id_ in own if id_ not in lock.terms]
        removed = [id_ for id_ in signed if id_ not in terms]
        version = lock.versions[policy.id]
        if changed or added or removed or version != policy.version:
            yield Problem(
                code=FROZEN,
                message=_(
                    "signed with {id}@{version}, and {policy} says otherwise: {terms}"
                ).format(
                    id=policy.id,
                    version=version,
                    policy=policy,
                    terms=_differences(changed, added, removed),
                ),
                hint=_("what was signed stays promised; nothing needs to be done"),
                place=lock.place,
                severity=Severity.INFO,
            )


def _differences(changed: Collection[str], added: Collection[str], removed: Collection[str]) -> str:
    parts = [
        (changed, _("changed {terms}")),
        (added, _("new {terms}")),
        (removed, _("gone {terms}")),
    ]
    said = [words.format(terms=_named(list(ids))) for ids, words in parts if ids]
    return _("; ").join(said) or _("no term differs")


def _named(ids: Sequence[str]) -> str:
    more = len(ids) - _TERMS_NAMED
    names = _(", ").join(ids[:_TERMS_NAMED])
    if more <= 0:
        return names
    return _("{names} and {count} more").format(names=names, count=more)


def same_standard(one: Term, other: Term) -> bool:
    """Whether a policy says the same of both: the value, or that it is undecided."""
    return spelt(one.standard) == spelt(other.standard)


def digest(terms: Collection[Term]) -> str:
    """SHA-256 of what terms promise, whatever their order and spelling."""
    rows = sorted(
        [term.id, spelt(term.promise), spelt(term.standard), term.status.value] for term in terms
    )
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def spelt(value: Any) -> str:
    """A value with its kind in one spelling: 36 months and 3 years have the same."""
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(spelt, value)) + "]"
    if isinstance(value, Quantity):
        family, amount = value.base
        return f"quantity:{family}:{amount.normalize():f}"
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return f"number:{Decimal(value).normalize():f}"
    return f"{type(value).__name__}:{value}"
