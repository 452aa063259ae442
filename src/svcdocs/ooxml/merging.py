"""Several Word documents as one file, to be printed in one go: each keeps its pages as they are.

Every document becomes a section (or several) of its own, with its page size, headers and footers,
and counts its own pages. Documents made from one template share styles, headers and pictures, so
hundreds of them make a small file. Parts are changed as text; the style sheets and lists, which are
few, as trees.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.merged_lists import Lists
from svcdocs.ooxml.merged_sections import Body, begun, declarations, ended, read_body
from svcdocs.ooxml.merged_styles import Restyling, StyleSheet
from svcdocs.ooxml.package import (
    Relationship,
    content_types,
    content_types_xml,
    main_part,
    read_package,
    relationships,
    relationships_part,
    relationships_xml,
)
from svcdocs.ooxml.part_glance import has_usual_prefixes
from svcdocs.texts import _

_MAIN = "word/document.xml"
_REFERENCE = re.compile(r'( r:\w+=")([^"]*)"')
_PAGE_COUNT = re.compile(r"(<w:instrText\b[^>]*>|w:instr=\")(\s*)NUMPAGES\b")
_BOOKMARK = re.compile(r'(<w:bookmark(?:Start|End)\b[^>]*?\bw:id=")(\d+)"')
_BOOKMARK_NAME = re.compile(r'(<w:bookmarkStart\b[^>]*?\bw:name=")([^"]*)"')
_ANCHOR = re.compile(r'(<w:hyperlink\b[^>]*?\bw:anchor=")([^"]*)"')
_FIELD = re.compile(r"(<w:instrText\b[^>]*>)([^<]*)|(w:instr=\")([^\"]*)")
_DRAWING = re.compile(r'(<wp:docPr\b[^>]*?\bid=")(\d+)"')
_CONTROL = re.compile(r'(<w:id w:val=")(-?\d+)"')
_PARAGRAPH_ID = re.compile(r' w14:(?:paraId|textId)="[^"]*"')
#: What has one part for the whole file, which cannot be shared by several documents as text.
_REFUSED = (
    "w:footnoteReference",
    "w:endnoteReference",
    "w:commentReference",
    "w:altChunk",
    "w:subDoc",
)
_STRUCTURE = ("styles", "numbering", "settings", "fontTable", "theme", "webSettings")
_EVEN = "<w:evenAndOddHeaders"
#: What stands in front of w:evenAndOddHeaders in w:settings is left of these.
_BEHIND_EVEN = re.compile(
    r"<w:(?:bookFoldRevPrinting|bookFoldPrinting|bookFoldPrintingSheets|drawingGrid\w+|"
    r"display\w+DrawingGridEvery|doNotUseMarginsForDrawingGridOrigin|doNotShadeFormData|"
    r"noPunctuationKerning|characterSpacingControl|printTwoOnOne|strictFirstAndLastChars|"
    r"noLineBreaks\w+|savePreviewPicture|doNotValidateAgainstSchema|saveInvalidXml|"
    r"ignoreMixedContent|alwaysShowPlaceholderText|doNotDemarcateInvalidXml|saveXmlDataOnly|"
    r"useXSLTWhenSaving|saveThroughXslt|showXMLTags|alwaysMergeEmptyNamespace|updateFields|"
    r"hdrShapeDefaults|footnotePr|endnotePr|compat|docVars|rsids|themeFontLang|clrSchemeMapping|"
    r"decimalSymbol|listSeparator)\b"
)


class PageCount(Enum):
    """How a document counts its own pages.

    SECTION is the field that Word and WPS keep up to date by themselves; LibreOffice has none like
    it, but knows the number of the last page (LAST).
    """

    SECTION = "SECTIONPAGES"
    LAST = "PAGEREF"


def merge(documents: Sequence[tuple[str, bytes]], counted: PageCount) -> dict[str, bytes]:
    """The parts of one Word file with all documents in their order.

    Args:
        documents: what messages call each, and the file.
        counted: how each counts its pages.

    Raises:
        PackageError: one of them is no Word document, or has notes or comments, which belong to a
            file as a whole.
    """
    sources = [_Source.read(name, data) for name, data in documents]
    return _Merger(sources, counted).parts()


@dataclass(slots=True)
class _Source:
    """One document and how it stands in the common file."""

    name: str
    parts: Mapping[str, bytes]
    body: Body
    arrows: Mapping[str, Relationship]
    structure: Mapping[str, bytes]
    types: tuple[Mapping[str, str], Mapping[str, str]]
    lists: dict[str, str] = field(default_factory=dict)
    bookmarks: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, name: str, data: bytes) -> _Source:
        parts = read_package(data, name)
        main = main_part(parts)
        if not has_usual_prefixes(parts[main]):
            raise PackageError(
                _("{name} cannot be put into one file with others").format(name=name)
            )
        xml = parts[main].decode("utf-8")
        refused = [tag for tag in _REFUSED if f"<{tag}" in xml]
        if refused:
            raise PackageError(
                _("{name} cannot be put into one file with others").format(name=name),
                hint=_("print it by itself, or take these out of its template"),
                details=refused,
            )
        arrows = {one.id: one for one in relationships(parts, main)}
        structure = {
            kind: parts[one.target]
            for one in arrows.values()
            if (kind := one.type.rpartition("/")[2]) in _STRUCTURE and one.target in parts
        }
        body = read_body(xml, name)
        return cls(name, parts, body, arrows, structure, content_types(parts))

    @property
    def has_even(self) -> bool:
        return _EVEN.encode() in self.structure.get("settings", b"")


class _Merger:
    def __init__(self, sources: Sequence[_Source], counted: PageCount) -> None:
        self._sources = sources
        self._counted = counted
        self._sheet = StyleSheet(sources[0].structure.get("styles", _NO_STYLES))
        self._lists = Lists()
        self._parts: dict[str, bytes] = {}
        self._arrows: dict[str, Relationship] = {}
        self._known: dict[tuple[object, ...], str] = {}
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        self._names: set[str] = set()
        self._drawings = self._bookmarks = self._controls = self._marks = 0

    def parts(self) -> dict[str, bytes]:
        """Everything together."""
        even = any(source.has_even for source in self._sources)
        empty = {sheet: self._empty(sheet) for sheet in ("header", "footer")}
        last = self._sources[-1]
        bodies = [self._body(one, empty, even=even, last=one is last) for one in self._sources]
        declared = declarations(source.body.declared for source in self._sources)
        document = f"<w:document{declared}><w:body>{''.join(bodies)}</w:body></w:document>"
        self._parts[_MAIN] = (names.DECLARATION + document).encode()
        self._overrides[_MAIN] = names.MAIN_TYPES[0]
        self._structure(even=even)
        self._package()
        return self._parts

    def _body(self, source: _Source, empty: Mapping[str, str], *, even: bool, last: bool) -> str:
        styles = self._sheet.adopt(source.structure.get("styles", _NO_STYLES))
        numbering = source.structure.get("numbering", b"")
        for style in self._sheet.numbered:
            for number in style.iter(names.w("numId")):
                value = str(number.get(names.w("val")))
                new = self._lists.number(value, numbering, styles.ids, source.lists)
                number.set(names.w("val"), new)
        simple = self._counted is PageCount.SECTION and source.body.sections == 1
        mark = end = ""
        if not simple:
            self._marks += 1
            mark = f"_svcdocs_last_{self._marks}"
            self._bookmarks += 1
            end = (
                f'<w:bookmarkStart w:id="{self._bookmarks}" w:name="{mark}"/>'
                f'<w:bookmarkEnd w:id="{self._bookmarks}"/>'
            )
        blocks = self._rewritten(source, source.body.blocks, styles, mark)
        section = self._related(source, source.body.section, styles, mark)
        body = Body("", self._related(source, blocks, styles, mark), section)
        first = begun(body, empty, even=even, had_even=source.has_even)
        return ended(first, last=last, mark=end)

    def _rewritten(self, source: _Source, xml: str, styles: Restyling, mark: str) -> str:
        """A text with its page counts, styles, lists and ids as the common file needs them."""
        count = f"PAGEREF {mark}" if mark else "SECTIONPAGES"
        if "NUMPAGES" in xml:
            xml = _PAGE_COUNT.sub(lambda m: f"{m[1]}{m[2]}{count}", xml)
        xml = styles.applied(xml)
        if "<w:numId " in xml:
            numbering = source.structure.get("numbering", b"")
            xml = self._lists.applied(xml, numbering, styles.ids, source.lists)
        if "<w:bookmark" in xml:
            xml = self._bookmarked(source, xml)
        if source.bookmarks:
            xml = _ANCHOR.sub(lambda m: f'{m[1]}{source.bookmarks.get(m[2], m[2])}"', xml)
            xml = _FIELD.sub(lambda m: _with_names(m, source.bookmarks), xml)
        if "<wp:docPr" in xml:
            xml = _DRAWING.sub(self._drawing, xml)
        if "<w:id " in xml:
            xml = _CONTROL.sub(self._control, xml)
        return _PARAGRAPH_ID.sub("", xml) if "w14:" in xml else xml

    def _bookmarked(self, source: _Source, xml: str) -> str:
        given: dict[str, int] = {}

        def number(match: re.Match[str]) -> str:
            if match[2] not in given:
                self._bookmarks += 1
                given[match[2]] = self._bookmarks
            return f'{match[1]}{given[match[2]]}"'

        def name(match: re.Match[str]) -> str:
            old = match[2]
            new = old
            while new in self._names:
                self._marks += 1
                new = f"{old[:30]}_{self._marks}"
            self._names.add(new)
            if new != old:
                source.bookmarks[old] = new
            return f'{match[1]}{new}"'

        return _BOOKMARK_NAME.sub(name, _BOOKMARK.sub(number, xml))

    def _drawing(self, match: re.Match[str]) -> str:
        self._drawings += 1
        return f'{match[1]}{self._drawings}"'

    def _control(self, match: re.Match[str]) -> str:
        self._controls += 1
        return f'{match[1]}{self._controls}"'

    def _related(self, source: _Source, xml: str, styles: Restyling, mark: str) -> str:
        """A text of the body with its relationships those of the common file."""

        def target(match: re.Match[str]) -> str:
            arrow = source.arrows.get(match[2])
            if arrow is None:
                return match[0]
            return f'{match[1]}{self._arrow(source, arrow, styles, mark)}"'

        return _REFERENCE.sub(target, xml)

    def _arrow(self, source: _Source, arrow: Relationship, styles: Restyling, mark: str) -> str:
        """The id of a relationship of the common body that leads where this one does."""
        where = arrow.target
        if not arrow.external:
            where = self._copied(source, where, styles, mark)
        return self._arrow_to(arrow.type, where, external=arrow.external)

    def _arrow_to(self, kind: str, target: str, *, external: bool = False) -> str:
        key = ("arrow", kind, target, external)
        if key not in self._known:
            id_ = f"rId{len(self._arrows) + 1}"
            self._arrows[id_] = Relationship(id_, kind, target, external)
            self._known[key] = id_
        return self._known[key]

    def _copied(self, source: _Source, part: str, styles: Restyling, mark: str) -> str:
        """The name of a part in the common file, with what it leads to; one for equal parts."""
        data = source.parts[part]
        arrows = [
            one
            if one.external
            else Relationship(
                one.id, one.type, self._copied(source, one.target, styles, mark), external=False
            )
            for one in relationships(source.parts, part)
        ]
        kind = source.types[1].get(part, "")
        is_sheet = kind.endswith(("header+xml", "footer+xml"))
        # Bookmarks make a sheet that of one document; a page count by the last page does as well.
        own = mark if is_sheet and b"NUMPAGES" in data else ""
        restyled = (repr(styles), *source.lists.items()) if is_sheet else ()
        key = (
            hashlib.sha256(data).digest(),
            kind,
            tuple(arrows),
            own,
            restyled,
            posixpath.splitext(part)[1],
        )
        if key in self._known:
            return self._known[key]
        if is_sheet:
            data = self._rewritten(source, data.decode("utf-8"), styles, mark).encode()
        name = self._free(part)
        self._known[key] = name
        self._parts[name] = data
        if kind:
            self._overrides[name] = kind
        else:
            extension = name.rpartition(".")[2].lower()
            self._defaults[extension] = source.types[0].get(extension, "application/octet-stream")
        if arrows:
            self._parts[relationships_part(name)] = relationships_xml(arrows, name)
        return name

    def _free(self, part: str) -> str:
        """A name that no part has yet: word/header7.xml."""
        stem, extension = posixpath.splitext(part)
        stem = stem.rstrip("0123456789")
        key = ("names", stem)
        number = int(self._known.get(key, "0")) + 1
        self._known[key] = str(number)
        return f"{stem}{number}{extension}"

    def _empty(self, sheet: str) -> str:
        """The relationship of a header or footer with nothing in it."""
        name = self._free(f"word/{sheet}.xml")
        tag = "hdr" if sheet == "header" else "ftr"
        xml = f'<w:{tag} xmlns:w="{names.W}"><w:p/></w:{tag}>'
        self._parts[name] = (names.DECLARATION + xml).encode()
        self._overrides[name] = f"{names.WORD_TYPE}{sheet}+xml"
        return self._arrow_to(names.RELATIONSHIP + sheet, name)

    def _structure(self, *, even: bool) -> None:
        """Styles, lists, settings, fonts and theme."""
        first = self._sources[0].structure
        made = {
            "styles": (names.DECLARATION + self._sheet.part()).encode(),
            "settings": _settings(first.get("settings", b""), even=even),
        }
        if lists := self._lists.part():
            made["numbering"] = (names.DECLARATION + lists).encode()
        for kind in ("fontTable", "theme"):
            if kind in first:
                made[kind] = first[kind]
        for kind, data in made.items():
            name = "word/theme/theme1.xml" if kind == "theme" else f"word/{kind}.xml"
            self._parts[name] = data
            self._arrow_to(names.RELATIONSHIP + kind, name)
            family = names.WORD_TYPE.replace("wordprocessingml.", "")
            self._overrides[name] = (
                f"{family}theme+xml" if kind == "theme" else f"{names.WORD_TYPE}{kind}+xml"
            )

    def _package(self) -> None:
        """What holds the parts together."""
        self._parts[relationships_part(_MAIN)] = relationships_xml(self._arrows.values(), _MAIN)
        document = Relationship("rId1", names.RELATIONSHIP + "officeDocument", _MAIN, False)  # noqa: FBT003 - as its fields stand
        self._parts[names.ROOT_RELATIONSHIPS_PART] = relationships_xml([document], "")
        defaults = {
            **self._defaults,
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
        }
        self._parts[names.CONTENT_TYPES_PART] = content_types_xml(defaults, self._overrides)


_NO_STYLES = f'<w:styles xmlns:w="{names.W}"/>'.encode()


def _with_names(match: re.Match[str], new: Mapping[str, str]) -> str:
    """A field instruction that leads to bookmarks by their new names."""
    head, text = (match[1], match[2]) if match[1] is not None else (match[3], match[4])
    return head + re.sub(r"\w+", lambda word: new.get(word[0], word[0]), text)


def _settings(data: bytes, *, even: bool) -> bytes:
    """The settings of the first document, with even pages told apart where any document does."""
    xml = data.decode("utf-8") or f'<w:settings xmlns:w="{names.W}"/>'
    if not even or _EVEN in xml:
        return xml.encode()
    mark = f"{_EVEN}/>"
    place = _BEHIND_EVEN.search(xml)
    if place:
        return f"{xml[: place.start()]}{mark}{xml[place.start() :]}".encode()
    if xml.endswith("/>"):
        return f"{xml.removesuffix('/>')}>{mark}</w:settings>".encode()
    return xml.replace("</w:settings>", f"{mark}</w:settings>").encode()
