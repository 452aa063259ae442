"""What may be printed: nothing from faulty files, no final document that states a contradiction."""

from __future__ import annotations

from collections.abc import Mapping

from svcdocs.errors import DocumentError, UsageError
from svcdocs.load import describe
from svcdocs.model.finding import Finding
from svcdocs.render import document
from svcdocs.render.mode import Mode
from svcdocs.render.rendered import Rendered
from svcdocs.texts import _
from svcdocs.workflow.file_names import safely_named
from svcdocs.workflow.orders import Order, find_record
from svcdocs.workflow.project import Project


class ContradictionError(DocumentError):
    """A final document was refused because the values it prints contradict each other."""

    def __init__(self, title: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            _("{title} prints values that contradict each other").format(title=title),
            hint=_("correct the data, or print a draft"),
            details=[f"{one.place} {one.rule} {one.title} {one.message}" for one in findings],
        )
        self.findings = findings


def refuse_faulty_files(project: Project) -> None:
    """See to it that nothing is printed from files that could not be read as they stand.

    Raises:
        DocumentError: loading found faults; all of them.
    """
    problems = project.context.problems
    if problems:
        raise DocumentError(
            _("no document was made: the project's files have faults"),
            hint=_("mend these first"),
            details=[describe(problem) for problem in problems],
        )


def render_order(project: Project, order: Order) -> Rendered:
    """One document through the gate.

    Raises:
        UsageError: an unknown parameter.
        IncompleteDocumentError: a final document lacks values.
        ContradictionError: it prints values that a finding says contradict each other; a draft and
            a form are printed all the same.
        TemplateError: the template is wrong.
        DocumentError: the result failed the check.
    """
    rendered = safely_named(
        document.render_document(
            project.context,
            order.type,
            order.record,
            order.mode,
            order.parameters,
            anonymous=order.anonymous,
        )
    )
    if order.mode is Mode.FINAL:
        blocking = project.contradictions.about(rendered.reads)
        if blocking:
            raise ContradictionError(order.title(project.context), blocking)
    return rendered


def render_document(
    project: Project,
    document_type: str,
    record: str = "",
    *,
    mode: str = "final",
    parameters: Mapping[str, str] | None = None,
) -> Rendered:
    """One document of a project, in memory.

    Args:
        project: as `open_project` gives it.
        document_type: the id of its type, `bid-annex`.
        record: for a type about rows, the id of the row.
        mode: `final` refuses what is missing or contradictory, `draft` marks what is missing,
            `blank` leaves room for it.
        parameters: values for the type's parameters, `{"first_number": "6.1"}`.

    Raises:
        UsageError: there is no such type, record, mode or parameter.
        DocumentError: it was refused; `details` has every reason.
        TemplateError: the type or its template is wrong.
    """
    modes = [known.value for known in Mode]
    if mode not in modes:
        raise UsageError(
            _("there is no mode {mode}").format(mode=mode),
            hint=_("modes: {modes}").format(modes=", ".join(modes)),
        )
    refuse_faulty_files(project)
    one = project.document_type(document_type)
    path = find_record(project.context, one, record) if record else None
    order = Order(type=one, record=path, mode=Mode(mode), parameters=parameters or {})
    return render_order(project, order)
