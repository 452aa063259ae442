"""Finding tags in a text: where each begins and ends, and what it says.

Strings and brackets inside a tag are read, so that `%`, `}` or a dict literal don't end it; the
quotes that Word makes out of straight ones (“ ” ‘ ’) are quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPENING = re.compile(r"\{[{%#]")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_END_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
#: Where a tag is lifted to: `{%tr`, also with a space or a minus; a variable may be called `r`.
_LIFTED = {
    "{{": re.compile(r"(tr|tc|p|r)\s+(?=[^\s.|\[(+*/%=<>!~,?-])(?!(?:if|is|in|and|or|not)\b)"),
    "{%": re.compile(r"\s*(tr|tc|p|r)\s+"),
    "{#": re.compile(r"(tr|tc|p)\s"),
}
_WORD = re.compile(r"\w+")
_DOUBLE, _SINGLE = '"“”', "'‘’"
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
#: docxtpl's spelling of braces that are no tag.
_ESCAPED = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A tag in a text.

    Attributes:
        start: where it begins; `end` is where the text goes on.
        text: the tag as it is typed.
        opening: `{{`, `{%` or `{#`.
        lift: the element it takes the place of: "tr", "tc", "p", "r", or none.
        code: what Jinja gets to read, with straight quotes.
        left: `-` or `+` behind the opening; `right` is the one before the end.
    """

    start: int
    end: int
    text: str
    opening: str
    lift: str
    code: str
    left: str
    right: str

    @property
    def word(self) -> str:
        """The first word of a statement: `for`, `endif`, `vm`; empty for anything else."""
        found = _WORD.match(self.code) if self.opening == "{%" else None
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Unpaired:
    """The beginning of a tag that has no end."""

    start: int


def scan(text: str, *, raw: bool = False) -> Iterator[Found | Unpaired]:
    """The tags of a text in order.

    Args:
        text: what a reader sees of a paragraph.
        raw: the text begins inside `{% raw %}`.
    """
    position = 0
    end: int | None
    while True:
        if raw:
            closing = _END_RAW.search(text, position)
            if closing is None:
                return
            start = closing.start()
            end = closing.end()
            raw = False
        else:
            opening = _OPENING.search(text, position)
            if opening is None:
                return
            start = opening.start()
            end = _end_of(text, start)
        if end is None:
            yield Unpaired(start)
            position = start + 2
            continue
        found = _read(text, start, end)
        raw = found.word == "raw"
        position = end
        yield found


def _end_of(text: str, start: int) -> int | None:
    closer = _CLOSERS[text[start : start + 2]]
    if closer == "#}":
        found = text.find(closer, start + 2)
        return None if found < 0 else found + 2
    for curly_ends_straight in (False, True):
        end = _balanced_end(text, start, closer, curly_ends_straight=curly_ends_straight)
        if end is not None:
            return end
    # An odd quote or bracket: Jinja says what is wrong with it, if it is one tag at all.
    found = text.find(closer, start + 2)
    if found < 0 or _OPENING.search(text, start + 2, found):
        return None
    return found + 2


def _balanced_end(text: str, start: int, closer: str, *, curly_ends_straight: bool) -> int | None:
    depth = 0
    position = start + 2
    while position < len(text):
        character = text[position]
        if character in _DOUBLE or character in _SINGLE:
            end = _string_end(text, position, curly_ends_straight=curly_ends_straight)
            if end is None:
                return None
            position = end
            continue
        if depth == 0 and text.startswith(closer, position):
            return position + 2
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth = max(0, depth - 1)
        position += 1
    return None


def _string_end(text: str, start: int, *, curly_ends_straight: bool) -> int | None:
    """Where a string ends; a straight quote is ended by a straight one, so that “ can be in it."""
    quotes = _DOUBLE if text[start] in _DOUBLE else _SINGLE
    ends = quotes if curly_ends_straight or text[start] != quotes[0] else quotes[0]
    position = start + 1
    while position < len(text):
        if text[position] == "\\":
            position += 1
        elif text[position] in ends:
            return position + 1
        position += 1
    return None


def _read(text: str, start: int, end: int) -> Found:
    whole = text[start:end]
    opening = whole[:2]
    inner = whole[2:-2]
    left = right = ""
    if inner[:1] in ("-", "+") and inner[:1]:
        left, inner = inner[0], inner[1:]
    if inner[-1:] in ("-", "+") and inner[-1:]:
        inner, right = inner[:-1], inner[-1]
    lifted = _LIFTED[opening].match(inner)
    if lifted:
        inner = inner[lifted.end() :]
    return Found(
        start=start,
        end=end,
        text=whole,
        opening=opening,
        lift=lifted[1] if lifted else "",
        code=_straightened(" ".join(inner.split("\n")).strip()),
        left=left,
        right=right,
    )


def _straightened(code: str) -> str:
    """The code with straight quotes around its strings; what stands inside them stays."""
    out: list[str] = []
    position = 0
    while position < len(code):
        character = code[position]
        if character not in _DOUBLE and character not in _SINGLE:
            out.append(character)
            position += 1
            continue
        end = _string_end(code, position, curly_ends_straight=False)
        if end is None:
            out.append(code[position:].translate(_STRAIGHT))
            break
        quote = '"' if character in _DOUBLE else "'"
        content = code[position + 1 : end - 1]
        if character not in "\"'":  # a straight quote inside curly ones is no end
            content = content.replace(quote, f"\\{quote}")
        out.append(quote + unescaped(content) + quote)
        position = end
    return "".join(out)


def unescaped(text: str) -> str:
    """Text with the braces that docxtpl spells `{_{`, `}_}`, `{_%` and `%_}`."""
    for escaped, braces in _ESCAPED.items():
        text = text.replace(escaped, braces)
    return text
