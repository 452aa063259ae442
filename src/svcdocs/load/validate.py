"""What a schema demands beyond types: required fields, limits, patterns, exactly one of several.

The jsonschema package finds the faults, this module says them in words. It is asked only about what
is not plainly right (`plain`): of a table the rows in doubt, of the rest everything. Typed values are
put back into JSON's terms for it; what could not be typed is not there any more and was reported
already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from svcdocs.load import plain, wording
from svcdocs.load.mistyped import shortened
from svcdocs.load.schema import Schema, Shape
from svcdocs.load.typed_result import Typed
from svcdocs.model.place import Place
from svcdocs.model.tree import Path
from svcdocs.texts import _, ngettext

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


def validate(typed: Typed, schema: Schema, needed: Iterable[str] = ()) -> None:
    """Add the schema's complaints to the problems; scalars it objects to leave the tree.

    Args:
        typed: what was read.
        schema: its schema.
        needed: top-level fields that the whole must have, whatever a single file may leave out.
    """
    judge = _Judge(typed, schema)
    for path, part, shape in _doubtful(typed.tree.data, schema.root):
        for error in _errors(schema, part, shape):
            judge.take(error, path)
    for name in needed:
        if name not in typed.tree.data:
            judge.missing((), name)


def _doubtful(data: dict[str, Any], root: Shape) -> Iterator[tuple[Path, Any, Shape]]:
    """The parts of the data that are not plainly right, tables row by row."""
    rest = dict(data)
    for name, rows in data.items():
        shape = root.fields.get(name)
        # A demand on the whole table would need the whole table.
        if shape is None or shape.kind != "list" or shape.item.kind != "mapping":
            continue
        rest[name] = []
        if not plain.judge(shape)(rest[name]):
            rest[name] = rows
            continue
        fits = plain.judge(shape.item)
        for index, row in enumerate(rows):
            if not fits(row):
                yield (name, index), row, shape.item
    if not plain.judge(root)(rest):
        yield (), rest, root


def _errors(schema: Schema, part: Any, shape: Shape) -> Iterator[ValidationError]:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 # 0.1 s, only where there is doubt

    validator = Draft202012Validator(schema.document).evolve(schema=shape.raw)
    return cast("Iterator[ValidationError]", validator.iter_errors(_json(part)))


class _Judge:
    def __init__(self, typed: Typed, schema: Schema) -> None:
        self._typed = typed
        self._schema = schema

    def take(self, error: ValidationError, above: Path = ()) -> None:
        path: Path = (*above, *error.absolute_path)
        keyword, demand = str(error.validator), cast("Any", error.validator_value)
        if keyword in {"anyOf", "oneOf"}:
            self._alternatives(error, above)
        elif keyword == "required":
            for name in demand:
                if error.message.startswith(repr(name)):
                    self.missing(path, name)
        elif "propertyNames" in error.absolute_schema_path:
            self._bad_name((*path, str(error.instance)))
        elif keyword in _WORDS and (
            not isinstance(error.instance, list | dict) or self._whole(path)
        ):
            self._object(path, _WORDS[keyword](error))
        # Wrong types and unknown fields were reported when the data was typed.

    def _alternatives(self, error: ValidationError, above: Path) -> None:
        """One of several shapes was wanted: the faults of the one that was probably meant."""
        branches: dict[Any, list[ValidationError]] = {}
        for part in error.context or ():
            branches.setdefault(part.schema_path[0], []).append(part)
        for part in min(branches.values(), key=_misfit):
            self.take(part, above)

    def missing(self, path: Path, name: str) -> None:
        """Report a needed field, unless something of it was written and reported."""
        typed, here = self._typed, (*path, name)
        if here in typed.failed or here in typed.meant or path in typed.partial:
            return
        shape = self._shape(path)
        label = wording.label(here, shape.field(name) if shape else None)
        written = typed.tree.keys.get(here) or typed.tree.cell(here)
        if written is not None:
            typed.report(written, _("{field} is empty").format(field=label))
            return
        typed.report(self._place(path), _("{field} is missing").format(field=label))

    def _bad_name(self, path: Path) -> None:
        self._typed.report(
            self._typed.tree.keys[path],
            _("'{name}' is not a name for this").format(name=shortened(str(path[-1]))),
            _("use small letters, digits and hyphens, as in 'onsite-late'"),
        )

    def _place(self, path: Path) -> Place:
        return self._typed.tree.place(path) or self._typed.tree.places[()]

    def _whole(self, path: Path) -> bool:
        """Whether nothing of a list or mapping got lost, so that its faults are its own."""
        size = len(path)
        return not any(lost[:size] == path for lost in self._typed.failed)

    def _object(self, path: Path, message: str) -> None:
        tree = self._typed.tree
        label = wording.label(path, self._shape(path))
        self._typed.report(
            self._place(path), wording.at_field(label, message) if label else message
        )
        parent = tree.get(path[:-1]) if path else None
        if isinstance(parent, dict) and not isinstance(tree.get(path), dict | list):
            del parent[path[-1]]
            self._typed.failed.add(path)

    def _shape(self, path: Path) -> Shape | None:
        return self._schema.root.at(path)


def _misfit(errors: list[ValidationError]) -> tuple[bool, bool, int]:
    """How badly an alternative fits: one of another type, or with other fields, is never meant."""
    own = {str(error.validator) for error in errors if not error.path}
    return "type" in own, "additionalProperties" in own, len(errors)


def _json(value: Any) -> Any:
    """A typed value in JSON's terms."""
    if isinstance(value, dict):
        return {name: _json(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_json(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bool | int | str):
        return value
    return str(value)


def _count(error: ValidationError) -> int:
    return int(cast("Any", error.validator_value))


def _too_few(error: ValidationError) -> str:
    return ngettext(
        "expected at least {count} item, found {found}",
        "expected at least {count} items, found {found}",
        _count(error),
    ).format(count=_count(error), found=len(cast("Any", error.instance)))


def _no_fields(error: ValidationError) -> str:
    return ngettext(
        "expected at least {count} field, found none",
        "expected at least {count} fields, found fewer",
        _count(error),
    ).format(count=_count(error))


def _pattern(error: ValidationError) -> str:
    schema = error.schema if isinstance(error.schema, dict) else {}
    examples = schema.get("examples")
    if examples:
        return _("expected something like '{example}', found '{text}'").format(
            example=examples[0], text=shortened(str(error.instance))
        )
    return _("'{text}' does not fit the pattern {pattern}").format(
        text=shortened(str(error.instance)), pattern=error.validator_value
    )


_WORDS: dict[str, Callable[[ValidationError], str]] = {
    "minItems": _too_few,
    "minProperties": _no_fields,
    "minimum": lambda error: _("expected {limit} or more, found {value}").format(
        limit=error.validator_value, value=error.instance
    ),
    "maximum": lambda error: _("expected {limit} or less, found {value}").format(
        limit=error.validator_value, value=error.instance
    ),
    "pattern": _pattern,
    "uniqueItems": lambda _error: _("an item is given twice"),
}
