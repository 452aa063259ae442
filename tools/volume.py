"""A thousand visit records out and back: made, saved again by LibreOffice, read without a loss.

python tools/volume.py [COUNT] [PROCESSES]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from svcdocs.load import load_table
from svcdocs.render.mode import ELECTRONIC, Mode
from svcdocs.workflow.batch import Batch
from svcdocs.workflow.batch_crews import Crew
from svcdocs.workflow.batch_wishes import Wish
from svcdocs.workflow.data_text import as_csv
from svcdocs.workflow.form_data import read_form_rows, rows_plan
from svcdocs.workflow.office import require_office
from svcdocs.workflow.read_forms import ReadForms, read_forms

TYPE = "visit-record"
#: Files that one LibreOffice saves: starting it takes as long as saving a few.
PER_CALL = 125


def visits(count: int) -> list[dict[str, Any]]:
    """Visit records that differ in every field."""
    return [
        {
            "id": f"VIS-{number:04}",
            "recorded_on": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "visitor": f"ST-{number % 7}",
            "interviewee": f"第{number}位<先生> & 女士",
            "interviewee_kind": ("使用人员", "管理人员", f"其他人 {number}")[number % 3],
            "phone": f"010-5555-{number:04}",
            "method": ("onsite", "phone")[number % 2],
            "started_at": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02} {number % 9 + 8:02}:30",
            "ended_at": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02} 18:{number % 60:02}",
            "problems_reported": f"第一行 {number}\n三年<原厂> & x" if number % 4 else "",
            "rating_overall": str(number % 5 + 1),
            "satisfied": ("true", "false")[number % 5 == 0],
            "comments": f"意见{number}，" * (number % 20),
            "materials": ["customer", "issues"][: number % 3],
        }
        for number in range(count)
    ]


def make_forms(table: Path, out: Path, workers: int) -> list[Path]:
    """An electronic form for each row of a table."""
    rows = read_form_rows(table, TYPE)

    def wishes(source: Any, record: str) -> list[Wish]:
        return [
            Wish(
                source=source,
                type=TYPE,
                record=record,
                mode=Mode.BLANK,
                gated=False,
                parameters={ELECTRONIC: "true"},
            )
        ]

    plan = rows_plan(rows, lambda source, record: iter(wishes(source, record)), ())
    crew = Crew(workers)
    try:
        steps = list(Batch(plan.wishes, plan.place(out), crew).run())
    finally:
        crew.close()
    return [step.outcome.path for step in steps if step.outcome.path is not None]


def save_again(files: Sequence[Path], out: Path, processes: int) -> list[Path]:
    """The files as LibreOffice saves them, by a few processes with many files each."""
    program = str(require_office())
    shares = [files[start : start + PER_CALL] for start in range(0, len(files), PER_CALL)]

    def save(numbered: tuple[int, Sequence[Path]]) -> None:
        number, share = numbered
        profile = out / f"profile-{number % processes}-{number}"
        command = [program, f"-env:UserInstallation={profile.absolute().as_uri()}", "--headless"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out)]
        subprocess.run([*command, *map(str, share)], check=True, capture_output=True)  # noqa: S603 - the program that was found
        shutil.rmtree(profile, ignore_errors=True)

    with ThreadPoolExecutor(processes) as threads:
        list(threads.map(save, enumerate(shares)))
    return [out / path.name for path in files]


def round_trip(count: int, folder: Path, processes: int = 2) -> tuple[ReadForms, ReadForms]:
    """What comes back before and after LibreOffice saved the forms of so many visits."""
    table = folder / "visits.csv"
    table.write_text(as_csv(visits(count)), encoding="utf-8", newline="")
    made, saved = folder / "made", folder / "saved"
    saved.mkdir()
    forms = make_forms(table, made, processes)
    return read_forms(forms), read_forms(save_again(forms, saved, processes))


def losses(count: int, done: ReadForms, folder: Path) -> list[str]:
    """What did not come back as it went out."""
    expected = {
        row["id"]: row for row in load_table(folder / "visits.csv", "visits").tree.data["visits"]
    }
    found: Mapping[str, Any] = {row["id"]: row for row in done.rows.get("visits", ())}
    told = [
        f"{id_}: {found.get(id_)} != {row}"
        for id_, row in expected.items()
        if found.get(id_) != row
    ]
    told += [] if len(expected) == len(found) == count else [f"{len(found)} of {count} rows"]
    return [*told, *(f"{one.place} {one.message}" for one in done.problems)]


def main() -> int:
    """Make the trip and tell how it went."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        direct, saved = round_trip(count, Path(name), processes)
        lost = [*losses(count, direct, Path(name)), *losses(count, saved, Path(name))]
    print("\n".join(lost[:20]) or f"{count} forms came back whole")  # noqa: T201 - a script
    print(f"{time.monotonic() - begun:.0f} s")  # noqa: T201 - as above
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
