"""docxtpl, as its documentation uses it; autoescape on, for data may hold `&` and `<`."""

from __future__ import annotations

from pathlib import Path

from docxtpl import DocxTemplate
from job import Document, job, run

TOLD = job()


def start() -> Document:
    """Nothing can be done once: a template object renders one document."""
    out = Path(TOLD["out"])
    values = TOLD["values"]

    def document(number: int) -> None:
        template = DocxTemplate(TOLD["template"])
        template.render(values[number % len(values)], autoescape=True)
        template.save(out / f"{number}.docx")

    return document


run(start, TOLD["count"])
