"""What a document adds beside the text its tags print, collected while it is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from svcdocs.ooxml import names
from svcdocs.ooxml.content_controls import field_properties, kept_apart
from svcdocs.ooxml.inline_objects import (
    has_marks,
    highest_drawing,
    mark,
    number_drawings,
    put_in,
)
from svcdocs.ooxml.media import Media
from svcdocs.ooxml.package import (
    Relationship,
    content_types,
    content_types_xml,
    relationships,
    relationships_part,
    relationships_xml,
)
from svcdocs.ooxml.styles import character_styles


class Inline:
    """Something that a tag prints as pieces of a paragraph."""

    __slots__ = ()

    def xml(self, sheet: Sheet, properties: str) -> str:
        """Its pieces.

        Args:
            sheet: the part it stands in.
            properties: the content of the `w:rPr` around it.
        """
        raise NotImplementedError

    def plain(self) -> str:
        """Its text where only text can stand, as in a file's name."""
        raise NotImplementedError


class Additions:
    """The objects of one document, and the parts and relationships that they need."""

    def __init__(self) -> None:
        self._parts: Mapping[str, bytes] = {}
        self._objects: list[Inline] = []
        self._media: dict[str, Media] = {}
        self._arrows: dict[str, dict[tuple[str, str], Relationship]] = {}
        self._fields: list[str] = []

    def begin(self, parts: Mapping[str, bytes]) -> None:
        """Go on to the template with these parts."""
        self._parts = parts

    @cached_property
    def styles(self) -> Mapping[str, str]:
        """The ids of the template's character styles by name."""
        return character_styles(self._parts)

    def mark(self, one: Inline) -> str:
        """What stands for an object until its part is whole."""
        self._objects.append(one)
        return mark(len(self._objects) - 1)

    def put_in(self, part: str, text: str) -> str:
        """A rendered part with its objects."""
        if not has_marks(text):
            return text
        sheet = Sheet(self, part)
        return kept_apart(
            put_in(text, lambda number, around: self._objects[number].xml(sheet, around))
        )

    def relate(self, part: str, kind: str, target: str, *, external: bool) -> str:
        """The id of a part's relationship to another part or an address."""
        arrows = self._arrows.setdefault(part, {})
        if (kind, target) not in arrows:
            taken = {one.id for one in relationships(self._parts, part)}
            taken |= {one.id for one in arrows.values()}
            number = next(n for n in range(1, len(taken) + 2) if f"rIdAdded{n}" not in taken)
            arrows[kind, target] = Relationship(
                f"rIdAdded{number}", kind, target, external=external
            )
        return arrows[kind, target].id

    def store(self, media: Media) -> str:
        """The part that holds a picture; the same picture is stored once."""
        self._media[media.part] = media
        return media.part

    def field(self, tag: str) -> int:
        """The number of a field, from 1."""
        self._fields.append(tag)
        return len(self._fields)

    @property
    def properties(self) -> dict[str, str]:
        """The custom properties that say which bookmark belongs to which field."""
        if not self._fields:
            return {}
        return field_properties(self._fields)

    def parts(self) -> dict[str, bytes]:
        """Pictures, lists of relationships and content types: new or instead of the template's."""
        changed: dict[str, bytes] = {name: one.data for name, one in self._media.items()}
        for part, arrows in self._arrows.items():
            found = [*relationships(self._parts, part), *arrows.values()]
            changed[relationships_part(part)] = relationships_xml(found, part)
        if self._media:
            defaults, overrides = content_types(self._parts)
            defaults |= {one.extension: one.content_type for one in self._media.values()}
            changed[names.CONTENT_TYPES_PART] = content_types_xml(defaults, overrides)
        return changed

    def numbered(self, rendered: Mapping[str, bytes]) -> dict[str, bytes]:
        """The rendered parts with every drawing's number its own: a loop repeats them."""
        if not any(b"<wp:docPr" in data for data in rendered.values()):
            return dict(rendered)
        others = (data for part, data in self._parts.items() if part not in rendered)
        xml = (data for data in others if b"<wp:docPr" in data)
        return number_drawings(rendered, highest_drawing(xml) + 1)


class Sheet:
    """The part that an object stands in."""

    __slots__ = ("additions", "part")

    def __init__(self, additions: Additions, part: str) -> None:
        self.additions = additions
        self.part = part

    def picture(self, media: Media) -> str:
        """The id of the relationship to a picture."""
        kind = names.RELATIONSHIP + "image"
        return self.additions.relate(self.part, kind, self.additions.store(media), external=False)

    def link(self, address: str) -> str:
        """The id of the relationship to an address."""
        kind = names.RELATIONSHIP + "hyperlink"
        return self.additions.relate(self.part, kind, address, external=True)
