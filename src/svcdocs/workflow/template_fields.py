"""The fields a template uses, as a tree with their types and titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from svcdocs.errors import TemplateError
from svcdocs.load import field_title
from svcdocs.render.doctype import DocumentType
from svcdocs.render.lint import Contract, Uses, lint_form, lint_manifest
from svcdocs.texts import _
from svcdocs.workflow.template_files import TemplateFile
from svcdocs.workflow.template_lint import contract_of, read_manifest, read_template

Way = tuple[str, ...]


@dataclass(slots=True)
class Field:
    """One field: its name, what it is, how the template uses it, what lies below.

    `uses` are "print", "loop", "if", "where" (a row is found by it), "key", "compare", "argument",
    or the name of a filter or test.
    """

    name: str
    kind: str = ""
    title: str = ""
    uses: tuple[str, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Field]]:
        """It and all below it, each with its depth."""
        yield depth, self
        for one in self.fields.values():
            yield from one.walk(depth + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFields:
    """What a template reads: by root name (`it`, `project`, `terms`, …)."""

    kind: DocumentType | None
    contract: Contract
    uses: Uses
    roots: dict[str, Field]


_ROOTS = ("it", "project", "company", "terms", "facts", "document", "policy")


def template_fields(file: TemplateFile, policies: tuple[str, ...] = ()) -> TemplateFields:
    """The fields of a template, those of its manifest's texts included.

    Raises:
        TemplateError: the manifest is wrong, or there is no form.
        PolicyError: a policy does not exist, or is wrong.
    """
    kind, data = read_template(file)
    contract = contract_of(kind, file.home, policies)
    linted = lint_form(data, file.path.as_posix(), contract)
    damage = [fault.message for fault in linted.faults if fault.rule == "package"]
    if damage:
        raise TemplateError(
            _("template {name} cannot be used").format(name=file.path.name), details=damage
        )
    if kind is not None:
        tuple(lint_manifest(read_manifest(kind), kind.where, contract, linted.uses))
    roots: dict[str, Field] = {}
    for way, uses in linted.uses.ways.items():
        if way[0] in _ROOTS and len(way) > 1:
            _put(roots, way, uses, contract)
    ordered = {name: roots[name] for name in _ROOTS if name in roots}
    return TemplateFields(kind=kind, contract=contract, uses=linted.uses, roots=ordered)


def _put(roots: dict[str, Field], way: Way, uses: set[str], contract: Contract) -> None:
    here = roots.setdefault(way[0], _field((way[0],), contract))
    for depth in range(2, len(way) + 1):
        if way[depth - 1] == "*":
            continue  # a table's fields stand right below it
        here = here.fields.setdefault(way[depth - 1], _field(way[:depth], contract))
    if way[-1] != "*":
        here.uses = tuple(sorted({*here.uses, *uses}))


def _field(way: Way, contract: Contract) -> Field:
    return Field(name=way[-1], kind=contract.kind_at(way), title=_title(way, contract))


def _title(way: Way, contract: Contract) -> str:
    schema, path = "project", contract.project_path(way)
    if way[0] == "company":
        schema, path = "company", way[1:]
    if path is not None:
        try:
            return field_title(schema, path)
        except KeyError:
            return ""
    policies = contract.policies
    if policies is None or len(way) < 2:
        return ""
    identity = ".".join(way[1:])
    if way[0] == "terms":
        found = policies.terms.get(identity) or policies.groups.get(identity)
        return found.title if found else ""
    if way[0] == "facts" and way[1] in policies.facts and len(way) == 2:
        return policies.facts[way[1]].title
    return ""
