"""The parts of a template that hold tags, each compiled once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from svcdocs.errors import TemplateError
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import main_part, parse_part, relationships
from svcdocs.render.compiled_part import CompiledPart
from svcdocs.render.preprocess import holds_tags, preprocess
from svcdocs.render.program import Program
from svcdocs.texts import _

#: Parts that may hold tags, by the last word of their relationship to the body.
_SHEETS = ("header", "footer", "footnotes", "endnotes")
_PROPERTIES = ("/core-properties", "/extended-properties", "/custom-properties")
_TAG = re.compile(rb"\{[{%#]")


def compile_parts(
    parts: Mapping[str, bytes], headings: Mapping[int, str], name: str
) -> dict[str, CompiledPart]:
    """Every part that holds a tag, by part name.

    Raises:
        TemplateError: what is wrong with the tags, over all parts at once.
    """
    levels = {style: level for level, style in headings.items()}
    compiled: dict[str, CompiledPart] = {}
    problems: list[str] = []
    for part, sheet in text_parts(parts).items():
        if not holds_tags(parts[part]):
            continue
        try:
            source = preprocess(parts[part], part, sheet, levels if sheet == "body" else {})
            if sheet == "properties" and not _TAG.search(parts[part]):
                continue  # braces of its own: the format ids of custom properties
            program = Program.compiled(source.text, source.tags, name, escaped=True)
        except TemplateError as error:
            problems += error.details or [error.message]
        else:
            compiled[part] = CompiledPart(part, program, source.columns_vary, source.literal_braces)
    if problems:
        raise TemplateError(_("template {name} cannot be used").format(name=name), details=problems)
    return compiled


def heading_styles(parts: Mapping[str, bytes]) -> dict[int, str]:
    """The style ids of heading levels; Word names the styles `heading 1` in every language."""
    found: dict[int, str] = {}
    for one in relationships(parts, main_part(parts)):
        if one.type.endswith("/styles"):
            for style in parse_part(parts[one.target], one.target).iter(w("style")):
                title = style.find(w("name"))
                words = "" if title is None else str(title.get(w("val"))).lower()
                if words.startswith("heading ") and words[8:].isdecimal() and len(words) < 12:
                    found[int(words[8:])] = str(style.get(w("styleId")))
    return found


def text_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What kind of sheet each part is that may hold tags; what a damaged file lacks is none."""
    main = main_part(parts)
    others = [
        (_SHEETS.index(kind), one.target)
        for one in relationships(parts, main)
        if (kind := one.type.rpartition("/")[2]) in _SHEETS
        and not one.external
        and one.target in parts
    ]
    sheets = {main: "body", **{part: _SHEETS[kind] for kind, part in sorted(others)}}
    for one in relationships(parts, ""):
        if one.type.endswith(_PROPERTIES) and one.target in parts:
            sheets[one.target] = "properties"
    return sheets
