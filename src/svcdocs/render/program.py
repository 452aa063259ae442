"""A Jinja source compiled once and run many times, with every fault placed at its tag."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, cast

import jinja2
from jinja2 import meta, nodes, pass_context
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from svcdocs.errors import TemplateError
from svcdocs.render import own_functions, own_names
from svcdocs.render.codegen import FIELD, PRINT, RUN
from svcdocs.render.filters import FILTERS, FUNCTIONS
from svcdocs.render.guards import GUARDS, guard
from svcdocs.render.printing import printed, slot, to_xml
from svcdocs.render.run import Run
from svcdocs.render.sandbox import make_environment, problems_of
from svcdocs.render.tags import Spot, Tag
from svcdocs.texts import _, ngettext


@pass_context
def _at(context: Context, number: int) -> None:
    """Tell the run which tag comes now, before its expression is evaluated."""
    context.parent[RUN].at(number)


def _print(run: Run, _number: int, value: Any) -> str:
    return to_xml(run, value)


@pass_context
def _field(
    context: Context,
    _at: None,
    value: Any,
    root: Any,
    steps: tuple[str, ...],
    formats: tuple[str, ...],
) -> Any:
    run: Run = context.parent[RUN]
    if run.fields is not None:
        value = run.fields.control(run, value, root, steps, formats)
    return to_xml(run, value)


def _spell(run: Run, number: int, value: Any) -> str:
    run.at(number)
    return printed(run, value)


def _unused(*_operands: Any) -> Any:
    raise AssertionError("what is printed is written as a call of svc_slot or svc_print")


def _value(_at: None, value: Any) -> Any:
    return value


_OURS: Mapping[str, Callable[..., Any]] = {"_at": _at, "_value": _value}
_MARKUP = make_environment(
    escaped=True,
    filters={
        **FILTERS,
        **own_functions.FILTERS,
        **GUARDS,
        **_OURS,
        PRINT: _unused,
        FIELD: _field,
    },
    functions={**FUNCTIONS, **own_functions.FUNCTIONS},
    slot=slot,
    write=_print,
)
_TEXT = make_environment(
    escaped=False,
    filters={**FILTERS, **GUARDS, **_OURS, PRINT: _unused},
    functions=FUNCTIONS,
    slot=_spell,
    write=_spell,
)


class Program:
    """One compiled source: a part of a Word file, a file name, a sentence of a policy."""

    #: What another run makes it of again, see `svcdocs.kept.codec`.
    KEPT = ("python", "tags", "name", "names", "escaped")

    __slots__ = ("_root", "_template", "escaped", "name", "names", "python", "tags")

    def __init__(
        self,
        python: str,
        tags: tuple[Tag, ...],
        name: str,
        names: Mapping[str, int],
        *,
        escaped: bool,
    ) -> None:
        """Make ready what `compiled` has written.

        Args:
            python: the source as Python.
            tags: what its lines are about.
            name: what messages call it.
            names: bare names that it uses and does not define, with the line of their first use.
            escaped: whether what it prints is XML.

        Raises:
            SyntaxError, RecursionError, MemoryError, ValueError: Python does not take it.
        """
        environment = _MARKUP if escaped else _TEXT
        self.python = python
        self.tags = tags
        self.name = name
        self.names = names
        self.escaped = escaped
        code = compile(python, "<template>", "exec", dont_inherit=True)
        self._template = jinja2.Template.from_code(environment, code, environment.globals)
        self._root = self._template.root_render_func

    @classmethod
    def compiled(cls, source: str, tags: tuple[Tag, ...], name: str, *, escaped: bool) -> Program:
        """Compile a source whose line n belongs to tag n.

        Raises:
            TemplateError: all that is wrong with it, each with its tag and place.
        """
        environment = _MARKUP if escaped else _TEXT
        try:
            tree = environment.parse(source)
            problems = problems_of(tree, own_names.NAMES if escaped else ())
            if problems:
                raise _faulty(name, tags, problems)
            names = _free_names(environment.parse(source))
            _instrument(tree, fields=escaped)
            guard(tree)
            python = environment.compile(tree, name, raw=True)
            return cls(python, tags, name, names, escaped=escaped)
        except jinja2.TemplateSyntaxError as error:
            raise _faulty(name, tags, [(error.lineno, error.message or "")]) from error
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise _faulty(name, tags[:1], [(1, _("nested too deeply"))]) from error
        except ValueError as error:  # a number of thousands of digits
            raise _faulty(name, tags[:1], [(1, str(error))]) from error

    def unknown_names(self, known: Collection[str]) -> list[tuple[int, str]]:
        """Bare names that nothing defines, with their tags' numbers (from 1)."""
        return [(line, name) for name, line in self.names.items() if name not in known]

    def render(self, run: Run, values: Mapping[str, Any]) -> str:
        """The result for one document.

        Raises:
            TemplateError: the template computes something impossible; names the tag.
        """
        return "".join(self.chunks(run, values))

    def chunks(self, run: Run, values: Mapping[str, Any]) -> list[str]:
        """The result in pieces: texts of the template, values, slots of values.

        Raises:
            TemplateError: the template computes something impossible; names the tag.
        """
        outer_tags, outer_tag = run.tags, run.tag
        run.enter(self.tags)
        context = self._template.new_context({**values, RUN: run})
        try:
            chunks = list(self._root(context))
            run.settle()
        except (
            jinja2.TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            RecursionError,
        ) as error:
            raise _failed(self.name, self._tag_of(error) or run.tag, error) from error
        finally:
            run.tags, run.tag = outer_tags, outer_tag
        return chunks

    def _tag_of(self, error: BaseException) -> Tag | None:
        """The tag in which an error arose; plain looks at data do not tell the run."""
        step, line = error.__traceback__, 0
        while step is not None:
            if step.tb_frame.f_globals is self._root.__globals__:
                line = self._template.get_corresponding_lineno(step.tb_lineno)
            step = step.tb_next
        return self.tags[line - 1] if 0 < line <= len(self.tags) else None


