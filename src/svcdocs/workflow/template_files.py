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
    def is_form(self) -> bool:
        """Whether it is a type's form, and no piece that forms are put together from."""
        return self.folder is not None and self.path.name == FORM

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
    types = resources.list_types().values() if every else ()
    found = [one for folder in types for one in _of_type(folder)]
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
        own = (path.parent / MANIFEST).is_file()
        yield TemplateFile(path=path, folder=path.parent if own else None)
    elif path.is_dir() and not (path / MANIFEST).is_file():
        folders = sorted(one.parent for one in path.rglob(MANIFEST))
        if not folders:
            raise UsageError(
                _("{path} holds no document type").format(path=path.as_posix()),
                hint=_("a type's folder has a type.yaml; name one, or a .docx file"),
            )
        for folder in folders:
            yield from _of_type(folder)
    else:
        yield from _of_type(find_type(word).folder)


def _of_type(folder: Path) -> Iterator[TemplateFile]:
    """The form of a type, and the pieces beside it that it may be put together from."""
    yield TemplateFile(path=folder / FORM, folder=folder)
    for path in sorted(folder.glob("*.docx")):
        if path.name != FORM and not path.name.startswith("~$"):  # Word's mark of an open file
            yield TemplateFile(path=path, folder=folder)
