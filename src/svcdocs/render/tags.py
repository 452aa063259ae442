"""Template tags as people see them: what is typed, and where it stands in the document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from svcdocs.texts import _


class Spot(Enum):
    """What a tag's value becomes a part of.

    A Word text, an attribute, bare runs (`{{r`), whole paragraphs (`{{p`), a field's code, other
    XML.
    """

    TEXT = "text"
    ATTRIBUTE = "attribute"
    RUN = "run"
    BLOCK = "block"
    FIELD = "field"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Shape:
    """The looks of the text a tag stands in, as XML, for what a value adds beside it.

    `divisible` says that the paragraph can be ended and begun again at the tag: its run stands in
    no link, no content control and no text box's frame.
    """

    run: str = ""
    paragraph: str = ""
    divisible: bool = False


PLAIN_SHAPE = Shape()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag of a template.

    `sheet` is the kind of part ("body", "header", …); `cell` counts table, row and column from 1.
    `alone` says that the tag's paragraph is in a table cell and holds nothing but tags: an empty
    cell is then room enough to write in. `required` says that the cell has a label and nothing
    but this tag, which depends on no condition.
    """

    text: str
    sheet: str
    paragraph: int = 0
    cell: tuple[int, int, int] | None = None
    around: str = ""
    alone: bool = False
    required: bool = False
    spot: Spot = Spot.TEXT
    shape: Shape = PLAIN_SHAPE

    @property
    def breakable(self) -> bool:
        """Whether its value may end the paragraph and begin another."""
        return self.shape.divisible and self.spot in (Spot.TEXT, Spot.BLOCK)

    @property
    def where(self) -> str:
        """The place in words, in the language of the moment."""
        sheets = {
            "body": _("body"),
            "header": _("header"),
            "footer": _("footer"),
            "footnotes": _("footnotes"),
            "endnotes": _("endnotes"),
            "properties": _("document properties"),
        }
        sheet = sheets.get(self.sheet, self.sheet)
        if self.cell is not None:
            table, row, column = self.cell
            return _("{sheet}, table {table}, row {row}, column {column}").format(
                sheet=sheet, table=table, row=row, column=column
            )
        if self.paragraph:
            return _("{sheet}, paragraph {number}").format(sheet=sheet, number=self.paragraph)
        return sheet

    def __str__(self) -> str:
        if not self.around:
            return self.where
        return _("{name}: {message}").format(name=self.where, message=self.around)


@dataclass(frozen=True, slots=True)
class TagFault:
    """Something wrong with a tag, or with the text at its place, in one sentence.

    `rule` is what `svcdocs template lint` calls it.
    """

    tag: Tag
    told: str
    rule: str

    def __str__(self) -> str:
        return _("{name}: {message}").format(name=self.tag, message=self.told)
