"""An electronic form that somebody filled in: its fields with their places, and what is around them.

What stands outside of the fields is compared with what was printed, see `imprint`; the fields are
there to be changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svcdocs.model.verification import Edit
from svcdocs.ooxml.blocks import blocks_of, plain_xml, sheet_parts
from svcdocs.ooxml.content_controls import Control, control_of, field_bookmarks, field_tags
from svcdocs.ooxml.imprint import AROUND_FIELDS, read_imprint
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import main_part, parse_part, read_package, serialise
from svcdocs.ooxml.properties import read_properties
from svcdocs.ooxml.seal import CHECK, check_of
from svcdocs.ooxml.text_edits import edits
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """A form as it came back.

    Attributes:
        properties: the custom properties: what it was made from.
        fields: its fields in reading order, each with its place in words.
        missing: tags of fields that it had and has no more, with how many of each.
        unknown: fields that it did not have, with their places; no more of a tag than it had.
        edits: where the text around the fields was changed.
        damaged: what it says of itself was changed or cut off, so that `edits` tell nothing.
    """

    properties: Mapping[str, str]
    fields: tuple[tuple[Control, str], ...]
    missing: Mapping[str, int]
    unknown: tuple[tuple[Control, str], ...]
    edits: tuple[Edit, ...]
    damaged: bool


def read_filled_form(data: bytes, name: str) -> FilledForm:
    """Read a form.

    Raises:
        PackageError: the file cannot be read.
    """
    parts = read_package(data, name)
    properties = read_properties(parts)
    main = main_part(parts)
    bookmarks = field_bookmarks(properties)
    root = parse_part(parts[main], main)
    fields: list[tuple[Control, str]] = []
    unknown: list[tuple[Control, str]] = []
    open_ = Counter(bookmarks.values())
    for element, spot in _with_spots(root):
        control = control_of(element, bookmarks)
        if control is None:
            continue
        known = open_[control.tag] > 0
        open_[control.tag] -= known
        (fields if known else unknown).append((control, spot))
    made = read_imprint(properties, AROUND_FIELDS)
    whole = made is not None and properties.get(CHECK) == check_of(properties)
    found: list[Edit] = []
    if whole and made is not None:
        _remove_fields(root, set(bookmarks.values()), bookmarks)
        sheets = [plain_xml(parts[part], part) for part in sheet_parts(parts)]
        body = plain_xml(serialise(root).encode(), main)
        found = edits(made, blocks_of(body, sheets))
    return FilledForm(
        properties=properties,
        fields=tuple(fields),
        missing={tag: count for tag, count in open_.items() if count > 0},
        unknown=tuple(unknown),
        edits=tuple(found),
        damaged=not whole,
    )


def without_fields(body: str, tags: Collection[str]) -> str:
    """A document's body without its fields, as the renderer writes it."""
    root = parse_part(body.encode(), "")
    _remove_fields(root, set(tags), {})
    return serialise(root)


def is_electronic(properties: Mapping[str, str]) -> bool:
    """Whether a document has fields to fill in."""
    return bool(field_tags(properties))


def _remove_fields(root: _Element, tags: Collection[str], bookmarks: Mapping[str, str]) -> None:
    for element in list(root.iter(w("sdt"))):
        control = control_of(element, bookmarks)
        parent = element.getparent()
        if control is not None and control.tag in tags and parent is not None:
            parent.remove(element)


def _with_spots(root: _Element) -> Iterator[tuple[_Element, str]]:
    """Every `w:sdt` with where it stands, as a reader would count."""
    tables = {one: number for number, one in enumerate(_outermost(root, "tbl"), start=1)}
    paragraphs = {one: number for number, one in enumerate(_outermost(root, "p"), start=1)}
    for element in root.iter(w("sdt")):
        around = list(element.iterancestors())
        table = next((one for one in around if one in tables), None)
        if table is None:
            paragraph = next((paragraphs[one] for one in around if one in paragraphs), 0)
            yield element, _("paragraph {number}").format(number=paragraph)
            continue
        row = next(one for one in reversed(around) if one.tag == w("tr"))
        cell = next((one for one in reversed(around) if one.tag == w("tc")), None)
        yield (
            element,
            _("table {table}, row {row}, column {column}").format(
                table=tables[table],
                row=list(table.iter(w("tr"))).index(row) + 1,
                column=0 if cell is None else list(row.iter(w("tc"))).index(cell) + 1,
            ),
        )


def _outermost(root: _Element, name: str) -> Iterator[_Element]:
    """The tables, or the paragraphs outside of tables."""
    for element in root.iter(w(name)):
        if not any(one.tag == w("tbl") for one in element.iterancestors()):
            yield element
