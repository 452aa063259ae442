"""What policies promise, without the rules that test it: all that a blank form is printed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from svcdocs.model.place import Place
    from svcdocs.model.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One folder of YAML, by its `policy.yaml`.

    `kind` is "supplier" or "law"; what a pack of laws must say besides is in `policy.laws`. `regime`
    lists the regimes (采购方式) that its rules may name.
    """

    id: str
    version: str
    title: str
    folder: str
    sources: Mapping[str, Any]
    kind: str = "supplier"
    regime: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.id}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A named group of terms: a chapter of the policy, or an entry of a vocabulary."""

    policy: str
    path: tuple[str, ...]
    title: str
    sources: tuple[str, ...]
    note: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TermSet:
    """The terms of some policies as one.

    Attributes:
        policies: which ones.
        terms: leaves by dotted id, promises and requirements of the project resolved.
        groups: groups by dotted id.
    """

    policies: tuple[Policy, ...]
    terms: Mapping[str, Term]
    groups: Mapping[str, Group]
