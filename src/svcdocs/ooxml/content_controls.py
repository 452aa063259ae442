"""Content controls: fields of a Word form that a program can read back by their tag.

    {text, date, a choice, a box to tick}   ⇄   <w:sdt> in a paragraph

A control's tag says which value of the data it holds. Word and WPS keep it on saving. LibreOffice 7
drops tags, and takes plain-text controls apart; so texts are rich-text controls, which it leaves
alone, and each control has a bookmark whose tag stands among the document's custom properties.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from html import escape
from typing import TYPE_CHECKING

from svcdocs.ooxml.imprint import chunked, joined
from svcdocs.ooxml.names import W14, w
from svcdocs.ooxml.package import main_part, parse_part, read_package, relationships
from svcdocs.ooxml.properties import read_properties
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_TAG = 64  # characters, in Word
#: Custom properties that hold the tags of the bookmarks, in their order.
_FIELDS = "svcdocs-fields-"
#: Word shows no bookmark whose name begins with an underscore.
_BOOKMARK = "_svcdocs_field_"
#: Bookmarks of a document made elsewhere have small numbers.
_FIRST_BOOKMARK = 1_000_000
TICKED, EMPTY = "☑", "□"
#: A font that has both glyphs, for the states that Word switches between.
_GLYPH_FONT = "MS Gothic"
_GREY = '<w:color w:val="808080"/>'
_SHEETS = ("header", "footer", "footnotes", "endnotes")


class Kind(Enum):
    """What a control lets people do."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    BOX = "box"


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One field.

    Attributes:
        tag: which value it holds.
        alias: what it is called on the screen.
        text: what stands in it, with line ends; empty while nobody has filled it in.
        checked: of a box.
        date: of a date; None while there is none.
        value: of a choice, the key of the option that is chosen.
        options: of a choice, keys and what is shown for them.
        date_format: of a date, in Word's words.
        hint: what an empty one shows.
    """

    tag: str
    alias: str = ""
    kind: Kind = Kind.TEXT
    text: str = ""
    checked: bool | None = None
    date: date | None = None
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    date_format: str = "yyyy年M月d日"
    hint: str = ""


#: LibreOffice 7 joins controls that touch; a space of no width keeps them apart.
_TOUCHING = re.compile(r'(<w:bookmarkEnd w:id="\d+"/>)(?=<w:bookmarkStart [^>]*/><w:sdt>)')


def kept_apart(xml: str) -> str:
    """A part in which no two controls touch."""
    return _TOUCHING.sub("\\1<w:r><w:t>\u200b</w:t></w:r>", xml)


def field_properties(tags: Sequence[str]) -> dict[str, str]:
    """The custom properties of a document with these fields, numbered from 1."""
    return chunked(_FIELDS, json.dumps(tags, ensure_ascii=False, separators=(",", ":")))


def field_tags(properties: Mapping[str, str]) -> list[str]:
    """The tags that `field_properties` put among a document's properties; none where damaged."""
    text = joined(_FIELDS, properties)
    try:
        tags = json.loads(text) if text else []
    except ValueError:
        return []
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def field_bookmarks(properties: Mapping[str, str]) -> dict[str, str]:
    """The tags by the names of their bookmarks."""
    tags = field_tags(properties)
    return {f"{_BOOKMARK}{number}": tag for number, tag in enumerate(tags, start=1)}


def control_xml(control: Control, number: int, properties: str = "") -> str:
    """A control as a piece of a paragraph, beside its runs.

    Args:
        control: what it holds.
        number: which of the document's fields it is, see `field_properties`.
        properties: the content of the `w:rPr` of the text around it.

    Raises:
        ValueError: the tag is longer than Word takes.
    """
    if len(control.tag) > MAX_TAG:
        raise ValueError(
            _("{tag} is too long to be a field's tag: Word takes {limit} characters").format(
                tag=control.tag, limit=MAX_TAG
            )
        )
    empty = control.kind is not Kind.BOX and not control.text
    shown = control.text or control.hint
    if control.kind is Kind.BOX:
        shown = TICKED if control.checked else EMPTY
    own = properties + _GREY if empty else properties
    if control.kind is Kind.BOX:
        own = _with_glyph_font(properties)
    head = f'<w:alias w:val="{escape(control.alias)}"/><w:tag w:val="{escape(control.tag)}"/>'
    head += '<w:lock w:val="sdtLocked"/>'
    head += "<w:showingPlcHdr/>" if empty else ""
    run_properties = f"<w:rPr>{own}</w:rPr>" if own else ""
    bookmark = _FIRST_BOOKMARK + number
    return (
        f'<w:bookmarkStart w:id="{bookmark}" w:name="{_BOOKMARK}{number}"/>'
        f"<w:sdt><w:sdtPr>{run_properties if not empty else ''}{head}{_nature(control)}</w:sdtPr>"
        f"<w:sdtContent><w:r>{run_properties}{_broken(shown)}</w:r></w:sdtContent></w:sdt>"
        f'<w:bookmarkEnd w:id="{bookmark}"/>'
    )


