"""From the names a project gives to one set of policies, checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from svcdocs.errors import PolicyError
from svcdocs.load import Loaded, load_lock, load_policy_files
from svcdocs.load.source import with_hint
from svcdocs.model.finding import UNKNOWN_POLICY, Problem
from svcdocs.model.place import Place
from svcdocs.model.tree import Tree
from svcdocs.policy.cross_checks import check_set
from svcdocs.policy.decisions import read_decisions
from svcdocs.policy.definition import DecisionTable, Fact, PolicySet, Rule
from svcdocs.policy.faults import Faults
from svcdocs.policy.frozen import Lock, bind, drift, read_lock
from svcdocs.policy.laws import LAW, check_laws
from svcdocs.policy.promises import resolve_promises
from svcdocs.policy.rules import RuleReader, rule_facts
from svcdocs.policy.shelf import Joined, Shelf
from svcdocs.policy.sources import Sources
from svcdocs.policy.term_set import Policy
from svcdocs.policy.terms import TermTree, read_terms
from svcdocs.policy.versions import Pin, UnknownPolicyError, no_such_version, read_pin
from svcdocs.texts import _

#: Problems of these kinds lose whole files: what others say about their contents is only noise.
_FILE_LOST = frozenset({"data/encoding", "data/syntax", "data/limit"})


def load_policies(
    project: Loaded,
    *,
    frozen: bool = True,
    tolerant: bool = False,
    instead: Mapping[str, Path] | None = None,
    shelf: Shelf | None = None,
) -> PolicySet:
    """The policies a project names, with its own promises and its tender's demands worked in.

    A project whose policies cannot be read from its data gets an empty set: loading has reported
    why.

    Args:
        project: the project as it was loaded.
        frozen: whether promises that were frozen at signing count before those of the policies.
        tolerant: whether a policy or version that does not exist is a problem of the set, beside
            the policies that do, instead of an error.
        instead: folders to take for policies, by id, whatever version the project names.
        shelf: what other projects of this run have read already.

    Raises:
        PolicyError: a policy or version does not exist, or a policy is wrong; `details` has every
            problem with its place.
    """
    tree = project.tree
    named = [
        (read_pin(text), partial(_named_at, tree, index))
        for index, text in enumerate(tree.data.get("policies", []))
    ]
    signed = load_lock(project) if frozen else None
    lock, problems = read_lock(signed) if signed is not None else (None, [])
    shelf = shelf or Shelf()
    parts: list[Loaded] = []
    unknown: list[Problem] = []
    for index, (pin, at) in enumerate(named):
        try:
            parts.append(_found(pin, at, project.folder, instead or {}, shelf))
        except UnknownPolicyError as error:
            if not tolerant:
                raise
            unknown.append(_unknown(tree, index, error))
    try:
        joined = shelf.joined(parts, _join)
    except PolicyError as error:
        if not unknown:
            raise
        # Those that are there may lean on the one that is not: that is the first thing to mend.
        details = [f"{one.place}: {with_hint(one)}" for one in unknown] + [*error.details]
        raise PolicyError(error.message, hint=error.hint, details=details) from error
    return _assembled(joined, tree, lock, [*unknown, *problems], complete=not unknown)


def policies_for(ids: Sequence[str], project_dir: Path | None = None) -> PolicySet:
    """The policies of a list of names like `network-equipment@1.0`, for forms without a project.

    Raises:
        PolicyError: as `load_policies`.
    """
    shelf = Shelf()
    return _assembled(
        _join([_find(read_pin(text), str, project_dir, shelf) for text in ids]), Tree()
    )


def policy_in(folder: Path) -> PolicySet:
    """The policy of one folder, whatever the folder is called.

    Raises:
        PolicyError: the folder holds none, or the policy is wrong.
    """
    return _assembled(_join([load_policy_files(folder)]), Tree())


def _named_at(project: Tree, index: int) -> str:
    """Where a project names a policy, in front of what is wrong with that."""
    return f"{project.place(('policies', index))}: "


def _unknown(project: Tree, index: int, error: UnknownPolicyError) -> Problem:
    """A name that leads nowhere, as a fault of the project's data."""
    place = project.place(("policies", index)) or Place(file="")
    return Problem(code=UNKNOWN_POLICY, message=error.said, hint=error.hint, place=place)


