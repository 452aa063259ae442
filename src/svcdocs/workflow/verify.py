"""Reading a document back: what it was made from, who changed it, whether it is still right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from svcdocs.errors import SvcdocsError, UsageError
from svcdocs.model.verification import (
    Cause,
    Change,
    Origin,
    Trace,
    Unverified,
    Verification,
    Verifications,
)
from svcdocs.ooxml.archive import PackageError, unpack
from svcdocs.ooxml.blocks import document_blocks
from svcdocs.ooxml.imprint import read_imprint
from svcdocs.ooxml.on_disk import read_word_file
from svcdocs.ooxml.package import read_package
from svcdocs.ooxml.properties import read_properties
from svcdocs.ooxml.seal import CHECK, SEAL, check_of, is_sealed
from svcdocs.ooxml.text_edits import edits
from svcdocs.render import provenance
from svcdocs.render.doctype import find_type
from svcdocs.render.document import render_blank, render_document
from svcdocs.render.lack import IncompleteDocumentError
from svcdocs.render.mode import Mode
from svcdocs.render.printing import printed
from svcdocs.render.rendered import Rendered
from svcdocs.render.run import Run
from svcdocs.texts import _
from svcdocs.workflow.merged_forms import text_digest
from svcdocs.workflow.orders import Order, due, find_record
from svcdocs.workflow.project import Project

_CAUSES = {
    "terms": Cause.TERM,
    "policy": Cause.POLICY,
    "facts": Cause.COMPUTED,
    "document": Cause.DAY,
}


def verify(files: Sequence[FilePath], project: Project | None = None) -> Verifications:
    """Read documents back.

    Args:
        files: .docx files; one that cannot be read stops no other.
        project: what they are compared with; None tells only whether they were edited.
    """
    return Verifications(
        files=tuple(_verified(path, project) for path in files),
        project=project.name if project else "",
    )


def find_code(project: Project, code: str) -> list[Rendered]:
    """The documents of a project that print a check code.

    Raises:
        UsageError: this is no check code.
        TemplateError: a manifest is wrong.
    """
    wanted = provenance.read_code(code)
    if not wanted:
        raise UsageError(
            _("{text} is no check code").format(text=code),
            hint=_("it is eight digits and letters A to F, e.g. 3F7A-91C2, at the foot of a page"),
        )
    found = []
    for order in due(project):
        for mode in (Mode.FINAL, Mode.DRAFT):
            rendered = _rendered(project, order, mode)
            if rendered is not None and _origin(_properties(rendered.data)).code == wanted:
                found.append(rendered)
                break
    return found


def _rendered(project: Project, order: Order, mode: Mode) -> Rendered | None:
    try:
        return render_document(project.context, order.type, order.record, mode)
    except IncompleteDocumentError:
        return None


def _verified(path: FilePath, project: Project | None) -> Verification | Unverified:
    name = path.as_posix()
    try:
        parts = read_package(read_word_file(path), name)
        properties = read_properties(parts)
        if SEAL not in properties:
            return Unverified(
                file=name,
                message=_("{name} was not made by svcdocs").format(name=name),
                hint=_("or a program removed its document properties"),
            )
        if provenance.MERGED in properties:
            return _read_merged(name, parts, properties)
        if not {CHECK, provenance.TYPE, provenance.ANONYMOUS} & properties.keys():
            return Unverified(
                file=name,
                message=_("{name} is a form that documents are made from, no document").format(
                    name=name
                ),
            )
        return _read(name, parts, properties, project)
    except OSError as error:
        return Unverified(
            file=name,
            message=_("{path} cannot be read: {reason}").format(
                path=name, reason=error.strerror or str(error)
            ),
        )
    except PackageError as error:
        message = "; ".join([error.message, *error.details])
        return Unverified(file=name, message=message, hint=error.hint)


def _read(
    name: str, parts: Mapping[str, bytes], properties: Mapping[str, str], project: Project | None
) -> Verification:
    origin = _origin(properties)
    made = read_imprint(properties)
    if made is None or properties.get(CHECK) != check_of(properties):
        return Verification(file=name, origin=origin, trace=Trace.DAMAGED)
    found = edits(made, document_blocks(parts))
    trace = Trace.EDITED if found else Trace.INTACT if is_sealed(parts) else Trace.SAVED
    changes = None
    if project is not None and not origin.anonymous:
        changes = tuple(_changes(project, origin, properties))
    return Verification(file=name, origin=origin, trace=trace, edits=tuple(found), changes=changes)


def _read_merged(
    name: str, parts: Mapping[str, bytes], properties: Mapping[str, str]
) -> Verification:
    """A file of many forms: whether it was edited, but neither where nor whether it is stale."""
    count = properties[provenance.MERGED]
    origin = Origin(
        version=properties.get(provenance.VERSION, ""),
        content=properties[SEAL],
        merged=int(count) if count.isdecimal() else 0,
    )
    if properties.get(CHECK) != check_of(properties):
        trace = Trace.DAMAGED
    elif is_sealed(parts):
        trace = Trace.INTACT
    else:
        same = text_digest(parts) == properties.get(provenance.MERGED_TEXT)
        trace = Trace.SAVED if same else Trace.EDITED
    return Verification(file=name, origin=origin, trace=trace)


def _properties(data: bytes) -> dict[str, str]:
    return read_properties(unpack(data, ""))


def _origin(properties: Mapping[str, str]) -> Origin:
    def get(name: str) -> str:
        return properties.get(name, "")

    anonymous = provenance.ANONYMOUS in properties
    digest, mode = get(provenance.DATA), get(provenance.MODE)
    return Origin(
        type=get(provenance.TYPE),
        record=get(provenance.RECORD),
        mode=mode,
        project=get(provenance.FROM) != "policies",
        policies=tuple(get(provenance.POLICIES).split()),
        parameters=provenance.parameters_of(properties),
        data=digest,
        template=get(provenance.TEMPLATE),
        version=get(provenance.VERSION),
        content=get(SEAL),
        code=provenance.short_code(digest) if digest and mode != Mode.BLANK.value else "",
        anonymous=anonymous,
    )


def _changes(project: Project, origin: Origin, properties: Mapping[str, str]) -> Iterator[Change]:
    """What is different now; the document is made once more to know what it reads."""
    try:
        now = _made_again(project, origin)
    except UsageError as error:
        yield Change(cause=Cause.RECORD, message=error.message)
        return
    except SvcdocsError as error:
        yield Change(cause=Cause.REFUSED, message="; ".join([error.message, *error.details]))
        return
    policies = tuple(str(policy) for policy in project.context.policies.policies)
    if policies != origin.policies:
        yield Change(
            cause=Cause.POLICY,
            message=_("{before} then, {now} now").format(
                before=" ".join(origin.policies) or "-", now=" ".join(policies) or "-"
            ),
        )
    current = _properties(now.data)
    if current.get(provenance.TEMPLATE) != origin.template:
        yield Change(
            cause=Cause.TEMPLATE,
            name=origin.type,
            message=_("its template or its manifest was changed"),
        )
    if current.get(provenance.DATA) != origin.data:
        yield from _changed_values(project, now, properties)


def _made_again(project: Project, origin: Origin) -> Rendered:
    context = project.context
    kind = find_type(origin.type, project.folder)
    if not origin.project:
        return render_blank(kind, context.policies, origin.parameters)
    record = find_record(context, kind, origin.record) if origin.record else None
    mode = Mode(origin.mode)
    # A final document that lacks something now is stale by just these values.
    mode = Mode.DRAFT if mode is Mode.FINAL else mode
    return render_document(context, kind, record, mode, origin.parameters)


def _changed_values(
    project: Project, now: Rendered, properties: Mapping[str, str]
) -> Iterator[Change]:
    changed, new, gone = provenance.changed_names(properties, now.reading)
    told = False
    for names, message in (
        (changed, _("changed, now {value}")),
        (new, _("new: {value}")),
    ):
        for name in names:
            path, value = now.reading.found[name]
            told = True
            if path[0] == "policy":
                continue  # told by name and version
            yield Change(
                cause=_CAUSES.get(str(path[0]), Cause.DATA),
                name=name,
                message=message.format(value=_shown(value)),
                place=project.context.place(path) if path[0] in ("project", "terms") else None,
            )
    if gone or not told:
        yield Change(
            cause=Cause.DATA,
            message=_("values it read are no longer read: {count}").format(count=gone)
            if gone
            else _("values it read have changed"),
        )


def _shown(value: Any) -> str:
    if value is None:
        return _("missing")
    return printed(Run(Mode.DRAFT), value)
