"""From Jinja's syntax tree to functions, over a closed set of node kinds.

Whatever is not named here is refused when a policy loads. So new node kinds of a later Jinja are
refused too, until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from jinja2 import nodes

from svcdocs.expr import arithmetic, compare, filters, logic
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.parse import Source
from svcdocs.expr.part import NameUse, Part, Static, Way, part
from svcdocs.expr.reading import Reader, field_name, unknown
from svcdocs.expr.scope import Run
from svcdocs.expr.static import Types, computed, joined, static_of, typed_way, untyped
from svcdocs.expr.static_filters import filter_static
from svcdocs.expr.values import Constant, Items, Kind, Located, kind_of
from svcdocs.texts import _

#: Each level costs two or three calls in a run.
MAX_DEPTH = 60

_SIGNS: dict[type[nodes.Node], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
}


class Compiler:
    """Compiles one expression and gathers the names it uses.

    Args:
        source: its words.
        types: what the names stand for; what does not fit that is refused.
    """

    def __init__(self, source: Source, types: Types = untyped) -> None:
        self.source = source
        self.types = types
        self.reader = Reader(source, self.part, types)
        self._depth = 0

    @property
    def names(self) -> list[NameUse]:
        """The names found so far."""
        return self.reader.names

    def part(self, node: nodes.Node) -> Part:
        """Compile a node with all below it.

        Raises:
            ExpressionError: something in it is not part of the language.
        """
        compile_node = _NODES.get(type(node))
        if compile_node is None:
            raise self._refused(node)
        if self._depth >= MAX_DEPTH:
            raise ExpressionError(_("the expression is nested too deeply"), first_column(node))
        self._depth += 1
        compiled = compile_node(self, node)
        self._depth -= 1
        return compiled

    def _refused(self, node: nodes.Node) -> ExpressionError:
        if isinstance(node, nodes.Call):
            message = _("functions cannot be called; filters follow a |, as in | count")
        elif isinstance(node, nodes.Slice):
            message = _("lists cannot be sliced")
        else:
            message = _("this is not part of the expression language")
        return ExpressionError(message, node.lineno)

    def constant(self, node: nodes.Const) -> Part:
        """A text, number or truth value; `none` is refused."""
        column = node.lineno
        value: object = node.value
        if value is None:
            raise ExpressionError(_("write 'is missing' or 'is present' instead of none"), column)
        if isinstance(value, float):
            value = Decimal(self.source.words[column])
        if isinstance(value, str):
            text = Constant.at(value, column)
            return Part(
                run=lambda _run: text,
                listed=lambda _run: text,
                column=column,
                kind=Kind.TEXT,
                constant=text,
            )
        return part(lambda _run: value, column, kind_of(value))

    def sequence(self, node: nodes.List | nodes.Tuple) -> Part:
        """A list in brackets."""
        items = [self.part(item) for item in node.items]
        for item in items:
            if item.kind in (Kind.LIST, Kind.RECORD):
                raise _nested(item.column)
        pairs = tuple((item.run, item.column) for item in items)
        nowhere = [()] * len(items)

        def run_list(run: Run) -> Items:
            values = []
            for evaluate, column in pairs:
                value = evaluate(run)
                if isinstance(value, Items | Located):
                    raise _nested(column)
                values.append(value)
            return Items(values, (), nowhere)

        element = joined([static_of(item) for item in items]) if items else None
        return part(run_list, node.lineno, static=Static(kind=Kind.LIST, element=element))

    def comparison(self, node: nodes.Compare) -> Part:
        """One comparison, or a chain of them: `a < b < c`."""
        left = self.part(node.expr)
        column = left.column
        parts = []
        for operand in node.ops:
            right = self.part(operand.expr)
            parts.append(part(compare.comparison(operand.op, left, right), column, Kind.TRUTH))
            left = right
        if len(parts) == 1:
            return parts[0]
        return part(logic.conjunction(parts), column, Kind.TRUTH)

    def junction(self, node: nodes.And | nodes.Or) -> Part:
        """`and`, `or`; a chain of one of them is one function."""
        kind = type(node)
        operands: list[Part] = []
        chain: list[nodes.Node] = []
        left: nodes.Node = node
        while isinstance(left, nodes.And | nodes.Or) and type(left) is kind:
            chain.append(left.right)
            left = left.left
        for operand in [left, *reversed(chain)]:
            compiled = self.part(operand)
            logic.want_truth(compiled)
            operands.append(compiled)
        build = logic.conjunction if kind is nodes.And else logic.disjunction
        return part(build(operands), operands[0].column, Kind.TRUTH)

    def negation(self, node: nodes.Not) -> Part:
        """`not`."""
        operand = self.part(node.node)
        logic.want_truth(operand)
        # `x is not missing` arrives as the negation of a test and begins where its operand does.
        column = min(operand.column, node.lineno)
        return part(logic.negation(operand), column, Kind.TRUTH)

    def negative(self, node: nodes.Neg) -> Part:
        """The sign `-`."""
        operand = self.part(node.node)
        return part(arithmetic.negative(operand), node.lineno, static=static_of(operand))

    def arithmetic(self, node: nodes.BinExpr) -> Part:
        """`+`, `-`, `*`, `/`."""
        left, right = self.part(node.left), self.part(node.right)
        run = arithmetic.operation(_SIGNS[type(node)], left, right)
        return part(run, left.column, static=computed(_SIGNS[type(node)], left, right))

    def choice(self, node: nodes.CondExpr) -> Part:
        """`a if b else c`."""
        if node.expr2 is None:
            raise ExpressionError(_("an 'if' needs its 'else'"), first_column(node.test))
        then, test, otherwise = (
            self.part(node.expr1),
            self.part(node.test),
            self.part(node.expr2),
        )
        logic.want_truth(test)
        static = joined([static_of(then), static_of(otherwise)])
        return part(logic.choice(test, then, otherwise), then.column, static=static)

    def test(self, node: nodes.Test) -> Part:
        """`is missing`, `is present`, and with `is not`."""
        column = self._after_not(node.lineno)
        if node.name not in ("missing", "present"):
            raise unknown(
                _("unknown test '{name}'; there are missing and present").format(name=node.name),
                node.name,
                ("missing", "present"),
                column,
            )
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise ExpressionError(_("'{name}' takes nothing more").format(name=node.name), column)
        operand = self.part(node.node)
        run = logic.presence(operand, missing=node.name == "missing")
        return part(run, operand.column, Kind.TRUTH)

    def _after_not(self, column: int) -> int:
        following = self.source.following[column]
        is_not = self.source.words.get(following) == "not"
        return self.source.following[following] if is_not else following

    def filter(self, node: nodes.Filter) -> Part:
        """A filter, its arguments checked."""
        column = node.lineno
        known = filters.FILTERS.get(node.name)
        if known is None or node.node is None:
            raise unknown(
                _("unknown filter '{name}'").format(name=node.name),
                node.name,
                tuple(filters.FILTERS),
                column,
            )
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise ExpressionError(_("a filter takes plain values only"), column)
        base = self.part(node.node)
        arguments = tuple(self.part(argument) for argument in node.args)
        if len(arguments) != len(known.arguments):
            raise ExpressionError(
                _("'{name}' takes {count} values in brackets").format(
                    name=node.name, count=len(known.arguments)
                ),
                column,
            )
        elements = base.elements if known.keeps else None
        column_way: Way | None = None
        if known.arguments[:1] == ("field",):
            field = arguments[0]
            if field.constant is None:
                raise ExpressionError(_("a field is named by a text in quotes"), field.column)
            name = field_name(str(field.constant), field.column)
            if base.elements is not None:
                column_way = (*base.elements, (name, field.column))
                self.reader.use(column_way, field.column)
                elements = elements or column_way
        static = filter_static(
            node.name, base, arguments, typed_way(self.types, column_way), column
        )
        run = known.build(filters.Call(base, arguments, column))
        return Part(
            run=run,
            listed=run,
            column=base.column,
            kind=static.kind or known.kind,
            samples=static.samples,
            element=static.element,
            way=base.elements if node.name in ("first", "last") else None,
            elements=elements,
        )


def first_column(node: nodes.Node) -> int:
    """The column of the first word of a node."""
    return min(
        (child.lineno for child in node.find_all(nodes.Expr) if child.lineno), default=node.lineno
    )


def _nested(column: int) -> ExpressionError:
    return ExpressionError(_("a list in brackets holds single values"), column)


def _reading(compiler: Compiler, node: nodes.Name | nodes.Getattr | nodes.Getitem) -> Part:
    return compiler.reader.reading(node)


_NODES: dict[type[nodes.Node], Callable[[Compiler, Any], Part]] = {
    nodes.Const: Compiler.constant,
    nodes.Name: _reading,
    nodes.Getattr: _reading,
    nodes.Getitem: _reading,
    nodes.List: Compiler.sequence,
    nodes.Tuple: Compiler.sequence,
    nodes.Compare: Compiler.comparison,
    nodes.And: Compiler.junction,
    nodes.Or: Compiler.junction,
    nodes.Not: Compiler.negation,
    nodes.Neg: Compiler.negative,
    nodes.Add: Compiler.arithmetic,
    nodes.Sub: Compiler.arithmetic,
    nodes.Mul: Compiler.arithmetic,
    nodes.Div: Compiler.arithmetic,
    nodes.CondExpr: Compiler.choice,
    nodes.Test: Compiler.test,
    nodes.Filter: Compiler.filter,
}
