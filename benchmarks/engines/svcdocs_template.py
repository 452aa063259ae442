"""svcdocs' engine on a template of somebody else's: compiled once, checked, written whole."""

from __future__ import annotations

from pathlib import Path

import lxml.etree  # noqa: F401 - svcdocs imports it late; the time of imports counts for nobody
from job import Document, job, run

import svcdocs.cli  # noqa: F401 - sets the process up as the command does
from svcdocs.render.engine import compile_template
from svcdocs.workflow.outputs import write_document

TOLD = job()


def start() -> Document:
    """Compile the template."""
    path = Path(TOLD["template"])
    template = compile_template(path.read_bytes(), path.name)
    out = Path(TOLD["out"])
    values = TOLD["values"]

    def document(number: int) -> None:
        data = template.render(values[number % len(values)])
        write_document(out / f"{number}.docx", data, force=False)

    return document


run(start, TOLD["count"])
