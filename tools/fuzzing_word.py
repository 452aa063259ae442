"""Word files that something damaged: bytes, entries of the package, their XML and the tags in it."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from fuzzing import CONSOLES, WORDS, call, files
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from fuzzing import Check

_TYPE = Path(__file__).resolve().parent.parent / "templates" / "visit-record"
_FORM = (_TYPE / "form.docx").read_bytes()
with zipfile.ZipFile(io.BytesIO(_FORM)) as _package:
    _PARTS = [(info.filename, _package.read(info)) for info in _package.infolist()]

_TAGS = [
    *(
        "{{",
        "}}",
        "{%",
        "{#",
        "{{ 1/0 }}",
        "{{ it.x.y }}",
        "{{r x }}",
        "{%p endfor %}",
        "｛｛ it ｝｝",
    ),
    *(
        "{%tr for a in b %}",
        "{%tc if x %}",
        "{{ 'a' * 99999999 }}",
        "{% include 'a' %}",
        "{{ “a” }}",
    ),
    *("{{ range(10**9) | list }}", "{{ picture('x') }}", "{{p subtemplate('form.docx') }}", "&#0;"),
]
_VALUES = [
    "",
    "-1",
    "9" * 20,
    "abc",
    "1e9",
    "../../x",
    "²",
    "rId1",
    "none",
    "{{ 7*7 }}",
    "{% if %}",
]
_NAMES = [
    "word/x.xml",
    "x",
    "word/../a",
    "[Content_Types].xml",
    "word/media/a.png",
    "WORD/STYLES.XML",
]
_PIECE = {"tag": r"<[^>]*>", "value": r'(?<==")[^"]*(?=")', "text": r"(?<=>)[^<]+(?=<)"}


@st.composite
def _damaged_xml(draw: st.DrawFn, data: bytes) -> bytes:
    """One piece of a part replaced by another, left out or doubled."""
    text = data.decode()
    kind = draw(st.sampled_from(sorted(_PIECE)))
    found = list(re.finditer(_PIECE[kind], text))
    if not found:
        return data
    piece = found[draw(st.integers(0, len(found) - 1))]
    new = {
        "tag": st.sampled_from(["", piece[0] * 2]),
        "value": st.one_of(st.sampled_from(_VALUES), WORDS),
        "text": st.one_of(st.sampled_from(_TAGS), WORDS),
    }[kind]
    return (text[: piece.start()] + draw(new) + text[piece.end() :]).encode("utf-8", "replace")


@st.composite
def word_files(draw: st.DrawFn) -> bytes:
    """The visit record form with a few things done to it."""
    parts = list(_PARTS)
    for _edit in range(draw(st.integers(1, 3))):
        index = draw(st.integers(0, len(parts) - 1))
        name, data = parts[index]
        kind = draw(
            st.sampled_from(["xml", "xml", "xml", "out", "empty", "other", "name", "twice"])
        )
        if kind == "xml":
            parts[index] = name, draw(_damaged_xml(data))
        elif kind == "out" and len(parts) > 1:
            parts.pop(index)
        elif kind == "empty":
            parts[index] = name, b""
        elif kind == "other":
            parts[index] = name, draw(st.sampled_from(_PARTS))[1]
        elif kind == "name":
            parts[index] = draw(st.sampled_from(_NAMES)), data
        else:
            parts.append((draw(st.sampled_from(_NAMES)), data))
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore", UserWarning)  # of names that are there twice, as is meant
        for name, data in parts:
            package.writestr(name, data)
    content = buffer.getvalue()
    if draw(st.integers(0, 4)) == 0:
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.integers(0, 200))
        content = content[:start] + draw(st.binary(max_size=8)) + content[end:]
    return content


_DOORS = st.sampled_from(
    [
        ["template", "lint", "{0}/t/visit-record"],
        ["template", "lint", "{0}/t/visit-record/form.docx", "--annotate", "{0}/b.docx"],
        ["template", "fields", "{0}/t/visit-record"],
        ["verify", "{0}/t/visit-record/form.docx"],
        ["read", "{0}/t/visit-record/form.docx"],
        ["form", "{0}/t/visit-record", "--blank", "-o", "{0}/out"],
    ]
)


@given(word_files(), _DOORS, CONSOLES)
def fuzz_word(content: bytes, door: list[str], console: str) -> None:
    """A Word file at a door that reads one."""
    contents: dict[str, bytes | str] = {
        f"t/visit-record/{path.name}": path.read_bytes() for path in _TYPE.glob("*.yaml")
    }
    with files({**contents, "t/visit-record/form.docx": content}) as folder:
        done = call([word.format(folder) for word in door] + ["--lang", "en"], console)
        assert "mistake of its own" not in done.output + done.errors, done  # noqa: S101 - the fuzzing


WORD_TARGETS: dict[str, Check] = {"word": fuzz_word}
