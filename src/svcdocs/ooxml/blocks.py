"""A document as its blocks: the texts of its paragraphs and table cells, wherever they stand.

Whoever saves a Word file rewrites its XML, splits runs and adds empty paragraphs; what a reader
reads stays. So blocks are compared by their text alone: runs joined, white space as one blank, the
results of fields that count pages left out, empty paragraphs outside tables passed over.

The XML is cut at paragraph ends and each piece is looked at once: documents made from one template
share most of their pieces, so a document costs little more than finding those that are its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from svcdocs.ooxml import names
from svcdocs.ooxml.package import main_part, parse_part, relationships, serialise

Row = tuple[str, ...]
#: A paragraph is a text, a table a tuple of rows of texts.
Block = str | tuple[Row, ...]

_SHEETS = ("header", "footer", "footnotes", "endnotes")
#: Fields whose results whoever opens the file computes anew.
_COMPUTED = frozenset(
    [
        "PAGE",
        "NUMPAGES",
        "SECTIONPAGES",
        "SECTION",
        "PAGEREF",
        "DATE",
        "TIME",
        "SAVEDATE",
        "PRINTDATE",
        "FILENAME",
    ]
)
_TOKEN = re.compile(
    r"<w:t(?: [^>]*)?>(?P<text>[^<]*)</w:t>"
    r"|<(?P<close>/?)w:(?P<frame>tbl|tr|tc|p)(?: [^>]*)?(?<!/)>"
    r"|<w:(?P<mark>br|tab|cr|noBreakHyphen)(?: [^>]*)?/>"
    r'|<w:sym [^>]*w:char="(?P<sign>[0-9A-Fa-f]+)"[^>]*/>'
    r'|<w:fldChar [^>]*w:fldCharType="(?P<field>begin|separate|end)"'
    r"|<w:instrText(?: [^>]*)?>(?P<instruction>[^<]*)</w:instrText>"
    r'|<w:fldSimple [^>]*w:instr="(?P<simple>[^"]*)"'
    r"|(?P<picture><a:blip |<v:imagedata )"
    r"|<(?P<unhide>/?)(?:mc:Fallback|w:moveFrom)>|<w:moveFrom (?P<moved>)"
    r"|(?P<end_simple></w:fldSimple>)|(?P<tabs></?w:tabs>)"
)
_FRAMES = frozenset({"tbl", "/tbl", "tr", "/tr", "tc", "/tc"})
_MARKS = {"noBreakHyphen": "\u2011"}
_PICTURE = "\ufffc"
_IGNORED = {0xAD: None, 0x200B: None, 0xFEFF: None}


@dataclass(frozen=True, slots=True)
class Blocks:
    """The texts of a document.

    Attributes:
        body: its paragraphs and tables in order.
        sheets: the texts of headers, footers and notes, each once, sorted: other programs store
            them in other files, and repeat them.
    """

    body: tuple[Block, ...]
    sheets: tuple[str, ...]


def document_blocks(parts: Mapping[str, bytes]) -> Blocks:
    """The blocks of a document that anybody may have saved.

    Raises:
        PackageError: a part is not well-formed.
    """
    main = main_part(parts)
    return blocks_of(
        plain_xml(parts[main], main), [plain_xml(parts[part], part) for part in sheet_parts(parts)]
    )


def blocks_of(body: str, sheets: list[str]) -> Blocks:
    """The blocks of XML as the renderer writes it: prefix `w`, no comments."""
    texts = {text for sheet in sheets for text in _texts(_blocks(sheet))}
    return Blocks(tuple(_blocks(body)), tuple(sorted(texts)))


def sheet_parts(parts: Mapping[str, bytes]) -> list[str]:
    """The names of the parts for headers, footers and notes."""
    return sorted(
        {
            one.target
            for one in relationships(parts, main_part(parts))
            if one.type.rpartition("/")[2] in _SHEETS and one.target in parts
        }
    )


def plain_xml(data: bytes, part: str) -> str:
    """A part as `blocks_of` reads it: parsed, so without references or another prefix than `w`."""
    root = parse_part(data, part)
    text = serialise(root)
    prefix = next((key for key, uri in root.nsmap.items() if uri == names.W), "w")
    if prefix == "w":
        return text
    return re.sub(rf"(</?| ){prefix}:", r"\1w:", text)


def _texts(blocks: Iterator[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (text for row in block for text in row if text)


def _blocks(xml: str) -> Iterator[Block]:
    """Paragraphs and tables; what lies inside a cell or a text box is text of that place."""
    reader = _Reader()
    for piece in xml.split("</w:p>"):
        tokens, frames, text = _piece(piece)
        if frames is not None and reader.between_paragraphs:
            for kind in frames:
                done = reader.frame(kind)
                if done:
                    yield done
            done = reader.paragraph(text)
        else:
            for kind, said in tokens:
                done = reader.take(kind, said)
                if done:
                    yield done
            done = reader.frame("/p")
        if done:
            yield done


@lru_cache(maxsize=4096)
def _piece(piece: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...] | None, str]:
    """The tokens of a piece; of one that is no more than a paragraph, what is in front and its text."""
    tokens = _tokens(piece)
    texts = [text for kind, text in tokens if kind == "text"]
    frames = tuple(kind for kind, _text in tokens if kind != "text")
    plain = frames[-1:] == ("p",) and _FRAMES.issuperset(frames[:-1])
    if not plain or tokens[-1][0] != ("text" if texts else "p") or len(texts) > 1:
        return tokens, None, ""
    return tokens, frames[:-1], normalised("".join(texts))


def _tokens(piece: str) -> tuple[tuple[str, str], ...]:
    """What a piece of XML says, neighbouring texts joined."""
    found: list[tuple[str, str]] = []
    tabs = False
    for match in _TOKEN.finditer(piece):
        kind = match.lastgroup or ""
        if kind == "tabs":
            tabs = not match[0].startswith("</")
        elif kind in ("frame", "close"):
            found.append((match["close"] + match["frame"], ""))
        elif kind in ("unhide", "moved"):
            found.append(("/hide" if match["unhide"] else "hide", ""))
        elif kind in ("field", "instruction", "simple", "end_simple"):
            found.append((match[kind] if kind == "field" else kind, unescape(match[kind])))
        elif not tabs:
            text = _said(kind, match)
            if found and found[-1][0] == "text":
                text = found.pop()[1] + text
            found.append(("text", text))
    return tuple(found)


def _said(kind: str, match: re.Match[str]) -> str:
    if kind == "text":
        return unescape(match["text"])
    if kind == "sign":
        return chr(int(match["sign"], 16))
    return _PICTURE if kind == "picture" else _MARKS.get(match["mark"], " ")


class _Reader:
    """Puts blocks together; knows how deep in tables, text boxes and fields it is."""

    def __init__(self) -> None:
        self.tables = 0
        self.paragraphs = 0
        self.hidden = 0
        self.texts: list[str] = []
        #: The paragraphs of a cell.
        self.cell: list[str] = []
        self.rows: list[list[str]] = []
        #: For each field that is open: its instruction, None when its result is left out.
        self.fields: list[str | None] = []
        self.results = 0

    @property
    def between_paragraphs(self) -> bool:
        """Whether nothing is open that a piece could belong to."""
        return not (self.paragraphs or self.hidden or self.fields or self.texts)

    def take(self, kind: str, text: str) -> Block | None:
        """Go on by one token; a block that is finished by it."""
        if kind == "text":
            if not self.hidden and not self.results:
                self.texts.append(text)
            return None
        if kind in ("hide", "/hide"):
            self.hidden += 1 if kind == "hide" else -1
            return None
        if kind in ("begin", "instruction", "separate", "end", "simple", "end_simple"):
            self._field(kind, text)
            return None
        return self.frame(kind)

    def _field(self, kind: str, text: str) -> None:
        if kind == "begin":
            self.fields.append("")
        elif kind == "simple":
            self.fields.append(text)
            self._leave_out_result()
        elif self.fields and kind == "instruction":
            self.fields[-1] = (self.fields[-1] or "") + text
        elif self.fields and kind == "separate":
            self._leave_out_result()
        elif self.fields and self.fields.pop() is None:
            self.results -= 1

    def _leave_out_result(self) -> None:
        words = (self.fields[-1] or "").split()
        if words and words[0].upper() in _COMPUTED:
            self.fields[-1] = None
            self.results += 1

    def frame(self, kind: str) -> Block | None:
        """Go on by a beginning or an end; a block that is finished by it."""
        if kind == "p":
            self.paragraphs += 1
        elif kind == "/p":
            self.paragraphs = max(self.paragraphs - 1, 0)
            if self.paragraphs:
                self.texts.append(" ")  # a paragraph in a text box
                return None
            text = normalised("".join(self.texts))
            self.texts.clear()
            return self.paragraph(text)
        elif self.paragraphs:
            pass  # a table in a text box
        elif kind == "tbl":
            self.tables += 1
        elif kind == "/tbl":
            self.tables -= 1
            if not self.tables:
                table = tuple(tuple(row) for row in self.rows)
                self.rows = []
                return table
        elif self.tables == 1 and kind == "tr":
            self.rows.append([])
        elif self.tables == 1 and kind == "/tc" and self.rows:
            self.rows[-1].append(" ".join(self.cell))
            self.cell.clear()
        return None

    def paragraph(self, text: str) -> str | None:
        """Go on by a whole paragraph, which is a block unless it stands in a cell."""
        if not self.tables:
            return text or None
        if text:
            self.cell.append(text)
        return None


def normalised(text: str) -> str:
    """A text as it is compared: every white space one blank, none at the ends."""
    return " ".join(text.translate(_IGNORED).split())
