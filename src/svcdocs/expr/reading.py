"""Compiling names: a root, then fields and keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jinja2 import nodes

from svcdocs.expr import access
from svcdocs.expr.errors import ExpressionError
from svcdocs.expr.parse import Source
from svcdocs.expr.part import Evaluator, NameUse, Part, Way
from svcdocs.expr.scope import ROOTS, Run
from svcdocs.expr.static import Types, typed_way
from svcdocs.expr.values import UNKNOWN, Items, Kind, kind_name
from svcdocs.texts import _

Link = nodes.Getattr | nodes.Getitem


class Reader:
    """Compiles the names of one expression and keeps a list of them.

    Args:
        source: the words, for columns.
        compile_node: compiles any other node, such as the key in brackets.
        types: what the names stand for.
    """

    def __init__(
        self, source: Source, compile_node: Callable[[nodes.Node], Part], types: Types
    ) -> None:
        self._source = source
        self._compile = compile_node
        self._types = types
        self.names: list[NameUse] = []

    def use(self, way: Way | None, column: int) -> None:
        """Remember a name, if the text tells which it is."""
        if way is not None:
            parts = tuple(part for part, _column in way)
            self.names.append(NameUse(parts, tuple(at for _part, at in way), column))

    def reading(self, node: nodes.Name | Link) -> Part:
        """A way through the data, from a root or from a computed value."""
        links: list[Link] = []
        base: nodes.Node = node
        while isinstance(base, Link):
            links.append(base)
            base = base.node
        links.reverse()
        if isinstance(base, nodes.Name):
            return self._from_root(base, links)
        start = self._compile(base)
        steps, way = self._steps(links, start.way, start.elements)
        self.use(way, start.column)
        return self._read(access.from_value(start.run, steps), start.column, way)

    def _from_root(self, name: nodes.Name, links: Sequence[Link]) -> Part:
        root, column = name.name, name.lineno
        if root not in ROOTS:
            raise unknown(
                _("unknown name '{name}'; names begin with {roots}").format(
                    name=root, roots=", ".join(ROOTS)
                ),
                root,
                ROOTS,
                column,
            )
        if root == "facts":
            steps, way = self._fact_steps(links, column)
            self.use(way, column)
            return self._read(access.from_root(root, column, (), steps), column, way)
        steps, way = self._steps(links, ((root, column),), None)
        self.use(way, column)
        names = tuple(part for part, _column in way[1:]) if way else ()
        keys = () if "*" in names else names
        run = access.from_root(root, column, keys, steps)
        listed = _listed(run, (root, *keys)) if root == "project" and len(keys) == 1 else run
        return self._read(run, column, way, listed)

    def _fact_steps(
        self, links: Sequence[Link], column: int
    ) -> tuple[tuple[access.Step, ...], Way | None]:
        name, at, _step = self._step(links[0]) if links else ("*", column, None)
        if name == "*":
            raise ExpressionError(_("write which fact, as in facts.warranty_end"), column)
        fact = access.fact_id(name)
        rest, way = self._steps(links[1:], (("facts", column), (fact, at)), None)
        return (access.fact_step(fact, at), *rest), way

    def _steps(
        self, links: Sequence[Link], way: Way | None, elements: Way | None
    ) -> tuple[tuple[access.Step, ...], Way | None]:
        steps: list[access.Step] = []
        for link in links:
            name, column, step = self._step(link)
            steps.append(step)
            if way is not None:
                way = (*way, (name, column))
            elif elements is not None:
                # A row taken out of chosen rows by its id.
                way, elements = elements, None
        return tuple(steps), way

    def _read(
        self, run: Evaluator, column: int, way: Way | None, listed: Evaluator | None = None
    ) -> Part:
        elements = None if way is None else (*way, ("*", way[-1][1]))
        static = typed_way(self._types, way)
        element = typed_way(self._types, elements) if static.kind is Kind.LIST else None
        return Part(
            run=run,
            listed=listed or run,
            column=column,
            kind=static.kind,
            samples=static.samples,
            element=element,
            way=way,
            elements=elements,
        )

    def _step(self, link: Link) -> tuple[str, int, access.Step]:
        column = self._source.following[link.lineno]
        if isinstance(link, nodes.Getattr):
            name = field_name(link.attr, column)
            return name, column, access.field_step(name, column)
        if isinstance(link.arg, nodes.Tuple):
            raise ExpressionError(_("one key belongs in the brackets"), column)
        key = self._compile(link.arg)
        if key.kind not in (None, Kind.TEXT):
            raise ExpressionError(
                _("a key or the id of a row is a text, not a {kind}").format(
                    kind=kind_name(key.kind)
                ),
                column,
            )
        if key.constant is None:
            return "*", column, access.computed_step(key.run, column)
        name = field_name(str(key.constant), column)
        return name, column, access.key_step(name, column)


def field_name(name: str, column: int) -> str:
    """The name itself.

    Raises:
        ExpressionError: it begins with `_`, as Python's insides do and no data does.
    """
    if name.startswith("_"):
        raise ExpressionError(_("a name does not begin with _"), column)
    return name


def unknown(message: str, name: str, names: Sequence[str], column: int) -> ExpressionError:
    """The error for a name that is none, with the nearest one that is."""
    import difflib  # noqa: PLC0415 - only where something is misspelt

    near = difflib.get_close_matches(name, names, n=1)
    if near:
        message = _("{message}; did you mean '{name}'?").format(message=message, name=near[0])
    return ExpressionError(message, column)


def _listed(run: Evaluator, path: tuple[str, ...]) -> Evaluator:
    """The table, or no rows where the project has none of the kind."""

    def run_listed(state: Run) -> object:
        value = run(state)
        return Items((), path, ()) if value is UNKNOWN else value

    return run_listed
