"""Reading `rules` and `facts`: every expression in them compiled, every key in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from svcdocs.expr import ExpressionError, compile_expression
from svcdocs.load.source import Loaded
from svcdocs.model.finding import Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.stage import Stage
from svcdocs.model.term import Status
from svcdocs.model.tree import Path
from svcdocs.policy.definition import TERMS, Fact, Formula, Rule
from svcdocs.policy.faults import Faults, nearest
from svcdocs.policy.names import tables
from svcdocs.policy.sources import Sources
from svcdocs.texts import _

#: Keys every rule may have; the one that is left names its kind.
COMMON = frozenset(
    [
        "title",
        "nature",
        "severity",
        "from_stage",
        "until_stage",
        "regime",
        "for",
        "where",
        "source",
        "status",
        "note",
        "advice",
    ]
)

#: Kinds whose state is a fact that forms print and other rules read.
FACT_KINDS = frozenset({"deadline", "every"})


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads the rules and facts of one policy; what is wrong goes into the faults."""

    policy: str
    loaded: Loaded
    sources: Sources
    faults: Faults

    def rules(self) -> dict[str, Rule]:
        """The rules by name, without those that are too broken to be read."""
        found = {}
        for name, node in self.loaded.tree.data.get("rules", {}).items():
            rule = self._rule(str(name), node)
            if rule is not None:
                found[rule.name] = rule
        return found

    def facts(self) -> dict[str, Fact]:
        """The declared facts by name."""
        found = {}
        for name, node in self.loaded.tree.data.get("facts", {}).items():
            path: Path = ("facts", name)
            value = self._compiled(node.get("value"), (*path, "value"))
            who = self._compiled(node.get("who"), (*path, "who"))
            if isinstance(value, Formula):
                found[str(name)] = Fact(
                    policy=self.policy,
                    name=str(name),
                    title=str(node.get("title", name)),
                    subject=self._subject(node.get("for"), (*path, "for")),
                    value=value,
                    sources=self._sources(node, path),
                    place=self._key(path),
                    due=node.get("due") is True,
                    who=who if isinstance(who, Formula) else None,
                )
        return found

    def _rule(self, name: str, node: Mapping[str, Any]) -> Rule | None:
        path: Path = ("rules", name)
        kinds = [key for key in node if key not in COMMON]
        if len(kinds) != 1:
            self.faults.add(self._key(path), _one_kind(name, kinds))
            return None
        kind = kinds[0]
        where = self._compiled(node.get("where"), (*path, "where"))
        until = node.get("until_stage")
        return Rule(
            policy=self.policy,
            name=name,
            title=str(node.get("title", name)),
            nature=Nature(node.get("nature", "data")),
            severity=Severity(node.get("severity", "error")),
            from_stage=Stage(node.get("from_stage", "bid")),
            until_stage=Stage(until) if until is not None else None,
            regime=self._regime(node, path),
            subject=self._subject(node.get("for"), (*path, "for")),
            where=where if isinstance(where, Formula) else None,
            kind=kind,
            body=self._compiled(node[kind], (*path, kind)),
            sources=self._sources(node, path),
            status=Status(node.get("status", "confirmed")),
            note=str(node.get("note", "")),
            advice=str(node.get("advice", "")),
            place=self._key(path),
        )

    def _regime(self, node: Mapping[str, Any], path: Path) -> tuple[str, ...]:
        """What stands under `regime`: of the policy's own, or the rule would never count."""
        known = self.loaded.tree.data.get("regime", ())
        named = tuple(str(name) for name in node.get("regime", ()))
        for index, name in enumerate(named):
            if name not in known:
                self.faults.add(
                    self._place((*path, "regime", index)),
                    _("the policy names no regime {name!r}").format(name=name)
                    + nearest(name, known),
                )
        return named

    def _compiled(self, node: Any, path: Path) -> Any:
        """The same data with a `Formula` wherever the schema says that an expression stands."""
        if isinstance(node, Mapping):
            return {key: self._compiled(value, (*path, key)) for key, value in node.items()}
        if isinstance(node, list):
            return [self._compiled(value, (*path, index)) for index, value in enumerate(node)]
        if path not in self.loaded.expressions or not isinstance(node, str):
            return node
        place = self._place(path)
        try:
            return Formula(expression=compile_expression(node), place=place)
        except ExpressionError as error:
            at = Place(file=place.file, line=place.line, column=place.column + error.column - 1)
            self.faults.add(at, error.message)
            return None

    def _subject(self, written: Any, path: Path) -> str:
        if written is None or written == TERMS:
            return written or ""
        root, _dot, table = str(written).partition(".")
        if root == "project" and table in tables():
            return table
        known = [TERMS, *(f"project.{name}" for name in tables())]
        self.faults.add(
            self._place(path),
            _("there is nothing to run over called {name!r}").format(name=written)
            + nearest(str(written), known),
        )
        return ""

    def _sources(self, node: Mapping[str, Any], path: Path) -> tuple[str, ...]:
        return self.sources.read(node.get("source"), self.loaded.tree, (*path, "source"))

    def _place(self, path: Path) -> Place:
        return self.loaded.tree.place(path) or Place(file=str(self.loaded.folder))

    def _key(self, path: Path) -> Place:
        return self.loaded.tree.keys.get(path) or self._place(path)


def rule_facts(rules: Mapping[str, Rule]) -> dict[str, Fact]:
    """The facts that rules are: the state of each deadline and of each recurrence."""
    return {
        rule.name: Fact(
            policy=rule.policy,
            name=rule.name,
            title=rule.title,
            subject=rule.subject,
            value=rule,
            sources=rule.sources,
            place=rule.place,
        )
        for rule in rules.values()
        if rule.kind in FACT_KINDS
    }


def formulas(node: Any) -> list[Formula]:
    """Every formula in a rule's body."""
    if isinstance(node, Formula):
        return [node]
    if isinstance(node, Mapping):
        return [formula for value in node.values() for formula in formulas(value)]
    if isinstance(node, list):
        return [formula for value in node for formula in formulas(value)]
    return []


def _one_kind(name: str, kinds: list[str]) -> str:
    if not kinds:
        return _("rule {name!r} says nothing to test: give it one kind, like deadline").format(
            name=name
        )
    return _("rule {name!r} has several kinds ({kinds}); make them rules of their own").format(
        name=name, kinds=", ".join(kinds)
    )
