"""From a part of a Word file to a Jinja source.

The part is parsed; its tags are taken out of their texts wherever Word has split them, rows, cells,
paragraphs and runs make way for the tags that are lifted into their place, and the tree becomes
text again. The dialect is docxtpl's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svcdocs.errors import TemplateError
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import parse_part, serialise
from svcdocs.ooxml.trees import with_usual_prefix
from svcdocs.render.source.cells import CellWords
from svcdocs.render.source.joining import join_paragraphs
from svcdocs.render.source.lifting import Lifter
from svcdocs.render.source.marks import MARK, Marks
from svcdocs.render.source.passages import passages
from svcdocs.render.source.reading import CELL_WORDS, Placed, Reader
from svcdocs.render.source.repeats import render_both_alike, settle_repeats
from svcdocs.render.source.scan import unescaped
from svcdocs.render.tags import Spot, Tag, TagFault
from svcdocs.texts import _, ngettext

if TYPE_CHECKING:
    from lxml.etree import _Element

#: A brace that is none of a tag's, though Jinja would take it for one.
_LITERAL_BRACE = re.compile(rf"\{{(?=[{{%#]|{MARK.pattern})")
_STRICT = "{http://purl.oclc.org/ooxml/"
_QUOTED_BRACE = "{% raw %}{{% endraw %}"


def holds_tags(data: bytes) -> bool:
    """Whether a part may hold a tag: a cheap look before anything is parsed.

    Word writes a tag's two braces into one run or several, so a single brace is enough; a closing
    one without a partner is a fault to tell.
    """
    return any(brace.encode() in data for brace in "{}｛｝")


@dataclass(frozen=True, slots=True)
class Source:
    """A part as Jinja source without declaration; line n of it is tag n.

    `columns_vary` says that the number of a table's columns depends on the data, `literal_braces`
    that the template prints braces on purpose.
    """

    text: str
    tags: tuple[Tag, ...]
    columns_vary: bool
    literal_braces: bool


def preprocess(data: bytes, part: str, sheet: str, headings: dict[str, int]) -> Source:
    """The source of a part.

    Args:
        data: the part as it stands in the template.
        part: its name.
        sheet: what kind of part it is, see `Tag`.
        headings: heading level by style id; their paragraphs get a style that can be shifted.

    Raises:
        TemplateError: tags that cannot be read, or stand where they cannot stand: all of them.
    """
    root = with_usual_prefix(parse_part(data, part))
    _refuse_foreign(root, part)
    source, faults = read_tags(root, sheet, headings)
    if faults:
        raise TemplateError(
            ngettext(
                "{count} template tag cannot be read",
                "{count} template tags cannot be read",
                len(faults),
            ).format(count=len(faults)),
            details=[str(fault) for fault in faults],
        )
    return source


def read_tags(
    root: _Element, sheet: str, headings: Mapping[str, int]
) -> tuple[Source, list[TagFault]]:
    """The source of a parsed part as far as it can be read, and all that is wrong with its tags.

    The tree is changed: nothing else can be done with it.
    """
    marks = Marks()
    reader = Reader(marks, headings)
    for passage in passages(root, sheet):
        reader.read(passage)
    join_paragraphs(reader.placed)
    cells, lifter = CellWords(marks), Lifter(marks)
    for placed in reader.placed:
        if placed.found.word in CELL_WORDS:
            cells.carry_out(placed)
    for placed in reader.placed:
        if placed.found.lift:
            lifter.lift(placed)
    _open_headings(root, headings, marks, sheet)
    render_both_alike(root, marks, sheet)
    settle_repeats(root, marks, sheet)
    varying = cells.columns_vary or _lifts_cells(reader.placed)
    faults = [*reader.problems, *cells.problems, *lifter.problems]
    return _source(root, marks, columns_vary=varying), faults


def _refuse_foreign(root: _Element, part: str) -> None:
    if str(root.tag).startswith(_STRICT):
        raise TemplateError(
            _("{part} is written in Strict Open XML; save it in Word as an ordinary .docx").format(
                part=part
            )
        )
    if MARK.search(serialise(root)):
        raise TemplateError(
            _("{part} uses private-use characters that are kept for the tool").format(part=part)
        )


def _lifts_cells(placed: list[Placed]) -> bool:
    return any(one.found.lift == "tc" and one.mark for one in placed)


def _open_headings(root: _Element, headings: Mapping[str, int], marks: Marks, sheet: str) -> None:
    tag = Tag(text="", sheet=sheet, spot=Spot.ATTRIBUTE)
    for style in root.iter(w("pStyle")) if headings else ():
        level = headings.get(str(style.get(w("val"))))
        if level is not None:
            style.set(w("val"), marks.output(tag, f"_heading({level})"))


def _source(root: _Element, marks: Marks, *, columns_vary: bool) -> Source:
    """The tree as text, its marks as tags, every tag a line."""
    ordered: list[Tag] = []

    def tag_source(match: re.Match[str]) -> str:
        code = marks.code(match[0])
        ordered.append(code.tag)
        return code.source

    text = unescaped(serialise(root).replace("\r", " ").replace("\n", " "))
    quoted = _LITERAL_BRACE.sub(lambda _match: _QUOTED_BRACE, text)
    return Source(
        MARK.sub(tag_source, quoted), tuple(ordered), columns_vary, literal_braces=quoted != text
    )
