"""Finding template tags in a part of a Word file, and remembering where each one stood.

A tag may be split over several runs, and preprocessing moves tags about. So each tag gets a
character of its own from a private-use plane in front of its closing brace; after preprocessing
these become line ends, and Jinja's line numbers lead back to the tag (word-notes §7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from svcdocs.errors import TemplateError
from svcdocs.ooxml.names import w
from svcdocs.texts import _, ngettext

if TYPE_CHECKING:
    from lxml.etree import _Element

#: First character of Supplementary Private Use Area-A; no font in use draws anything there.
FIRST_MARK = 0xF0000
LAST_MARK = 0xFFFFD
MARK = re.compile(f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}]")

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_HALF_TAG = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_FULL_WIDTH = re.compile(r"｛\s*[｛％{%]|[{]\s*[｛％]|[｝}％%]\s*｝")
#: docxtpl's own words inside `{% %}` that its preprocessing matches to the letter.
_BARE = re.compile(r"\{%\s*(vm|hm)\s*%\}")
_AROUND = 24


class Spot(Enum):
    """What a tag's value becomes a part of: a Word text, an attribute, bare runs, other XML."""

    TEXT = "text"
    ATTRIBUTE = "attribute"
    RUN = "run"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag of a template.

    `sheet` is the kind of part ("body", "header", …); `cell` counts table, row and column from 1.
    `alone` says that the tag's paragraph is in a table cell and holds nothing but tags: an empty
    cell is then room enough to write in.
    """

    text: str
    sheet: str
    paragraph: int = 0
    cell: tuple[int, int, int] | None = None
    around: str = ""
    alone: bool = False
    spot: Spot = Spot.TEXT

    @property
    def where(self) -> str:
        """The place in words, in the language of the moment."""
        sheets = {
            "body": _("body"),
            "header": _("header"),
            "footer": _("footer"),
            "footnotes": _("footnotes"),
            "endnotes": _("endnotes"),
            "properties": _("document properties"),
        }
        sheet = sheets.get(self.sheet, self.sheet)
        if self.cell is not None:
            table, row, column = self.cell
            return _("{sheet}, table {table}, row {row}, column {column}").format(
                sheet=sheet, table=table, row=row, column=column
            )
        if self.paragraph:
            return _("{sheet}, paragraph {number}").format(sheet=sheet, number=self.paragraph)
        return sheet

    def __str__(self) -> str:
        if not self.around:
            return self.where
        return _("{name}: {message}").format(name=self.where, message=self.around)


def mark_tags(root: _Element, sheet: str) -> list[Tag]:
    """Mark every tag in a parsed part, in place; the nth tag carries the nth mark.

    Raises:
        TemplateError: a tag that is not whole within its paragraph, or full-width braces; all of
            them at once.
    """
    tables = {table: number for number, table in enumerate(root.iter(w("tbl")), start=1)}
    tags: list[Tag] = []
    problems: list[str] = []
    for number, paragraph, texts in _groups(root):
        text = "".join(one.text or "" for one in texts)
        if not any(brace in text for brace in "{}｛｝"):
            continue
        cell = None if paragraph is None else next(paragraph.iterancestors(w("tc")), None)
        here = Tag(
            text="",
            sheet=sheet,
            paragraph=number,
            cell=None if cell is None else _coordinates(cell, tables),
            alone=cell is not None and not _TAG.sub("", text).strip(),
            spot=Spot.PLAIN if paragraph is None else Spot.TEXT,
        )
        problems += _faults(text, here)
        marks: list[tuple[int, str]] = []
        for match in _TAG.finditer(text):
            if not _BARE.fullmatch(match[0]):
                marks.append((_closing(match), chr(FIRST_MARK + len(tags))))
                around = _around(text, match.start(), match.end())
                if here.alone and cell is not None:
                    around = _label(cell) + around
                tags.append(replace(here, text=match[0], around=around))
        _insert(texts, marks)
    if problems:
        raise TemplateError(
            ngettext(
                "{count} template tag cannot be read",
                "{count} template tags cannot be read",
                len(problems),
            ).format(count=len(problems)),
            details=problems,
        )
    return tags


def _groups(root: _Element) -> Iterator[tuple[int, _Element | None, list[_Element]]]:
    """Texts that belong together: of one paragraph, not of a text box anchored in it.

    A part without paragraphs (the document's properties) gives one element at a time.
    """
    if not str(root.tag).startswith(w("")):
        for element in root.iter():
            yield 0, None, [element]
        return
    number = 0
    for paragraph in root.iter(w("p")):
        number += next(paragraph.iterancestors(w("tc")), None) is None
        texts = [
            text
            for text in paragraph.iter(w("t"))
            if next(text.iterancestors(w("p")), None) is paragraph
        ]
        yield number, paragraph, texts


def _coordinates(cell: _Element, tables: dict[_Element, int]) -> tuple[int, int, int]:
    row = next(cell.iterancestors(w("tr")))
    table = next(row.iterancestors(w("tbl")))
    return (
        tables[table],
        list(table.iterchildren(w("tr"))).index(row) + 1,
        list(row.iterchildren(w("tc"))).index(cell) + 1,
    )


def _label(cell: _Element) -> str:
    """The text of the cell before, which says what a cell with nothing but a tag is for."""
    before = cell.getprevious()
    if before is None or before.tag != w("tc"):
        return ""
    text = "".join(one.text or "" for one in before.iter(w("t")))
    return f"{text[-_AROUND:]} | " if text.strip() and "{" not in text else ""


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - _AROUND) : end + _AROUND].strip()


def _faults(text: str, here: Tag) -> Iterator[str]:
    rest = _TAG.sub(lambda match: "\0" * len(match[0]), text)
    for match in _HALF_TAG.finditer(rest):
        yield _("{place}: {brace} has no partner in its paragraph").format(
            place=replace(here, around=_around(text, match.start(), match.end())), brace=match[0]
        )
    for match in _FULL_WIDTH.finditer(rest):
        yield _("{place}: full-width {brace}; a tag has the braces of a keyboard").format(
            place=replace(here, around=_around(text, match.start(), match.end())), brace=match[0]
        )


def _closing(match: re.Match[str]) -> int:
    """Where a mark goes: before the closing brace and its `-`, which preprocessing looks for."""
    closing = match.end() - 2
    return closing - 1 if match.string[closing - 1] in "-+" else closing


def _insert(texts: list[_Element], marks: list[tuple[int, str]]) -> None:
    """Put each mark at its offset in the joined text, from the last to the first."""
    starts = []
    offset = 0
    for text in texts:
        starts.append(offset)
        offset += len(text.text or "")
    for position, mark in reversed(marks):
        index = max(i for i, start in enumerate(starts) if start <= position)
        own = texts[index].text or ""
        local = position - starts[index]
        texts[index].text = own[:local] + mark + own[local:]
