"""One document: a type, a project (or none), a record, a mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from svcdocs.errors import PolicyError, TemplateError, UsageError
from svcdocs.facts import FormulaError
from svcdocs.load.company import company_profile
from svcdocs.model.tree import Path
from svcdocs.render.assembly import Assembly
from svcdocs.render.doctype import DocumentType
from svcdocs.render.hidden import at, hiding
from svcdocs.render.lack import IncompleteDocumentError, Lack
from svcdocs.render.missing import Missing
from svcdocs.render.mode import Mode
from svcdocs.render.provisional import marked
from svcdocs.render.rendered import Rendered
from svcdocs.render.terms import Terms
from svcdocs.render.views import Facts, view
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.facts import Context
    from svcdocs.facts import Record as FactRecord
    from svcdocs.policy import PolicySet, TermSet


def records(context: Context, document_type: DocumentType) -> list[Path | None]:
    """What a project has documents of this type for: paths of rows, or [None] for itself.

    Raises:
        TemplateError: `where` uses a name nobody defines, or does not fit the data.
    """
    if not document_type.subject:
        return [None]
    rows = context.records(document_type.subject)
    where = document_type.where
    if where is None:
        return [row.path for row in rows]
    _check_names(context.policies, document_type)
    try:
        return [row.path for row in rows if context.evaluate(where, row).value is True]
    except FormulaError as error:
        raise TemplateError(
            _("document type {id} does not fit the data").format(id=document_type.id),
            details=[f"{error.place}: {error.message}"],
        ) from error


def render_document(  # noqa: PLR0913 - a document has so many sides
    context: Context,
    document_type: DocumentType,
    record_path: Path | None = None,
    mode: Mode = Mode.FINAL,
    parameters: Mapping[str, Any] | None = None,
    *,
    anonymous: bool = False,
    number: str = "",
) -> Rendered:
    """One document of a project.

    Args:
        context: the project on its day.
        document_type: what to print.
        record_path: the row it is about, `("project", "visits", 3)`; None for a type without
            `for`, or for a form of one that is pre-filled with the project only.
        mode: what happens where a value is missing.
        parameters: other values than the type's own, by name.
        anonymous: for a blind bid: neutral words for the supplier and its people, no authors.
        number: its number, if not the one that its type gives it.

    Raises:
        UsageError: an unknown parameter, or a final document without its record.
        IncompleteDocumentError: a final document lacks values: all of them.
        TemplateError: the template is wrong.
        DocumentError: the result failed the check.
    """
    if document_type.subject and record_path is None and mode is Mode.FINAL:
        raise UsageError(
            _("{title} is about one record of {table}; which one?").format(
                title=document_type.title, table=document_type.subject
            )
        )
    record = None if record_path is None else context.record(record_path)
    assembly = Assembly(document_type, mode, parameters or {}, anonymous=anonymous, number=number)
    run = assembly.run
    whole = context.project.data
    if assembly.hidden:
        whole = hiding(context, assembly.hidden)
        record = record and replace(record, data=at(whole, record.path))
    data = whole
    if anonymous:
        from svcdocs.render.anonymous import anonymised, masked  # noqa: PLC0415 - for these only

        data = masked(whole)
    company = None if anonymous else assembly.company(whole.get("supplier"))
    values: dict[str, Any] = {
        "project": view(run, data, ("project",)),
        "company": company or Missing(run, ("company",)),
        "terms": Terms(run, context.policies, context.promises_marked()),
        "facts": Facts(run, _Computed(context), record_path),
    }
    try:
        rendered = assembly.render(values, record, context.policies, context.as_of)
        if not anonymous:
            return rendered
        return anonymised(rendered, context.project.data, company_profile(document_type.files))
    except IncompleteDocumentError as error:
        raise IncompleteDocumentError(
            _("{title} cannot be final yet").format(title=_titled(document_type, record)),
            _placed(context, error.lacks),
            hint=error.hint,
        ) from error
    except FormulaError as error:
        raise TemplateError(
            _("{title} cannot be rendered").format(title=_titled(document_type, record)),
            details=[f"{error.place}: {error.message}"],
        ) from error


def render_blank(
    document_type: DocumentType,
    policies: TermSet,
    parameters: Mapping[str, Any] | None = None,
    number: str = "",
    *,
    anonymous: bool = False,
) -> Rendered:
    """A form to be filled in by hand, without any project; its terms are the policies' standard.

    Raises:
        UsageError: an unknown parameter.
        TemplateError: the template is wrong.
        DocumentError: the result failed the check.
    """
    assembly = Assembly(
        document_type, Mode.BLANK, parameters or {}, anonymous=anonymous, number=number
    )
    run = assembly.run
    company = None if anonymous else assembly.company(None)
    values: dict[str, Any] = {
        "project": Missing(run, ("project",)),
        "company": company or Missing(run, ("company",)),
        "terms": Terms(run, policies),
        "facts": Missing(run, ("facts",)),
    }
    rendered = assembly.render(values, None, policies, None)
    if not anonymous:
        return rendered
    from svcdocs.render.anonymous import anonymised  # noqa: PLC0415 - for these only

    return anonymised(rendered, {}, company_profile(document_type.files))


@dataclass(frozen=True, slots=True)
class _Computed:
    """The facts of a context, as templates read them."""

    context: Context

    def fact(self, name: str, record: Path | None) -> tuple[Any, Sequence[tuple[Path, Any]]]:
        declared = self.context.policies.facts.get(name)
        if record is None and declared is not None and declared.subject:
            return None, ()  # a form that is pre-filled with the project only
        try:
            found = self.context.fact(name, record)
        except KeyError as error:
            raise LookupError(_("no policy defines the fact {name!r}").format(name=name)) from error
        return marked(found), [(read.path, read.value) for read in found.reads]


def _check_names(policies: PolicySet, document_type: DocumentType) -> None:
    where = document_type.where
    if where is None:
        return
    from svcdocs.policy.faults import Faults  # noqa: PLC0415 - only types with `where` need these
    from svcdocs.policy.names import Names  # noqa: PLC0415 - as above
    from svcdocs.policy.terms import TermTree  # noqa: PLC0415 - as above

    faults = Faults()
    tree = TermTree(dict(policies.terms), dict(policies.groups))
    Names(tree, policies.facts, faults).check(where, document_type.subject)
    try:
        faults.stop_if_any(document_type.id)
    except PolicyError as error:
        raise TemplateError(
            _("document type {id} cannot be used").format(id=document_type.id),
            details=error.details,
        ) from error


def _placed(context: Context, lacks: Sequence[Lack]) -> list[Lack]:
    """Lacks with the places in the data files where the values would stand."""
    return [
        replace(lack, place=context.place(lack.path))
        if lack.path[:1] in (("project",), ("terms",))
        else lack
        for lack in lacks
    ]


def _titled(document_type: DocumentType, record: FactRecord | None) -> str:
    return f"{document_type.title} {record.id}" if record else document_type.title
