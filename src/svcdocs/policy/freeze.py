"""Making the lock: every term of the policies as the contract promises it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from svcdocs.model.term import Term
from svcdocs.policy.definition import PolicySet
from svcdocs.policy.frozen import digest, same_standard, spelt


def lock_data(signed: PolicySet, on: date) -> dict[str, Any]:
    """The data of a lock (schema `lock`), the laws left out: they bind by themselves.

    Args:
        signed: the policies with the project's promises worked in, none of them later than `on`.
        on: the day of signing.
    """
    frozen = {policy.id: policy for policy in signed.policies if policy.kind != "law"}
    terms = {id_: term for id_, term in signed.terms.items() if term.policy in frozen}
    return {
        "frozen_on": on,
        "policies": [str(policy) for policy in frozen.values()],
        "digest": digest(terms.values()),
        "terms": {id_: _row(term) for id_, term in terms.items()},
    }


def _row(term: Term) -> Mapping[str, Any]:
    row: dict[str, Any] = {"title": term.title}
    if term.promise is not None:
        row["value"] = term.promise
    if spelt(term.standard) != spelt(term.promise):
        row["own"] = True
        if term.standard is not None:
            row["standard"] = term.standard
    row["status"] = term.status.value
    row["policy"] = term.policy
    if term.better:
        row["better"] = term.better
    if term.sources:
        row["source"] = list(term.sources)
    return row


def equal_terms(one: Mapping[str, Term], other: Mapping[str, Term]) -> bool:
    """Whether two sets of terms promise the same."""
    return one.keys() == other.keys() and all(
        spelt(term.promise) == spelt(other[id_].promise)
        and same_standard(term, other[id_])
        and term.status is other[id_].status
        for id_, term in one.items()
    )
