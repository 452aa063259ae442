"""What a document remembers of its texts: for each paragraph and cell a mark, and where it differs.

A mark is 24 bits of a digest and a length, six characters; all of them are kept as custom document
properties, the one part of a file that Word, WPS and LibreOffice all hand on (LibreOffice drops
other XML that it doesn't know). A property holds 250 characters, because Word edits no more than
255. Digests show what somebody changed by accident or openly; they are no signature: whoever can
compute them can forge them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from svcdocs.model.verification import Edit
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.blocks import Block, Blocks, blocks_of, document_blocks
from svcdocs.ooxml.package import read_package
from svcdocs.ooxml.properties import read_properties

PREFIX = "svcdocs-text-"
#: The same of what stands around the fields of an electronic form.
AROUND_FIELDS = "svcdocs-around-"
_CHUNK = 250
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_PAIRS = tuple(high + low for high in _DIGITS for low in _DIGITS)
_LONGEST = len(_PAIRS) - 1
_EMPTY = "."
_MARK = r"(?:[\w-]{6}|\.)"
_SHAPE = re.compile(rf"((?:{_MARK}|\[(?:/{_MARK}*)*\])*)\|({_MARK}*)")
_BLOCK = re.compile(rf"{_MARK}|\[((?:/{_MARK}*)*)\]")

MarkRow = tuple[str, ...]
MarkBlock = str | tuple[MarkRow, ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """The marks of a document as it was made, in the shape of its `Blocks`."""

    body: tuple[MarkBlock, ...]
    sheets: tuple[str, ...]


def imprint(blocks: Blocks, prefix: str = PREFIX) -> dict[str, str]:
    """The properties that hold the marks of a document's texts."""
    return imprint_properties("".join(map(block_mark, blocks.body)), blocks.sheets, prefix)


def imprint_properties(body: str, sheets: Iterable[str], prefix: str = PREFIX) -> dict[str, str]:
    """The same, of the marks of its body and the texts of its headers, footers and notes."""
    return chunked(prefix, f"{body}|{''.join(map(mark, sorted(set(sheets))))}")


def body_marks(xml: str) -> str:
    """The marks of a body, as `blocks_of` reads it."""
    return "".join(map(block_mark, blocks_of(xml, []).body))


def sheet_texts(xml: str) -> tuple[str, ...]:
    """The texts of a header, footer or notes."""
    return blocks_of("", [xml]).sheets


def block_mark(block: Block) -> str:
    """The marks of a paragraph, or of the cells of a table."""
    if isinstance(block, str):
        return mark(block)
    return f"[{''.join('/' + ''.join(map(mark, row)) for row in block)}]"


def chunked(prefix: str, text: str) -> dict[str, str]:
    """A long text as several properties, in an order that sorting by name keeps."""
    pieces = [text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)]
    return {f"{prefix}{number:03}": piece for number, piece in enumerate(pieces, start=1)}


def joined(prefix: str, properties: Mapping[str, str]) -> str:
    """The text that `chunked` cut up."""
    return "".join(properties[name] for name in sorted(properties) if name.startswith(prefix))


def read_imprint(properties: Mapping[str, str], prefix: str = PREFIX) -> Imprint | None:
    """The marks among a document's properties; None if there are none, or damaged ones."""
    match = _SHAPE.fullmatch(joined(prefix, properties))
    if match is None:
        return None
    body: list[MarkBlock] = []
    for block in _BLOCK.finditer(match[1]):
        if block[1] is None:
            body.append(block[0])
        else:
            body.append(tuple(tuple(_marks(row)) for row in block[1].split("/")[1:]))
    return Imprint(tuple(body), tuple(_marks(match[2])))


def _marks(text: str) -> list[str]:
    return re.findall(_MARK, text)


def mark(text: str) -> str:
    """Six characters for a text, one for none."""
    if not text:
        return _EMPTY
    digest = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    length = min(_LONGEST, len(text))
    return _PAIRS[digest >> 12 & 0xFFF] + _PAIRS[digest & 0xFFF] + _PAIRS[length]


def _length(one: str) -> int:
    return 0 if one == _EMPTY else _DIGITS.index(one[4]) * 64 + _DIGITS.index(one[5])


