"""How a run of text looks: `w:rPr`, put together from what is there and what is asked for."""

from __future__ import annotations

from functools import lru_cache

from svcdocs.ooxml.names import W, w
from svcdocs.ooxml.package import parse_part, serialise

#: The order that the schema wants (ECMA-376 part 1, 17.3.2.28), as far as templates use it.
_ORDER = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
    "rPrChange",
]
_RANK = {w(name): rank for rank, name in enumerate(_ORDER)}
_HEAD = f'<w:rPr xmlns:w="{W}"'


@lru_cache(maxsize=256)
def merged(own: str, wanted: str) -> str:
    """The content of a `w:rPr` with other properties set, in the schema's order.

    Args:
        own: what there is, prefix `w`.
        wanted: what is asked for, and wins; fonts are merged by channel.
    """
    if not own:
        return wanted
    root = parse_part(f"{_HEAD}>{own}</w:rPr>", "w:rPr")
    for element in parse_part(f"{_HEAD}>{wanted}</w:rPr>", "w:rPr"):
        found = root.find(element.tag)
        if found is not None and element.tag == w("rFonts"):
            for key, value in element.attrib.items():
                found.set(key, value)
                for theme in (w(f"{_channel(key)}Theme"), w(f"{_channel(key)}theme")):
                    if theme in found.attrib:  # a theme's font would win
                        del found.attrib[theme]
            continue
        if found is not None:
            root.remove(found)
        root.append(element)
    ordered = sorted(root, key=lambda element: _RANK.get(element.tag, len(_RANK)))
    return "".join(serialise(element).replace(f' xmlns:w="{W}"', "") for element in ordered)


def _channel(key: str | bytes) -> str:
    return str(key).rpartition("}")[2]
