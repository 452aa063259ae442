"""Character styles by the names people know them by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import main_part, parse_part, relationships

#: Word keeps English names of its own styles in every language; these are what Chinese Word shows.
_SHOWN = {
    "强调": "emphasis",
    "要点": "strong",
    "不明显强调": "subtle emphasis",
    "明显强调": "intense emphasis",
    "不明显参考": "subtle reference",
    "明显参考": "intense reference",
    "书籍标题": "book title",
    "超链接": "hyperlink",
}


def character_styles(parts: Mapping[str, bytes]) -> Mapping[str, str]:
    """The ids of a template's character styles by name, small letters."""
    for one in relationships(parts, main_part(parts)):
        if one.type.endswith("/styles") and one.target in parts:
            return _character_styles(parts[one.target])
    return {}


def find_character_style(styles: Mapping[str, str], name: str) -> str | None:
    """The id of a style by its name as Word shows it, in Chinese or English."""
    return styles.get(name.lower()) or styles.get(_SHOWN.get(name, ""))


@lru_cache(maxsize=16)
def _character_styles(data: bytes) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for style in parse_part(data, "styles").iter(w("style")):
        name = style.find(w("name"))
        if style.get(w("type")) == "character" and name is not None:
            found[str(name.get(w("val"))).lower()] = str(style.get(w("styleId")))
    return found
