"""The floor: deflate, checksum and write of the same bytes, by the library that svcdocs uses."""

from __future__ import annotations

from pathlib import Path

from job import Document, job, run

from svcdocs.ooxml.archive import archive, pack, unpack

TOLD = job()


def start() -> Document:
    """Unpack a finished document; its body, headers and footers are what changes."""
    path = Path(TOLD["template"])
    parts = unpack(path.read_bytes(), path.name)
    changing = ("word/document.xml", "word/header", "word/footer", "docProps/custom.xml")
    ready = {name: pack(name, data) for name, data in parts.items()}
    changed = {name: data for name, data in parts.items() if name.startswith(changing)}
    out = Path(TOLD["out"])

    def document(number: int) -> None:
        packed = {**ready, **{name: pack(name, data) for name, data in changed.items()}}
        (out / f"{number}.docx").write_bytes(archive(packed.values()))

    return document


run(start, TOLD["count"])
