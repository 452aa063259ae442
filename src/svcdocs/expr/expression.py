"""The expression: compiled once, evaluated against many records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import final

from jinja2 import nodes

from svcdocs.expr.compare import vocabulary
from svcdocs.expr.compiler import Compiler
from svcdocs.expr.parse import Source, parse
from svcdocs.expr.part import Evaluator, NameUse, Part, Static
from svcdocs.expr.scope import Scope
from svcdocs.expr.static import Types, static_of
from svcdocs.expr.values import SCALARS, UNKNOWN, Constant, Items, Located, Result
from svcdocs.model.tree import Path


@final
class Expression:
    """A compiled expression.

    Attributes:
        text: as it was written.
        names: the names it uses, in the order in which they stand.
    """

    __slots__ = ("_listed", "_parsed", "_part", "_run", "names", "text")

    def __init__(
        self, text: str, part: Part, names: tuple[NameUse, ...], parsed: tuple[nodes.Expr, Source]
    ) -> None:
        self.text = text
        self._parsed = parsed
        self.names = names
        self._part = part
        self._run = part.run
        self._listed = part.listed

    def typed(self, types: Types) -> Static:
        """What the value is known to be when somebody says what the names stand for.

        Raises:
            ExpressionError: by that, it can never be computed.
        """
        node, source = self._parsed
        return static_of(Compiler(source, types).part(node))

    def value(self, scope: Scope) -> object:
        """The value alone, for a first look: a text of the expression may come as `Constant`.

        Raises:
            ExpressionError: as `evaluate`.
            CalendarUnavailable: as `evaluate`.
        """
        return self._run(scope.quiet)

    def listed(self, scope: Scope) -> object:
        """The same where a list is wanted; a single value or a mapping comes as it is.

        Raises:
            ExpressionError: as `evaluate`.
            CalendarUnavailable: as `evaluate`.
        """
        return self._listed(scope.quiet)

    def evaluate(self, scope: Scope) -> Result:
        """The value in a scope and what was read to find it.

        Raises:
            ExpressionError: a value is of a kind that does not fit. One that a fact's own
                expression raises comes through as it is: its column is in the fact's text.
            CalendarUnavailable: it adds working days past the last official notice.
        """
        value = self._run(scope.quiet)
        if type(value) not in SCALARS and value is not UNKNOWN:
            value = _handed_out(value)
        return Result(value, partial(_reads, self._run, scope))

    def evaluate_items(self, scope: Scope) -> Result:
        """The same where a list is wanted: the value is `Items` or UNKNOWN.

        A missing `project.<table>` has no rows, a mapping gives its keys, and a single value is
        a list of one.
        """
        run = scope.listening()
        value = self._listed(run)
        read = run.reads or []
        if value is UNKNOWN or isinstance(value, Items):
            return Result(_handed_out(value), read)
        if isinstance(value, Located) and isinstance(value.value, Mapping):
            names = list(vocabulary(value))
            read.append((value.path, value.value))
            items = Items(names, value.path, [(*value.path, name) for name in names])
            return Result(_handed_out(items), read)
        # Only what a single name reads has one place of its own.
        place = read[-1][0] if self._part.way is not None and read else ()
        return Result(Items([_plain(value)], (), [place]), read)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Constant) else value


def _reads(evaluate: Evaluator, scope: Scope) -> list[tuple[Path, object]]:
    run = scope.listening()
    evaluate(run)
    return run.reads or []


def _handed_out(value: object) -> object:
    """A value as others know it: constants are texts."""
    if isinstance(value, Items) and Constant in map(type, value.values):
        return Items(
            [_plain(item) for item in value.values],
            value.path,
            [value.path_of(number) for number in range(len(value))],
        )
    return _plain(value)


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
