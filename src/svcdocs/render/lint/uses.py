"""What a walk through a template collects: what is wrong, and what is used."""

from __future__ import annotations

from dataclasses import dataclass, field

from svcdocs.render.lint.value import Value, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """Something wrong in a source: its line, the rule, one sentence, the word to point at."""

    line: int
    rule: str
    message: str
    word: str = ""


@dataclass(slots=True)
class Uses:
    """What a template does with the data.

    Attributes:
        ways: how each way through the data is used: "print", "loop", "if", or a filter's name.
        vocabularies: the group of terms whose keys a field's value is one of.
        equals: what a field is compared with: a constant, or the way of a term.
    """

    ways: dict[Way, set[str]] = field(default_factory=dict)
    vocabularies: dict[Way, Way] = field(default_factory=dict)
    equals: dict[Way, str | Way] = field(default_factory=dict)

    def add(self, value: Value, how: str) -> None:
        """Remember that a value was used; a value of the template's own is nobody's business."""
        if value.way:
            self.ways.setdefault(value.way, set()).add(how)
