"""Document types: a manifest, a Word template, and what is needed to print one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from svcdocs.errors import TemplateError, UsageError, WorkError
from svcdocs.expr import ExpressionError, compile_expression
from svcdocs.load import Loaded, describe, load_manifest, resources
from svcdocs.load.wording import nearest
from svcdocs.model.place import Place
from svcdocs.model.stage import Stage
from svcdocs.policy import Formula
from svcdocs.render.engine import CompiledTemplate, compile_template
from svcdocs.render.subtemplates import composed
from svcdocs.texts import _

FORM = "form.docx"
MANIFEST = "type.yaml"
DEFAULT_WORDS = {"buyer": "甲方", "supplier": "乙方"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value chosen when a document is printed, such as its first heading number."""

    name: str
    title: str
    default: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """One kind of document.

    Attributes:
        subject: the table of which each row gets a document of its own; empty: one per project.
        where: which of the rows get one; None for all.
        number, file_name: texts with tags.
        blank_policies, blank_rows: what a form without a project is printed from, and how many
            empty rows each table shows in it.
        words: what the document calls the parties, by bare name.
        files: where pictures lie that the document shows, the first folder to win in front.
    """

    id: str
    title: str
    form_no: str = ""
    form_version: str = ""
    from_stage: Stage
    subject: str = ""
    where: Formula | None = None
    number: str = ""
    file_name: str
    blank_policies: tuple[str, ...] = ()
    blank_rows: Mapping[str, int] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    folder: Path
    files: tuple[Path, ...] = ()

    def template(self) -> CompiledTemplate:
        """The compiled form; compiled once per process and content.

        Raises:
            TemplateError: it is missing or wrong.
        """
        path = self.folder / FORM
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise TemplateError(
                _("document type {id} has no {file}").format(id=self.id, file=FORM),
                hint=_("run svcdocs template build {folder}, or save one with Word there").format(
                    folder=self.folder.as_posix()
                ),
            ) from error
        except OSError as error:
            raise WorkError(
                _("{path} cannot be read: {reason}").format(
                    path=path.as_posix(), reason=error.strerror or str(error)
                )
            ) from error
        name = f"{self.id}/{FORM}"
        return compile_template(composed(data, self._pieces(), name), name)

    def _pieces(self) -> tuple[tuple[str, bytes], ...]:
        """The Word files beside the form, which it may be made of."""
        others = (path for path in self.folder.glob("*.docx") if path.name != FORM)
        return tuple(
            (path.name, path.read_bytes()) for path in sorted(others) if path.name[0] != "~"
        )


def discover_types(project_dir: Path | None = None) -> dict[str, DocumentType]:
    """Every document type by id: the project's own, the company's, the built-in ones.

    Raises:
        TemplateError: a manifest is wrong.
    """
    types = resources.list_types(project_dir)
    return {id_: _in_project(read_type(folder), project_dir) for id_, folder in types.items()}


def find_type(id_: str, project_dir: Path | None = None) -> DocumentType:
    """One document type.

    Args:
        id_: its id, or its folder: so a type is reached that lies neither in a project nor in a
            configured folder.
        project_dir: the project whose own types come first.

    Raises:
        UsageError: there is none of this id; names the nearest.
        TemplateError: its manifest is wrong.
    """
    named = Path(id_)
    if (named / MANIFEST).is_file():
        return _in_project(read_type(named), project_dir)
    folder = resources.find_type(id_, project_dir)
    if folder is None:
        known = list(resources.list_types(project_dir))
        guess = nearest(id_, known)
        raise UsageError(
            _("no document type {id!r}").format(id=id_),
            hint=_("did you mean {name}?").format(name=guess)
            if guess
            else _("there are: {names}").format(names=", ".join(known) or "-"),
        )
    return _in_project(read_type(folder), project_dir)


def _in_project(one: DocumentType, project_dir: Path | None) -> DocumentType:
    """The type with the folders of its pictures: the project's, the company's, its own."""
    own = () if project_dir is None else (project_dir,)
    return replace(one, files=(*own, *resources.company_dirs(), one.folder))


def read_type(folder: Path) -> DocumentType:
    """The document type of a folder.

    Raises:
        TemplateError: its manifest is missing or wrong: every problem with its place.
    """
    loaded = load_manifest(folder)
    problems = [describe(problem) for problem in loaded.problems]
    data = loaded.tree.data
    if not problems and data["id"] != folder.name:
        problems.append(
            _("{place}: the type calls itself {id!r}, but its folder is called {folder!r}").format(
                place=loaded.tree.place(("id",)), id=data["id"], folder=folder.name
            )
        )
    where = None if problems else _where(loaded, problems)
    if problems:
        raise TemplateError(
            _("document type {id} cannot be used").format(id=folder.name), details=problems
        )
    blank = data.get("blank", {})
    return DocumentType(
        id=data["id"],
        title=data["title"],
        form_no=data.get("form_no", ""),
        form_version=data.get("form_version", ""),
        from_stage=Stage(data["from_stage"]),
        subject=data.get("for", "").removeprefix("project."),
        where=where,
        number=data.get("number", ""),
        file_name=data["file_name"],
        blank_policies=tuple(blank.get("policies", ())),
        blank_rows=blank.get("rows", {}),
        parameters={
            name: Parameter(name=name, title=one.get("title", name), default=one["default"])
            for name, one in data.get("parameters", {}).items()
        },
        words={**DEFAULT_WORDS, **data.get("words", {})},
        folder=folder,
    )


def _where(loaded: Loaded, problems: list[str]) -> Formula | None:
    text = loaded.tree.data.get("where")
    if text is None:
        return None
    place = loaded.tree.place(("where",)) or Place(file="type.yaml")
    try:
        return Formula(expression=compile_expression(text), place=place)
    except ExpressionError as error:
        spot = Place(file=place.file, line=place.line, column=place.column + error.column - 1)
        problems.append(f"{spot}: {error.message}")
        return None
