"""What a template may name: the schema's fields, a policy's terms and facts, the tool's own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from svcdocs.expr import Kind
from svcdocs.load import field_kind, field_names
from svcdocs.load.wording import nearest
from svcdocs.policy import PolicySet
from svcdocs.policy.faults import Faults
from svcdocs.policy.names import Names, record_path
from svcdocs.policy.terms import TermTree
from svcdocs.policy.value_kinds import ValueKinds
from svcdocs.render.lint.value import ANYTHING, Value, Way
from svcdocs.texts import _

_DOCUMENT = {
    "number": "text",
    "title": "text",
    "mode": "text",
    "blank": "boolean",
    "form_no": "text",
    "form_version": "text",
    "as_of": "date",
    "parameters": "mapping",
}
_COMPANY = "company"
_POLICY = {"id": "text", "version": "text", "title": "text", "names": "list"}
#: What the language of policies calls kinds, in the words of `load.field_kind`.
_KINDS = {
    Kind.TRUTH: "boolean",
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.TIME: "date-time",
    Kind.CLOCK: "time",
    Kind.QUANTITY: "quantity",
    Kind.WINDOW: "window",
    Kind.RECORD: "mapping",
    Kind.LIST: "list",
}
_ROOTS = ("project", "terms", "facts", "document", "policy", _COMPANY)
_WORDS = ("buyer", "supplier", "customer_noun")


@dataclass(frozen=True)
class Contract:
    """What one document type's templates can rely on.

    Attributes:
        subject: the table whose row is `it`; empty: one document for the project.
        policies: whose terms and facts there are; None: nobody knows, nothing is said about them.
        parameters: the names of the type's own parameters.
        any_subject: whether nobody knows what `it` is: a file that belongs to no type.
    """

    subject: str = ""
    policies: PolicySet | None = None
    parameters: tuple[str, ...] = ()
    any_subject: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names that templates start from."""
        it = ("it",) if self.subject or self.any_subject else ()
        return (*_ROOTS, *it, *_WORDS)

    def root(self, name: str) -> Value | None:
        """What a name stands for; None where nothing defines it."""
        if name not in self.names:
            return None
        if name in _WORDS:
            return Value(kind="text", way=(name,))
        if name == "it" and self.any_subject:
            return ANYTHING
        if name in ("terms", "facts") and self.policies is None:
            return ANYTHING
        return Value(kind="mapping", way=(name,))

    def below(self, value: Value, step: str) -> tuple[Value, str]:
        """A part of a value, and what is wrong with naming it; `*` is any row or entry."""
        if not value.way:
            return ANYTHING, ""
        way = (*value.way, step)
        match way[0]:
            case "document":
                return self._document(way)
            case "policy" | "company":
                return _own(way, _POLICY if way[0] == "policy" else _company_fields())
            case "buyer" | "supplier" | "customer_noun":
                return ANYTHING, _no_part(way)
        if way[0] == "facts" and len(way) == 2:
            way = ("facts", step.replace("_", "-"))
        subject = value.subject or self.subject
        message = self._names.fault(way, subject)
        if message:
            return ANYTHING, message
        kind = self._static(way, subject) if value.subject else self.kind(way)
        return Value(kind=kind, way=way, subject=value.subject), ""

    def fault(self, name: Way) -> str:
        """What is wrong with a dotted name of a rule's expression; empty where it is right."""
        if self.policies is None and name[0] in ("terms", "facts"):
            return ""
        return self._names.fault(name, self.subject)

    def kind(self, way: Way) -> str:
        """The kind of what stands at a way, in the words of `load.field_kind`; empty: any."""
        if way[0] in ("project", "it"):
            path = (
                way[1:] if way[0] == "project" else (*map(str, record_path(self.subject)), *way[1:])
            )
            try:
                found = field_kind("project", path)
            except KeyError:
                return ""
            return "" if found in ("value", "anything", "expression") else found
        return self._static(way, self.subject)

    def _static(self, way: Way, subject: str) -> str:
        static = self._kinds.types(subject)(way)
        return _KINDS[static.kind] if static.kind is not None else ""

    def kind_at(self, way: Way) -> str:
        """The same, of a way from any root."""
        if len(way) == 1:
            return "mapping"
        own = {"document": _DOCUMENT, "policy": _POLICY, _COMPANY: _company_fields()}.get(way[0])
        if own is not None:
            return own.get(way[1], "")
        if way[0] in ("terms", "facts") and self.policies is None:
            return ""
        return self.kind(way)

    def project_path(self, way: Way) -> Way | None:
        """Where a way leads in the project's data; None for another root."""
        if way[:1] == ("project",):
            return way[1:]
        if way[:1] == ("it",) and self.subject:
            return (*map(str, record_path(self.subject)), *way[1:])
        return None

    def row_fields(self, rows: Value) -> Mapping[str, str] | None:
        """The fields of a table's rows with their kinds; None where they are not known."""
        path = self.project_path(rows.way) if rows.way else None
        if path is None or rows.kind != "table":
            return None
        return field_names("project", (*path, "*"))

    def fact(self, name: str, record: Value) -> tuple[Value, str]:
        """A fact of a record, by its id."""
        if self.policies is None:
            return ANYTHING, ""
        path = self.project_path(record.way) if record.way else None
        table = path[0] if path and len(path) == 2 and path[1] == "*" else None
        way = ("facts", name.replace("_", "-"))
        declared = self.policies.facts.get(way[1])
        subject = table or (declared.subject if declared else "")
        message = self._names.fault(way, subject)
        if message:
            return ANYTHING, message
        return Value(kind=self._static(way, subject), way=way, subject=subject), ""

    def term(self, identity: str) -> str:
        """What is wrong with the dotted id of a term."""
        if self.policies is None or identity in self.policies.terms:
            return ""
        near = nearest(identity, self.policies.terms)
        said = _("no policy has a term {id!r}").format(id=identity)
        return said + _("; did you mean {name!r}?").format(name=near) if near else said

    def _document(self, way: Way) -> tuple[Value, str]:
        if way[1] != "parameters" or len(way) == 2:
            return _own(way, _DOCUMENT)
        if len(way) == 3 and (way[2] in self.parameters or self.any_subject):
            return ANYTHING, ""
        return ANYTHING, _unknown(way, self.parameters)

    @cached_property
    def _names(self) -> Names:
        facts = self.policies.facts if self.policies else {}
        return Names(self._tree, facts, Faults())

    @cached_property
    def _kinds(self) -> ValueKinds:
        return ValueKinds(self._tree, self.policies.facts if self.policies else {})

    @cached_property
    def _tree(self) -> TermTree:
        if self.policies is None:
            return TermTree()
        return TermTree(dict(self.policies.terms), dict(self.policies.groups))


def _company_fields() -> Mapping[str, str]:
    return field_names(_COMPANY, ()) or {}


def _own(way: Way, fields: Mapping[str, str]) -> tuple[Value, str]:
    if len(way) > 2:
        return (
            (ANYTHING, "")
            if fields.get(way[1]) in ("list", "mapping")
            else (ANYTHING, _no_part(way))
        )
    if way[1] not in fields and way[1] != "*":
        return ANYTHING, _unknown(way, fields)
    return Value(kind=fields.get(way[1], ""), way=way), ""


def _unknown(way: Way, known: Mapping[str, str] | tuple[str, ...]) -> str:
    near = nearest(way[-1], known)
    said = _("{owner} has no field {name!r}").format(owner=".".join(way[:-1]), name=way[-1])
    return said + (_("; did you mean {name!r}?").format(name=near) if near else "")


def _no_part(way: Way) -> str:
    return _("{owner} is a value and has no part {part!r}").format(
        owner=".".join(way[:-1]), part=way[-1]
    )
