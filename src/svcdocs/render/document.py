"""One document: a type, a project (or none), a record, a mode."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import svcdocs
from svcdocs.errors import PolicyError, TemplateError, UsageError
from svcdocs.facts import Context, FormulaError
from svcdocs.facts.records import Record as FactRecord
from svcdocs.model.tree import Path
from svcdocs.policy import PolicySet
from svcdocs.policy.faults import Faults
from svcdocs.policy.names import Names
from svcdocs.policy.terms import TermTree
from svcdocs.render.doctype import DocumentType
from svcdocs.render.lack import IncompleteDocumentError, Lack
from svcdocs.render.missing import Missing
from svcdocs.render.mode import Mode
from svcdocs.render.numbering import Numbering
from svcdocs.render.program import Program, compile_text
from svcdocs.render.rendered import Rendered
from svcdocs.render.run import Run
from svcdocs.render.terms import Terms
from svcdocs.render.views import Facts, Record, view
from svcdocs.texts import _

_BLANK_MARK = "（空白）"


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


def render_document(
    context: Context,
    document_type: DocumentType,
    record_path: Path | None = None,
    mode: Mode = Mode.FINAL,
    parameters: Mapping[str, Any] | None = None,
) -> Rendered:
    """One document of a project.

    Args:
        context: the project on its day.
        document_type: what to print.
        record_path: the row it is about, `("project", "visits", 3)`; None for a type without
            `for`, or for a form of one that is pre-filled with the project only.
        mode: what happens where a value is missing.
        parameters: other values than the type's own, by name.

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
    sheet = _Sheet(document_type, mode, parameters or {})
    run = sheet.run
    values: dict[str, Any] = {
        "project": view(run, context.project.data, ("project",)),
        "terms": Terms(run, context.policies),
        "facts": Facts(run, _Computed(context), record_path),
        "policy": view(run, _policy_data(context.policies), ("policy",)),
    }
    try:
        return sheet.render(values, record, context.policies, str(context.as_of))
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
    policies: PolicySet,
    parameters: Mapping[str, Any] | None = None,
) -> Rendered:
    """A form to be filled in by hand, without any project; its terms are the policies' standard.

    Raises:
        UsageError: an unknown parameter.
        TemplateError: the template is wrong.
        DocumentError: the result failed the check.
    """
    sheet = _Sheet(document_type, Mode.BLANK, parameters or {})
    run = sheet.run
    values: dict[str, Any] = {
        "project": Missing(run, ("project",)),
        "terms": Terms(run, policies),
        "facts": Missing(run, ("facts",)),
        "policy": view(run, _policy_data(policies), ("policy",)),
    }
    return sheet.render(values, None, policies, "")


class _Sheet:
    """The work on one document."""

    def __init__(
        self, document_type: DocumentType, mode: Mode, parameters: Mapping[str, Any]
    ) -> None:
        self.type = document_type
        self.mode = mode
        self.parameters = _parameters(document_type, parameters)
        first = str(self.parameters.get("first_number", "1"))
        try:
            numbering = Numbering(first)
        except ValueError as error:
            raise UsageError(
                _("first_number is a number like 3 or 1.1, not {text!r}").format(text=first)
            ) from error
        self.run = Run(
            mode,
            blank_rows=document_type.blank_rows,
            numbering=numbering,
            heading_level=_heading_level(self.parameters),
        )

    def render(
        self,
        values: dict[str, Any],
        record: FactRecord | None,
        policies: PolicySet,
        as_of: str,
    ) -> Rendered:
        run, kind = self.run, self.type
        if kind.subject:
            values["it"] = (
                Missing(run, ("it",)) if record is None else Record(run, record.data, record.path)
            )
        noun = values["project"].lookup("purchaser").lookup("noun")
        values |= {"customer_noun": noun, **kind.words}
        template = kind.template()
        template.require_names(values.keys() | {"document", *_FUNCTIONS})

        number = self._text(kind.number, "number", values)
        document = {
            "number": number,
            "title": kind.title,
            "mode": self.mode.value,
            "blank": run.blank,
            "form_no": kind.form_no,
            "form_version": kind.form_version,
            "as_of": as_of,
            "parameters": self.parameters,
        }
        values["document"] = view(run, document, ("document",))
        file_name = self._text(kind.file_name, "file_name", values) or kind.title + _BLANK_MARK

        def describe(run: Run) -> dict[str, str]:
            return {
                "svcdocs-type": kind.id,
                "svcdocs-record": record.id if record else "",
                "svcdocs-mode": self.mode.value,
                "svcdocs-policies": " ".join(str(policy) for policy in policies.policies),
                "svcdocs-data": _digest(run),
                "svcdocs-template": template.digest,
                "svcdocs-version": svcdocs.__version__,
            }

        data = template.render(values, run=run, describe=describe)
        return Rendered(
            type=kind.id,
            title=kind.title,
            record=record.id if record else "",
            number=number,
            file_name=f"{file_name}.docx",
            mode=self.mode,
            data=data,
            reads=frozenset(path for path in run.reads if path[0] in ("project", "terms")),
            missing=run.lacks,
        )

    def _text(self, source: str, name: str, values: Mapping[str, Any]) -> str:
        """A text of the manifest; empty where a blank form has nothing to put into it."""
        program: Program = compile_text(source, name)
        unknown = program.unknown_names(values.keys())
        if unknown:
            raise TemplateError(
                _("{name} of document type {id} uses {unknown}, which nothing defines").format(
                    name=name, id=self.type.id, unknown=", ".join(one for _line, one in unknown)
                )
            )
        before = self.run.lines_left
        text = program.render(self.run, values)
        return "" if self.run.lines_left > before else text


_FUNCTIONS = ("number", "range", "namespace", "_heading")


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
        return found.plain, [(read.path, read.value) for read in found.reads]


def _parameters(document_type: DocumentType, given: Mapping[str, Any]) -> dict[str, Any]:
    known = document_type.parameters
    for name in given:
        if name not in known:
            raise UsageError(
                _("{title} has no parameter {name!r}").format(title=document_type.title, name=name),
                hint=_("its parameters: {names}").format(names=", ".join(known) or "-"),
            )
    return {name: given.get(name, parameter.default) for name, parameter in known.items()}


def _heading_level(parameters: Mapping[str, Any]) -> int:
    level = str(parameters.get("heading_level", 1))
    if level not in ("1", "2", "3", "4", "5", "6"):
        raise UsageError(
            _("heading_level is a number from 1 to 6, not {text!r}").format(text=level)
        )
    return int(level)


def _policy_data(policies: PolicySet) -> dict[str, Any]:
    """The first policy, which the project's promises come from, and the names of all."""
    first = policies.policies[0] if policies.policies else None
    return {
        "id": first.id if first else "",
        "version": first.version if first else "",
        "title": first.title if first else "",
        "names": [str(policy) for policy in policies.policies],
    }


def _check_names(policies: PolicySet, document_type: DocumentType) -> None:
    where = document_type.where
    if where is None:
        return
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


def _digest(run: Run) -> str:
    """A digest of every value the document read, whatever order it read them in."""
    lines = sorted(
        f"{path!r} {value!r}\n"
        for path, value in run.reads.items()
        if path[0] in ("project", "terms")
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()
