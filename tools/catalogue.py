"""Bring the Chinese catalogue in step with the source: `python tools/catalogue.py`.

Collects every `_("…")` and `ngettext("…", "…", n)` of src/svcdocs and the pages on kinds of rules
(docstrings of check/kinds), adds what is new to svcdocs.po, drops what is gone, and compiles
svcdocs.mo. New entries stay empty: translate them in svcdocs.po (any editor, or Poedit) and run it once
more. `--list` prints what is still empty.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from svcdocs.check.kind_page import read_page

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "svcdocs"
PO = SOURCE / "locale" / "zh_CN" / "LC_MESSAGES" / "svcdocs.po"
MO = PO.with_suffix(".mo")
#: Ours instead of Babel's, which would name its own version and made-up addresses.
HEADER = """\
# Chinese texts of svcdocs. Kept in step with the source by `python tools/catalogue.py`.
msgid ""
msgstr ""
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def extract() -> Catalog:
    """Every text of the source, with the files it stands in."""
    catalog = Catalog(project="svcdocs", charset="utf-8")
    for file, _line, message, _comments, context in extract_from_dir(
        SOURCE,
        method_map=[("**.py", "python")],
        keywords={"_": None, "ngettext": (1, 2)},
    ):
        # Files without line numbers: a moved line would otherwise change the catalogue.
        catalog.add(message, None, [(f"src/svcdocs/{Path(file).as_posix()}", 0)], context=context)
    for file, paragraph in kind_pages():
        catalog.add(paragraph, None, [(f"src/svcdocs/{file}", 0)])
    return catalog


def kind_pages() -> Iterator[tuple[str, str]]:
    """The paragraphs of the pages on kinds of rules, each with the file whose docstring it is in."""
    for file in sorted((SOURCE / "check" / "kinds").glob("[!_]*.py")):
        docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        for paragraph in read_page(docstring).prose:
            yield file.relative_to(SOURCE).as_posix(), paragraph


def read() -> Catalog:
    """The catalogue as it stands in the file."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def compiled(catalog: Catalog) -> bytes:
    """The binary form; fuzzy and empty entries are left out, as msgfmt does."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def written(catalog: Catalog) -> bytes:
    """The bytes svcdocs.po must have: sorted by text, file names without line numbers."""
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=100,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
        omit_header=True,
    )
    return HEADER.encode() + buffer.getvalue().lstrip(b"\n")


def updated(catalog: Catalog, template: Catalog) -> Catalog:
    """The catalogue with exactly the template's texts; translations are kept, none is guessed."""
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    return catalog


def translated(message: Message) -> bool:
    """Whether a text has its translation, in every plural form."""
    if isinstance(message.string, str):
        return bool(message.string)
    return bool(message.string) and all(message.string or ())


def main() -> int:
    """Update both files, or list what is not translated."""
    catalog = updated(read(), extract())
    empty = [message.id for message in catalog if message.id and not translated(message)]
    if "--list" in sys.argv[1:]:
        sys.stdout.writelines(f"{text!r}\n" for text in empty)
        return 0
    PO.write_bytes(written(catalog))
    MO.write_bytes(compiled(read()))
    sys.stdout.write(f"{len(catalog)} texts, {len(empty)} not translated\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