def _nature(control: Control) -> str:
    match control.kind:
        case Kind.TEXT:
            return ""
        case Kind.DATE:
            day = f' w:fullDate="{control.date.isoformat()}T00:00:00Z"' if control.date else ""
            return (
                f'<w:date{day}><w:dateFormat w:val="{escape(control.date_format)}"/>'
                '<w:lid w:val="zh-CN"/><w:storeMappedDataAs w:val="dateTime"/>'
                '<w:calendar w:val="gregorian"/></w:date>'
            )
        case Kind.CHOICE:
            items = "".join(
                f'<w:listItem w:displayText="{escape(title)}" w:value="{escape(key)}"/>'
                for key, title in control.options
            )
            last = f' w:lastValue="{escape(control.value)}"' if control.value else ""
            return f"<w:dropDownList{last}>{items}</w:dropDownList>"
        case Kind.BOX:
            checked = "1" if control.checked else "0"
            states = "".join(
                f'<w14:{state} w14:val="{ord(glyph):04X}" w14:font="{_GLYPH_FONT}"/>'
                for state, glyph in (("checkedState", TICKED), ("uncheckedState", EMPTY))
            )
            return (
                f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="{checked}"/>'
                f"{states}</w14:checkbox>"
            )


def _with_glyph_font(properties: str) -> str:
    return (
        properties
        if "<w:rFonts" in properties
        else (
            f'<w:rFonts w:ascii="{_GLYPH_FONT}" w:hAnsi="{_GLYPH_FONT}" w:eastAsia="{_GLYPH_FONT}"/>'
            + properties
        )
    )


def _broken(text: str) -> str:
    safe = escape(text, quote=False).replace("\r\n", "\n").replace("\r", "\n")
    safe = safe.replace("\a", "\n").replace("\f", "\n")
    space = '<w:t xml:space="preserve">'
    safe = safe.replace("\n", f"</w:t><w:br/>{space}").replace("\t", f"</w:t><w:tab/>{space}")
    return f"{space}{safe}</w:t>"


def read_controls(data: bytes, name: str = "document") -> list[Control]:
    """All fields of a Word file with a tag, or one known by their bookmark, in reading order.

    Raises:
        PackageError: the file cannot be read.
    """
    parts = read_package(data, name)
    tags = field_bookmarks(read_properties(parts))
    main = main_part(parts)
    others = sorted(
        one.target
        for one in relationships(parts, main)
        if one.type.rpartition("/")[2] in _SHEETS and not one.external
    )
    found: list[Control] = []
    for part in (main, *others):
        for element in parse_part(parts[part], part).iter(w("sdt")):
            control = control_of(element, tags)
            if control is not None:
                found.append(control)
    return found


def control_of(element: _Element, tags: Mapping[str, str]) -> Control | None:
    """The field that a `w:sdt` is; None for one without a tag and a bookmark of ours."""
    properties = element.find(w("sdtPr"))
    if properties is None:
        return None
    tag = _value(properties, "tag") or tags.get(_bookmark(element), "")
    if not tag:
        return None
    alias = _value(properties, "alias")
    content = element.find(w("sdtContent"))
    text = "" if content is None else _text(content)
    if (box := properties.find(f"{{{W14}}}checkbox")) is not None:
        checked = box.find(f"{{{W14}}}checked")
        state = "" if checked is None else checked.get(f"{{{W14}}}val")
        return Control(
            tag=tag, alias=alias, kind=Kind.BOX, text=text, checked=state in ("1", "true")
        )
    hint = ""
    shows = properties.find(w("showingPlcHdr"))
    if shows is not None and shows.get(w("val")) not in ("0", "false"):
        hint, text = text, ""
    if (day := properties.find(w("date"))) is not None:
        return Control(
            tag=tag,
            alias=alias,
            kind=Kind.DATE,
            text=text,
            hint=hint,
            date=_day(day, text),
            date_format=_value(day, "dateFormat"),
        )
    for kind in ("dropDownList", "comboBox"):
        if (choice := properties.find(w(kind))) is not None:
            options = tuple(
                (
                    str(item.get(w("value")) or item.get(w("displayText")) or ""),
                    str(item.get(w("displayText")) or item.get(w("value")) or ""),
                )
                for item in choice.iter(w("listItem"))
            )
            value = next((key for key, title in options if text and title == text), "")
            return Control(
                tag=tag,
                alias=alias,
                kind=Kind.CHOICE,
                text=text,
                hint=hint,
                value=value,
                options=options,
            )
    return Control(tag=tag, alias=alias, text=text, hint=hint)


def _bookmark(element: _Element) -> str:
    """The name of the bookmark around a control; LibreOffice begins it inside."""
    content = element.find(w("sdtContent"))
    inside = None if content is None else next(content.iter(w("bookmarkStart")), None)
    if inside is not None and str(inside.get(w("name"))).startswith(_BOOKMARK):
        return str(inside.get(w("name")))
    before = element.getprevious()
    while before is not None and before.tag in (w("bookmarkStart"), w("bookmarkEnd")):
        if str(before.get(w("name"))).startswith(_BOOKMARK):
            return str(before.get(w("name")))
        before = before.getprevious()
    return ""


def _value(parent: _Element, name: str) -> str:
    found = parent.find(w(name))
    return "" if found is None else str(found.get(w("val")) or "")


def _day(element: _Element, text: str) -> date | None:
    given = element.get(w("fullDate")) or ""
    try:
        return date.fromisoformat(given[:10]) if text else None
    except ValueError:
        return None


def _text(content: _Element) -> str:
    blocks = list(content.iter(w("p"))) or [content]
    return "\n".join("".join(_pieces(block)) for block in blocks)


def _pieces(parent: _Element) -> Iterator[str]:
    # Tabs of a run, not the tab stops of a paragraph's properties.
    for run in parent.iter(w("r")):
        for element in run:
            if element.tag == w("t"):
                yield element.text or ""
            elif element.tag == w("tab"):
                yield "\t"
            elif element.tag in (w("br"), w("cr")):
                yield "\n"
