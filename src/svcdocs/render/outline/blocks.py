"""The kinds of blocks an outline is made of, one small function each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from svcdocs.calc.numerals import chinese_number
from svcdocs.errors import TemplateError
from svcdocs.model.tree import Path
from svcdocs.render.outline.grid import grid, lines_of
from svcdocs.render.outline.listing import listing
from svcdocs.render.outline.signatures import sign_off, signatures
from svcdocs.render.outline.xml import (
    begins_with_paragraph,
    kept_with_next,
    on_a_new_page,
    paragraph,
    ruled,
    tag_paragraph,
    without_tags,
)
from svcdocs.texts import _

_MARKER = "（#）"
_MAX_DEPTH = 20
#: Keeps two tables apart, which Word would otherwise join.
GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
_KEPT_GAP = kept_with_next(GAP)
#: Only where no paragraph follows that can begin the page itself: it leaves an empty line there.
_PAGE_BREAK = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
_TEXT_STYLES = tuple(
    f'<w:pPr><w:pStyle w:val="{style}"/>' for style in ("BodyIndented", "BodyFlush")
)
_NOTE_STYLE = '<w:pPr><w:pStyle w:val="NoteText"/>'
_TEXT_STARTS = tuple(f"<w:p>{style}" for style in _TEXT_STYLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """What blocks need to know: the width between the margins, and the pieces by name.

    `locate` says where a path of the outline stands, for messages.
    """

    width: int
    pieces: Mapping[str, Sequence[Mapping[str, Any]]]
    locate: Callable[[Path], str]

    def blocks(self, raw: Sequence[Mapping[str, Any]], path: Path, depth: int = 0) -> str:
        """Blocks one after another.

        Raises:
            TemplateError: a block that cannot be built, with its place in the outline.
        """
        if depth > _MAX_DEPTH:
            raise TemplateError(
                _("{place}: pieces use one another without end").format(place=self.locate(path))
            )
        out: list[str] = []
        for index, block in enumerate(raw):
            here = (*path, index)
            kind = _kind(block)
            bound = index + 1 < len(raw) and _kind(raw[index + 1]) in _BOUND
            try:
                headed = index + 1 < len(raw) and _kind(raw[index + 1]) in _HEADS
                around = {"bound": bound, "headed": headed}
                xml = "".join(_KINDS[kind](self, {**block, **around}, here, depth))
            except TemplateError as error:
                if error.details:
                    raise
                raise TemplateError(
                    _("the outline cannot be built"),
                    details=[f"{self.locate(here)}: {error.message}"],
                ) from error
            if out and out[-1] == _PAGE_BREAK and begins_with_paragraph(xml):
                xml = on_a_new_page(xml)
                out.pop()
            if out and _crowded(out[-1], xml):
                out.append(GAP if out[-1].endswith("</w:tbl>") else _KEPT_GAP)
            if kind in _BOUND:
                out = _bound(out)
            out.append(xml)
        return "".join(out)


def _kind(block: Mapping[str, Any]) -> str:
    return next((key for key in block if key in _KINDS), "")


def _crowded(above: str, below: str) -> bool:
    """Whether a table stands right at another table or at the lines of a text.

    Headings and captions bring their own distance, notes only above themselves.
    """
    above, below = without_tags(above), without_tags(below)
    if above.endswith("</w:tbl>"):
        return below.startswith(("<w:tbl>", *_TEXT_STARTS))
    return below.startswith("<w:tbl>") and above.rpartition("<w:p>")[2].startswith(
        (*_TEXT_STYLES, _NOTE_STYLE)
    )


def _bound(before: list[str]) -> list[str]:
    """Blocks of which the last one stays on the page of what follows."""
    kept = 2 if before and before[-1] in (GAP, _KEPT_GAP) else 1
    return before[:-kept] + [kept_with_next(xml) for xml in before[-kept:]]


def _title(_builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    yield paragraph(block["title"], "Title")
    if "subtitle" in block:
        yield paragraph(block["subtitle"], "Subtitle")


def _heading(_builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    level = block.get("level", 1)
    number = f"{{{{ number({level}) }}}}　" if block.get("number", True) else ""
    yield paragraph(number + block["heading"], f"Heading{level}")


def _paragraph(builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    if "by_hand" in block:
        room = block["by_hand"]
        yield tag_paragraph(f"if document.blank and ({room['unless']}) is missing")
        yield ruled(room.get("text", ""), room.get("lines", 1), builder.width)
        yield tag_paragraph("else")
    align = block.get("align")
    style = "BodyIndented" if block.get("indent", not align) else "BodyFlush"
    properties = "<w:keepNext/>" if block.get("keep") else ""
    properties += f'<w:jc w:val="{align}"/>' if align else ""
    for line in lines_of(block["paragraph"]):
        yield paragraph(line, style, properties=properties)
    if "by_hand" in block:
        yield tag_paragraph("endif")


def _ruled(builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    yield ruled(block["ruled"], block.get("lines", 1), builder.width)


def _list(_builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    marker = block.get("marker", _MARKER)
    for number, item in enumerate(block["list"], start=1):
        numbered = marker.replace("#", str(number)).replace("一", chinese_number(number))
        yield paragraph(numbered + item, "BodyIndented")


def _items(_builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    marker = block.get("marker", _MARKER).replace("#", "{{ loop.index }}")
    marker = marker.replace("一", "{{ loop.index | cn }}")
    yield tag_paragraph(f"for {block['items']}")
    yield paragraph(marker + block["text"], "BodyIndented")
    yield tag_paragraph("endfor")


def _caption(_builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    yield paragraph(block["caption"], "TableCaption")


def _note(_builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    for line in lines_of(block["note"]):
        yield paragraph(line, "NoteText")


def _grid(builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    yield grid(block["grid"], builder.width)


def _table(builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    # Of a loop's rows only the last one may stay with what is signed below, so it is said beforehand.
    yield listing(block["table"], builder.width, bound=block["bound"])


def _signatures(builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    yield signatures(block["signatures"], builder.width)


def _sign_off(builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    yield sign_off(block["sign_off"], builder.width)


def _let(_builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    for name, expression in block["let"].items():
        yield tag_paragraph(f"set {name} = {expression}")


def _page_break(_builder: Builder, block: Mapping[str, Any], *_more: object) -> Iterator[str]:
    if block["page_break"]:
        yield _PAGE_BREAK


def _use(builder: Builder, block: Mapping[str, Any], _path: Path, depth: int) -> Iterator[str]:
    name = block["use"]
    if name not in builder.pieces:
        raise TemplateError(
            _("there is no piece {name!r}; there are {names}").format(
                name=name, names=", ".join(builder.pieces) or "-"
            )
        )
    yield builder.blocks(builder.pieces[name], ("pieces", name), depth + 1)


def _if(builder: Builder, block: Mapping[str, Any], path: Path, depth: int) -> Iterator[str]:
    yield tag_paragraph(f"if {block['if']}")
    # A heading that follows brings its own distance.
    end = str if block["headed"] else _closed
    yield end(builder.blocks(block["then"], (*path, "then"), depth + 1))
    if "else" in block:
        yield tag_paragraph("else")
        yield end(builder.blocks(block["else"], (*path, "else"), depth + 1))
    yield tag_paragraph("endif")


def _each(builder: Builder, block: Mapping[str, Any], path: Path, depth: int) -> Iterator[str]:
    yield tag_paragraph(f"for {block['each']}")
    yield _closed(builder.blocks(block["do"], (*path, "do"), depth + 1))
    yield tag_paragraph("endfor")


def _closed(blocks: str) -> str:
    """Blocks that come or go with the data; a table at their end never meets what follows."""
    return blocks + GAP if blocks.endswith("</w:tbl>") else blocks


_KINDS: Mapping[str, Callable[[Builder, Mapping[str, Any], Path, int], Iterator[str]]] = {
    "title": _title,
    "heading": _heading,
    "paragraph": _paragraph,
    "list": _list,
    "items": _items,
    "caption": _caption,
    "note": _note,
    "grid": _grid,
    "table": _table,
    "signatures": _signatures,
    "ruled": _ruled,
    "sign_off": _sign_off,
    "let": _let,
    "page_break": _page_break,
    "use": _use,
    "if": _if,
    "each": _each,
}
#: What begins with a distance of its own.
_HEADS = frozenset({"heading", "caption"})
#: What never stands on a page alone: something to sign for comes with it.
_BOUND = frozenset({"signatures", "sign_off"})
