"""A walk through a template's statements that knows of every value what kind it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import nodes

from svcdocs.render.lint.expressions import Expressions
from svcdocs.render.lint.value import ANYTHING, SCALARS, Value, kind_name
from svcdocs.texts import _


class Reader(Expressions):
    """Reads parsed templates; collects what is wrong and what is used."""

    def read(self, tree: nodes.Template) -> None:
        """Go through one part, or one text of the manifest."""
        self._scopes = [{}]
        try:
            self._body(tree.body)
        except RecursionError:
            self.complain(tree, "syntax", _("nested too deeply"))

    def _body(self, body: Iterable[nodes.Node]) -> None:
        readers: Mapping[type[nodes.Node], Callable[[Any], object]] = {
            nodes.Output: self._output,
            nodes.For: self._loop,
            nodes.If: self._choose,
            nodes.Assign: lambda node: self._bind(node.target, self.value(node.node)),
            nodes.AssignBlock: self._assign_block,
            nodes.Macro: self._macro,
            nodes.CallBlock: self._call_block,
            nodes.With: self._with,
            nodes.ExprStmt: lambda node: self.value(node.node),
        }
        for node in body:
            reader = readers.get(type(node))
            if reader is not None:
                reader(node)
            else:
                self._body(getattr(node, "body", ()))

    def _output(self, node: nodes.Output) -> None:
        for one in node.nodes:
            if not isinstance(one, nodes.TemplateData):
                self.printed(one)

    def _choose(self, node: nodes.If) -> None:
        self.truth(node.test)
        self._body(node.body)
        self._body(node.elif_)
        self._body(node.else_)

    def _loop(self, node: nodes.For) -> None:
        value = self.value(node.iter)
        self.uses.add(value, "loop")
        if value.kind in SCALARS or value.kind == "mapping":
            told = _("{name} is a {kind}, no list to loop over").format(
                name=value.name, kind=kind_name(value.kind)
            )
            if value.kind == "mapping":
                told += _("; loop over {name} | values or | items").format(name=value.name)
            word = value.way[-1] if value.way else ""
            self.complain(node.iter, "wrong-type", told, word)
            value = ANYTHING
        self._scopes.append({"loop": Value(kind="loop")})
        self._bind(node.target, self.element(value))
        if node.test is not None:
            self.truth(node.test)
        self._body(node.body)
        self._scopes.pop()
        self._body(node.else_)

    def _assign_block(self, node: nodes.AssignBlock) -> None:
        self._body(node.body)
        self._bind(node.target, ANYTHING)

    def _macro(self, node: nodes.Macro) -> None:
        self._scopes[-1][node.name] = ANYTHING
        names = {str(one.name): ANYTHING for one in node.args}
        self._within({**names, "caller": ANYTHING}, node.body)

    def _call_block(self, node: nodes.CallBlock) -> None:
        self.value(node.call)
        self._within({str(one.name): ANYTHING for one in node.args}, node.body)

    def _with(self, node: nodes.With) -> None:
        values = [self.value(one) for one in node.values]
        self._scopes.append({})
        for target, value in zip(node.targets, values, strict=True):
            self._bind(target, value)
        self._body(node.body)
        self._scopes.pop()

    def _within(self, names: Mapping[str, Value], body: Iterable[nodes.Node]) -> None:
        self._scopes.append(dict(names))
        self._body(body)
        self._scopes.pop()

    def _bind(self, target: nodes.Node, value: Value) -> None:
        if isinstance(target, nodes.Name):
            self._scopes[-1][target.name] = value
        elif isinstance(target, nodes.Tuple):
            parts = value.parts or (ANYTHING,) * len(target.items)
            for one, part in zip(target.items, parts, strict=False):
                self._bind(one, part)
