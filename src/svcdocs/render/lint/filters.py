"""What each filter works on, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from jinja2 import nodes

from svcdocs.load import field_references
from svcdocs.load.wording import nearest
from svcdocs.render.lint.value import ANYTHING, NUMBERS, SCALARS, Value, kind_name
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.render.lint.expressions import Expressions

Arguments = list[Value]
Named = Mapping[str, Value]
FilterRule = Callable[["Expressions", nodes.Filter, Value, Arguments, Named], Value]

_LISTS = frozenset(["table", "list", "pairs"])
_MANY = frozenset([*_LISTS, "mapping"])
_DATES = frozenset(["date", "date-time"])


def _wants(kinds: Collection[str], result: str = "", *, same: bool = False) -> FilterRule:
    """A filter over values of some kinds; `same` gives the value back."""

    def rule(
        reader: Expressions, node: nodes.Filter, value: Value, _arguments: Arguments, _named: Named
    ) -> Value:
        if value.kind and value.kind not in kinds:
            reader.complain(
                node,
                "wrong-type",
                _("{filter} works on {kinds}; {name} is a {kind}").format(
                    filter=node.name,
                    kinds=", ".join(dict.fromkeys(kind_name(one) for one in sorted(kinds))),
                    name=value.name,
                    kind=kind_name(value.kind),
                ),
                node.name,
            )
        return value if same else Value(kind=result)

    return rule


def _first(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    _wants(_MANY)(reader, node, value, arguments, named)
    return _element(reader, value)


def _element(reader: Expressions, value: Value) -> Value:
    if value.kind == "mapping" and value.way:
        return reader.contract.below(value, "*")[0]
    return reader.element(value)


def _where(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    found = _of_rows(reader, node, value, arguments, named)
    if len(arguments) > 1 and value.way and isinstance(arguments[0].constant, str):
        field = (*value.way, "*", arguments[0].constant)
        wanted = arguments[1]
        reader.uses.ways.setdefault(field, set()).add("where")
        if isinstance(wanted.constant, str):
            reader.uses.equals.setdefault(field, wanted.constant)
        elif wanted.way[:1] == ("terms",):
            reader.uses.equals.setdefault(field, wanted.way)
    return found


def _of_rows(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    """A filter that keeps or orders rows by a field."""
    _wants(["table"])(reader, node, value, arguments, named)
    _check_field(reader, node, value, arguments)
    return value


def _pluck(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    _wants(_LISTS)(reader, node, value, arguments, named)
    name = _check_field(reader, node, value, arguments)
    if not name:
        return Value(kind="list")
    row = _element(reader, value)
    if not row.way:
        return Value(kind="list")
    found, message = reader.contract.below(row, name)
    if message:
        reader.complain(node, "unknown-field", message, name)
    reader.uses.add(found, "print")
    return Value(kind="list", element=found)


def _check_field(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments
) -> str:
    """The field that the first argument names, where the rows have it."""
    name = arguments[0].constant if arguments else None
    if not isinstance(name, str):
        return ""
    fields = reader.contract.row_fields(value)
    if fields is None or name in fields:
        return name
    near = nearest(name, fields)
    message = _("{owner} has no field {name!r}").format(owner=value.name, name=name)
    message += _("; did you mean {name!r}?").format(name=near) if near else ""
    reader.complain(node, "unknown-field", message, name)
    return ""


def _entries(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    _wants(["mapping"])(reader, node, value, arguments, named)
    entry = _element(reader, value) if value.kind == "mapping" else ANYTHING
    match node.name:
        case "keys":
            return Value(kind="list", element=Value(kind="text"))
        case "items":
            return Value(kind="pairs", element=Value(parts=(Value(kind="text"), entry)))
    return Value(kind="list", element=entry)


def _box(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    kinds = [*SCALARS - _DATES, "list"]
    _wants(kinds)(reader, node, value, arguments, named)
    options = arguments[0] if len(arguments) == 1 else ANYTHING
    keys = [key for key in named if key != "other"]
    told = ""
    if not arguments and not keys and not node.dyn_args:
        told = _("box() needs its options: {name} | box('…', '…')").format(name=value.name)
    elif value.kind == "boolean" and arguments and len(arguments) != 2 and options.kind:
        told = _("a truth value wants two options: its yes and its no")
    elif value.kind in NUMBERS and any(isinstance(one.constant, str) for one in arguments):
        if not all(str(one.constant).isdigit() for one in arguments):
            told = _("{name} is a number, and its options are texts").format(name=value.name)
    elif len(arguments) == 1 and options.kind in SCALARS and options.way:
        told = _("{name} is a {kind}, no group of terms to choose from").format(
            name=options.name, kind=kind_name(options.kind)
        )
    if told:
        reader.complain(node, "wrong-type", told, node.name)
    _remember_vocabulary(reader, value, options)
    texts = keys or [str(one.constant) for one in arguments if one.constant is not None]
    if value.way and texts:
        reader.uses.equals.setdefault(value.way, texts[0])
    return Value(kind="text")


def _title(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    _wants(["text", "list", "integer"])(reader, node, value, arguments, named)
    vocabulary = arguments[0] if arguments else ANYTHING
    if vocabulary.kind and vocabulary.kind != "mapping":
        reader.complain(
            node,
            "wrong-type",
            _("{name} is a {kind}, no group of terms to choose from").format(
                name=vocabulary.name, kind=kind_name(vocabulary.kind)
            ),
            node.name,
        )
    _remember_vocabulary(reader, value, vocabulary)
    return Value(kind="text")


def _remember_vocabulary(reader: Expressions, value: Value, vocabulary: Value) -> None:
    if value.way and vocabulary.way[:1] == ("terms",):
        reader.uses.vocabularies.setdefault(value.way, vocabulary.way)


def _name(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    _wants(["text", "list"])(reader, node, value, arguments, named)
    path = reader.contract.project_path(value.way) if value.way else None
    tables = field_references("project").get(path, ()) if path else ()
    if tables and "staff" not in tables:
        reader.complain(
            node,
            "wrong-type",
            _("{name} is the id of a row of {tables}, not of staff").format(
                name=value.name, tables=", ".join(tables)
            ),
            node.name,
        )
    return Value(kind=value.kind or "text")


def _term(
    reader: Expressions, node: nodes.Filter, value: Value, _arguments: Arguments, _named: Named
) -> Value:
    if isinstance(value.constant, str):
        message = reader.contract.term(value.constant)
        if message:
            reader.complain(node, "unknown-field", message, value.constant)
    return ANYTHING


def _fact(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    _wants(["mapping", "table"])(reader, node, value, arguments, named)
    name = arguments[0].constant if arguments else None
    if not isinstance(name, str):
        return ANYTHING
    many = value.kind == "table"
    found, message = reader.contract.fact(name, reader.element(value) if many else value)
    if message:
        reader.complain(node, "unknown-field", message, name)
    return Value(kind="list", element=found) if many else found


def _sum(
    reader: Expressions, node: nodes.Filter, value: Value, arguments: Arguments, named: Named
) -> Value:
    _wants(_MANY)(reader, node, value, arguments, named)
    element = _element(reader, value)
    if element.kind and element.kind not in (*NUMBERS, "quantity"):
        reader.complain(
            node,
            "wrong-type",
            _("{filter} works on {kinds}; {name} is a {kind}").format(
                filter=node.name,
                kinds=_("numbers"),
                name=element.name,
                kind=kind_name(element.kind),
            ),
            node.name,
        )
    return Value(kind=element.kind or "number")


FILTERS: Mapping[str, FilterRule] = {
    "optional": _wants([*SCALARS, *_MANY], same=True),
    "default": _wants([*SCALARS, *_MANY], same=True),
    "line": _wants([*SCALARS, "list"], same=True),
    "sentence": _wants([*SCALARS, "list"], "text"),
    "text": _wants(["text"], "text"),
    "money": _wants(NUMBERS, "text"),
    "capitals": _wants(NUMBERS, "text"),
    "cn": _wants([*NUMBERS, *_DATES], "text"),
    "either": _wants(["boolean"], "text"),
    "checked": _wants(["boolean"], "text"),
    "date": _wants(_DATES, "date"),
    "short_date": _wants(_DATES, "text"),
    "moment": _wants(["date-time"], "text"),
    "clock": _wants(["date-time"], "text"),
    "where": _where,
    "sort": _of_rows,
    "pluck": _pluck,
    "count": _wants(_MANY, "integer"),
    "length": _wants(_MANY, "integer"),
    "sum": _sum,
    "min": _first,
    "max": _first,
    "first": _first,
    "last": _first,
    "unique": _wants(_LISTS, same=True),
    "join": _wants([*_LISTS, *SCALARS], "text"),
    "paragraphs": _wants(["text"], "text"),
    "keys": _entries,
    "values": _entries,
    "items": _entries,
    "box": _box,
    "title": _title,
    "name": _name,
    "term": _term,
    "fact": _fact,
}
