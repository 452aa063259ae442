"""The expression: compiled once, evaluated against many records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import final

from jinja2 import nodes

from svcdocs.expr.compare import vocabulary
from svcdocs.expr.compiler import Compiler
from svcdocs.expr.parse import Source, parse
from svcdocs.expr.part import NameUse, Part, Static
from svcdocs.expr.scope import Run, Scope
from svcdocs.expr.static import Types, static_of
from svcdocs.expr.values import SCALARS, UNKNOWN, Constant, Items, Located, Result


@final
class Expression:
    """A compiled expression.

    Attributes:
        text: as it was written.
        names: the names it uses, in the order in which they stand.
    """

    __slots__ = ("_parsed", "_part", "names", "text")

    def __init__(
        self, text: str, part: Part, names: tuple[NameUse, ...], parsed: tuple[nodes.Expr, Source]
    ) -> None:
        self.text = text
        self._parsed = parsed
        self.names = names
        self._part = part

    def typed(self, types: Types) -> Static:
        """What the value is known to be when somebody says what the names stand for.

        Raises:
            ExpressionError: by that, it can never be computed.
        """
        node, source = self._parsed
        return static_of(Compiler(source, types).part(node))

    def evaluate(self, scope: Scope) -> Result:
        """The value in a scope and what was read to find it.

        Raises:
            ExpressionError: a value is of a kind that does not fit. One that a fact's own
                expression raises comes through as it is: its column is in the fact's text.
            CalendarUnavailable: it adds working days past the last official notice.
        """
        run = Run(scope)
        value = self._part.run(run)
        if type(value) in SCALARS or value is UNKNOWN:
            return Result(value, run.reads)
        return _result(run, value)

    def evaluate_items(self, scope: Scope) -> Result:
        """The same where a list is wanted: the value is `Items` or UNKNOWN.

        A missing `project.<table>` has no rows, a mapping gives its keys, and a single value is
        a list of one.
        """
        run = Run(scope)
        value = self._part.listed(run)
        if value is UNKNOWN or isinstance(value, Items):
            return _result(run, value)
        if isinstance(value, Located) and isinstance(value.value, Mapping):
            names = list(vocabulary(value))
            run.reads.append((value.path, value.value))
            return _result(run, Items(names, value.path, [(*value.path, name) for name in names]))
        # Only what a single name reads has one place of its own.
        place = run.reads[-1][0] if self._part.way is not None and run.reads else ()
        return _result(run, Items([_plain(value)], (), [place]))

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Constant) else value


def _result(run: Run, value: object) -> Result:
    if isinstance(value, Constant):
        value = str(value)
    elif isinstance(value, Items) and Constant in map(type, value.values):
        value = Items(
            [_plain(item) for item in value.values],
            value.path,
            [value.path_of(number) for number in range(len(value))],
        )
    return Result(value, run.reads)


@lru_cache(maxsize=4096)
def compile_expression(text: str) -> Expression:
    """Compile an expression; the same text gives the same object.

    Raises:
        ExpressionError: it is not an expression, or uses what the language does not have.
    """
    node, source = parse(text)
    compiler = Compiler(source)
    part = compiler.part(node)
    names = sorted(compiler.names, key=lambda use: use.column)
    return Expression(text, part, tuple(names), (node, source))
