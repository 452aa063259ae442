"""From a part of a Word file to a Jinja source, by docxtpl's preprocessing.

This is the only file that knows docxtpl. Of it we take `patch_xml`, which joins tags that Word has
split over runs and lifts `{%tr`, `{%tc`, `{%p` and `{%r` out of their row, cell, paragraph or run;
its way of rendering is not used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from svcdocs.errors import TemplateError
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import parse_part, serialise
from svcdocs.render.tags import FIRST_MARK, MARK, Spot, Tag, mark_tags
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Outputs that came in by preprocessing; headings are ours and looked up without a mark.
_GENERATED = re.compile(r"\{\{(?! _heading\()")
#: A statement right behind a cell, or a computed span: the columns depend on the data.
_COLUMNS = re.compile(r'</w:tc>\s*\{%|<w:gridSpan w:val="\{\{')
_TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<|>", re.DOTALL)


def holds_tags(data: bytes) -> bool:
    """Whether a part may hold a tag: a cheap look before anything is parsed.

    Word writes a tag's two braces into one run or several, so a single brace is enough; a closing one without a partner is a fault to tell.
    """
    return any(brace.encode() in data for brace in "{}｛｝")


@dataclass(frozen=True, slots=True)
class Source:
    """A part as Jinja source without declaration; line n of it is tag n.

    `columns_vary` says that the number of a table's columns depends on the data.
    """

    text: str
    tags: tuple[Tag, ...]
    columns_vary: bool


def preprocess(data: bytes, part: str, sheet: str, headings: dict[str, int]) -> Source:
    """The source of a part.

    Args:
        data: the part as it stands in the template.
        part: its name.
        sheet: what kind of part it is, see `Tag`.
        headings: heading level by style id; their paragraphs get a style that can be shifted.

    Raises:
        TemplateError: see `mark_tags`.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 - 240 ms, and only to compile

    root = parse_part(data, part)
    if MARK.search(serialise(root)):
        raise TemplateError(
            _("{part} uses private-use characters that are kept for the tool").format(part=part)
        )
    tags = mark_tags(root, sheet)
    if headings:
        _open_headings(root, headings)
    source = serialise(root).replace("\r", " ").replace("\n", " ")
    patched: str = DocxTemplate("").patch_xml(source)
    patched, tags = _placed(patched, tags)
    return Source(MARK.sub("\n", patched), tuple(tags), bool(_COLUMNS.search(patched)))


def _open_headings(root: _Element, headings: dict[str, int]) -> None:
    for style in root.iter(w("pStyle")):
        level = headings.get(str(style.get(w("val"))))
        if level is not None:
            style.set(w("val"), f"{{{{ _heading({level}) }}}}")


def _placed(patched: str, tags: list[Tag]) -> tuple[str, list[Tag]]:
    """The source with every output marked, and its tags in order, each knowing its surroundings.

    docxtpl adds outputs of its own, in attributes (`{% colspan %}`, `{% hm %}`); these get the
    mark and the place of the tag before them.
    """
    out: list[str] = []
    ordered: list[Tag] = []
    end = 0
    opened: int | None = None
    element = ""
    for match in _TOKEN.finditer(patched):
        out.append(patched[end : match.start()])
        found, end = match[0], match.end()
        if found == "<":
            opened = match.start()
        elif found == ">":
            element = patched[opened or 0 : end]
            opened = None
        elif (mark := MARK.search(found)) or _GENERATED.match(found):
            tag = tags[ord(mark[0]) - FIRST_MARK] if mark else (ordered or tags)[-1]
            if not mark:
                found = f"{found[:-2]}{chr(FIRST_MARK)}}}}}"
            if tag.spot is not Spot.PLAIN:
                in_text = element.startswith(("<w:t>", "<w:t "))
                spot = Spot.TEXT if in_text else Spot.RUN
                tag = replace(tag, spot=spot if opened is None else Spot.ATTRIBUTE)
            ordered.append(tag)
        out.append(found)
    out.append(patched[end:])
    return "".join(out), ordered
