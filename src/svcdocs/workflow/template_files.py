"""Which templates a call names: document types, Word files, folders of types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load import resources
from svcdocs.render.doctype import FORM, MANIFEST, find_type
from svcdocs.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFile:
    """A Word template; `folder` is that of its document type, None for a file of no type."""

    path: Path
    folder: Path | None

    @property
    def home(self) -> Path | None:
        """The project or company folder whose `templates/` holds the type."""
        if self.folder is None or self.folder.parent.name != "templates":
            return None
        return self.folder.parent.parent


def find_templates(words: Sequence[str], *, every: bool = False) -> list[TemplateFile]:
    """The templates that some words name, each once.

    Args:
        words: ids and folders of document types, Word files, folders above types.
        every: all document types at hand.

    Raises:
        UsageError: a word leads to none.
    """
    found = [_of_type(folder) for folder in resources.list_types().values()] if every else []
    for word in words:
        found += _named(word)
    return list({one.path.resolve(): one for one in found}.values())


def _named(word: str) -> Iterator[TemplateFile]:
    path = Path(word)
    if path.is_file():
        if path.suffix.lower() != ".docx":
            raise UsageError(
                _("{path} is no Word template").format(path=path.as_posix()),
                hint=_("name a .docx file, a document type or its folder"),
            )
        own = path.name == FORM and (path.parent / MANIFEST).is_file()
        yield TemplateFile(path=path, folder=path.parent if own else None)
    elif path.is_dir() and not (path / MANIFEST).is_file():
        folders = sorted(one.parent for one in path.rglob(MANIFEST))
        if not folders:
            raise UsageError(
                _("{path} holds no document type").format(path=path.as_posix()),
                hint=_("a type's folder has a type.yaml; name one, or a .docx file"),
            )
        yield from map(_of_type, folders)
    else:
        yield _of_type(find_type(word).folder)


def _of_type(folder: Path) -> TemplateFile:
    return TemplateFile(path=folder / FORM, folder=folder)
