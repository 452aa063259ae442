"""The paragraphs of a template's parts, each with its place and its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import MC, w
from svcdocs.ooxml.package import parse_part
from svcdocs.render.source.passages import Holder, all_passages
from svcdocs.render.source.scan import Found, Unpaired, scan
from svcdocs.render.tags import Spot as Kind
from svcdocs.render.tags import Tag

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, kw_only=True, eq=False)
class Paragraph:
    """One paragraph.

    Attributes:
        part: the name of its part in the package.
        index: its number among all paragraphs of the part, from 0, in the order of the file.
        here: a tag at its place, without a text.
        holders: what holds its text, that of a text box anchored in it left out.
        text: what they hold together.
    """

    part: str
    index: int
    here: Tag
    element: _Element
    holders: tuple[Holder, ...]
    text: str

    @cached_property
    def tags(self) -> tuple[Found, ...]:
        """Its tags."""
        return tuple(one for one in scan(self.text) if isinstance(one, Found))

    @cached_property
    def unpaired(self) -> tuple[int, ...]:
        """Where tags begin that have no end."""
        return tuple(one.start for one in scan(self.text) if isinstance(one, Unpaired))

    def without_tags(self) -> str:
        """The text with its tags blanked out, so that places in it stay what they are."""
        text = self.text
        for tag in self.tags:
            text = text[: tag.start] + "\0" * (tag.end - tag.start) + text[tag.end :]
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A part with text: the body, a header, the footnotes."""

    part: str
    kind: str
    root: _Element
    paragraphs: tuple[Paragraph, ...]


def read_sheets(parts: Mapping[str, bytes], sheets: Mapping[str, str]) -> list[Sheet]:
    """The parts of a template that hold paragraphs.

    Args:
        parts: the package.
        sheets: what kind of sheet each part is.
    """
    found = []
    for part, kind in sheets.items():
        root = parse_part(parts[part], part)
        if str(root.tag).startswith(w("")):
            found.append(
                Sheet(part=part, kind=kind, root=root, paragraphs=_paragraphs(root, part, kind))
            )
    return found


def _paragraphs(root: _Element, part: str, kind: str) -> tuple[Paragraph, ...]:
    texts = [
        one
        for one in all_passages(root, kind)
        if one.paragraph is not None and one.here.spot is Kind.TEXT
    ]
    return tuple(
        Paragraph(
            part=part,
            index=index,
            here=one.here,
            element=one.paragraph,
            holders=tuple(one.holders),
            text=one.text,
        )
        for index, one in enumerate(texts)
        if one.paragraph is not None
        # what stands in a fallback stands in its choice, too
        and next(one.paragraph.iterancestors(f"{{{MC}}}Fallback"), None) is None
    )
