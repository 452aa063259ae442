"""The lists of several documents in one numbering part; those of each document begin anew."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import W, w
from svcdocs.ooxml.package import parse_part, serialise

if TYPE_CHECKING:
    from lxml.etree import _Element

_USE = re.compile(r'(<w:numId w:val=")(\d+)"')
_STYLES = (w("pStyle"), w("styleLink"), w("numStyleLink"))


class Lists:
    """The common numbering part."""

    def __init__(self) -> None:
        """No list yet."""
        self._abstract: list[_Element] = []
        self._numbers: list[_Element] = []
        self._known: dict[tuple[bytes, str, tuple[tuple[str, str], ...]], str] = {}

    def applied(
        self, xml: str, sheet: bytes, styles: Mapping[str, str], given: dict[str, str]
    ) -> str:
        """A part whose lists are lists of the common part.

        Args:
            xml: the part.
            sheet: the numbering part of its document.
            styles: styles that have another id now.
            given: the lists of this document that have a number already; grows.
        """
        return _USE.sub(lambda m: f'{m[1]}{self.number(m[2], sheet, styles, given)}"', xml)

    def number(
        self, number: str, sheet: bytes, styles: Mapping[str, str], given: dict[str, str]
    ) -> str:
        """The number of a list in the common part; 0, which is none, stays."""
        if number not in given:
            given[number] = self._adopt(number, sheet, styles)
        return given[number]

    def part(self) -> str:
        """The common part; empty if no document has lists."""
        if not self._numbers:
            return ""
        inside = "".join(serialise(one) for one in (*self._abstract, *self._numbers))
        return f'<w:numbering xmlns:w="{W}">{inside}</w:numbering>'

    def _adopt(self, number: str, sheet: bytes, styles: Mapping[str, str]) -> str:
        root = parse_part(sheet, "numbering") if sheet else None
        found = None if root is None else _find(root, "num", "numId", number)
        reference = None if found is None else found.find(w("abstractNumId"))
        if root is None or found is None or reference is None:
            return "0"
        theirs = str(reference.get(w("val")))
        abstract = _find(root, "abstractNum", "abstractNumId", theirs)
        if abstract is None:
            return "0"
        key = sheet, theirs, tuple(sorted(styles.items()))
        if key not in self._known:
            self._known[key] = self._definition(abstract, styles)
        own = copy.deepcopy(found)
        new = str(len(self._numbers) + 1)
        own.set(w("numId"), new)
        target = own.find(w("abstractNumId"))
        if target is not None:
            target.set(w("val"), self._known[key])
        _begin_anew(own, abstract)
        self._numbers.append(own)
        return new

    def _definition(self, abstract: _Element, styles: Mapping[str, str]) -> str:
        own = copy.deepcopy(abstract)
        new = str(len(self._abstract))
        own.set(w("abstractNumId"), new)
        for mark in list(own.iter(w("nsid"))):
            mark.set(w("val"), f"{0x53560000 + len(self._abstract):08X}")
        for bullet in list(own.iter(w("lvlPicBulletId"))):
            parent = bullet.getparent()
            if parent is not None:
                parent.remove(bullet)
        for reference in own.iter(*_STYLES):
            style = str(reference.get(w("val")))
            reference.set(w("val"), styles.get(style, style))
        self._abstract.append(own)
        return new


def _find(root: _Element, tag: str, attribute: str, value: str) -> _Element | None:
    return next((one for one in root.iter(w(tag)) if one.get(w(attribute)) == value), None)


def _begin_anew(number: _Element, abstract: _Element) -> None:
    """Let each level of a list begin with its first number."""
    there = {one.get(w("ilvl")): one for one in number.iter(w("lvlOverride"))}
    for level in abstract.iter(w("lvl")):
        place, start = level.get(w("ilvl")), level.find(w("start"))
        if place is None or start is None:
            continue
        override = there.get(place)
        if override is None:
            override = number.makeelement(w("lvlOverride"), {w("ilvl"): place})
            number.append(override)
        if override.find(w("startOverride")) is None and override.find(w("lvl")) is None:
            first = override.makeelement(w("startOverride"), {w("val"): str(start.get(w("val")))})
            override.insert(0, first)
