"""Nothing that is missing passes in silence: whatever the complete sample loses, someone hears of it.

A rule that cannot be judged is no finding. So each single value is taken out of the sample, and
then either there is a finding, or every rule still knows what to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from svcdocs.check import DANGLING, Report, check
from svcdocs.facts import Context
from svcdocs.load import Loaded, load_project
from svcdocs.load.schema import built_in
from svcdocs.model.tree import Path as DataPath
from svcdocs.model.tree import Tree, scalars
from svcdocs.policy import TERMS, Fact, Formula, PolicySet, Rule, policies_for
from svcdocs.policy.promises import resolve_promises

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "campus-network"

#: Fields whose loss leaves a rule without an answer, and why that is right: none so far.
EXCUSED: Mapping[str, str] = {}

#: Rules that have nothing to judge in the sample, and why that is right.
IDLE: Mapping[str, str] = {
    "cn-law/dismissal-ground-unknown": "nobody is dismissed",
    "cn-law/dismissal-transfer-late": "nobody is dismissed",
}


@cache
def sample() -> Loaded:
    """The complete sample, in service."""
    return load_project(SAMPLE)


@cache
def policies() -> PolicySet:
    """Its policies without its promises."""
    return policies_for(tuple(sample().tree.data["policies"]))


@cache
def optional_values() -> Mapping[str, list[DataPath]]:
    """The paths of everything that may be missing (a list as a whole), by top-level field.

    What the schema requires is reported when the files are read.
    """
    root = built_in("project").root
    found: dict[str, dict[DataPath, None]] = {}
    for path, _value in scalars(sample().tree.data):
        while isinstance(path[-1], int):
            path = path[:-1]  # noqa: PLW2901 - from the item to the list
        around = root.at(path[:-1])
        assert around is not None
        if path[-1] not in around.raw.get("required", ()) and len(path) > 1:
            found.setdefault(str(path[0]), {})[path] = None
    return {table: list(paths) for table, paths in found.items()}


def without(node: Any, path: DataPath) -> Any:
    """A copy of the data that lacks one value."""
    step, *rest = path
    copy = node.copy()
    if rest:
        copy[step] = without(node[step], tuple(rest))
    else:
        del copy[step]
    return copy


def checked(data: dict[str, Any], off: set[str]) -> Report:
    """The report of the changed sample."""
    tree = Tree(data, sample().tree.places, sample().tree.keys)
    terms, problems = resolve_promises(policies().terms, tree)
    known = replace(policies(), terms=terms, problems=problems)
    return check(Context.build(replace(sample(), tree=tree), known), off=off)


def texts(part: object) -> Iterator[str]:
    """Every word of a rule's or a fact's body."""
    if isinstance(part, Formula):
        yield from re.findall(r"[\w-]+", part.expression.text)
    elif isinstance(part, str):
        yield part
    elif isinstance(part, Rule):
        for inner in (part.where, part.body):
            yield from texts(inner)
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner)


@cache
def named_by(rule: str) -> frozenset[str]:
    """The words of a rule and of every fact it reads: a field that is none of them, it never reads."""
    facts: dict[str, Fact] = {
        spelling: fact
        for name, fact in policies().facts.items()
        for spelling in (name, name.replace("-", "_"))
    }
    words: set[str] = set()
    todo: list[object] = [policies().rules[rule]]
    while todo:
        new = set(texts(todo.pop())) - words
        words |= new
        todo += [facts[word].value for word in new if word in facts]
    return frozenset(words)


def reading(path: DataPath) -> set[str]:
    """The rules that may judge otherwise without a value; the others need not run again."""
    rules = policies().rules
    if path[0] in {"terms", "requirements"}:
        return set(rules)  # any rule may read a promise
    return {
        name for name, rule in rules.items() if rule.subject != TERMS if path[-1] in named_by(name)
    }


def test_the_sample_is_clean() -> None:
    """Or the test below would say nothing."""
    report = checked(sample().tree.data, set())
    assert report.open == ()
    counting = [one for one in report.rules if not one.other_regime]
    assert [one.rule for one in counting if one.unknown] == []
    assert [one.rule for one in counting if not one.judged] == [*IDLE]


@pytest.mark.parametrize("table", sorted(optional_values()))
def test_a_missing_value(table: str) -> None:
    """Each is missed by a rule, or by none."""
    silent = set()
    for path in optional_values()[table]:
        rules = reading(path)
        if rules:
            off = {*policies().rules, DANGLING} - rules
            report = checked(without(sample().tree.data, path), off)
            if not report.open and any(one.unknown for one in report.rules):
                silent.add(".".join("*" if isinstance(step, int) else step for step in path))
    assert silent == {field for field in EXCUSED if field.split(".")[0] == table}
