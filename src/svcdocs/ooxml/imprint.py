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
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from svcdocs.ooxml.blocks import Block, Blocks, blocks_of

PREFIX = "svcdocs-text-"
#: The same of what stands around the fields of an electronic form.
AROUND_FIELDS = "svcdocs-around-"
_CHUNK = 250
#: What Office reads as one character of a property; nothing of ours means that.
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_PAIRS = tuple(high + low for high in DIGITS for low in DIGITS)
_LONGEST = len(_PAIRS) - 1
EMPTY = "."
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
    pieces: list[str] = []
    start = 0
    while start < len(text):
        piece = text[start : start + _CHUNK]
        escape = _ESCAPE.search(piece)
        pieces.append(piece[: escape.start() + 2] if escape else piece)
        start += len(pieces[-1])
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
        return EMPTY
    digest = zlib.crc32(text.encode("utf-8", "surrogatepass"))
    length = min(_LONGEST, len(text))
    return _PAIRS[digest >> 12 & 0xFFF] + _PAIRS[digest & 0xFFF] + _PAIRS[length]