def _found(
    pin: Pin,
    at: Callable[[], str],
    project_dir: Path,
    instead: Mapping[str, Path],
    shelf: Shelf,
) -> Loaded:
    if pin.id in instead:
        return shelf.load(instead[pin.id])
    return _find(pin, at, project_dir, shelf)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one policy adds to the set."""

    policy: Policy
    terms: TermTree
    rules: Mapping[str, Rule]
    facts: Mapping[str, Fact]
    decisions: Mapping[str, DecisionTable]


def _join(loaded: Sequence[Loaded]) -> Joined:
    faults = Faults()
    parts = [_read(policy, faults) for policy in loaded]
    names = ", ".join(str(part.policy) for part in parts)
    terms = TermTree()
    for part in parts:
        terms.layer(part.terms, faults)
    rules = {rule.id: rule for part in parts for rule in part.rules.values()}
    facts = _joined([part.facts for part in parts], faults)
    decisions = _joined([part.decisions for part in parts], faults)
    if not any(problem.code in _FILE_LOST for policy in loaded for problem in policy.problems):
        check_set(terms=terms, rules=rules, facts=facts, decisions=decisions, faults=faults)
    faults.stop_if_any(names)
    return Joined(
        policies=tuple(part.policy for part in parts),
        terms=terms,
        rules=rules,
        facts=facts,
        decisions=decisions,
    )


def _assembled(
    joined: Joined,
    project: Tree,
    lock: Lock | None = None,
    problems: Sequence[Problem] = (),
    *,
    complete: bool = True,
) -> PolicySet:
    """The policies with what the project and its lock say about their terms.

    Without `complete` some policy that the project names is missing, and what is said about terms
    that nobody has may be right.
    """
    if lock is None and not problems and not project.data.keys() & {"terms", "requirements"}:
        return joined.unchanged
    terms = joined.terms
    bound = terms.leaves if lock is None else bind(terms.leaves, lock)
    promised, faulty = resolve_promises(bound, project, lock, complete=complete)
    return PolicySet(
        policies=joined.policies,
        terms=promised,
        groups=terms.groups,
        rules=joined.rules,
        facts=joined.facts,
        decisions=joined.decisions,
        problems=(*problems, *faulty),
        notices=tuple(drift(terms.leaves, lock, joined.policies)) if lock and complete else (),
        signed_on=None if lock is None else lock.on,
    )


def _find(pin: Pin, named_at: Callable[[], str], project_dir: Path | None, shelf: Shelf) -> Loaded:
    available: list[str] = []
    for folder in shelf.candidates(pin, project_dir, named_at):
        loaded = shelf.load(folder)
        version = str(loaded.tree.data.get("version", ""))
        # A policy without a readable version is taken, so that its problems are told.
        if pin.version in ("", version) or not version:
            _check_name(loaded)
            return loaded
        available.append(version)
    raise no_such_version(pin, available, named_at)


def _check_name(loaded: Loaded) -> None:
    """A policy that is found by the name of its folder must have that name, or a pin would lie."""
    id_ = str(loaded.tree.data.get("id", loaded.folder.name))
    if id_ == loaded.folder.name.partition("@")[0]:
        return
    problem = Problem(
        code="data/reference",
        message=_("the policy calls itself {id!r}, but its folder is called {folder!r}").format(
            id=id_, folder=loaded.folder.name
        ),
        place=loaded.tree.place(("id",)) or Place(file=loaded.folder.as_posix()),
    )
    if problem not in loaded.problems:
        loaded.problems.append(problem)


def _read(loaded: Loaded, faults: Faults) -> _Part:
    tree = loaded.tree
    id_ = str(tree.data.get("id", loaded.folder.name))
    for problem in loaded.problems:
        faults.add(problem.place, with_hint(problem))
    sources = Sources(tree.data.get("sources", {}), faults)
    reader = RuleReader(id_, loaded, sources, faults)
    rules, facts = reader.rules(), reader.facts()
    if tree.data.get("kind") == LAW:
        check_laws(tree, rules, faults)
    return _Part(
        policy=_policy(id_, loaded),
        terms=read_terms(tree, id_, sources, faults),
        rules=rules,
        facts=_joined([facts, rule_facts(rules)], faults),
        decisions=read_decisions(tree, id_, sources, faults),
    )


def _policy(id_: str, loaded: Loaded) -> Policy:
    data: Mapping[str, Any] = loaded.tree.data
    return Policy(
        id=id_,
        version=str(data.get("version", "")),
        title=str(data.get("title", id_)),
        folder=loaded.folder.as_posix(),
        sources=data.get("sources", {}),
        kind=str(data.get("kind", "supplier")),
        regime=tuple(data.get("regime", ())),
    )


Named = TypeVar("Named", Fact, DecisionTable)


def _joined(parts: Sequence[Mapping[str, Named]], faults: Faults) -> dict[str, Named]:
    """One table of all; a name may be given once only."""
    joined: dict[str, Named] = {}
    for part in parts:
        for name, item in part.items():
            if name in joined:
                faults.add(
                    item.place,
                    _("the name {name!r} is taken already, at {place}").format(
                        name=name, place=joined[name].place
                    ),
                )
            joined.setdefault(name, item)
    return joined
