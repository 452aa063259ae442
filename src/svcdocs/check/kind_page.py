"""The manual's page of a kind of rule: its docstring, translated paragraph by paragraph.

The docstring of a kind's file is a title, what the kind does, `Example:` with a rule as YAML, and what
it finds. `tools/catalogue.py` collects the paragraphs, so that the catalogue has each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

from svcdocs.texts import translated

_EXAMPLE = "Example:"


@dataclass(frozen=True, slots=True)
class KindPage:
    """The page; paragraphs are single lines."""

    title: str
    does: str
    example: str
    finds: str

    @property
    def prose(self) -> tuple[str, str, str]:
        """What stands in a language, as the example does not."""
        return self.title, self.does, self.finds

    def in_words(self) -> KindPage:
        """The same in the language in use."""
        title, does, finds = map(translated, self.prose)
        return KindPage(title, does, self.example, finds)


def read_page(docstring: str) -> KindPage:
    """The page as its file has it, in English.

    Raises:
        ValueError: it has not these four parts, in this order.
    """
    before, found, after = docstring.partition(f"\n\n{_EXAMPLE}\n")
    title, _break, does = before.partition("\n\n")
    example, _break, finds = after.partition("\n\n")
    page = KindPage(_line(title), _line(does), dedent(example), _line(finds))
    if not (found and all((*page.prose, page.example))):
        raise ValueError(docstring)
    return page


def _line(paragraph: str) -> str:
    return " ".join(paragraph.split())
