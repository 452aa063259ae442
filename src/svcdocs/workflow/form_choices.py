"""What a form lets people choose, and what it calls its fields: read off the form itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from svcdocs.load import load_yaml
from svcdocs.load.wording import did_you_mean, nearest
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.ooxml.content_controls import Control, Kind
from svcdocs.ooxml.filled_form import read_filled_form
from svcdocs.render.doctype import DocumentType
from svcdocs.render.mode import ELECTRONIC
from svcdocs.texts import _
from svcdocs.workflow.form_tags import FieldTag, parse_tag
from svcdocs.workflow.forms import blank_form
from svcdocs.workflow.templates import OUTLINE

_PRINTED = re.compile(r"\{\{-?\s*(?P<root>it|project)(?P<steps>(?:\.\w+)+)\s*(?:\|[^{}]*)?\}\}")
_PARTS = re.compile(r"([;；\n])")
_BRACKETS = re.compile(r"（.*?）|\s")

#: By table and name, as `load.form_rows` names them.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen for a value: keys with what is shown for them; `other`: anything else."""

    pairs: tuple[tuple[str, str], ...]
    other: bool = False

    def key(self, text: str) -> str | None:
        """The key that a text means; None for none."""
        for key, title in self.pairs:
            if text in (key, title):
                return key
        return text if self.other else None


def form_choices(one: DocumentType, policies: Sequence[str], main: str) -> dict[Key, Choice]:
    """For each field of a form with choices what these are.

    Args:
        one: the form's type.
        policies: whose vocabularies count; by default those of the type.
        main: the name of the table that the form is about, or of the project's own fields.
    """
    form = blank_form(str(one.folder), policies, parameters={ELECTRONIC: "true"})
    found: dict[Key, Choice] = {}
    boxes: dict[FieldTag, list[Control]] = {}
    for control, _spot in read_filled_form(form.data, one.id).fields:
        tag = parse_tag(control.tag, one.subject)
        if tag is None or tag.by:
            continue
        if control.kind is Kind.BOX and tag.option is not None:
            boxes.setdefault(tag.value, []).append(control)
        elif control.kind is Kind.CHOICE and control.options:
            found[_key(tag, main)] = Choice(control.options)
    for tag, controls in boxes.items():
        options = [one.tag.partition("=")[2] for one in controls]
        pairs = [
            (key, one.alias or key)
            for key, one in zip(options, controls, strict=True)
            if key != "*"
        ]
        found.setdefault(_key(tag, main), Choice(tuple(pairs), other="*" in options))
    return found


def _key(tag: FieldTag, main: str) -> Key:
    return (tag.table, tag.steps[-1]) if tag.table else (main, ".".join(("project", *tag.steps)))


def reword_choice(choices: Mapping[Key, Choice], table: str, name: str, text: str) -> str | Problem:
    """A text, or several in one cell, with the keys of what is chosen in place of its titles."""
    choice = choices.get((table, name))
    if choice is None or not text.strip():
        return text
    told = []
    for part in _PARTS.split(text):
        if not part.strip() or _PARTS.fullmatch(part):
            told.append(part)
            continue
        key = choice.key(part.strip())
        if key is None and {key for key, _title in choice.pairs} == {"true", "false"}:
            key = part  # the loader has more words for yes and no
        if key is None:
            titles = [title for _own, title in choice.pairs]
            return Problem(
                code="data/schema",
                message=_("{name}: '{text}' is none of the choices: {values}").format(
                    name=name, text=part.strip(), values=_(", ").join(titles)
                ),
                hint=did_you_mean(nearest(part.strip(), titles)),
                place=Place(file=""),
            )
        told.append(key)
    return "".join(told)


def form_labels(one: DocumentType, main: str) -> dict[str, dict[str, list[str]]]:
    """What the form prints beside each field, by table and name; only an outline says that."""
    path = one.folder / OUTLINE
    labels: dict[str, dict[str, list[str]]] = {main: {}}
    if not path.is_file():
        return labels
    for label, text in _labelled(load_yaml(path, None).tree.data):
        match = _PRINTED.fullmatch(text.strip())
        if match is None:
            continue
        name = match["steps"].removeprefix(".")
        name = name if match["root"] == "it" else f"project.{name}"
        words = labels[main].setdefault(name, [])
        plain = _BRACKETS.sub("", label)
        words += [word for word in dict.fromkeys((label, plain)) if word and word not in words]
    return labels


def _labelled(node: Any) -> Iterator[tuple[str, str]]:
    """Pairs of a label and what is printed behind it, wherever they stand in an outline."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if isinstance(value, str):
                yield str(key), value
            else:
                yield from _labelled(value)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _labelled(item)
            after = node[index + 1] if index + 1 < len(node) else None
            text = after.get("text") if isinstance(after, Mapping) else after
            label = item.get("label") if isinstance(item, Mapping) else None
            if isinstance(label, str) and isinstance(text, str):
                yield label, text
