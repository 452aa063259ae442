"""How fast `svcdocs check` is, beside check-jsonschema and yamllint on the same files.

    python benchmarks/check.py            prints the table and writes it into docs/benchmarks.md

Every figure is a whole process, start and imports included, held to one core. The programs take
turns, so that a busy moment of the machine meets all of them, and the median counts: of processor
time where the system tells it (a neighbour on the machine changes it little), else of the clock.

`svcdocs check` keeps what it found, so it is measured twice: the first run begins with an empty cache,
the second one finds that nothing has changed. What no Python program that reads YAML with PyYAML can
do without is measured as well: the imports, and the parser's events of the same files.

The peers are the extra `bench`: pip install 'svcdocs[bench]'. One that is not there is left out, and
the table says so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

from files import CHECKOUT, sla_rules, write_incidents, write_projects
from table import BEGIN, END, Figures, document, table

SCHEMA = CHECKOUT / "schemas" / "project.schema.json"
RESULTS = CHECKOUT / "docs" / "benchmarks.md"
#: What any program with a command line, templates and YAML has to import.
IMPORTS = "import click, jinja2, yaml"
#: The same, and the parser's events of some files: nothing is made of them.
FLOOR = f"""{IMPORTS}, sys
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as stream:
        for event in yaml.parse(stream.read(), Loader=yaml.CSafeLoader):
            pass
"""
#: As on a user's machine: Python keeps what it compiled, whatever this shell says.
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}


@dataclass(frozen=True, slots=True)
class Run:
    """One process: its time in seconds, its memory in MB where the system tells it."""

    seconds: float
    memory: float | None


@dataclass(slots=True)
class Program:
    """One of the programs that take turns, and what its runs came to.

    `cache` is the folder for what it keeps; with `afresh` each run finds it empty.
    """

    name: str
    command: Sequence[str | Path]
    exit_code: int = 0
    cache: Path | None = None
    afresh: bool = False
    runs: list[Run] = field(default_factory=list)

    def run(self) -> None:
        """Run it once more.

        Raises:
            RuntimeError: it found something in files that have nothing to find, or broke down.
        """
        self.runs.append(self.run_once())

    def run_once(self) -> Run:
        """A run that need not count.

        Raises:
            RuntimeError: as `run`.
        """
        if self.cache is not None and self.afresh and self.cache.exists():
            shutil.rmtree(self.cache)
        return measured(self.command, self.exit_code, self.cache)

    @property
    def seconds(self) -> float:
        """The median."""
        return median(run.seconds for run in self.runs)

    @property
    def memory(self) -> float | None:
        """The highest use of memory."""
        known = [run.memory for run in self.runs if run.memory is not None]
        return max(known, default=None)


def measured(command: Sequence[str | Path], exit_code: int, cache: Path | None) -> Run:
    """Run a process to its end; its output is thrown away, its errors are kept."""
    own = {} if cache is None else {"SVCDOCS_CACHE_DIR": str(cache)}
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own commands
            [str(word) for word in command],
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={**ENVIRONMENT, **own},
        )
        seconds, memory = _awaited(process)
        if seconds is None:
            seconds = time.perf_counter() - start
        if process.returncode != exit_code:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip()
            raise RuntimeError(f"{command[:4]} exited with {process.returncode}: {said}")
    return Run(seconds, memory)


def _awaited(process: subprocess.Popen[bytes]) -> tuple[float | None, float | None]:
    """Wait for a process; its processor time and memory, as far as the system tells them."""
    if not hasattr(os, "wait4"):  # Windows
        process.wait()
        return None, None
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kilobytes
    return used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1_000_000


def take_turns(programs: Sequence[Program], rounds: int) -> None:
    """Run all of them, round after round; a first round that does not count fills the caches."""
    for program in programs:
        program.run_once()
    for _round in range(rounds):
        for program in programs:
            program.run()


def peer(name: str, *arguments: str | Path) -> list[str | Path] | None:
    """The command of a program installed beside this Python; None where there is none."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    return None if found is None else [found, *arguments]


def hold_to_one_core() -> None:
    """Keep this process and all it starts on one core, where the system lets it be said."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(folder: Path, *, projects: int, rows: int, rounds: int) -> Figures:
    """Write the files, run everything.

    Args:
        folder: an empty folder for the files.
        projects: how many project files.
        rows: how many incidents the long table has; the short one has a hundredth.
        rounds: how often everything is run.
    """
    svcdocs = peer("svcdocs", "check") or [sys.executable, "-m", "svcdocs", "check"]
    files = write_projects(folder, projects)
    first = Program("svcdocs check", [*svcdocs, *files], cache=folder / "cache-first", afresh=True)
    again = Program("svcdocs check, again", [*svcdocs, *files], cache=folder / "cache-again")
    floor = Program("imports and events", [sys.executable, "-c", FLOOR, *files])
    peers = {
        "check-jsonschema": peer("check-jsonschema", "--schemafile", SCHEMA, *files),
        "yamllint": peer("yamllint", "-d", "relaxed", *files),
    }
    others = [Program(name, command) for name, command in peers.items() if command]
    one = Program(
        "svcdocs check, one file", [*svcdocs, files[0]], cache=folder / "cache-one", afresh=True
    )
    imports = Program(f'python -c "{IMPORTS}"', [sys.executable, "-c", IMPORTS])
    sizes = (1, max(rows // 100, 2), rows)
    tables = []
    for size in sizes:
        place = folder / f"incidents-{size}"
        place.mkdir()
        # Some were answered late, as in life: found, so the exit code is 1.
        late = int(size >= 100)
        command = [*svcdocs, write_incidents(place, size), "--select", ",".join(sla_rules())]
        tables.append(Program(str(size), command, late, cache=place / "cache", afresh=True))
    take_turns([first, again, floor, *others], rounds)
    take_turns([one, imports], max(rounds, min(2 * rounds, 20)))
    take_turns(tables, rounds)
    base, few, lots = (program.seconds for program in tables)
    return Figures(
        projects=projects,
        first=first.seconds,
        again=again.seconds,
        floor=floor.seconds,
        peers={program.name: program.seconds for program in others},
        missing=tuple(name for name, command in peers.items() if not command),
        one=one.seconds,
        imports=imports.seconds,
        rows=(sizes[1], sizes[2]),
        per_row=((few - base) / (sizes[1] - 1), (lots - base) / (sizes[2] - 1)),
        memory=tables[2].memory,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--projects", type=int, default=300, help="project files (default 300)")
    parser.add_argument("--rows", type=int, default=10_000, help="incidents (default 10,000)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each (default 5)")
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help="file to write (default docs/benchmarks.md)"
    )
    parser.add_argument("--keep", type=Path, help="write the files here and leave them")
    given = parser.parse_args(arguments)
    hold_to_one_core()
    with tempfile.TemporaryDirectory() as passing:
        folder = given.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        figures = measure(folder, projects=given.projects, rows=given.rows, rounds=given.rounds)
    print(table(figures, seconds=True))  # noqa: T201 - it is what the benchmark is for
    text = document(given.results, table(figures, seconds=False), BEGIN, END)
    given.results.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