@lru_cache(maxsize=4096)
def compile_text(source: str, name: str) -> Program:
    """Compile a plain text with tags: a file name, a number, a sentence of a policy.

    Raises:
        TemplateError: as `Program`.
    """
    tag = Tag(text=source if len(source) < 60 else source[:57] + "…", sheet=name, spot=Spot.PLAIN)
    lines = source.count("\n") + 1
    return Program.compiled(source, (tag,) * lines, name, escaped=False)


def fault_line(tags: tuple[Tag, ...], line: int, told: str) -> str:
    """One problem with the tag it belongs to and that tag's place."""
    if not tags:
        return told
    tag = tags[min(max(line, 1), len(tags)) - 1]
    return _("{name}: {message}").format(name=tag, message=told)


def _faulty(name: str, tags: tuple[Tag, ...], problems: list[tuple[int, str]]) -> TemplateError:
    return TemplateError(
        ngettext(
            "{count} fault in template {name}", "{count} faults in template {name}", len(problems)
        ).format(count=len(problems), name=name),
        details=[fault_line(tags, line, told) for line, told in problems],
    )


def _failed(name: str, tag: Tag | None, error: Exception) -> TemplateError:
    if isinstance(error, TemplateError):
        return error
    told = str(error) or type(error).__name__
    return TemplateError(
        _("template {name} cannot be rendered: {error}").format(name=name, error=told),
        details=[str(tag)] if tag else [],
    )


class _Straight(NodeTransformer):
    """Branches one behind the other: what one of them sets is known from there on.

    Where the branch was not taken, the name is refused when it is read.
    """

    def visit_If(self, node: nodes.If) -> list[nodes.Node]:  # noqa: N802 - Jinja's name for it
        self.generic_visit(node)
        test = nodes.Output([node.test], lineno=node.lineno)
        return [test, *node.body, *node.elif_, *node.else_]


def _free_names(tree: nodes.Template) -> dict[str, int]:
    _Straight().visit(tree)
    free = meta.find_undeclared_variables(tree) - own_names.NAMES
    lines: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        if node.name in free:
            lines.setdefault(node.name, node.lineno)
    return lines


def _instrument(tree: nodes.Template, *, fields: bool) -> None:
    """Wrap every expression so that the run knows its tag while it is evaluated.

    With `fields`, a tag that prints a value of the data also says which one.
    """
    for output in tree.find_all(nodes.Output):
        output.nodes = [
            one
            if isinstance(one, nodes.TemplateData) or _is_own(one)
            else (_as_field(one) if fields else None) or _within(one, PRINT)
            for one in output.nodes
        ]
    for choice in tree.find_all(nodes.If):
        choice.test = _within(choice.test, "_value")
    for loop in tree.find_all(nodes.For):
        loop.iter = _within(loop.iter, "_value")
    for assignment in tree.find_all(nodes.Assign):
        assignment.node = _within(assignment.node, "_value")


def _within(expression: nodes.Node, filter_name: str) -> nodes.Filter:
    line = expression.lineno
    number = nodes.Const(line - 1, lineno=line)
    at = nodes.Filter(number, "_at", [], [], None, None, lineno=line)
    # Jinja types the operands of loops and assignments as nodes; its parser gives expressions.
    operand = cast("nodes.Expr", expression)
    return nodes.Filter(at, filter_name, [operand], [], None, None, lineno=line)


def _as_field(expression: nodes.Expr) -> nodes.Filter | None:
    from svcdocs.render.objects.fields import direct  # noqa: PLC0415 - a kept template has them

    found = direct(expression)
    if found is None:
        return None
    within = _within(expression, FIELD)
    line = expression.lineno
    within.args += [
        nodes.Name(found.root, "load", lineno=line),
        nodes.Const(found.steps, lineno=line),
        nodes.Const(found.formats, lineno=line),
    ]
    return within


def _is_own(node: nodes.Expr) -> bool:
    called = node.node if isinstance(node, nodes.Call) else None
    return isinstance(called, nodes.Name) and called.name in own_names.FUNCTION_NAMES
