"""Document types: a manifest, a Word template, and what is needed to print one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from svcdocs.errors import TemplateError, UsageError, WorkError
from svcdocs.kept.circumstances import digest_of_bytes
from svcdocs.kept.entries import Kept, key_of
from svcdocs.load import resources
from svcdocs.model.place import Place
from svcdocs.model.stage import Stage
from svcdocs.ooxml.on_disk import read_word_file
from svcdocs.render.kept_template import composed_template
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.load import Loaded
    from svcdocs.policy import Formula
    from svcdocs.render.engine import CompiledTemplate

FORM = "form.docx"
MANIFEST = "type.yaml"
DEFAULT_WORDS = {"buyer": "甲方", "supplier": "乙方"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value chosen when a document is printed, such as its first heading number."""

    name: str
    title: str
    default: Any


@dataclass(frozen=True, slots=True)
class Condition:
    """`where` as the manifest has it: compiled when somebody asks which rows it holds for."""

    text: str
    place: Place

    @property
    def formula(self) -> Formula:
        """The compiled condition.

        Raises:
            ExpressionError: it is none.
        """
        return _compiled(self)


@lru_cache(maxsize=256)
def _compiled(condition: Condition) -> Formula:
    from svcdocs.expr import compile_expression  # noqa: PLC0415 - blank forms ask for no row
    from svcdocs.policy import Formula  # noqa: PLC0415 - as above

    return Formula(expression=compile_expression(condition.text), place=condition.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """One kind of document.

    Attributes:
        subject: the table of which each row gets a document of its own; empty: one per project.
        condition: which of the rows get one; None for all.
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
    condition: Condition | None = None
    number: str = ""
    file_name: str
    blank_policies: tuple[str, ...] = ()
    blank_rows: Mapping[str, int] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    folder: Path
    files: tuple[Path, ...] = ()

    @property
    def where(self) -> Formula | None:
        """Which of the rows get a document; None for all."""
        return None if self.condition is None else self.condition.formula

    def template(self) -> CompiledTemplate:
        """The compiled form; compiled once per process and content.

        Raises:
            TemplateError: it is missing or wrong.
        """
        path = self.folder / FORM
        try:
            data = read_word_file(path)
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
        return composed_template(data, self._pieces(), name)

    def _pieces(self) -> tuple[tuple[str, bytes], ...]:
        """The Word files beside the form, which it may be made of."""
        others = (path for path in self.folder.glob("*.docx") if path.name != FORM)
        return tuple(
            (path.name, read_word_file(path)) for path in sorted(others) if path.name[0] != "~"
        )


_TYPES: Kept[dict[str, Any]] = Kept("type", dict, [Condition, Place, Parameter, Stage])


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
        from svcdocs.load.wording import nearest  # noqa: PLC0415 - only where a name is wrong

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
    key = _key(folder)
    fields = _TYPES.found(key)
    if fields is None:
        fields = _fields(folder)
        _TYPES.keep(key, fields)
    return DocumentType(**fields, folder=folder)


def _key(folder: Path) -> str:
    """What the fields of a type depend on; empty where that cannot be read."""
    path = folder / MANIFEST
    try:
        return key_of(path.as_posix(), digest_of_bytes(path.read_bytes()))
    except OSError:
        return ""


def _fields(folder: Path) -> dict[str, Any]:
    from svcdocs.load import describe, load_manifest  # noqa: PLC0415 - a kept type is right

    loaded = load_manifest(folder)
    problems = [describe(problem) for problem in loaded.problems]
    data = loaded.tree.data
    if not problems and data["id"] != folder.name:
        problems.append(
            _("{place}: the type calls itself {id!r}, but its folder is called {folder!r}").format(
                place=loaded.tree.place(("id",)), id=data["id"], folder=folder.name
            )
        )
    condition = None if problems else _condition(loaded, problems)
    if problems:
        raise TemplateError(
            _("document type {id} cannot be used").format(id=folder.name), details=problems
        )
    blank = data.get("blank", {})
    return {
        "id": data["id"],
        "title": data["title"],
        "form_no": data.get("form_no", ""),
        "form_version": data.get("form_version", ""),
        "from_stage": Stage(data["from_stage"]),
        "subject": data.get("for", "").removeprefix("project."),
        "condition": condition,
        "number": data.get("number", ""),
        "file_name": data["file_name"],
        "blank_policies": tuple(blank.get("policies", ())),
        "blank_rows": blank.get("rows", {}),
        "parameters": {
            name: Parameter(name=name, title=one.get("title", name), default=one["default"])
            for name, one in data.get("parameters", {}).items()
        },
        "words": {**DEFAULT_WORDS, **data.get("words", {})},
    }


def _condition(loaded: Loaded, problems: list[str]) -> Condition | None:
    text = loaded.tree.data.get("where")
    if text is None:
        return None
    from svcdocs.expr import ExpressionError  # noqa: PLC0415 - a kept type is right

    place = loaded.tree.place(("where",)) or Place(file="type.yaml")
    condition = Condition(text, place)
    try:
        condition.formula  # noqa: B018 - looked at, so that what is wrong with it is told
    except ExpressionError as error:
        spot = Place(file=place.file, line=place.line, column=place.column + error.column - 1)
        problems.append(f"{spot}: {error.message}")
    return condition
