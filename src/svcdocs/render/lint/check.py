"""One template looked over: every fault with its place, and what the template uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.package import parse_part, read_package
from svcdocs.ooxml.postcheck import check_package
from svcdocs.render.lint.compiled import make_reader, read_source
from svcdocs.render.lint.contract import Contract
from svcdocs.render.lint.fault import Fault, Spot
from svcdocs.render.lint.fonts import font_faults
from svcdocs.render.lint.layout import layout_faults
from svcdocs.render.lint.numbers import number_faults
from svcdocs.render.lint.paragraphs import Paragraph, read_sheets
from svcdocs.render.lint.reader import Reader
from svcdocs.render.lint.spelling import spelling_faults
from svcdocs.render.lint.uses import Uses
from svcdocs.render.preprocess import read_tags
from svcdocs.render.tags import Tag
from svcdocs.render.template_parts import text_parts

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """The faults in the order of the document, and what the tags use."""

    faults: tuple[Fault, ...]
    uses: Uses


def lint_form(data: bytes, name: str, contract: Contract, fonts: Collection[str] = ()) -> Linted:
    """All that is wrong with a Word template.

    Args:
        data: the .docx file.
        name: what messages call it.
        contract: what its tags may name.
        fonts: fonts allowed besides those of every machine.
    """
    reader = make_reader(contract)
    try:
        parts = read_package(data, name)
        damage = check_package(parts)
        kinds = text_parts(parts)
        sheets = read_sheets(parts, kinds)
    except PackageError as error:
        message = " ".join([error.message, *error.details])
        return Linted(faults=(Fault(rule="package", message=message),), uses=reader.uses)
    faults = [Fault(rule="package", message=message) for message in damage]
    by_part = {sheet.part: sheet for sheet in sheets}
    for part, kind in kinds.items():
        sheet = by_part.get(part)
        own = [*spelling_faults(sheet)] if sheet else []
        paragraphs = sheet.paragraphs if sheet else ()
        own += _tag_faults(parse_part(parts[part], part), kind, paragraphs, reader)
        faults += _without_echoes(own)
    faults += font_faults(parts, sheets, fonts)
    faults += layout_faults(parts, sheets)
    terms = contract.policies.terms if contract.policies else {}
    faults += number_faults(sheets, terms)
    order = {sheet.part: number for number, sheet in enumerate(sheets)}
    return Linted(
        faults=tuple(sorted(faults, key=lambda one: _order(one, order))), uses=reader.uses
    )


def _order(fault: Fault, sheets: Mapping[str, int]) -> tuple[int, int, int, str]:
    spot = fault.spot
    if spot is None:
        return (len(sheets), 0, 0, fault.rule)
    return (sheets[spot.paragraph.part], spot.paragraph.index, spot.start, fault.rule)


def _tag_faults(
    root: _Element, kind: str, paragraphs: Sequence[Paragraph], reader: Reader
) -> Iterator[Fault]:
    """What the compiler objects to, and what the tags name that is not there.

    The tree cannot be used for anything else afterwards.
    """
    source, faults = read_tags(root, kind, {})
    spots = _Spots(paragraphs)
    for one in faults:
        yield spots.fault(one.tag, one.rule, one.told)
    if not source.tags:
        return
    read = read_source(source.text)
    before = len(reader.complaints)
    reader.read(read.tree)
    for complaint in (*read.complaints, *reader.complaints[before:]):
        tag = source.tags[min(max(complaint.line, 1), len(source.tags)) - 1]
        yield spots.fault(tag, complaint.rule, complaint.message, complaint.word)


class _Spots:
    """Finds the characters of tags: the compiler's know their paragraph only."""

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        self._places: dict[tuple[object, ...], list[Spot]] = {}
        self._told: Counter[tuple[object, ...]] = Counter()
        for paragraph in paragraphs:
            where = paragraph.here.paragraph, paragraph.here.cell
            self._places.setdefault(where, []).append(
                Spot(paragraph=paragraph, start=0, end=len(paragraph.text))
            )
            for one in paragraph.tags:
                spot = Spot(paragraph=paragraph, start=one.start, end=one.end)
                self._places.setdefault((*where, one.text), []).append(spot)

    def fault(self, tag: Tag, rule: str, message: str, word: str = "") -> Fault:
        """A fault at a tag, or at braces that make none."""
        where = tag.paragraph, tag.cell
        tags = self._places.get((*where, tag.text), ())
        # Two of the same tag in one paragraph have the same fault, each at its own place.
        near = [spot for spot in tags if not word or spot.narrowed(word) is not spot] or list(tags)
        if near:
            same = (*where, tag.text, rule, message)
            spot = near[min(self._told[same], len(near) - 1)]
            self._told[same] += 1
            return Fault(rule=rule, message=message, spot=spot.narrowed(word))
        for whole in self._places.get(where, ()):
            text = whole.paragraph.without_tags()
            if tag.text and (at := text.find(tag.text)) >= 0:
                spot = Spot(paragraph=whole.paragraph, start=at, end=at + len(tag.text))
                return Fault(rule=rule, message=message, spot=spot)
        return Fault(rule=rule, message=message, where=tag.where)


#: What the compiler says in its own words about a tag, by the rule that says it better.
_ECHOES = {"syntax": "full-width", "level": "not-alone"}


def _without_echoes(faults: list[Fault]) -> Iterator[Fault]:
    """Faults without those that only repeat another at the same tag."""
    spots = [(one.rule, one.spot) for one in faults]
    for one in faults:
        better = _ECHOES.get(one.rule)
        if not any(rule == better and _within(spot, one.spot) for rule, spot in spots):
            yield one


def _within(spot: Spot | None, around: Spot | None) -> bool:
    if spot is None or around is None or spot.paragraph is not around.paragraph:
        return False
    return around.start <= spot.start < around.end
