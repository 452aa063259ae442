"""svcdocs as it is used: documents of a project, with facts, gate, provenance and checks."""

from __future__ import annotations

from pathlib import Path

from job import Document, job, run

import svcdocs
import svcdocs.cli
from svcdocs.workflow.outputs import write_document

TOLD = job()


def start() -> Document:
    """Open the project."""
    project = svcdocs.open_project(Path(TOLD["project"]))
    out = Path(TOLD["out"])
    records = TOLD["records"]

    def document(number: int) -> None:
        record = records[number % len(records)]
        rendered = svcdocs.render_document(project, TOLD["type"], record)
        write_document(out / f"{number}.docx", rendered.data, force=False)

    return document


run(start, TOLD["count"])
