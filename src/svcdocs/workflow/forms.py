"""Forms to be filled in by hand, without a gate: empty, or with what is known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from svcdocs.errors import UsageError
from svcdocs.policy import standard_terms
from svcdocs.render.doctype import find_type
from svcdocs.render.document import render_blank, render_document
from svcdocs.render.mode import Mode
from svcdocs.render.rendered import Rendered
from svcdocs.texts import _
from svcdocs.workflow.file_names import safely_named
from svcdocs.workflow.outputs import prepare_folder, refuse_doubles, sweep, write_document

if TYPE_CHECKING:
    from svcdocs.model.tree import Path
    from svcdocs.workflow.project import Project


def blank_form(  # noqa: PLR0913 - a form has so many sides
    document_type: str,
    policies: Sequence[str] = (),
    *,
    project: Project | None = None,
    parameters: Mapping[str, str] | None = None,
    number: str = "",
    anonymous: bool = False,
) -> Rendered:
    """An empty form.

    Args:
        document_type: the id of its type, `visit-record`.
        policies: whose terms it prints, `["network-equipment@1.0"]`; by default those of the
            project, else those its type names.
        project: whose promises and own templates count; nothing else of it is printed.
        parameters: values for the type's parameters.
        number: the number to print on it.
        anonymous: for a blind bid: nothing of the company's profile.

    Raises:
        UsageError: there is no such type or parameter, or no policy is known.
        PolicyError: a policy does not exist or is wrong.
        TemplateError: the type or its template is wrong.
        DocumentError: the result failed the check.
    """
    folder = project.folder if project else None
    one = find_type(document_type, folder)
    if project is not None and not policies:
        return safely_named(
            render_blank(one, project.context.policies, parameters, number, anonymous=anonymous)
        )
    names = policies or one.blank_policies
    if not names:
        raise UsageError(
            _("{title} does not say which policy a blank form is printed from").format(
                title=one.title
            ),
            hint=_("name one, e.g. --policy network-equipment@1.0"),
        )
    return safely_named(
        render_blank(one, standard_terms(names, folder), parameters, number, anonymous=anonymous)
    )


def filled_forms(
    project: Project,
    document_type: str,
    ids: Sequence[str] = (),
    *,
    parameters: Mapping[str, str] | None = None,
) -> list[Rendered]:
    """Forms with what the project knows, and room for the rest.

    Args:
        project: where the values come from, as far as they could be read.
        document_type: the id of their type.
        ids: the rows they are about; without any, one form that knows the project only.
        parameters: values for the type's parameters.

    Raises:
        UsageError: there is no such type, row or parameter.
        TemplateError: the type or its template is wrong.
        DocumentError: a result failed the check.
    """
    from svcdocs.workflow.orders import find_record  # noqa: PLC0415 - a blank form is about no row

    one = find_type(document_type, project.folder)
    paths: list[Path | None] = [
        find_record(project.context, one, id_) for id_ in dict.fromkeys(ids)
    ]
    if not paths:
        paths = [None]
    return [
        safely_named(render_document(project.context, one, path, Mode.BLANK, parameters))
        for path in paths
    ]


def write_forms(forms: Sequence[Rendered], out: FilePath, *, force: bool = False) -> list[FilePath]:
    """Write forms into a folder, or one form to a file that ends in .docx.

    Raises:
        UsageError: several forms for one file.
        OutputError: a file could not be written or must not be overwritten; names the first.
    """
    if out.suffix.lower() == ".docx":
        if len(forms) > 1:
            raise UsageError(
                _("{count} forms do not fit into one file").format(count=len(forms)),
                hint=_("name a folder with -o"),
            )
        paths = [out]
    else:
        paths = [out / form.file_name for form in forms]
        refuse_doubles((path.name, form.title) for path, form in zip(paths, forms, strict=True))
    for path, form in zip(paths, forms, strict=True):
        prepare_folder(path.parent)
        sweep(path.parent)
        write_document(path, form.data, force=force)
    return paths
