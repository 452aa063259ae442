"""Word templates made from outlines, in the one house style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from svcdocs.errors import OutputError, TemplateError, UsageError
from svcdocs.load import describe, load_manifest, resources
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.on_disk import read_word_file
from svcdocs.ooxml.package import read_package
from svcdocs.ooxml.seal import is_untouched
from svcdocs.render.doctype import FORM, find_type
from svcdocs.render.outline import build_form, load_outline
from svcdocs.texts import _
from svcdocs.workflow.outputs import write_file

OUTLINE = "outline.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltTemplate:
    """A template that was made.

    `changed` tells whether the file lacked it or had another; `edited` whether the file is somebody's
    work: made or saved with Word.
    """

    path: Path
    data: bytes
    changed: bool
    edited: bool


def folders_of(types: Sequence[str]) -> list[Path]:
    """The folders of document types; of all that have an outline where none is named.

    Args:
        types: ids, or folders, which is how a project's own types are reached.

    Raises:
        UsageError: there is no such type, or it has no outline to be made from.
    """
    if not types:
        return [f for f in resources.list_types().values() if (f / OUTLINE).is_file()]
    folders = [_folder(one) for one in dict.fromkeys(types)]
    for folder in folders:
        if not (folder / OUTLINE).is_file():
            raise UsageError(
                _("{type} has no {file}; its {form} is edited in Word").format(
                    type=folder.name, file=OUTLINE, form=FORM
                )
            )
    return folders


def _folder(type_or_folder: str) -> Path:
    return find_type(type_or_folder).folder


def build_template(folder: Path) -> BuiltTemplate:
    """The template of a document type's folder, not yet written.

    Raises:
        TemplateError: the manifest or the outline is wrong.
    """
    manifest = load_manifest(folder)
    if manifest.problems:
        raise TemplateError(
            _("document type {id} cannot be used").format(id=folder.name),
            details=[describe(problem) for problem in manifest.problems],
        )
    data = build_form(load_outline(folder), manifest.tree.data)
    path = folder / FORM
    changed = not _same(path, data)
    edited = changed and path.is_file() and not is_untouched(read_word_file(path))
    return BuiltTemplate(path=path, data=data, changed=changed, edited=edited)


def write_template(built: BuiltTemplate, *, force: bool = False) -> None:
    """Put it into its folder.

    Args:
        built: the template.
        force: whether to write over a form that was edited in Word.

    Raises:
        OutputError: the form was edited by hand, the disk refuses, or Word holds it open.
    """
    if built.edited and not force:
        raise OutputError(
            _("{path} was edited in Word, and the outline would undo that").format(
                path=built.path.as_posix()
            ),
            hint=_(
                "delete or rename {outline}: then the form is the source; or overwrite the form with"
                " --force"
            ).format(outline=OUTLINE),
        )
    write_file(built.path, built.data)


def _same(path: Path, data: bytes) -> bool:
    """Whether a file has the same parts; another deflate library packs them differently."""
    try:
        return read_package(read_word_file(path), path.name) == read_package(data, path.name)
    except (FileNotFoundError, PackageError):
        return False
