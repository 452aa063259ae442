"""What is written into a template's tree so that nothing in it grows without end.

Every pass through a loop or macro pays for the text in it, joined texts pay for their length, and
lists are not nested deeper than two: one that holds itself twice, forty times over, would be gone
through for ever. Collected XML is not cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from jinja2 import nodes, pass_context
from jinja2.runtime import Context, markup_join, str_join
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from svcdocs.texts import _

_CONTAINERS = (list, tuple, dict)


@pass_context
def _pass(context: Context, characters: int) -> None:
    budget = context.parent["_run"].budget
    budget.step()
    budget.spend(characters)


@pass_context
def _joined_text(context: Context, parts: list[Any]) -> str:
    join = markup_join if context.eval_ctx.autoescape else str_join
    text = join(parts)
    context.parent["_run"].budget.spend(len(text))
    return text


def _shallow(value: Any) -> Any:
    for one in _elements(value):
        if isinstance(one, _CONTAINERS) and any(
            isinstance(inner, _CONTAINERS) for inner in _elements(one)
        ):
            raise ValueError(_("lists are nested too deeply"))
    return value


def _whole(value: Any) -> Any:
    # Of XML that a macro or a block has collected a piece might be the beginning of a tag.
    if isinstance(value, Markup):
        raise TypeError(_("a text that a macro or a block has collected cannot be cut"))
    return value


def _elements(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value


GUARDS: Mapping[str, Callable[..., Any]] = {
    "_pass": _pass,
    "_joined_text": _joined_text,
    "_shallow": _shallow,
    "_whole": _whole,
}


def guard(tree: nodes.Template) -> None:
    """Write the guards into a tree, in place."""
    _Guard().visit(tree)
    passes: Iterator[nodes.For | nodes.Macro | nodes.CallBlock]
    passes = tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock))
    for node in passes:
        weight = nodes.Const(_own_text(node.body), lineno=node.lineno)
        paid = _filter(weight, "_pass", node.lineno)
        node.body.insert(0, nodes.ExprStmt(paid, lineno=node.lineno))


def _own_text(body: list[nodes.Node]) -> int:
    """Characters of XML that one pass prints, without those of loops inside."""
    total = 0
    for node in body:
        if isinstance(node, nodes.TemplateData):
            total += len(node.data)
        elif not isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock):
            total += _own_text(list(node.iter_child_nodes()))
    return total


def _filter(operand: nodes.Node, name: str, line: int) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", operand), name, [], [], None, None, lineno=line)


class _Guard(NodeTransformer):
    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja looks for it
        self.generic_visit(node)
        return _filter(nodes.List(node.nodes, lineno=node.lineno), "_joined_text", node.lineno)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802 - as above
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):  # Jinja does not ask the sandbox about one
            node.node = _filter(node.node, "_whole", node.lineno)
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802 - as above
        return self._container(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802 - as above
        return self._container(node) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802 - as above
        return self._container(node)

    def _container(self, node: nodes.Node) -> nodes.Node:
        self.generic_visit(node)
        if all(isinstance(one, nodes.Const) for one in node.iter_child_nodes()):
            return node
        return _filter(node, "_shallow", node.lineno)
