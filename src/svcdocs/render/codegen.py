"""The Python that Jinja makes of a template, written for many documents.

Jinja calls a filter with its context and escapes what comes out. Ours print a value in one call, with
the run at hand as a local name; outside of macros and captured text the value goes into a slot.
"""

from __future__ import annotations

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

#: The filters that `program` writes around what a tag prints.
PRINT = "_print"
FIELD = "_field"
#: The name of the run among the context's values; templates cannot use names like it.
RUN = "_run"


class Generator(CodeGenerator):
    """Writes `svc_slot(svc_run, 3, value)` where Jinja would write `escape(t_1(context, …))`."""

    def write_commons(self) -> None:
        """Begin a function; macros inside it see its names."""
        super().write_commons()
        self.writeline(f"svc_run = context.parent[{RUN!r}]")
        self.writeline("svc_at = svc_run.at")
        self.writeline("svc_get = environment.svc_get")
        self.writeline("svc_slot = environment.svc_slot")
        self.writeline("svc_print = environment.svc_print")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - Jinja looks for it
        """Write a filter; ours around what is printed as one call."""
        if node.name == PRINT:
            self._printed(node, frame)
        elif node.name == FIELD:
            self.write("(")
            self._printed(node, frame)
            self.write(" if svc_run.fields is None else ")
            super().visit_Filter(node, frame)
            self.write(")")
        else:
            super().visit_Filter(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as above
        """Write a look at data by key."""
        self.write("svc_get(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    def _printed(self, node: nodes.Filter, frame: Frame) -> None:
        number, value = _operands(node)
        function = "svc_slot" if frame.buffer is None else "svc_print"
        self.write(f"{function}(svc_run, ")
        self.write(str(number) if _is_plain(value) else f"svc_at({number}) or {number}")
        self.write(", ")
        self.visit(value, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        """What our filters print is escaped already."""
        if not _is_ours(node):
            super()._output_child_pre(node, frame, finalize)  # type: ignore[arg-type]  # Jinja's private class

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        if not _is_ours(node):
            super()._output_child_post(node, frame, finalize)  # type: ignore[arg-type]  # as above


def _is_ours(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Filter) and node.name in (PRINT, FIELD)


def _operands(node: nodes.Filter) -> tuple[int, nodes.Expr]:
    """The number of the tag, which `_within` has put under `_at`, and what is printed."""
    at = node.node
    if isinstance(at, nodes.Filter) and isinstance(at.node, nodes.Const):
        return at.node.value, node.args[0]
    raise AssertionError("a printed value without its tag")


def _is_plain(value: nodes.Expr) -> bool:
    """Whether a value is looked up by key only: then nothing needs to know its tag before."""
    while isinstance(value, nodes.Getattr):
        value = value.node
    return isinstance(value, nodes.Name | nodes.Const)
