"""Blocks of one Word file put into another, with the styles, lists and pictures they use.

Done once, when a template is read; the files themselves stay as they are. What cannot be carried
over whole (notes, comments, sections, text boxes, charts) is refused.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.names import W14, WP, W, w
from svcdocs.ooxml.package import (
    Relationship,
    content_types,
    content_types_xml,
    main_part,
    parse_part,
    relationships,
    relationships_part,
    relationships_xml,
    serialise,
)
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBERING = "word/numbering.xml"
_NUMBERING_TYPE = names.WORD_TYPE + "numbering+xml"
_STYLE_REFERENCES = (w("pStyle"), w("rStyle"), w("tblStyle"), w("basedOn"), w("next"), w("link"))
#: Elements that lead to other parts or to the page as a whole.
_REFUSED = {
    w("sectPr"): "w:sectPr",
    w("footnoteReference"): "w:footnoteReference",
    w("endnoteReference"): "w:endnoteReference",
    w("commentRangeStart"): "w:commentRangeStart",
    w("commentReference"): "w:commentReference",
    w("altChunk"): "w:altChunk",
    w("object"): "w:object",
    w("pict"): "w:pict",
    w("ins"): "w:ins",
    w("del"): "w:del",
    f"{{{names.MC}}}AlternateContent": "mc:AlternateContent",
}
_CARRIED = ("image", "hyperlink")
_BOOKMARK, _BOOKMARK_END = w("bookmarkStart"), w("bookmarkEnd")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A Word file whose body is put into others."""

    name: str
    parts: Mapping[str, bytes]


