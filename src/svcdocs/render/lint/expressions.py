"""What is known of the values of expressions, and what is wrong with how they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import nodes

from svcdocs.load.wording import nearest
from svcdocs.render.lint.contract import Contract
from svcdocs.render.lint.filters import FILTERS
from svcdocs.render.lint.uses import Complaint, Uses
from svcdocs.render.lint.value import ANYTHING, NUMBERS, SCALARS, Value, kind_name
from svcdocs.texts import _

_LOOP = {"first": "boolean", "last": "boolean", "index": "integer", "index0": "integer"}


class Expressions:
    """Reads expressions; collects what is wrong and what is used.

    Args:
        contract: what may be named.
        filters: the names of the filters there are.
        tests: those of the tests.
        functions: those of the functions.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        filters: Iterable[str],
        tests: Iterable[str],
        functions: Iterable[str],
    ) -> None:
        self.contract = contract
        self.uses = Uses()
        self.complaints: list[Complaint] = []
        self._filters = frozenset(filters)
        self._tests = frozenset(tests)
        self._functions = frozenset(functions)
        self._scopes: list[dict[str, Value]] = [{}]
        self._readers: Mapping[type[nodes.Node], Callable[[Any], Value]] = {
            nodes.Name: self._name,
            nodes.Const: self._constant,
            nodes.Getattr: lambda node: self._part(node, self.value(node.node), node.attr),
            nodes.Getitem: self._item,
            nodes.Filter: self._filter,
            nodes.Test: self._test,
            nodes.Call: self._call,
            nodes.CondExpr: self._choice,
            nodes.Compare: self._comparison,
            nodes.List: self._list,
            nodes.Tuple: self._list,
            nodes.And: self._junction,
            nodes.Or: self._junction,
            nodes.Not: self._negation,
            nodes.Concat: self._concatenation,
        }

    def complain(self, node: nodes.Node, rule: str, message: str, word: str = "") -> None:
        """Remember something wrong."""
        one = Complaint(line=node.lineno, rule=rule, message=message, word=word)
        if one not in self.complaints:
            self.complaints.append(one)

    def value(self, node: nodes.Node) -> Value:
        """What is known of an expression's value."""
        reader = self._readers.get(type(node))
        if reader is not None:
            return reader(node)
        if isinstance(node, nodes.BinExpr):
            self.uses.add(self.value(node.left), "compute")
            self.uses.add(self.value(node.right), "compute")
            return ANYTHING
        for child in node.iter_child_nodes():
            self.value(child)
        return ANYTHING

    def element(self, value: Value) -> Value:
        """What stands in a list or table."""
        if value.element is not None:
            return value.element
        if value.way and value.kind in ("table", "list"):
            way = (*value.way, "*")
            return Value(kind=self.contract.kind(way), way=way)
        return ANYTHING

    def printed(self, node: nodes.Node) -> None:
        """A value that is printed: no table, no group."""
        value = self.value(node)
        self.uses.add(value, "print")
        if value.kind == "table":
            told = _("{name} is a table; loop over its rows or count them")
        elif value.kind == "mapping":
            told = _("{name} is a group of values; print one of them")
        else:
            return
        word = value.way[-1] if value.way else ""
        self.complain(node, "wrong-type", told.format(name=value.name), word)

    def truth(self, node: nodes.Node) -> None:
        """A value that is asked for its truth."""
        self.uses.add(self.value(node), "if")

    def _choice(self, node: nodes.CondExpr) -> Value:
        self.truth(node.test)
        first = self.value(node.expr1)
        second = self.value(node.expr2) if node.expr2 is not None else ANYTHING
        self.uses.add(first, "print")
        self.uses.add(second, "print")
        return Value(kind=first.kind if first.kind == second.kind else "")

    def _list(self, node: nodes.List | nodes.Tuple) -> Value:
        elements = {self.value(one) for one in node.items}
        kinds = {one.kind for one in elements}
        if len(elements) == 1:
            return Value(kind="list", element=elements.pop())
        return Value(kind="list", element=Value(kind=kinds.pop() if len(kinds) == 1 else ""))

    def _junction(self, node: nodes.And | nodes.Or) -> Value:
        self.truth(node.left)
        self.truth(node.right)
        return ANYTHING

    def _negation(self, node: nodes.Not) -> Value:
        self.truth(node.node)
        return Value(kind="boolean")

    def _concatenation(self, node: nodes.Concat) -> Value:
        for one in node.nodes:
            self.printed(one)
        return Value(kind="text")

    def _constant(self, node: nodes.Const) -> Value:
        if isinstance(node.value, bool):
            return Value(kind="boolean")
        if isinstance(node.value, str):
            return Value(kind="text", constant=node.value)
        if isinstance(node.value, int):
            return Value(kind="integer", constant=node.value)
        return ANYTHING

    def _name(self, node: nodes.Name) -> Value:
        for scope in reversed(self._scopes):
            if node.name in scope:
                return scope[node.name]
        found = self.contract.root(node.name)
        if found is not None:
            return found
        if node.name in self._functions:
            return ANYTHING
        if node.name == "it":
            message = _("there is no 'it': this document is about the project as a whole")
        else:
            known = {*self.contract.names, *self._functions, *(n for s in self._scopes for n in s)}
            message = _("unknown name {name!r}").format(name=node.name) + _near(node.name, known)
        self.complain(node, "unknown-name", message, node.name)
        return ANYTHING

    def _part(self, node: nodes.Node, whole: Value, step: str) -> Value:
        if whole.kind == "loop":
            return Value(kind=_LOOP.get(step, ""))
        if step != "*" and whole.kind in ("list", "table", *SCALARS) and not whole.way:
            message = _("{name} has no part {part!r}").format(name=whole.name, part=step)
            self.complain(node, "unknown-field", message, step)
            return ANYTHING
        if not whole.way:
            return ANYTHING
        found, message = self.contract.below(whole, step)
        if message:
            self.complain(node, "unknown-field", message, step)
        return found

    def _item(self, node: nodes.Getitem) -> Value:
        whole, key = self.value(node.node), self.value(node.arg)
        self.uses.add(key, "key")
        if isinstance(key.constant, str):
            return self._part(node, whole, key.constant)
        if whole.way[:1] == ("terms",) and whole.kind == "mapping" and key.way:
            self.uses.vocabularies.setdefault(key.way, whole.way)
        if whole.kind == "table" and whole.way:
            self.uses.add(whole, "row")
            return self.element(whole)
        return self._part(node, whole, "*") if whole.kind == "mapping" else self.element(whole)

    def _filter(self, node: nodes.Filter) -> Value:
        operand = self.value(node.node) if node.node is not None else ANYTHING
        arguments = [self.value(one) for one in node.args]
        named = {str(one.key): self.value(one.value) for one in node.kwargs}
        for one in arguments:
            self.uses.add(one, "argument")
        if node.name not in self._filters:
            message = _("there is no filter {name!r}").format(name=node.name)
            self.complain(
                node, "unknown-filter", message + _near(node.name, self._filters), node.name
            )
            return ANYTHING
        self.uses.add(operand, node.name)
        rule = FILTERS.get(node.name)
        return ANYTHING if rule is None else rule(self, node, operand, arguments, named)

    def _test(self, node: nodes.Test) -> Value:
        self.uses.add(self.value(node.node), node.name)
        for one in node.args:
            self.value(one)
        if node.name not in self._tests:
            message = _("there is no test {name!r}").format(name=node.name)
            self.complain(
                node, "unknown-filter", message + _near(node.name, self._tests), node.name
            )
        return Value(kind="boolean")

    def _call(self, node: nodes.Call) -> Value:
        for one in node.args:
            self.value(one)
        for pair in node.kwargs:
            self.value(pair.value)
        called = node.node
        if not isinstance(called, nodes.Name):
            self.value(called)
            return ANYTHING
        if called.name in self._functions or any(called.name in one for one in self._scopes):
            return Value(kind="list") if called.name == "range" else ANYTHING
        message = _("there is no function {name!r}").format(name=called.name)
        self.complain(
            node, "unknown-filter", message + _near(called.name, self._functions), called.name
        )
        return ANYTHING

    def _comparison(self, node: nodes.Compare) -> Value:
        left = self.value(node.expr)
        self.uses.add(left, "compare")
        for operand in node.ops:
            right = self.value(operand.expr)
            self.uses.add(right, "compare")
            if operand.op in ("in", "notin"):
                continue
            for one, other in ((left, right), (right, left)):
                if one.way and isinstance(other.constant, str):
                    self.uses.equals.setdefault(one.way, other.constant)
            if left.kind and right.kind and not _comparable(left.kind, right.kind):
                self.complain(
                    node,
                    "wrong-type",
                    _("{left} ({kind}) and {right} ({other}) are never equal").format(
                        left=left.name,
                        kind=kind_name(left.kind),
                        right=right.name,
                        other=kind_name(right.kind),
                    ),
                )
            left = right
        return Value(kind="boolean")


def _comparable(kind: str, other: str) -> bool:
    if kind == other or {kind, other} <= NUMBERS:
        return True
    return not {kind, other} <= SCALARS


def _near(name: str, known: Iterable[str]) -> str:
    near = nearest(name, [one for one in known if not one.startswith("_")])
    return _("; did you mean {name!r}?").format(name=near) if near else ""
