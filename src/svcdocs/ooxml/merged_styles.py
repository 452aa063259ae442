"""The style sheets of several documents as one: equal styles once, others under names of their own."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import parse_part, serialise

if TYPE_CHECKING:
    from lxml.etree import _Element

_REFERENCES = (w("basedOn"), w("link"), w("next"))
#: What a style without a value of its own takes where its document had no default for it.
_NEUTRAL = {
    w("spacing"): {w("before"): "0", w("after"): "0", w("line"): "240", w("lineRule"): "auto"},
    w("ind"): {w("left"): "0", w("right"): "0", w("firstLine"): "0"},
    w("jc"): {w("val"): "left"},
    w("sz"): {w("val"): "20"},
    w("szCs"): {w("val"): "20"},
    w("kern"): {w("val"): "0"},
}
_USES = re.compile(r'(<w:(?:pStyle|rStyle|tblStyle) w:val=")([^"]*)"')
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*?)?(/?)>(?!<w:pPr><w:pStyle )(<w:pPr>|<w:pPr/>)?")
_TABLE = re.compile(r"<w:tblPr>(?!<w:tblStyle )")


@dataclass(frozen=True, slots=True)
class Restyling:
    """How a document refers to its styles in the common sheet.

    Attributes:
        ids: styles that have another id there.
        paragraph, table: the styles of paragraphs and tables that name none, where the common
            sheet has other defaults.
    """

    ids: Mapping[str, str]
    paragraph: str = ""
    table: str = ""

    def applied(self, xml: str) -> str:
        """A part with its references to styles changed."""
        if self.ids:
            xml = _USES.sub(lambda m: f'{m[1]}{self.ids.get(m[2], m[2])}"', xml)
        if self.paragraph:
            xml = _PARAGRAPH.sub(self._paragraph, xml)
        if self.table:
            xml = _TABLE.sub(f'<w:tblPr><w:tblStyle w:val="{self.table}"/>', xml)
        return xml

    def _paragraph(self, match: re.Match[str]) -> str:
        style = f'<w:pStyle w:val="{self.paragraph}"/>'
        if match[1]:
            return f"{match[0][:-2]}><w:pPr>{style}</w:pPr></w:p>"
        if match[2] == "<w:pPr>":
            return match[0] + style
        start = match[0].removesuffix("<w:pPr/>")
        return f"{start}<w:pPr>{style}</w:pPr>"


class StyleSheet:
    """The common sheet; it begins as that of the first document."""

    def __init__(self, first: bytes) -> None:
        """Begin.

        Args:
            first: the styles part of the first document.
        """
        self._root = parse_part(first, "styles")
        self._known: dict[bytes, Restyling] = {}
        self._hosts = _by_id(self._root)
        if not _numbered(self._hosts):
            self._known[first] = Restyling({})
        self._names = {_name(style) for style in self._hosts.values()}
        self._taken = 0
        #: Styles with lists that were taken over, for whoever numbers these lists.
        self.numbered: list[_Element] = []

    def adopt(self, sheet: bytes) -> Restyling:
        """Take over the styles of a document.

        Styles with lists are taken over once more for every document: its lists begin anew.
        """
        self.numbered = []
        known = self._known.get(sheet)
        if known is not None:
            return known
        guest = parse_part(sheet, "styles")
        styles = _by_id(guest)
        numbered = _numbered(styles)
        same_defaults = _defaults(guest) == _defaults(self._root)
        same = self._same(styles) - numbered if same_defaults else set()
        ids: dict[str, str] = {}
        for id_ in styles:
            if id_ not in same:
                ids[id_] = id_ if id_ not in self._hosts else self._free(id_)
        for id_ in ids:
            self._add(styles[id_], ids, guest, bake=not same_defaults)
        made = Restyling(
            {old: new for old, new in ids.items() if old != new},
            ids.get(_default(styles, "paragraph"), ""),
            ids.get(_default(styles, "table"), ""),
        )
        if not numbered:
            self._known[sheet] = made
        return made

    def part(self) -> str:
        """The common sheet."""
        return serialise(self._root)

    def _same(self, styles: Mapping[str, _Element]) -> set[str]:
        """Styles that the common sheet has already, with all they build on."""
        same = {
            id_
            for id_, style in styles.items()
            if id_ in self._hosts and serialise(style) == serialise(self._hosts[id_])
        }
        while True:
            other = {id_ for id_ in same if not set(_uses(styles[id_])) <= same}
            if not other:
                return same
            same -= other

    def _free(self, id_: str) -> str:
        while True:
            self._taken += 1
            if f"{id_}-{self._taken}" not in self._hosts:
                return f"{id_}-{self._taken}"

    def _add(self, style: _Element, ids: Mapping[str, str], guest: _Element, *, bake: bool) -> None:
        own = copy.deepcopy(style)
        new = ids[str(style.get(w("styleId")))]
        own.set(w("styleId"), new)
        own.attrib.pop(w("default"), "")
        name = own.find(w("name"))
        if name is not None:
            text = str(name.get(w("val")))
            if text.lower() in self._names:
                name.set(w("val"), f"{text} {new}")
            self._names.add(str(name.get(w("val"))).lower())
        for reference in own.iter(*_REFERENCES):
            target = str(reference.get(w("val")))
            reference.set(w("val"), ids.get(target, target))
        if bake and own.get(w("type")) == "paragraph" and own.find(w("basedOn")) is None:
            _bake(own, guest, self._root)
        if next(own.iter(w("numId")), None) is not None:
            self.numbered.append(own)
        self._root.append(own)
        self._hosts[new] = own


def _by_id(root: _Element) -> dict[str, _Element]:
    return {str(style.get(w("styleId"))): style for style in root.iter(w("style"))}


def _name(style: _Element) -> str:
    name = style.find(w("name"))
    return "" if name is None else str(name.get(w("val"))).lower()


def _uses(style: _Element) -> list[str]:
    return [str(one.get(w("val"))) for one in style.iter(*_REFERENCES)]


def _numbered(styles: Mapping[str, _Element]) -> set[str]:
    """Styles with lists, and those that refer to them."""
    found = {id_ for id_, one in styles.items() if next(one.iter(w("numId")), None) is not None}
    while True:
        more = {id_ for id_, one in styles.items() if set(_uses(one)) & found} - found
        if not more:
            return found
        found |= more


def _default(styles: Mapping[str, _Element], kind: str) -> str:
    return next(
        (
            id_
            for id_, one in styles.items()
            if one.get(w("type")) == kind and one.get(w("default")) in ("1", "true", "on")
        ),
        "",
    )


def _defaults(root: _Element) -> str:
    found = root.find(w("docDefaults"))
    return "" if found is None else serialise(found)


def _bake(style: _Element, guest: _Element, host: _Element) -> None:
    """Write into a style what its document's defaults gave it, and undo the host's."""
    for tag in ("pPr", "rPr"):
        theirs, ours = _default_properties(guest, tag), _default_properties(host, tag)
        own = style.find(w(tag))
        if own is None:
            own = style.makeelement(w(tag), {})
            before = style.find(w("rPr")) if tag == "pPr" else None
            if before is not None:
                before.addprevious(own)
            else:
                style.append(own)
        merged = {
            **{key: dict(_NEUTRAL[key]) for key in ours if key in _NEUTRAL},
            **theirs,
        }
        for key, attributes in merged.items():
            there = own.find(key)
            if there is None:
                own.append(own.makeelement(key, attributes))
            else:
                for name, value in attributes.items():
                    if there.get(name) is None and key in _PARTIAL:
                        there.set(name, value)
        _sort(own, tag)


_PARTIAL = (w("spacing"), w("ind"), w("rFonts"), w("lang"))
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
    "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
}


def _sort(properties: _Element, tag: str) -> None:
    """The order that the format wants."""
    order = {w(name): place for place, name in enumerate(_ORDER[tag].split())}
    properties[:] = sorted(properties, key=lambda one: order.get(str(one.tag), len(order)))


def _default_properties(root: _Element, tag: str) -> dict[str, dict[str, str]]:
    found = root.find(f"{w('docDefaults')}/{w(tag + 'Default')}/{w(tag)}")
    if found is None:
        return {}
    return {str(one.tag): {str(k): str(v) for k, v in one.attrib.items()} for one in found}
