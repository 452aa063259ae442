"""How fast documents are made, beside docxtpl, docxtemplater and carbone on the same templates.

    python benchmarks/render.py            prints the table and writes it into docs/benchmarks.md
    python benchmarks/render.py --npm      installs the peers of the npm registry first

Every engine is a process of its own and makes whole documents on the disk, with its checks on. The
engines take turns, and the median counts. Slow engines make fewer documents: the figure is the time
of one, with what is done only once shared out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from documents import (
    VISITS,
    Case,
    annex_case,
    in_braces,
    table_rows,
    table_template,
    texts,
    visit_case,
)
from render_table import BEGIN, END, FULL, TEMPLATE, Figures, Workers, table
from table import document

from check import ENVIRONMENT, IMPORTS, Program, take_turns

HERE = Path(__file__).resolve().parent
ENGINES = HERE / "engines"
NPM = ENGINES / "npm"
RESULTS = HERE.parent / "docs" / "benchmarks.md"
BRACES = {"docxtemplater": ("{", "}"), "carbone": ("{d.", "}")}


@dataclass(slots=True)
class Job:
    """One engine's work on one case, and the seconds of a document in each of its runs."""

    engine: str
    command: list[str]
    told: dict[str, Any]
    seconds: list[float] = field(default_factory=list)
    memory: tuple[float, float] = (0, 0)

    def run(self, folder: Path) -> None:
        """Do it once more.

        Raises:
            RuntimeError: the engine failed, or wrote another number of files.
        """
        out = folder / "out"
        out.mkdir()
        done = subprocess.run(  # noqa: S603 - our own commands
            self.command,
            input=json.dumps({**self.told, "out": str(out)}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=ENVIRONMENT,
            check=False,
        )
        made = len(list(out.glob("*.docx")))
        if done.returncode or made != self.told["count"]:
            raise RuntimeError(f"{self.engine} made {made} documents: {done.stderr.strip()}")
        answer = json.loads(done.stdout)
        self.seconds.append(answer["seconds"] / made)
        self.memory = tuple(answer["memory"])
        shutil.copy(out / "0.docx", folder / f"{self.engine}.docx")
        shutil.rmtree(out)


def engine_jobs(
    case: Case, folder: Path, counts: Mapping[str, int], records: list[Any]
) -> list[Job]:
    """The jobs of all engines that are installed."""
    flat = folder / "flat.docx"
    flat.write_bytes(case.template)
    told = {"template": str(flat), "values": case.values}
    jobs = [
        Job(
            FULL,
            _python("svcdocs_project"),
            {
                "project": str(case.project),
                "type": case.type,
                "records": records,
                "count": counts[FULL],
            },
        ),
        Job(TEMPLATE, _python("svcdocs_template"), {**told, "count": counts[TEMPLATE]}),
        Job("docxtpl", _python("docxtpl_template"), {**told, "count": counts["docxtpl"]}),
    ]
    for engine, braces in BRACES.items():
        if _npm_has(engine):
            path = folder / f"flat-{engine}.docx"
            path.write_bytes(in_braces(case, *braces))
            own = {"template": str(path), "values": case.values, "count": counts["npm"]}
            jobs.append(Job(engine, ["node", str(NPM / f"{engine}.cjs")], own))
    return jobs


def measure_case(
    case: Case, folder: Path, counts: Mapping[str, int], records: list[Any], rounds: int
) -> list[Job]:
    """Let all engines take turns; what each made must say the same."""
    folder.mkdir()
    jobs = engine_jobs(case, folder, counts, records)
    for _round in range(rounds):
        for job in jobs:
            job.run(folder)
    for job in jobs:
        made = folder / f"{job.engine}.docx"
        if job.engine != FULL and texts(made.read_bytes()) != case.text:
            raise RuntimeError(f"{job.engine} made another text than the form says")
    jobs.append(_floor(folder, folder / f"{FULL}.docx", counts[TEMPLATE], rounds))
    return jobs


def measure_table(folder: Path, rows: int, rounds: int) -> list[Job]:
    """A table of many rows: svcdocs and docxtpl share its dialect."""
    folder.mkdir()
    path = folder / "table.docx"
    path.write_bytes(table_template())
    told = {"template": str(path), "values": [{"rows": table_rows(rows)}]}
    jobs = [
        Job(TEMPLATE, _python("svcdocs_template"), {**told, "count": 100}),
        Job("docxtpl", _python("docxtpl_template"), {**told, "count": 2}),
    ]
    for _round in range(rounds):
        for job in jobs:
            job.run(folder)
    said = {job.engine: texts((folder / f"{job.engine}.docx").read_bytes()) for job in jobs}
    if said[TEMPLATE] != said["docxtpl"]:
        raise RuntimeError("svcdocs and docxtpl made different tables")
    jobs.append(_floor(folder, folder / f"{TEMPLATE}.docx", 10, rounds))
    return jobs


def measure_memory(case: Case, folder: Path, records: list[Any], count: int) -> tuple[float, float]:
    """MB after a hundred forms, one for each record, and after all of them."""
    folder.mkdir()
    told = {"project": str(case.project), "type": case.type, "records": records, "count": count}
    job = Job(FULL, _python("svcdocs_project"), told)
    job.run(folder)
    return job.memory


def measure_start(rounds: int) -> tuple[float, float]:
    """Seconds of a first blank form, whole process, and of the bare imports."""
    with tempfile.TemporaryDirectory() as out:
        form = Program(
            "form",
            [
                sys.executable,
                "-m",
                "svcdocs",
                "form",
                "visit-record",
                "--blank",
                "--force",
                "-o",
                out,
            ],
        )
        imports = Program("imports", [sys.executable, "-c", IMPORTS])
        take_turns([form, imports], rounds * 3)
    return form.seconds, imports.seconds


def measure_workers(case: Case, folder: Path, rounds: int) -> Workers | None:
    """Seconds of the clock for all visits with one worker and two; None on one core.

    The start, with the project read in every process, is what eight documents take.
    """
    if len(os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(2)) < 2:
        return None
    folder.mkdir()
    few = [word for number in range(1, 9) for word in ("--record", f"VIS-{number:04}")]
    took: dict[tuple[int, bool], list[float]] = {
        (workers, all_of_them): [] for workers in (1, 2) for all_of_them in (False, True)
    }
    for _round in range(rounds):
        for (workers, all_of_them), times in took.items():
            out = folder / f"out-{workers}"
            began = _clock()
            subprocess.run(  # noqa: S603 - our own command
                [
                    *(sys.executable, "-m", "svcdocs", "render", str(case.project), case.type),
                    *([] if all_of_them else few),
                    *("--workers", str(workers), "-o", str(out)),
                ],
                check=True,
                capture_output=True,
                env=ENVIRONMENT,
            )
            times.append(_clock() - began)
            shutil.rmtree(out)
    seconds = {key: median(times) for key, times in took.items()}
    return Workers(
        whole=(seconds[1, True], seconds[2, True]),
        running=tuple(seconds[workers, True] - seconds[workers, False] for workers in (1, 2)),
    )


def _clock() -> float:
    import time  # noqa: PLC0415 - only here is the clock wanted, elsewhere the engines tell

    return time.perf_counter()


def _floor(folder: Path, made: Path, count: int, rounds: int) -> Job:
    job = Job("floor", _python("floor"), {"template": str(made), "count": count})
    for _round in range(rounds):
        job.run(folder)
    return job


def _python(engine: str) -> list[str]:
    return [sys.executable, str(ENGINES / f"{engine}.py")]


def _npm_has(engine: str) -> bool:
    return shutil.which("node") is not None and (NPM / "node_modules" / engine).is_dir()


def _install_npm() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed; run without --npm to leave its engines out")
    subprocess.run(  # noqa: S603 - npm, as asked for
        [npm, "install", "--no-package-lock", "--no-audit", "--no-fund"], cwd=NPM, check=True
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--npm", action="store_true", help="install docxtemplater and carbone first"
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (default 3)")
    parser.add_argument("--forms", type=int, default=1000, help="visit records (default 1,000)")
    parser.add_argument("--annexes", type=int, default=100, help="bid annexes (default 100)")
    parser.add_argument(
        "--memory", type=int, default=10_000, help="forms for the memory test (default 10,000)"
    )
    parser.add_argument("--results", type=Path, default=RESULTS, help="file to write")
    given = parser.parse_args(arguments)
    if given.npm:
        _install_npm()
    with tempfile.TemporaryDirectory(dir=_memory_disk()) as passing:
        folder = Path(passing)
        visit, annex = visit_case(folder), annex_case(folder)
        visits = [f"VIS-{number:04}" for number in range(1, VISITS + 1)]
        forms = {FULL: given.forms, TEMPLATE: given.forms, "docxtpl": 30, "npm": 100}
        annexes = {FULL: given.annexes, TEMPLATE: given.annexes, "docxtpl": 5, "npm": 10}
        figures = Figures(
            tags={"visit": visit.tags, "annex": annex.tags},
            sizes={"visit": visit.size, "annex": annex.size},
            visit=_medians(measure_case(visit, folder / "v", forms, visits, given.rounds)),
            annex=_medians(measure_case(annex, folder / "a", annexes, [""], given.rounds)),
            rows=_medians(measure_table(folder / "t", 2000, given.rounds)),
            memory=measure_memory(visit, folder / "m", visits[:100], given.memory),
            forms=given.memory,
            start=measure_start(given.rounds),
            workers=measure_workers(visit, folder / "w", given.rounds),
            skipped=tuple(engine for engine in BRACES if not _npm_has(engine)),
        )
    print(table(figures, seconds=True))  # noqa: T201 - it is what the benchmark is for
    text = document(given.results, table(figures, seconds=False), BEGIN, END)
    given.results.write_text(text, encoding="utf-8", newline="\n")
    return 0


def _memory_disk() -> str | None:
    """A folder in memory where the system has one, so that no disk is measured."""
    shared = "/dev/shm"  # noqa: S108 - the folder made in it has a name of its own
    return shared if Path(shared).is_dir() else None


def _medians(jobs: Sequence[Job]) -> dict[str, float]:
    return {job.engine: median(job.seconds) for job in jobs}


if __name__ == "__main__":
    sys.exit(main())
