"""One fault of a template, with the place in the document that it is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from svcdocs.model.finding import Finding, Nature, Quote, Severity
from svcdocs.model.place import Place
from svcdocs.model.template_rules import TEMPLATE, template_rules
from svcdocs.render.lint.paragraphs import Paragraph

#: Characters of a paragraph that are quoted on each side of a fault.
_AROUND = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Some characters of a paragraph; `end` lies behind the last one."""

    paragraph: Paragraph
    start: int
    end: int

    def narrowed(self, word: str) -> Spot:
        """The spot of a word in it; itself where the word is not there."""
        at = self.paragraph.text.find(word, self.start, self.end) if word else -1
        return self if at < 0 else replace(self, start=at, end=at + len(word))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, by which rule, and where.

    Attributes:
        rule: its id without `template/`.
        message: one sentence.
        spot: the characters it is about; None for the file as a whole, or a part without text.
        place: a line of another file of the document type, such as its manifest.
        where: a part without text, in words: the styles.
    """

    rule: str
    message: str
    spot: Spot | None = None
    place: Place | None = None
    where: str = ""

    def finding(self, file: str) -> Finding:
        """It as a report tells it.

        Args:
            file: the template's file, with forward slashes.
        """
        rule = template_rules()[f"{TEMPLATE}{self.rule}"]
        spot = self.spot
        place = self.place or Place(
            file=file, spot=spot.paragraph.here.where if spot is not None else self.where
        )
        return Finding(
            rule=rule.id,
            title=rule.title,
            severity=rule.severity,
            nature=Nature.DATA if rule.severity is Severity.ERROR else Nature.GAP,
            place=place,
            message=self.message,
            advice=rule.advice,
            quote=None if spot is None else _quote(spot),
        )


def _quote(spot: Spot) -> Quote:
    text = spot.paragraph.text
    first, last = max(0, spot.start - _AROUND), min(len(text), spot.end + _AROUND)
    head, tail = "…" * (first > 0), "…" * (last < len(text))
    return Quote(
        text=head + text[first:last] + tail,
        column=len(head) + spot.start - first + 1,
        length=spot.end - spot.start,
    )
