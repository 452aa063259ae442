"""Several files that each say a part of one thing."""

from __future__ import annotations

from svcdocs.load.nodes import MappingNode
from svcdocs.model.finding import Problem
from svcdocs.texts import _


def merge(into: MappingNode, other: MappingNode, problems: list[Problem], *, deep: bool) -> None:
    """Add another file's fields; a field that both files have is a problem and the first one stays.

    Args:
        into: what is extended.
        other: the other file's fields.
        problems: faults are added here.
        deep: whether two mappings of the same name are merged in turn, at any depth.
    """
    into.partial = into.partial or other.partial
    for name, node in other.entries.items():
        known = into.entries.get(name)
        if known is None:
            into.entries[name] = node
            into.keys[name] = other.keys[name]
        elif deep and isinstance(known, MappingNode) and isinstance(node, MappingNode):
            merge(known, node, problems, deep=True)
        else:
            problems.append(
                Problem(
                    code="data/syntax",
                    message=_("'{name}' is given twice; the first one is at {first}").format(
                        name=name, first=into.keys[name]
                    ),
                    hint=_("delete one of the two"),
                    place=other.keys[name],
                )
            )
