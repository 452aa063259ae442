"""What the foreman of a print shop would send back: a Word file against its printed pages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from paper import Sheet, Word

from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import main_part, parse_part, read_package

if TYPE_CHECKING:
    from lxml.etree import _Element

#: The faces of what stands in for 宋体, 仿宋 (serif) and 黑体 (sans).
_MEANT = re.compile(r"Noto(Serif|Sans)CJK\w\w-(Regular|Bold)\b")
_TICKED = "☑"
_FOOTER = re.compile(r"第(\d+)页共(\d+)页(校验码[0-9A-F-]+)?|(校验码[0-9A-F-]+)?—(\d+)—(校验码.+)?")
_HEADER = "表单编号："
_LABELS = ("TableLabel", "TableHead")
#: Lengths of labels that never break.
_SHORT = range(2, 4)
_SIGNED = ("SignatureLine", "SignOff")
_TWIPS = 20  # in a point
#: Points by which a word may stand out of the type area.
_PLAY = 2.0
#: What may hang there, as high as it is wide.
_HANGING = "，。、；：！？）》”’"
#: Points by which boxes of words may overlap: a box is as high as the font, not as the sign.
_TOUCH = 1.5
#: Fewer signs than this, header and footer aside, are no page.
_LITTLE = 40
#: As much of the text must be on the page of its signatures.
_LINE = 15
#: A table whose key texts are shorter cannot be told from others.
_KEY = 6


def print_faults(data: bytes, pages: Sequence[Sheet], fonts: dict[str, bool]) -> Iterator[str]:
    """Everything that is wrong with what was printed, in words for a developer.

    Args:
        data: the Word file.
        pages: what LibreOffice made of it.
        fonts: those of the PDF and whether they are embedded.
    """
    parts = read_package(data, "document")
    body = parse_part(parts[main_part(parts)], "document").find(w("body"))
    if body is None:
        yield "no body"
        return
    contents = [_content(page) for page in pages]
    yield from _frames(pages)
    yield from _little(contents)
    yield from _lost(body, pages)
    yield from _outside(body, pages)
    yield from _overlaps(pages)
    yield from _wrong_fonts(fonts, pages)
    yield from _broken_labels(body, pages)
    yield from _orphans(body, contents)
    yield from _signatures(body, contents)
    yield from _headless(body, contents)
    if body.find(f".//{w('trHeight')}[@{w('hRule')}='exact']") is not None:
        yield "a row of exact height cuts what does not fit in it"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def text_of(element: _Element) -> str:
    """The text of a piece of a Word file without spaces."""
    return _plain("".join(node.text or "" for node in element.iter(w("t"))))


def _content(page: Sheet) -> list[str]:
    """The lines of a page without its header and footer."""
    lines = [_plain(line) for line in page.lines()]
    return [line for line in lines if not line.startswith(_HEADER) and not _FOOTER.fullmatch(line)]


def _frames(pages: Sequence[Sheet]) -> Iterator[str]:
    """Footers that count wrong; a header that is on some pages only."""
    headed = [
        any(_HEADER in line and "版本" in line for line in page.lines()[:2]) for page in pages
    ]
    if any(headed) and not all(headed):
        yield f"form number and version are on pages {headed} only"
    for number, page in enumerate(pages, start=1):
        last = _plain(page.lines()[-1]) if page.words else ""
        found = _FOOTER.fullmatch(last)
        if found is None:
            yield f"page {number} ends with {last!r} instead of its number"
        elif [int(one) for one in found.group(1, 2, 5) if one] not in (
            [number, len(pages)],
            [number],
        ):
            yield f"page {number} of {len(pages)} is numbered {last!r}"


def _little(contents: Sequence[list[str]]) -> Iterator[str]:
    for number, lines in enumerate(contents, start=1):
        if len("".join(lines)) < _LITTLE:
            yield f"page {number} holds next to nothing: {lines}"


def _lost(body: _Element, pages: Sequence[Sheet]) -> Iterator[str]:
    """Signs of the file that are nowhere on paper (cells wrap, so their order says nothing)."""
    lost = Counter(text_of(body)) - Counter(_plain("".join(page.text for page in pages)))
    if lost:
        yield f"not on paper: {''.join(lost.elements())[:60]!r}"


def _outside(body: _Element, pages: Sequence[Sheet]) -> Iterator[str]:
    margins = next(body.iter(w("pgMar")))
    left, right = (int(margins.get(w(side)) or 0) / _TWIPS - _PLAY for side in ("left", "right"))
    for number, page in enumerate(pages, start=1):
        for word in page.words:
            hangs = word.bottom - word.top if word.text[-1] in _HANGING else 0
            if (
                word.left < left
                or word.right - hangs > page.width - right
                or not 0 < word.top < word.bottom < page.height
            ):
                yield f"page {number}: {word.text!r} stands out of the type area"


def _overlaps(pages: Sequence[Sheet]) -> Iterator[str]:
    for number, page in enumerate(pages, start=1):
        rows = sorted(page.words, key=lambda word: word.top)
        for index, word in enumerate(rows):
            for other in rows[index + 1 :]:
                if other.top > word.bottom:
                    break
                if _overlap(word, other):
                    yield f"page {number}: {word.text!r} and {other.text!r} overlap"


def _overlap(one: Word, other: Word) -> bool:
    """Whether signs stand on each other; the boxes of tight lines meet, their middles do not."""
    height = min(one.bottom - one.top, other.bottom - other.top)
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > _TOUCH and high > height / 2


def _wrong_fonts(fonts: dict[str, bool], pages: Sequence[Sheet]) -> Iterator[str]:
    """Another font shows a sign that the one meant has not; only a ticked box may need one."""
    others = [name for name in fonts if not _MEANT.match(name)]
    ticked = any(_TICKED in page.text for page in pages)
    if len(others) > ticked:
        yield f"fonts that are not meant: {others}"
    if not all(fonts.values()):
        yield f"fonts that are not embedded: {fonts}"
    if any("�" in page.text for page in pages):
        yield "a sign that no font has"


def _style(paragraph: _Element) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if style is None else style.get(w("val")) or ""


def _broken_labels(body: _Element, pages: Sequence[Sheet]) -> Iterator[str]:
    """Labels of so few signs that they belong on one line, and those that leave one sign alone."""
    labels = Counter(_plain(text_of(one)) for one in body.iter(w("p")) if _style(one) in _LABELS)
    words = [[replace(word, text=_plain(word.text)) for word in page.words] for page in pages]
    for label, count in labels.items():
        found = sum(word.text.count(label) for page in words for word in page)
        if len(label) in _SHORT and found < count:
            yield f"label {label!r} is broken"
        if len(label) <= _SHORT[-1]:
            continue
        for word, below in ((one, two) for page in words for one in page for two in page):
            under = below.left < word.right and word.left < below.right
            if word.text == label[:-1] and below.text == label[-1] and under:
                gap = (below.top + below.bottom - word.top - word.bottom) / 2
                if 0 < gap < 2 * (word.bottom - word.top):
                    yield f"label {label!r} leaves its last sign alone"


def _orphans(body: _Element, contents: Sequence[list[str]]) -> Iterator[str]:
    """Headings at a page's end; with a table, its header alone is not enough below."""
    blocks = list(body)
    for block, below in pairwise(blocks):
        if block.tag != w("p") or not _style(block).startswith(("Heading", "TableCaption")):
            continue
        wanted = 2 if below.tag == w("tbl") else 1
        title = text_of(block)
        places = [
            len(lines) - 1 - lines.index(title) for lines in contents if title and title in lines
        ]
        if not places and title:
            yield f"heading {title!r} is on no page in one line"
        elif places and max(places) < wanted:
            yield f"heading {title!r} stands at the end of a page"


