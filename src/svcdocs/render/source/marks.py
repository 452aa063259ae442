"""Characters that stand for tags while a part's tree is rebuilt.

A tag may be split over several runs, and lifting moves it about. So each is replaced by one
private-use character; when the tree is text again, each becomes Jinja's tag with a line end in it,
and Jinja's line numbers lead back to the tag (word-notes §7).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from svcdocs.errors import TemplateError
from svcdocs.render.tags import Tag
from svcdocs.texts import _

#: Supplementary Private Use Areas A and B; no font in use draws anything there.
_PLANES = (range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))
_FIRST = len(_PLANES[0])
MARK = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")

_OPENS = frozenset({"for", "macro", "call"})
_CLOSES = frozenset({"endfor", "endmacro", "endcall"})


@dataclass(frozen=True, slots=True)
class Code:
    """What Jinja reads in place of a mark: its delimiters and what stands between them."""

    tag: Tag
    opening: str
    inner: str
    closing: str

    @property
    def source(self) -> str:
        """The tag for Jinja, with its line end."""
        return f"{self.opening} {self.inner}\n{self.closing}"

    @property
    def nesting(self) -> int:
        """1 where something begins that may run several times, -1 where it ends."""
        if not self.opening.startswith("{%"):
            return 0
        word = self.inner.partition(" ")[0].partition("(")[0]
        return (word in _OPENS) - (word in _CLOSES)


class Marks:
    """The marks of one part."""

    def __init__(self) -> None:
        self.codes: list[Code] = []

    def statement(self, tag: Tag, inner: str, left: str = "", right: str = "") -> str:
        """A mark for `{% inner %}`."""
        return self._add(Code(tag, "{%" + left, inner, right + "%}"))

    def output(self, tag: Tag, inner: str, left: str = "", right: str = "") -> str:
        """A mark for `{{ inner }}`."""
        return self._add(Code(tag, "{{" + left, inner, right + "}}"))

    def code(self, mark: str) -> Code:
        """What a mark stands for."""
        number = ord(mark)
        first, second = _PLANES
        return self.codes[number - first[0] if number in first else number - second[0] + _FIRST]

    def _add(self, code: Code) -> str:
        number = len(self.codes)
        first, second = _PLANES
        if number >= _FIRST + len(second):
            raise TemplateError(
                _("{sheet} has more than {limit} tags").format(
                    sheet=code.tag.where, limit=_FIRST + len(second)
                )
            )
        self.codes.append(code)
        return chr(first[number] if number < _FIRST else second[number - _FIRST])
