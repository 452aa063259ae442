"""Word comments in a copy of a document: remarks that stand beside the text they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import (
    Relationship,
    content_types,
    content_types_xml,
    main_part,
    parse_part,
    relationships,
    relationships_part,
    relationships_xml,
    serialise,
)
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPE = names.RELATIONSHIP + "comments"
_CONTENT_TYPE = names.WORD_TYPE + "comments+xml"
_PART = "word/comments.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A remark about some characters of the body.

    Attributes:
        paragraph: the number of the paragraph among all `w:p` of the body, from 0.
        start, end: the characters of its text; the runs that hold them are marked.
        lines: what is said, a paragraph each.
    """

    paragraph: int
    start: int = 0
    end: int = 0
    lines: Sequence[str]


def with_comments(
    parts: Mapping[str, bytes], comments: Sequence[Comment], author: str
) -> dict[str, bytes]:
    """A copy of a package with comments in its body, behind those it has already.

    Word knows no comments in headers and footnotes. They carry no date, so that the same remarks
    give the same bytes.

    Raises:
        PackageError: it has no body, or parts that are no XML.
    """
    changed = dict(parts)
    main = main_part(parts)
    body = parse_part(parts[main], main)
    part = _comments_part(changed, main)
    held = parse_part(changed[part], part)
    taken = [str(one.get(w("id"))) for one in held.iter(w("comment"))]
    first = max((int(one) for one in taken if one.isdecimal()), default=-1) + 1
    paragraphs = list(body.iter(w("p"))) or [_paragraph(body, main)]
    for number, comment in enumerate(comments, start=first):
        _anchor(paragraphs[min(comment.paragraph, len(paragraphs) - 1)], comment, number)
        held.append(parse_part(_comment_xml(comment, number, author), part))
    changed[part] = (names.DECLARATION + serialise(held)).encode()
    changed[main] = (names.DECLARATION + serialise(body)).encode()
    return changed


def _paragraph(root: _Element, part: str) -> _Element:
    """A paragraph of its own for a body that has none."""
    from lxml import etree  # noqa: PLC0415 - lazily, as in `package`

    body = root.find(w("body"))
    if body is None:
        raise PackageError(
            _("part {part} has no text that comments could stand in").format(part=part)
        )
    paragraph = etree.Element(w("p"), nsmap={"w": names.W})
    body.insert(0, paragraph)
    return paragraph


def _comments_part(parts: dict[str, bytes], main: str) -> str:
    """The part that holds the comments, made where there is none."""
    found = relationships(parts, main)
    for one in found:
        if one.type == _TYPE and one.target in parts:
            return one.target
    used = {one.id for one in found}
    identity = next(
        f"rIdComments{n}" for n in range(len(used) + 1) if f"rIdComments{n}" not in used
    )
    found.append(Relationship(identity, _TYPE, _PART, external=False))
    parts[relationships_part(main)] = relationships_xml(found, main)
    defaults, overrides = content_types(parts)
    overrides[_PART] = _CONTENT_TYPE
    parts[names.CONTENT_TYPES_PART] = content_types_xml(defaults, overrides)
    parts[_PART] = f'{names.DECLARATION}<w:comments xmlns:w="{names.W}"></w:comments>'.encode()
    return _PART


def _comment_xml(comment: Comment, number: int, author: str) -> str:
    first = "<w:r><w:annotationRef/></w:r>"
    paragraphs = []
    for line in comment.lines:
        said = f'<w:r><w:t xml:space="preserve">{escape(line, quote=False)}</w:t></w:r>'
        paragraphs.append(f"<w:p>{first}{said}</w:p>")
        first = ""
    name = escape(author)
    return (
        f'<w:comment xmlns:w="{names.W}" w:id="{number}" w:author="{name}" w:initials="{name[:2]}">'
        f"{''.join(paragraphs)}</w:comment>"
    )


def _anchor(paragraph: _Element, comment: Comment, number: int) -> None:
    """Put the marks around the runs; around the paragraph where no run holds the characters."""
    from lxml import etree  # noqa: PLC0415 - lazily, as in `package`

    def mark(name: str) -> _Element:
        element = etree.Element(w(name), nsmap={"w": names.W})
        element.set(w("id"), str(number))
        return element

    reference = etree.Element(w("r"), nsmap={"w": names.W})
    reference.append(mark("commentReference"))
    runs = _runs(paragraph, comment.start, comment.end)
    if runs:
        runs[0].addprevious(mark("commentRangeStart"))
        runs[-1].addnext(reference)
        runs[-1].addnext(mark("commentRangeEnd"))
        return
    properties = paragraph.find(w("pPr"))
    paragraph.insert(0 if properties is None else 1, mark("commentRangeStart"))
    paragraph.append(mark("commentRangeEnd"))
    paragraph.append(reference)


def _runs(paragraph: _Element, start: int, end: int) -> list[_Element]:
    """The runs that hold some characters of the paragraph's own text."""
    found: list[_Element] = []
    offset = 0
    for text in paragraph.iter(w("t")):
        if next(text.iterancestors(w("p")), None) is not paragraph:
            continue  # a text box anchored here
        first, offset = offset, offset + len(text.text or "")
        run = text.getparent()
        if run is not None and first < end and offset > start and run not in found:
            found.append(run)
    return found
