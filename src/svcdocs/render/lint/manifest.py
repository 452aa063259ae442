"""The texts of a document type's manifest: its file name, its number, its condition."""

from __future__ import annotations

from collections.abc import Iterator

from svcdocs.model.place import Place
from svcdocs.model.tree import Tree
from svcdocs.policy import Formula
from svcdocs.render.lint.compiled import make_reader, read_source
from svcdocs.render.lint.contract import Contract
from svcdocs.render.lint.fault import Fault
from svcdocs.render.lint.uses import Uses

_TEXTS = ("number", "file_name")


def lint_manifest(
    manifest: Tree, where: Formula | None, contract: Contract, uses: Uses
) -> Iterator[Fault]:
    """What is wrong with the tags and the condition in a type.yaml.

    Args:
        manifest: its data and places.
        where: the condition, compiled.
        contract: what may be named.
        uses: gets what they use, too.
    """
    reader = make_reader(contract, uses)
    for name in _TEXTS:
        place = manifest.place((name,))
        before = len(reader.complaints)
        read = read_source(manifest.data.get(name, ""))
        reader.read(read.tree)
        for one in (*read.complaints, *reader.complaints[before:]):
            yield Fault(rule=one.rule, message=one.message, place=place)
    if where is not None:
        yield from _condition(where, contract, uses)


def _condition(where: Formula, contract: Contract, uses: Uses) -> Iterator[Fault]:
    for use in where.expression.names:
        uses.ways.setdefault(use.parts, set()).add("if")
        message = contract.fault(use.parts)
        if message:
            place: Place = where.at(use.column)
            yield Fault(rule="unknown-field", message=message, place=place)