def reads_as_made(data: bytes) -> bool:
    """Whether every text of a file is as we made it, whoever saved it since."""
    try:
        parts = read_package(data, "")
        made = read_imprint(read_properties(parts))
        return made is not None and not edits(made, document_blocks(parts))
    except PackageError:
        return False


def edits(made: Imprint, found: Blocks) -> list[Edit]:
    """Where a document differs from what was made, in its order; empty if nowhere."""
    now = tuple(_marked(block) for block in found.body)
    if now == made.body:
        differences: list[Edit] = []
    else:
        differences = [
            *_paragraph_edits(
                [one for one in made.body if isinstance(one, str)],
                [one for one in found.body if isinstance(one, str)],
            ),
            *_table_edits(
                [one for one in made.body if not isinstance(one, str)],
                [one for one in found.body if not isinstance(one, str)],
            ),
        ] or [Edit(kind="moved")]
    return differences + _sheet_edits(made.sheets, found.sheets)


def _marked(block: Block) -> MarkBlock:
    if isinstance(block, str):
        return mark(block)
    return tuple(tuple(mark(text) for text in row) for row in block)


def _paired(
    before: Sequence[object], after: Sequence[object]
) -> Iterator[tuple[int | None, int | None]]:
    """Indexes of what differs: both where one stands for the other, else what came or went."""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, old, old_end, new, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield from zip_longest(range(old, old_end), range(new, new_end))


def _paragraph_edits(before: Sequence[str], after: Sequence[str]) -> Iterator[Edit]:
    for old, new in _paired(before, [mark(text) for text in after]):
        if new is None:
            assert old is not None  # noqa: S101 - a pair has one side at least
            yield Edit(kind="removed", paragraph=old + 1, was=_length(before[old]))
        elif old is None:
            yield Edit(kind="inserted", paragraph=new + 1, now=after[new])
        else:
            yield Edit(kind="changed", paragraph=new + 1, was=_length(before[old]), now=after[new])


def _table_edits(
    before: Sequence[tuple[MarkRow, ...]], after: Sequence[tuple[MarkRow, ...]]
) -> Iterator[Edit]:
    for old, new in _paired(before, [_marked(table) for table in after]):
        if new is None:
            assert old is not None  # noqa: S101 - a pair has one side at least
            yield Edit(kind="removed", table=old + 1, was=sum(map(_total, before[old])))
        elif old is None:
            yield Edit(kind="inserted", table=new + 1, now=_row_text(sum(after[new], ())))
        else:
            yield from _row_edits(new + 1, before[old], after[new])


def _row_edits(table: int, before: Sequence[MarkRow], after: Sequence[MarkRow]) -> Iterator[Edit]:
    for old, new in _paired(before, [tuple(map(mark, row)) for row in after]):
        if new is None:
            assert old is not None  # noqa: S101 - a pair has one side at least
            yield Edit(kind="removed", table=table, row=old + 1, was=_total(before[old]))
        elif old is None:
            yield Edit(kind="inserted", table=table, row=new + 1, now=_row_text(after[new]))
        elif len(before[old]) != len(after[new]):
            was, now = _total(before[old]), _row_text(after[new])
            yield Edit(kind="changed", table=table, row=new + 1, was=was, now=now)
        else:
            for column, (was_mark, text) in enumerate(
                zip(before[old], after[new], strict=True), start=1
            ):
                if was_mark != mark(text):
                    yield Edit(
                        kind="changed",
                        table=table,
                        row=new + 1,
                        column=column,
                        was=_length(was_mark),
                        now=text,
                    )


def _sheet_edits(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    known = {mark(text) for text in after}
    gone = [one for one in before if one not in known]
    come = [text for text in after if mark(text) not in before]
    return [
        Edit(
            kind="removed" if text is None else "inserted" if old is None else "changed",
            sheet=True,
            was=_length(old) if old else 0,
            now=text or "",
        )
        for old, text in zip_longest(gone, come)
    ]


def _total(row: Iterable[str]) -> int:
    return sum(map(_length, row))


def _row_text(row: Iterable[str]) -> str:
    return " | ".join(row)