def _signatures(body: _Element, contents: Sequence[list[str]]) -> Iterator[str]:
    """Blocks to sign that are split over pages, or on a page of their own."""
    for block in _signed(body):
        lines = [line for one in block if (line := text_of(one))]
        wanted = Counter("".join(lines))
        homes = [page for page in contents if not wanted - Counter("".join(page))]
        if not homes:
            yield f"signatures are split over pages: {lines}"
        elif all(len("".join(page)) - wanted.total() < _LINE for page in homes):
            yield f"signatures stand alone on a page: {lines}"


def _signed(body: _Element) -> Iterator[list[_Element]]:
    """The lines of each block to sign: of a table, or one after another."""
    block: list[_Element] = []
    for element in body:
        lines = [one for one in element.iter(w("p")) if _style(one) in _SIGNED]
        if element.tag == w("tbl") or not lines:
            if block:
                yield block
            block = []
        if element.tag == w("tbl") and lines:
            yield lines
        else:
            block += lines
    if block:
        yield block


def _headless(body: _Element, contents: Sequence[list[str]]) -> Iterator[str]:
    """Pages on which a table goes on without its header."""
    pages = ["".join(lines) for lines in contents]
    for table in body.iter(w("tbl")):
        head, *rows = table.findall(w("tr"))
        if head.find(f"{w('trPr')}/{w('tblHeader')}") is None:
            continue
        titles = Counter(text_of(head))
        for row in rows:
            texts = {text_of(cell)[:_KEY] for cell in row.findall(w("tc"))}
            keys = {key for key in texts if len(key) == _KEY}
            # A row stands where most of its keys are; one alone may be another table's, too.
            found = sorted((sum(key in page for key in keys), page) for page in pages)
            (best, home), (next_best, _other) = found[-1], found[-2] if found[1:] else (0, "")
            missing = titles - Counter(home)
            if best > max(next_best, 1) and missing:
                yield f"the row of {sorted(keys)} stands under no header: {''.join(missing)}"
