"""What needs lxml itself of the work on a part's tree."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from svcdocs.ooxml.names import W

if TYPE_CHECKING:
    from lxml.etree import _Element


def walk_through(root: _Element) -> Iterator[tuple[str, _Element]]:
    """Every element twice: when it begins ("start") and when it ends ("end")."""
    from lxml import etree  # noqa: PLC0415 - a command that renders nothing need not load lxml

    yield from etree.iterwalk(root, events=("start", "end"))


def with_usual_prefix(root: _Element) -> _Element:
    """The tree with `w` for WordprocessingML, whatever its program calls that: values say `w`."""
    if W not in root.nsmap.values() or root.nsmap.get("w") == W:
        return root
    return _renamed(root, None)


def _renamed(element: _Element, parent: _Element | None) -> _Element:
    from lxml import etree  # noqa: PLC0415 - a command that renders nothing need not load lxml

    others = {prefix: uri for prefix, uri in element.nsmap.items() if uri != W}
    prefixes = cast("dict[str, str]", {**others, "w": W})  # its stubs forget the empty prefix
    if parent is None:
        new = etree.Element(element.tag, nsmap=prefixes)
    else:
        new = etree.SubElement(parent, element.tag, nsmap=prefixes)
    new.attrib.update(element.attrib)
    new.text, new.tail = element.text, element.tail
    for child in element:
        if isinstance(child.tag, str):
            _renamed(child, new)
        else:  # a comment
            new.append(copy.deepcopy(child))
    return new
