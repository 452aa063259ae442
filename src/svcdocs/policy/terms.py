"""A policy's `terms` as groups and leaves, each with its status and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from svcdocs.model.place import Place
from svcdocs.model.quantity import Quantity
from svcdocs.model.term import Status, Term
from svcdocs.model.tree import Path, Tree
from svcdocs.policy.faults import Faults
from svcdocs.policy.sources import Sources
from svcdocs.policy.term_set import Group
from svcdocs.texts import _

#: Keys that say something about a term; every other key of a mapping is a child of it.
METADATA = frozenset({"title", "value", "status", "source", "note", "better"})

_ORDERED = (Quantity, int, Decimal, date, datetime, time)


@dataclass(frozen=True, slots=True)
class TermTree:
    """What one policy, or several layered ones, say: leaves and groups by dotted id, in order."""

    leaves: dict[str, Term] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)

    def below(self) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
        """The paths of all groups and leaves by the path of the group they stand in."""
        below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        paths = [group.path for group in self.groups.values()]
        paths += [leaf.path for leaf in self.leaves.values()]
        for path in paths:
            below.setdefault(path[:-1], []).append(path)
        return below

    def layer(self, upper: TermTree, faults: Faults) -> None:
        """Put a later policy's terms over these: its leaves replace leaves of the same id."""
        for id_, group in upper.groups.items():
            if id_ in self.leaves:
                faults.add(group.place, _clash(id_, self.leaves[id_].place))
            below = self.groups.get(id_)
            if below is None or group.title:
                self.groups[id_] = group
        for id_, leaf in upper.leaves.items():
            if id_ in self.groups:
                faults.add(leaf.place, _clash(id_, self.groups[id_].place))
            self.leaves[id_] = leaf


def _clash(id_: str, place: Place) -> str:
    return _("term {id!r} is a value in one policy and a group in another ({place})").format(
        id=id_, place=place
    )


def read_terms(tree: Tree, policy: str, sources: Sources, faults: Faults) -> TermTree:
    """Resolve the tree's `terms`; statuses and sources come down from the groups."""
    result = TermTree()
    reader = _Reader(tree, policy, sources, faults, result)
    for key, node in tree.data.get("terms", {}).items():
        reader.read((str(key),), node, _Inherited())
    return result


@dataclass(frozen=True, slots=True)
class _Inherited:
    status: Status | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reader:
    tree: Tree
    policy: str
    sources: Sources
    faults: Faults
    result: TermTree

    def read(self, path: tuple[str, ...], node: Any, above: _Inherited) -> None:
        if not isinstance(node, Mapping):
            self._leaf(path, {"value": node}, above, ("terms", *path))
        elif "value" in node or (node.get("status") == "unresolved" and not _children(node)):
            self._leaf(path, node, above, ("terms", *path, "value"))
        else:
            self._group(path, node, above)

    def _group(self, path: tuple[str, ...], node: Mapping[str, Any], above: _Inherited) -> None:
        place = self._place(("terms", *path))
        if "better" in node:
            self.faults.add(
                self._place(("terms", *path, "better")),
                _("'better' says which direction of a value is better; {id!r} is a group").format(
                    id=".".join(path)
                ),
            )
        if not _children(node) and "title" not in node:
            # An entry of a vocabulary may be a mere title; anything less is a forgotten value.
            self.faults.add(place, _("term {id!r} is without a value").format(id=".".join(path)))
        here = self._inherit(path, node, above)
        self.result.groups[".".join(path)] = Group(
            policy=self.policy,
            path=path,
            title=str(node.get("title", "")),
            sources=here.sources,
            note=str(node.get("note", "")),
            place=place,
        )
        for key in _children(node):
            self.read((*path, key), node[key], here)

    def _leaf(
        self, path: tuple[str, ...], node: Mapping[str, Any], above: _Inherited, value_path: Path
    ) -> None:
        id_ = ".".join(path)
        here = self._inherit(path, node, above)
        place = self._place(value_path)
        value = node.get("value")
        status = here.status or Status.CONFIRMED
        if children := _children(node):
            self.faults.add(
                self._place(("terms", *path, children[0])),
                _("term {id!r} has a value and so can have no parts like {child!r}").format(
                    id=id_, child=children[0]
                ),
            )
        if not here.sources and status is Status.CONFIRMED:
            self.faults.add(
                place,
                _(
                    "term {id!r} has neither a source nor a status, of its own or from its group"
                ).format(id=id_),
            )
        better = str(node.get("better", ""))
        if better and value is not None and not _is_ordered(value):
            self.faults.add(
                self._place(("terms", *path, "better")),
                _("'better' needs a number, a quantity or a date; {id!r} is {value!r}").format(
                    id=id_, value=value
                ),
            )
        self.result.leaves[id_] = Term(
            policy=self.policy,
            path=path,
            title=str(node.get("title", "")) or path[-1],
            standard=value,
            promise=None if status is Status.UNRESOLVED else value,
            status=status,
            sources=here.sources,
            note=str(node.get("note", "")),
            better=better,
            place=place,
        )

    def _inherit(
        self, path: tuple[str, ...], node: Mapping[str, Any], above: _Inherited
    ) -> _Inherited:
        own = self.sources.read(node.get("source"), self.tree, ("terms", *path, "source"))
        status = node.get("status")
        return _Inherited(
            status=Status(status) if status is not None else above.status,
            sources=own or above.sources,
        )

    def _place(self, path: Path) -> Place:
        return self.tree.place(path) or Place(file=self.policy)


def _is_ordered(value: Any) -> bool:
    return isinstance(value, _ORDERED) and not isinstance(value, bool)


def _children(node: Mapping[str, Any]) -> list[str]:
    return [key for key in node if key not in METADATA]
