"""The Chinese catalogue: complete, in step with the source, and what the program reads."""

from __future__ import annotations

import ast
import pickle
import re
import string
from typing import TYPE_CHECKING

import catalogue
import pytest
from babel.messages.mofile import read_mo

from svcdocs import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages import Message


def text_of(message: Message) -> str:
    """The (singular) English text, which names the entry."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message: Message) -> list[str]:
    """Every form of the translation."""
    if isinstance(message.string, str):
        return [message.string]
    return list(message.string or ())


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def said_by(message: Message) -> tuple[str, ...]:
    """The English text, with its plural where it has one."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def texts_of(tree: ast.AST) -> Iterator[str]:
    """The literal arguments of `_` and `ngettext`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            literals = {"_": 1, "ngettext": 2}.get(node.func.id, 0)
            for argument in node.args[:literals]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def test_every_text_is_translated() -> None:
    """A Chinese user never meets an English sentence."""
    known = {text_of(m): m for m in catalogue.read() if m.id}

    missing = [
        text_of(m)
        for m in catalogue.extract()
        if m.id and not (text_of(m) in known and catalogue.translated(known[text_of(m)]))
    ]

    assert missing == []


def test_nothing_is_left_over() -> None:
    """What the source no longer says is gone from the catalogue; nothing is marked doubtful."""
    said = {text_of(m) for m in catalogue.extract()}
    entries = [m for m in catalogue.read() if m.id]

    assert [text_of(m) for m in entries if text_of(m) not in said] == []
    assert [text_of(m) for m in entries if m.fuzzy] == []
    assert not catalogue.read().obsolete


def test_the_file_is_as_the_tool_writes_it() -> None:
    """`python tools/catalogue.py` was run after the last change."""
    catalog = catalogue.updated(catalogue.read(), catalogue.extract())

    assert catalogue.PO.read_bytes() == catalogue.written(catalog)


def test_the_program_reads_what_the_file_says() -> None:
    """svcdocs.mo is what svcdocs.po compiles to."""
    with catalogue.MO.open("rb") as file:
        binary = {text_of(m): forms(m) for m in read_mo(file) if m.id and catalogue.translated(m)}

    translated = [m for m in catalogue.read() if m.id and catalogue.translated(m)]

    assert binary == {text_of(m): forms(m) for m in translated}


def test_translations_keep_the_placeholders() -> None:
    """A lost `{name}` would lose the value; an invented one would crash."""
    wrong = [
        text_of(message)
        for message in catalogue.read()
        if message.id
        for form in forms(message)
        if form and placeholders(form) != placeholders(text_of(message))
    ]

    assert wrong == []


def test_every_text_is_a_literal() -> None:
    """A text put together at run time would never be found in the catalogue."""
    call = re.compile(r"(?<![\w.])_\(\s*(?![\"'\s])")
    wrong = [
        f"{file.name}:{number}"
        for file in catalogue.SOURCE.rglob("*.py")
        if file.name != "texts.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if call.search(line) and not line.rstrip().endswith("_(")
    ]

    assert wrong == []


def test_chinese_is_the_default() -> None:
    """Who says nothing is answered in Chinese."""
    assert texts.language() == "zh_CN"


def test_languages_are_refused_by_name() -> None:
    """A language without a catalogue is an error of the caller, not a silent English."""
    with pytest.raises(ValueError, match="fr"):
        texts.use_language("fr")


@pytest.mark.usefixtures("english")
def test_plural_forms_follow_the_language() -> None:
    """English counts one and many apart."""
    assert texts.ngettext("{count} day", "{count} days", 1) == "{count} day"
    assert texts.ngettext("{count} day", "{count} days", 2) == "{count} days"


def test_the_tool_finds_every_text() -> None:
    """Babel overlooks a text inside an f-string, which would stay English for ever."""
    found = {text for m in catalogue.extract() if m.id for text in said_by(m)}
    written = {
        (file.relative_to(catalogue.SOURCE).as_posix(), text)
        for file in catalogue.SOURCE.rglob("*.py")
        for text in texts_of(ast.parse(file.read_text(encoding="utf-8")))
    }

    assert len(written) > 500
    assert sorted((file, text) for file, text in written if text not in found) == []


def test_a_text_keeps_its_english() -> None:
    """Through its values, what is added to it and what it joins: so a fault is known by it."""
    name = texts._("the project")
    said = texts._("rule {rule} could not judge {record}: {message}").format(
        rule="a/b", record=name, message=texts._(", ").join(["x", texts._("yes")])
    )
    whole = "p.yaml: " + said + texts.ngettext("{count} error", "{count} errors", 2).format(count=2)

    assert whole.startswith("p.yaml: 规则")
    assert texts.in_english(whole) == (
        "p.yaml: rule a/b could not judge the project: x, yes2 errors"
    )
    again = pickle.loads(pickle.dumps(said))  # noqa: S301 - what this test wrote itself
    assert (again, texts.in_english(again)) == (said, texts.in_english(said))
    assert texts.in_english("as it is") == "as it is"
