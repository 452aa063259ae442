"""The Jinja environment of templates: data by key, our own filters, and nothing else.

A template may come from outside. So no attribute of a Python object can be reached, only the
functions of the tool can be called, filters and tests are those listed, and nothing multiplies
texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.filters import do_default
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from svcdocs.render.codegen import Generator
from svcdocs.render.missing import Missing
from svcdocs.render.views import Record, View
from svcdocs.texts import _

#: What a template may ask of `loop`; jinja2.runtime.LoopContext has nothing else of use.
_LOOP_CALLS = ("cycle", "changed")
_LOOKED_INTO = (View, Missing)
_LITERALS = (dict, list, tuple, str)
_TEXTS = (str, list, tuple)
_MAX_RANGE = 1000
_MAX_BITS = 512


class Sandbox(ImmutableSandboxedEnvironment):
    """Looks into views by key, and refuses to look into anything else."""

    code_generator_class = Generator
    svc_slot: Callable[..., str]
    svc_print: Callable[..., str]

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def svc_get(self, obj: Any, attribute: str) -> Any:
        """The same as `getattr`; the look that templates take most often is a short one."""
        if type(obj) is Record:
            value = obj.data.get(attribute)
            if type(value) is str and value:
                obj.run.log.extend((obj.path, attribute, value))
                return value
        return self.getattr(obj, attribute)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What `obj.attribute` is."""
        if isinstance(obj, _LOOKED_INTO):
            return obj.lookup(attribute)
        if isinstance(obj, NoName):
            return obj
        if isinstance(obj, LoopContext | Namespace) and not attribute.startswith("_"):
            return super().getattr(obj, attribute)
        raise TypeError(_no_field(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """What `obj[argument]` is."""
        if isinstance(obj, _LOOKED_INTO):
            return obj.lookup(argument)
        if isinstance(argument, Missing):
            return argument
        if isinstance(obj, NoName):
            return obj
        # Of XML that a macro or a block has collected a piece might be the beginning of a tag.
        if isinstance(obj, _LITERALS) and not isinstance(obj, Markup):
            return obj[argument]
        raise TypeError(_no_field(obj, argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call this: its own macros, our functions, `loop.cycle`."""
        return (
            isinstance(obj, Macro)
            or getattr(obj, "template_function", False)
            or (getattr(obj, "__self__", None).__class__ is LoopContext)
        )

    def call_binop(
        self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any
    ) -> Any:
        """The result of `+`, `*`, `**` or `%`."""
        if operator == "+":
            if isinstance(left, _TEXTS) and isinstance(right, _TEXTS):
                context.parent["_run"].budget.spend(len(left) + len(right))
        elif operator == "**" or isinstance(left, _TEXTS) or isinstance(right, _TEXTS):
            raise SecurityError(_("templates do not multiply texts, format with % or raise powers"))
        elif isinstance(left, int) and isinstance(right, int) and _digits(left, right) > _MAX_BITS:
            raise SecurityError(_("the product is too large"))
        return super().call_binop(context, operator, left, right)


def _digits(left: int, right: int) -> int:
    return left.bit_length() + right.bit_length()


def _no_field(obj: Any, name: object) -> str:
    return _("{kind} has no field {name!r}").format(kind=type(obj).__name__, name=name)


def limited_range(*steps: int) -> range:
    """`range()` for templates, to some hundred rows.

    Raises:
        ValueError: more than 1,000 numbers.
    """
    numbers = range(*steps)
    if len(numbers) > _MAX_RANGE:
        raise ValueError(_("range() gives at most {limit} numbers").format(limit=_MAX_RANGE))
    return numbers


def template_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function of ours as one that templates may call; `is_safe_callable` asks for it."""
    function.template_function = True  # type: ignore[attr-defined]  # a mark on a function
    return function


def make_environment(
    *,
    escaped: bool,
    filters: Mapping[str, Callable[..., Any]],
    functions: Mapping[str, Callable[..., Any]],
    slot: Callable[..., str] = str,
    write: Callable[..., str] = str,
) -> Sandbox:
    """An environment that knows these filters and functions and no others.

    Args:
        escaped: whether results are XML.
        filters: by name.
        functions: by name.
        slot: prints a value of the document itself; see `codegen`.
        write: prints one into text that a macro or a block collects.
    """
    environment = Sandbox(autoescape=escaped, keep_trailing_newline=True, undefined=NoName)
    environment.svc_slot = slot
    environment.svc_print = write
    environment.filters = {**filters, "default": do_default}
    environment.tests = {
        "missing": lambda value: isinstance(value, Missing),
        "present": lambda value: not isinstance(value, Missing),
        **{name: environment.tests[name] for name in _TESTS},
    }
    environment.globals = {
        "namespace": template_function(Namespace_),
        "range": template_function(limited_range),
        **functions,
    }
    return environment


_TESTS = ("defined", "undefined", "divisibleby", "even", "odd", "in", "none", "eq", "ne")


class NoName(jinja2.StrictUndefined):
    """A bare name that the template uses and nobody defines: the template's fault."""


def Namespace_(**values: Any) -> Namespace:  # noqa: N802 - stands for Jinja's class of that name
    """`namespace(total=0)`: a place for values that outlive a loop."""
    return Namespace(**values)


_REFUSED = (nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends, nodes.Block)


def problems_of(tree: nodes.Template, own: Collection[str] = ()) -> list[tuple[int, str]]:
    """What a template must not do, with the line of each.

    Args:
        tree: the template.
        own: names with an underscore that the tool has written into it.
    """
    problems: list[tuple[int, str]] = []
    for node in tree.find_all(nodes.Node):
        if isinstance(node, _REFUSED):
            told = _("templates do not include or extend others")
        elif isinstance(node, nodes.Name | nodes.Filter | nodes.Test) and _private(node.name, own):
            told = _("names do not begin with an underscore: {name}").format(name=node.name)
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            told = _("names do not begin with an underscore: {name}").format(name=node.attr)
        elif isinstance(node, nodes.Call) and not _callable(node.node):
            told = _("only functions are called; for a value there are filters, written with |")
        else:
            continue
        problems.append((node.lineno, told))
    return problems


def _private(name: str | None, own: Collection[str]) -> bool:
    return name is not None and name.startswith("_") and name not in own


def _callable(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getattr):
        loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
        return loop and node.attr in _LOOP_CALLS
    return isinstance(node, nodes.Name)
