"""How problems of the data name fields, and how they guess what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from svcdocs.model.tree import Path
from svcdocs.texts import _

if TYPE_CHECKING:  # whoever only looks for a similar word needs no schema
    from svcdocs.load.schema import Shape


def label(path: Path, shape: Shape | None = None) -> str:
    """A field as messages name it: `accepted_on (验收合格之日)`."""
    names = [step for step in path if isinstance(step, str)]
    name = names[-1] if names else ""
    if shape is not None and shape.title and name:
        return _("{name} ({title})").format(name=name, title=shape.title)
    return name


def at_field(label: str, message: str) -> str:
    """What is wrong with a field that is named first."""
    return _("{name}: {message}").format(name=label, message=message)


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that was probably meant, or an empty string."""
    import difflib  # noqa: PLC0415 - only where something is misspelt

    known = list(names)
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if not found:
        by_case = {name.replace("_", "").replace("-", "").lower(): name for name in known}
        found = difflib.get_close_matches(
            word.replace("_", "").replace("-", "").replace(" ", "").lower(),
            by_case,
            n=1,
            cutoff=0.6,
        )
        return by_case[found[0]] if found else ""
    return found[0]


def nearest_field(word: str, fields: Mapping[str, Shape]) -> str:
    """The field that was probably meant, by its name or by its Chinese title."""
    for name, shape in fields.items():
        if shape.title == word:
            return name
    return nearest(word, fields)


def did_you_mean(name: str) -> str:
    """The hint that names the nearest known word; empty for none."""
    return _("did you mean '{name}'?").format(name=name) if name else ""


def kind_name(kind: str) -> str:
    """What stands, or should stand, at a spot that is no scalar."""
    if kind == "list":
        return _("a list ('- item' lines, or [a, b])")
    if kind == "mapping":
        return _("fields ('name: value')")
    return _("a single value")
