"""Documents of the samples read as they did.

A file of `golden/` is called `<document type>--<sample>.txt`, or
`<document type>--<sample>--<record>.txt` for a type that is made for each row of a table, or
`<document type>--blank.txt` for the form to fill in by hand. To keep one more document, create an
empty file of that name. After a change that is meant,
`SVCDOCS_UPDATE_GOLDEN=1 pytest tests/test_golden.py` writes them anew; look at the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from svcdocs.ooxml.dump import dump
from svcdocs.policy import policies_for
from svcdocs.render.doctype import find_type
from svcdocs.render.document import records, render_blank, render_document
from svcdocs.workflow.project import open_project

HERE = Path(__file__).resolve().parent
FILES = sorted((HERE / "golden").glob("*.txt"))


def document_text(name: str) -> str:
    """The text of the document that a file of this name (without `.txt`) is about.

    Raises:
        LookupError: the sample has no such document.
    """
    type_id, sample, *record = name.split("--")
    if sample == "blank":
        blank = find_type(type_id)
        return dump(render_blank(blank, policies_for(blank.blank_policies)).data)
    folder = HERE.parent / "samples" / sample
    context = open_project(folder).context
    kind = find_type(type_id, folder)
    for path in records(context, kind):
        if record == ([] if path is None else [context.record(path).id]):
            return dump(render_document(context, kind, path).data)
    raise LookupError(name)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_document_reads_as_before(file: Path) -> None:
    """Word for word, headings, tables and all."""
    text = document_text(file.stem)
    if os.environ.get("SVCDOCS_UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8", newline="\n")

    assert text == file.read_text(encoding="utf-8")


def test_a_file_of_no_document_is_told() -> None:
    """A misspelt record is not passed over."""
    with pytest.raises(LookupError):
        document_text("bid-annex--campus-network-bid--V-01")
