"""How tags are written: in keyboard signs, and in one format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import serialise
from svcdocs.render.lint.fault import Fault, Spot
from svcdocs.render.lint.paragraphs import Paragraph, Sheet
from svcdocs.render.source.scan import Found
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_SIGNS = re.compile(r"[（），．：；｜＝［］｛｝％＋－＊／＜＞！＿＇＂　]")
_CURLY = re.compile(r"[“”‘’]")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’")
#: What only editors read of a run's formatting.
_UNSEEN = frozenset(w(one) for one in ("lang", "noProof"))


def spelling_faults(sheet: Sheet) -> Iterator[Fault]:
    """What is wrong with how the tags of a part are typed, beside what no compiler can read."""
    for paragraph in sheet.paragraphs:
        for tag in paragraph.tags:
            yield from _signs(paragraph, tag)
            yield from _formats(paragraph, tag)


def _signs(paragraph: Paragraph, tag: Found) -> Iterator[Fault]:
    if tag.opening == "{#":
        return
    outside = _STRING.sub(lambda match: "\0" * len(match[0]), tag.text)
    for match in _SIGNS.finditer(outside):
        start = tag.start + match.start()
        yield Fault(
            rule="full-width",
            message=_("full-width {sign} in a tag").format(sign=match[0]),
            spot=Spot(paragraph=paragraph, start=start, end=start + 1),
        )
    curly = _CURLY.search(tag.text)
    if curly:
        start = tag.start + curly.start()
        yield Fault(
            rule="curly-quotes",
            message=_("{sign} in a tag").format(sign=curly[0]),
            spot=Spot(paragraph=paragraph, start=start, end=start + 1),
        )


def _formats(paragraph: Paragraph, tag: Found) -> Iterator[Fault]:
    """A tag over several runs that look different; those that look alike are nothing to tell."""
    if tag.opening != "{{" or tag.lift:
        return
    looks = {_look(element) for element, _start, _end in _pieces(paragraph, tag)}
    if len(looks) > 1:
        yield Fault(
            rule="split-format",
            message=_("{tag} has {count} formats").format(tag=tag.text, count=len(looks)),
            spot=Spot(paragraph=paragraph, start=tag.start, end=tag.end),
        )


def _pieces(paragraph: Paragraph, tag: Found) -> Iterator[tuple[_Element, int, int]]:
    """The texts a tag is spread over, each with where it begins and ends."""
    start = 0
    for holder in paragraph.holders:
        end = start + len(holder.text)
        if end > tag.start and start < tag.end:
            yield holder.element, start, end
        start = end


def _look(text: _Element) -> str:
    """The formatting of the run around a text."""
    run = text.getparent()
    properties = None if run is None else run.find(w("rPr"))
    if properties is None:
        return ""
    shown = [one for one in properties if one.tag not in _UNSEEN]
    for one in shown:
        hint = w("hint")
        if one.get(hint) is not None and len(one.attrib) == 1:
            return "".join(serialise(other) for other in shown if other is not one)
    return "".join(map(serialise, shown))
