"""Taking the tags out of a part's texts: each leaves a mark and is remembered with its place."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import XML, w
from svcdocs.render import own_names
from svcdocs.render.source.marks import Marks
from svcdocs.render.source.passages import Passage, around, label_of
from svcdocs.render.source.scan import Found, scan
from svcdocs.render.source.tree import (
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TEXT,
    ancestor,
    drop_if_empty,
    fragment,
)
from svcdocs.render.tags import PLAIN_SHAPE, Shape, Spot, Tag, TagFault
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_HALF_TAG = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_FULL_WIDTH = re.compile(r"｛\s*[｛％{%]|[{]\s*[｛％]|[｝}％%]\s*｝")
#: What says that a value may be empty.
_OPTIONAL = re.compile(r"\|\s*optional\b|\bif\b")
#: docxtpl's words about a table cell; they leave no mark in the text.
CELL_WORDS = frozenset({"vm", "hm", "colspan", "cellbg"})
_RAW_WORDS = frozenset({"raw", "endraw"})
#: Words that begin a block; so does a `set` without a value.
_BLOCKS = frozenset({"if", "for", "macro", "call", "filter", "with", "autoescape", "block"})
_CELL = w("tc")
_MOVED_AWAY = w("moveFrom")
_SECTION = w("sectPr")
_SPACE = f"{{{XML}}}space"


@dataclass(slots=True)
class Placed:
    """A tag that was found: its mark, if it has one, and the text element it began in."""

    found: Found
    tag: Tag
    mark: str
    element: _Element
    attribute: str


class Reader:
    """Reads the passages of one part, one after the other."""

    def __init__(self, marks: Marks, heading_styles: Collection[str]) -> None:
        self.marks = marks
        self.placed: list[Placed] = []
        self.problems: list[TagFault] = []
        self._raw = False
        self._headings = heading_styles
        self._shapes: dict[_Element, Shape] = {}

    def read(self, passage: Passage) -> None:
        """Take out the tags of a passage."""
        text = passage.text
        found: list[Found] = []
        rest = list(text)
        raw_from = 0 if self._raw else None
        for one in scan(text, raw=self._raw):
            if not isinstance(one, Found):
                continue  # what is left of it is found in the rest
            if one.word == "endraw" and raw_from is not None:
                rest[raw_from : one.start] = "\0" * (one.start - raw_from)
                raw_from = None
            elif one.word == "raw":
                raw_from = one.end
            rest[one.start : one.end] = "\0" * (one.end - one.start)
            found.append(one)
        self._raw = raw_from is not None
        if raw_from is not None:
            rest[raw_from:] = "\0" * (len(text) - raw_from)
        self._tell_faults(passage, text, "".join(rest), found)
        here = self._here(passage, "".join(rest).replace("\0", ""), found)
        label = ""
        if here.alone and passage.paragraph is not None:
            cell = ancestor(passage.paragraph, _CELL)
            label = "" if cell is None else label_of(cell)
        here = replace(here, required=here.required and bool(label))
        placed = []
        for one in reversed(found):
            near = around(text, one.start, one.end)
            tag = replace(here, text=one.text, around=f"{label} | {near}" if label else near)
            placed.append(self._take_out(passage, one, tag))
        self.placed += reversed(placed)

    def _here(self, passage: Passage, rest: str, found: list[Found]) -> Tag:
        here = passage.here
        paragraph = passage.paragraph
        if paragraph is None or here.spot is not Spot.TEXT:
            return here
        alone = here.cell is not None and not rest.strip()
        lone = len(found) == 1 and found[0].opening == "{{" and not found[0].lift
        return replace(here, alone=alone, required=alone and lone)

    def _take_out(self, passage: Passage, found: Found, tag: Tag) -> Placed:
        """Replace a tag by its mark; tags are taken out from the last to the first."""
        starts = _starts(passage)
        index = max(i for i, start in enumerate(starts) if start <= found.start)
        holder = passage.holders[index]
        if tag.spot is Spot.TEXT:
            tag = replace(
                tag,
                shape=self._shape(holder.element),
                spot={"r": Spot.RUN, "p": Spot.BLOCK}.get(
                    found.lift, Spot.PLAIN if found.lift else Spot.TEXT
                ),
                required=tag.required and not _OPTIONAL.search(found.code),
            )
        mark = self._mark(found, tag)
        local = found.start - starts[index]
        over = found.end - starts[index] - len(holder.text)
        own = holder.text
        holder.text = own[:local] + mark + own[local + found.end - found.start :]
        for later in passage.holders[index + 1 :]:
            if over <= 0:
                break
            length = len(later.text)
            later.text = later.text[over:]
            over -= length
            run = ancestor(later.element, RUN)
            if not later.text and run is not None:
                later.element.getparent().remove(later.element)  # type: ignore[union-attr]  # its run
                drop_if_empty(run)
        passage.holders = [
            one for one in passage.holders if one.attribute or one.element.getparent() is not None
        ]
        if holder.element.tag == TEXT and not holder.attribute:
            holder.element.set(_SPACE, "preserve")
        return Placed(found, tag, mark, holder.element, holder.attribute)

    def _mark(self, found: Found, tag: Tag) -> str:
        if found.opening == "{#" or found.word in _RAW_WORDS | CELL_WORDS:
            return ""
        if found.opening == "{%":
            return self.marks.statement(tag, found.code, found.left, found.right)
        return self.marks.output(tag, found.code, found.left, found.right)

    def _shape(self, text: _Element) -> Shape:
        run = ancestor(text, RUN)
        paragraph = ancestor(text, PARAGRAPH)
        if run is None or paragraph is None:
            return PLAIN_SHAPE
        if run not in self._shapes:
            properties = paragraph.find(PARAGRAPH_PROPERTIES)
            style = None if properties is None else properties.find(w("pStyle"))
            self._shapes[run] = Shape(
                run=fragment(run.find(RUN_PROPERTIES)),
                paragraph=_without_section(properties),
                divisible=run.getparent() is paragraph
                and (style is None or style.get(w("val")) not in self._headings),
            )
        return self._shapes[run]

    def _tell_faults(self, passage: Passage, text: str, rest: str, found: list[Found]) -> None:
        def tell(start: int, end: int, told: str, rule: str) -> None:
            here = replace(passage.here, text=text[start:end], around=around(text, start, end))
            self.problems.append(TagFault(here, told, rule))

        for match in _HALF_TAG.finditer(rest):
            tell(
                match.start(),
                match.end(),
                _("{brace} has no partner in its paragraph").format(brace=match[0]),
                "split-tag",
            )
        for match in _FULL_WIDTH.finditer(rest):
            tell(
                match.start(),
                match.end(),
                _("full-width {brace}; a tag has the braces of a keyboard").format(brace=match[0]),
                "full-width",
            )
        open_block = _open_block(found) if passage.holders[0].attribute else None
        for one in found:
            if ours := own_names.USED.search(one.code):
                told = _("names do not begin with an underscore: {name}").format(name=ours[0])
                tell(one.start, one.end, told, "forbidden")
            if passage.here.spot is Spot.FIELD and not text[: one.start].strip():
                told = _("the kind of a field stands in the template, not in the data")
                tell(one.start, one.end, told, "forbidden")
            if one is open_block:
                told = _("a block that begins or ends in an attribute does both in the same one")
                tell(one.start, one.end, told, "forbidden")
            if passage.deleted or _moved_away(passage):
                told = _(
                    "a tag in text that tracked changes have crossed out; accept or reject them"
                )
                tell(one.start, one.end, told, "tracked-changes")


def _starts(passage: Passage) -> list[int]:
    """At which character of the passage each of its texts begins."""
    starts = []
    offset = 0
    for holder in passage.holders:
        starts.append(offset)
        offset += len(holder.text)
    return starts


def _open_block(found: list[Found]) -> Found | None:
    """The tag of a block that has no partner.

    From one attribute to the next it would cut tags of the XML in two, and make others of the halves.
    """
    begun: list[Found] = []
    for one in found:
        if one.opening != "{%":
            continue
        if one.word in _BLOCKS or (one.word == "set" and "=" not in one.code):
            begun.append(one)
        elif one.word.startswith("end") and one.word != "endraw":
            if not begun:
                return one
            begun.pop()
        elif one.word in ("else", "elif") and not begun:
            return one
    return begun[-1] if begun else None


def _moved_away(passage: Passage) -> bool:
    return any(ancestor(holder.element, _MOVED_AWAY) is not None for holder in passage.holders)


def _without_section(properties: _Element | None) -> str:
    if properties is None:
        return ""
    section = properties.find(_SECTION)
    whole = fragment(properties)
    return whole if section is None else whole.replace(fragment(section), "")
