"""From a part of a Word file to a Jinja source, by docxtpl's preprocessing.

This is the only file that knows docxtpl. Of it we take `patch_xml`, which joins tags that Word has
split over runs and lifts `{%tr`, `{%tc`, `{%p` and `{%r` out of their row, cell, paragraph or run;
its way of rendering is not used.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from svcdocs.errors import TemplateError
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import parse_part, serialise
from svcdocs.render.tags import FIRST_MARK, MARK, Spot, Tag, mark_tags
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<|>", re.DOTALL)


def holds_tags(data: bytes) -> bool:
    """Whether a part may hold a tag: a cheap look before anything is parsed.

    Word writes a tag's two braces into one run or several, so a single brace is enough.
    """
    return b"{" in data or "｛".encode() in data


def preprocess(
    data: bytes, part: str, sheet: str, headings: dict[str, int]
) -> tuple[str, list[Tag]]:
    """A part as Jinja source without declaration; line n of the source is tag n.

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
    order = [ord(mark) - FIRST_MARK for mark in MARK.findall(patched)]
    spots = _spots(patched)
    ordered = [
        tag if tag.spot is Spot.PLAIN else replace(tag, spot=spots[one])
        for one in order
        for tag in (tags[one],)
    ]
    return MARK.sub("\n", patched), ordered


def _open_headings(root: _Element, headings: dict[str, int]) -> None:
    for style in root.iter(w("pStyle")):
        level = headings.get(str(style.get(w("val"))))
        if level is not None:
            style.set(w("val"), f"{{{{ _heading({level}) }}}}")


def _spots(patched: str) -> dict[int, Spot]:
    """What surrounds each tag after preprocessing: a text, an attribute, or bare runs."""
    spots: dict[int, Spot] = {}
    inside = False
    opened = 0
    element = ""
    for match in _TOKEN.finditer(patched):
        found = match[0]
        if found == "<":
            inside, opened = True, match.start()
        elif found == ">":
            inside = False
            element = patched[opened : match.end()]
        elif mark := MARK.search(found):
            in_text = element.startswith(("<w:t>", "<w:t "))
            spot = Spot.TEXT if in_text else Spot.RUN
            spots[ord(mark[0]) - FIRST_MARK] = Spot.ATTRIBUTE if inside else spot
    return spots
