"""One document put together: its names, its number, its file, what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import svcdocs
from svcdocs.errors import TemplateError, UsageError
from svcdocs.load.company import company_profile
from svcdocs.render import provenance
from svcdocs.render.doctype import DocumentType, Parameter
from svcdocs.render.filters import FUNCTIONS
from svcdocs.render.hidden import HIDE, hidden_paths
from svcdocs.render.kept_template import kept_text
from svcdocs.render.missing import Missing
from svcdocs.render.mode import ELECTRONIC, Mode
from svcdocs.render.numbering import Numbering
from svcdocs.render.rendered import Rendered
from svcdocs.render.run import Run
from svcdocs.render.views import Record, View, view
from svcdocs.texts import _

if TYPE_CHECKING:
    from datetime import date

    from svcdocs.facts import Record as FactRecord
    from svcdocs.policy import TermSet
    from svcdocs.render.objects.fields import Fields

_TRUTHS = {"true": True, "false": False, "是": True, "否": False}
_BLANK_MARK = "（空白）"
#: What a company's profile and a project's supplier both have.
_COMMON = frozenset({"name", "short_name", "address", "hotline", "phone"})
_ELECTRONIC_MARK = "（电子表）"  # also of an empty one: paper is filled in by hand, or blank
#: Names that templates may use beside those of the data.
_OWN_NAMES = {"document", "range", "namespace", *FUNCTIONS}


class Assembly:
    """The work on one document."""

    def __init__(
        self,
        document_type: DocumentType,
        mode: Mode,
        parameters: Mapping[str, Any],
        *,
        anonymous: bool = False,
        number: str = "",
    ) -> None:
        """Make ready.

        Args:
            document_type: what to print.
            mode: what happens where a value is missing.
            parameters: other values than the type's own, by name.
            anonymous: say nothing of where it came from.
            number: its number out of a register, in place of the one that its type gives it.
        """
        self.type = document_type
        self.given_number = number
        self.mode = mode
        self.anonymous = anonymous
        self.parameters = _parameters(document_type, parameters)
        self.hidden = hidden_paths(str(self.parameters[HIDE]))
        self.reading = provenance.Reading({})
        self.given = {name: str(value) for name, value in parameters.items()}
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
            folders=document_type.files,
            fields=self._fields(),
        )
        if mode is not Mode.BLANK and not anonymous:
            self.run.code_mark = provenance.CODE_MARK

    def company(self, supplier: Mapping[str, Any] | None) -> View | None:
        """The company's profile as templates read it; None where there is no file.

        Args:
            supplier: what the project says of its supplier, which goes before the profile.

        Raises:
            WorkError: the profile is not as its schema wants it.
        """
        profile = company_profile(self.type.files)
        if profile is None:
            return None
        own = {name: value for name, value in (supplier or {}).items() if name in _COMMON and value}
        shown = {**profile, **own}
        hidden = {name for name in shown if ("supplier", name) in self.hidden}
        left = {name: value for name, value in shown.items() if name not in hidden}
        return Record(self.run, left, ("company",))

    def _fields(self) -> Fields | None:
        if not self._electronic():
            return None
        from svcdocs.render.objects.fields import Fields  # noqa: PLC0415 - for electronic forms

        return Fields(self.type.subject)

    def _electronic(self) -> bool:
        text = str(self.parameters[ELECTRONIC])
        if text not in _TRUTHS:
            raise UsageError(
                _("{name} is {known}, not {text!r}").format(
                    name=ELECTRONIC, known="/".join(_TRUTHS), text=text
                )
            )
        if _TRUTHS[text] and self.mode is not Mode.BLANK:
            raise UsageError(
                _("only a form has fields to fill in on the screen"),
                hint=_("print it with svcdocs form {type}").format(type=self.type.id),
            )
        return _TRUTHS[text]

    def render(
        self,
        values: dict[str, Any],
        record: FactRecord | None,
        policies: TermSet,
        as_of: date | None,
    ) -> Rendered:
        """The document.

        Args:
            values: what templates read, by bare name: project, terms, facts.
            record: the row it is about.
            policies: what it is made from.
            as_of: the day that counts as today; None for a form without a project.
        """
        run, kind = self.run, self.type
        if kind.subject:
            values["it"] = (
                Missing(run, ("it",)) if record is None else Record(run, record.data, record.path)
            )
        if run.fields is not None and record is not None:
            run.fields.record = record.path
        values["policy"] = view(run, _policy_data(policies), ("policy",))
        noun = values["project"].lookup("purchaser").lookup("noun")
        values |= {"customer_noun": noun, **kind.words}
        template = kind.template()
        template.require_names(values.keys() | _OWN_NAMES)

        number = self.given_number or self._text(kind.number, "number", values)
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
        file_name = self._file_name(values, blank=as_of is None)

        identity = record.id if record else ""
        template_digest = provenance.template_digest(
            template.digest,
            {
                "title": kind.title,
                "form_no": kind.form_no,
                "form_version": kind.form_version,
                "number": kind.number,
                "file_name": kind.file_name,
                **kind.words,
            },
        )

        def describe(run: Run) -> dict[str, str]:
            self.reading = read = provenance.reading(run)
            if self.anonymous:
                return {provenance.ANONYMOUS: "yes"}
            digest = provenance.data_digest(read, kind.id, identity)
            return {
                provenance.TYPE: kind.id,
                provenance.RECORD: identity,
                provenance.MODE: self.mode.value,
                provenance.FROM: "policies" if as_of is None else "project",
                provenance.POLICIES: " ".join(str(policy) for policy in policies.policies),
                **{provenance.PARAMETER + name: one for name, one in self.given.items()},
                provenance.DATA: digest,
                provenance.TEMPLATE: template_digest,
                provenance.VERSION: svcdocs.__version__,
                **provenance.properties_of(read),
            }

        data = template.render(values, run=run, describe=describe)
        if self.given_number and ("document", "number") not in run.seen:
            raise TemplateError(
                _("{title} has no place for a number").format(title=kind.title),
                hint=_("print it with {tag}, or leave --number out").format(
                    tag="{{ document.number }}"
                ),
            )
        return Rendered(
            type=kind.id,
            title=kind.title,
            record=identity,
            number=number,
            file_name=f"{file_name}.docx",
            mode=self.mode,
            data=data,
            reads=frozenset(path for path in run.reads if path[0] in ("project", "terms")),
            reading=self.reading,
            missing=run.lacks,
        )

    def _file_name(self, values: Mapping[str, Any], *, blank: bool) -> str:
        """The name without its ending: what tells a form from others of its type stands behind.

        A blank form never has the name of a document, also where that is the same for each project.
        """
        name = self._text(self.type.file_name, "file_name", values)
        if (blank or not name) and not self.given_number:
            name = (name or self.type.title) + _BLANK_MARK
        name = name or self.type.title
        if self.given_number and self.given_number not in name:
            name += f" {self.given_number}"
        if self.run.fields is None:
            return name
        return f"{name.removesuffix(_BLANK_MARK)}{_ELECTRONIC_MARK}"

    def _text(self, source: str, name: str, values: Mapping[str, Any]) -> str:
        """A text of the manifest; empty where a blank form has nothing to put into it."""
        program = kept_text(source, name)
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


def _parameters(document_type: DocumentType, given: Mapping[str, Any]) -> dict[str, Any]:
    electronic = Parameter(name=ELECTRONIC, title="电子表单", default="false")
    hide = Parameter(name=HIDE, title="不打印的字段", default="")
    known = {**document_type.parameters, ELECTRONIC: electronic, HIDE: hide}
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


def _policy_data(policies: TermSet) -> dict[str, Any]:
    """The first policy, which the project's promises come from, and the names of all."""
    first = policies.policies[0] if policies.policies else None
    return {
        "id": first.id if first else "",
        "version": first.version if first else "",
        "title": first.title if first else "",
        "names": [str(policy) for policy in policies.policies],
    }