class Host:
    """A package that takes blocks in; its parts are changed only in what `parts` gives back."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = dict(parts)
        self._roots: dict[str, _Element] = {}
        self._main = main_part(parts)
        self._bookmarks = 0

    def root(self, part: str) -> _Element:
        """A part to change in place."""
        if part not in self._roots:
            self._roots[part] = parse_part(self._parts[part], part)
        return self._roots[part]

    def parts(self) -> dict[str, bytes]:
        """The package as it is now."""
        changed = {
            part: (names.DECLARATION + serialise(root)).encode()
            for part, root in self._roots.items()
        }
        return {**self._parts, **changed}

    def blocks(self, fragment: Fragment, part: str) -> list[_Element]:
        """A fragment's blocks, ready to stand in a part of the host.

        Raises:
            PackageError: something in it cannot be carried over.
        """
        body = parse_part(fragment.parts[main_part(fragment.parts)], fragment.name).find(w("body"))
        found = [] if body is None else [one for one in body if one.tag != w("sectPr")]
        blocks = [copy.deepcopy(one) for one in found]
        self._refuse(fragment, blocks)
        styles = self._styles(fragment, blocks)
        for block in (*blocks, *styles):
            self._number(fragment, block)
        for block in blocks:
            self._relate(fragment, block, part)
            self._make_unique(block)
        return blocks

    def _refuse(self, fragment: Fragment, blocks: list[_Element]) -> None:
        found = sorted(
            {
                _REFUSED[element.tag]
                for block in blocks
                for element in block.iter()
                if element.tag in _REFUSED
            }
        )
        if found:
            raise PackageError(
                _("{name} cannot be put into another template").format(name=fragment.name),
                hint=_("take out text boxes, notes, comments, sections and tracked changes"),
                details=found,
            )

    def _styles(self, fragment: Fragment, blocks: list[_Element]) -> list[_Element]:
        """Let the blocks use the host's styles of the same names; those copied from the fragment."""
        theirs = _by_id(_part_of(fragment.parts, "styles"))
        sheet = self._own_part("styles")
        if sheet is None:
            return []
        ours = {_style_key(style): str(style.get(w("styleId"))) for style in sheet.iter(w("style"))}
        taken = set(ours.values())
        mapped: dict[str, str] = {}
        copied: list[_Element] = []
        waiting = [one for block in blocks for one in _style_ids(block)]
        while waiting:
            identity = waiting.pop()
            style = theirs.get(identity)
            if identity in mapped or style is None:
                continue
            key = _style_key(style)
            if key in ours:
                mapped[identity] = ours[key]
                continue
            new = identity if identity not in taken else f"{identity}-{len(taken)}"
            mapped[identity] = new
            taken.add(new)
            style = copy.deepcopy(style)
            style.set(w("styleId"), new)
            style.attrib.pop(w("default"), "")
            copied.append(style)
            waiting += _style_ids(style)
        for element in (*blocks, *copied):
            for reference in element.iter(*_STYLE_REFERENCES):
                own = str(reference.get(w("val")))
                reference.set(w("val"), mapped.get(own, own))
        sheet.extend(copied)
        return copied

    def _number(self, fragment: Fragment, block: _Element) -> None:
        """Give the lists of a block definitions of their own in the host."""
        references = [
            one for one in block.iter(w("numId")) if str(one.get(w("val"))) not in ("0", "None")
        ]
        if not references:
            return
        theirs = _part_of(fragment.parts, "numbering")
        sheet = self._own_part("numbering")
        if theirs is None:
            return
        if sheet is None:
            sheet = self._new_numbering()
        for reference in references:
            reference.set(
                w("val"), self._list(fragment, theirs, sheet, str(reference.get(w("val"))))
            )

    def _list(self, fragment: Fragment, theirs: _Element, sheet: _Element, number: str) -> str:
        made = hashlib.sha256(f"{fragment.name} {number}".encode()).hexdigest()[:8].upper()
        for own in sheet.iter(w("abstractNum")):
            mark = own.find(w("nsid"))
            if mark is not None and mark.get(w("val")) == made:
                abstract = str(own.get(w("abstractNumId")))
                return next(
                    str(one.get(w("numId")))
                    for one in sheet.iter(w("num"))
                    if _abstract_of(one) == abstract
                )
        num = next((one for one in theirs.iter(w("num")) if one.get(w("numId")) == number), None)
        abstract_num = (
            None
            if num is None
            else next(
                (
                    one
                    for one in theirs.iter(w("abstractNum"))
                    if one.get(w("abstractNumId")) == _abstract_of(num)
                ),
                None,
            )
        )
        if num is None or abstract_num is None:
            return "0"
        num, abstract_num = copy.deepcopy(num), copy.deepcopy(abstract_num)
        new_abstract = _next(sheet, "abstractNum", "abstractNumId")
        new_number = _next(sheet, "num", "numId")
        abstract_num.set(w("abstractNumId"), new_abstract)
        for mark in list(abstract_num.iter(w("nsid"), w("styleLink"), w("numStyleLink"))):
            abstract_num.remove(mark)
        abstract_num.insert(0, abstract_num.makeelement(w("nsid"), {w("val"): made}))
        num.set(w("numId"), new_number)
        reference = num.find(w("abstractNumId"))
        if reference is not None:
            reference.set(w("val"), new_abstract)
        last = [one for one in sheet if one.tag == w("abstractNum")]
        sheet.insert(sheet.index(last[-1]) + 1 if last else 0, abstract_num)  # before every w:num
        sheet.append(num)
        return new_number

    def _relate(self, fragment: Fragment, block: _Element, part: str) -> None:
        """Copy the pictures and addresses of a block, and let it refer to the copies."""
        arrows = {one.id: one for one in relationships(fragment.parts, main_part(fragment.parts))}
        for element in block.iter():
            for key, value in element.attrib.items():
                if not str(key).startswith(f"{{{names.R}}}"):
                    continue
                arrow = arrows.get(str(value))
                kind = "" if arrow is None else arrow.type.rpartition("/")[2]
                if arrow is None or kind not in _CARRIED or (kind == "image" and arrow.external):
                    raise PackageError(
                        _("{name} cannot be put into another template").format(name=fragment.name),
                        details=[_("it refers to {kind}").format(kind=kind or value)],
                    )
                target = arrow.target
                if not arrow.external:
                    target = self._copied(fragment, arrow.target)
                element.set(key, self._arrow(part, arrow.type, target, external=arrow.external))

    def _copied(self, fragment: Fragment, part: str) -> str:
        data = fragment.parts[part]
        extension = part.rpartition(".")[2].lower()
        name = f"word/media/{hashlib.sha256(data).hexdigest()[:20]}.{extension}"
        if name not in self._parts:
            self._parts[name] = data
            theirs, own = content_types(fragment.parts)
            self._declare(extension=extension, kind=own.get(part) or theirs.get(extension, ""))
        return name

    def _arrow(self, part: str, kind: str, target: str, *, external: bool) -> str:
        found = relationships(self._parts, part)
        for one in found:
            if (one.type, one.target, one.external) == (kind, target, external):
                return one.id
        taken = {one.id for one in found}
        new = next(f"rIdPart{n}" for n in range(1, len(taken) + 2) if f"rIdPart{n}" not in taken)
        found.append(Relationship(new, kind, target, external=external))
        self._parts[relationships_part(part)] = relationships_xml(found, part)
        return new

    def _declare(self, *, extension: str = "", part: str = "", kind: str) -> None:
        defaults, overrides = content_types(self._parts)
        if extension:
            defaults.setdefault(extension, kind)
        if part:
            overrides[part] = kind
        self._parts[names.CONTENT_TYPES_PART] = content_types_xml(defaults, overrides)

    def _make_unique(self, block: _Element) -> None:
        """Ids that a document has once: of bookmarks and drawings; those of paragraphs go."""
        ids: dict[str, str] = {}
        for element in block.iter(_BOOKMARK, _BOOKMARK_END):
            own = str(element.get(w("id")))
            if own not in ids:
                self._bookmarks += 1
                ids[own] = str(900_000 + self._bookmarks)
            element.set(w("id"), ids[own])
            if element.tag == _BOOKMARK:
                element.set(w("name"), f"{element.get(w('name'))}_{ids[own]}"[-40:])
        for element in block.iter(f"{{{WP}}}docPr"):
            self._bookmarks += 1
            element.set("id", str(900_000 + self._bookmarks))
        for element in block.iter():
            for name in ("paraId", "textId"):
                element.attrib.pop(f"{{{W14}}}{name}", "")

    def _own_part(self, kind: str) -> _Element | None:
        for one in relationships(self._parts, self._main):
            if one.type.endswith(f"/{kind}") and one.target in self._parts:
                return self.root(one.target)
        return None

    def _new_numbering(self) -> _Element:
        self._parts[_NUMBERING] = f'<w:numbering xmlns:w="{W}"/>'.encode()
        self._declare(part=_NUMBERING, kind=_NUMBERING_TYPE)
        self._arrow(self._main, names.RELATIONSHIP + "numbering", _NUMBERING, external=False)
        return self.root(_NUMBERING)


def _part_of(parts: Mapping[str, bytes], kind: str) -> _Element | None:
    for one in relationships(parts, main_part(parts)):
        if one.type.endswith(f"/{kind}") and one.target in parts:
            return parse_part(parts[one.target], one.target)
    return None


def _by_id(sheet: _Element | None) -> dict[str, _Element]:
    return (
        {} if sheet is None else {str(one.get(w("styleId"))): one for one in sheet.iter(w("style"))}
    )


def _style_key(style: _Element) -> tuple[str, str]:
    name = style.find(w("name"))
    title = "" if name is None else str(name.get(w("val"))).lower()
    return str(style.get(w("type"))), title


def _style_ids(element: _Element) -> Iterator[str]:
    for reference in element.iter(*_STYLE_REFERENCES):
        yield str(reference.get(w("val")))


def _abstract_of(num: _Element) -> str:
    reference = num.find(w("abstractNumId"))
    return "" if reference is None else str(reference.get(w("val")))


def _next(sheet: _Element, tag: str, key: str) -> str:
    return str(max((int(one.get(w(key)) or 0) for one in sheet.iter(w(tag))), default=0) + 1)
