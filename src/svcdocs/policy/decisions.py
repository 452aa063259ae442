"""Decision tables: every combination of inputs has exactly one row, shown when a policy loads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from math import prod
from typing import Any

from svcdocs.model.place import Place
from svcdocs.model.tree import Path, Tree
from svcdocs.policy.definition import DecisionRow, DecisionTable
from svcdocs.policy.faults import Faults, nearest
from svcdocs.policy.sources import Sources
from svcdocs.texts import _

#: A table with more combinations could not be read by a person either.
MOST_COMBINATIONS = 4096

#: One hole in a large table makes many gaps; the first few show where it is.
GAPS_SHOWN = 3


def read_decisions(
    tree: Tree, policy: str, sources: Sources, faults: Faults
) -> dict[str, DecisionTable]:
    """The tree's `decisions`, with gaps, overlaps and unknown inputs added to the faults."""
    tables = {}
    for name, node in tree.data.get("decisions", {}).items():
        path: Path = ("decisions", name)
        table = DecisionTable(
            policy=policy,
            name=name,
            title=str(node.get("title", name)),
            inputs={key: tuple(domain) for key, domain in node.get("inputs", {}).items()},
            rows=tuple(_rows(tree, path, node, sources)),
            sources=sources.read(node.get("source"), tree, (*path, "source")),
            place=_place(tree, path),
        )
        tables[name] = table
        if _check_inputs(table, tree, path, faults):
            _check_cover(table, faults)
    return tables


def _rows(
    tree: Tree, path: Path, node: Mapping[str, Any], sources: Sources
) -> Iterator[DecisionRow]:
    for index, row in enumerate(node.get("rows", [])):
        then = row.get("then", [])
        yield DecisionRow(
            when=dict(row.get("when", {})),
            then=tuple(then) if isinstance(then, list) else (then,),
            sources=sources.read(row.get("source"), tree, (*path, "rows", index, "source")),
            place=_place(tree, (*path, "rows", index)),
        )


def _check_inputs(table: DecisionTable, tree: Tree, path: Path, faults: Faults) -> bool:
    """Whether the rows speak only of known inputs and values, so that covering can be judged."""
    good = bool(table.inputs)
    for index, row in enumerate(table.rows):
        for name, value in row.when.items():
            at = (*path, "rows", index, "when", name)
            if name not in table.inputs:
                message = _("decision {table!r} has no input {name!r}").format(
                    table=table.name, name=name
                )
                faults.add(tree.keys.get(at) or table.place, message + nearest(name, table.inputs))
                good = False
            elif value not in table.inputs[name]:
                faults.add(
                    _place(tree, at),
                    _("decision {table!r}: {value} is not a value of input {name!r}").format(
                        table=table.name, value=_spelt(value), name=name
                    ),
                )
                good = False
    if (count := prod(len(domain) for domain in table.inputs.values())) > MOST_COMBINATIONS:
        faults.add(
            table.place,
            _("decision {table!r} has {count} combinations; {most} is the most").format(
                table=table.name, count=count, most=MOST_COMBINATIONS
            ),
        )
        good = False
    return good


def _check_cover(table: DecisionTable, faults: Faults) -> None:
    overlaps: dict[tuple[int, int], dict[str, Any]] = {}
    for first, second, given in _overlaps(table):
        overlaps.setdefault((first, second), given)
    for (first, second), given in overlaps.items():
        faults.add(
            table.rows[second].place,
            _("decision {table!r}: rows {first} and {second} both match {given}").format(
                table=table.name, first=first + 1, second=second + 1, given=_combination(given)
            ),
        )
    for given in islice(_gaps(table), GAPS_SHOWN):
        faults.add(
            table.place,
            _("decision {table!r}: no row matches {given}").format(
                table=table.name, given=_combination(given)
            ),
        )


def _combinations(table: DecisionTable) -> Iterator[dict[str, Any]]:
    for values in product(*table.inputs.values()):
        yield dict(zip(table.inputs, values, strict=True))


def _gaps(table: DecisionTable) -> Iterator[dict[str, Any]]:
    return (given for given in _combinations(table) if table.row_for(given) is None)


def _overlaps(table: DecisionTable) -> Iterator[tuple[int, int, dict[str, Any]]]:
    for given in _combinations(table):
        matching = [index for index, row in enumerate(table.rows) if row.matches(given)]
        for second in matching[1:]:
            yield matching[0], second, given


def _combination(given: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {_spelt(value)}" for name, value in given.items())


def _spelt(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _place(tree: Tree, path: Path) -> Place:
    return tree.place(path) or Place(file="")
