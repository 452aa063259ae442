"""The figures as a table, and the place of the table in the docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BEGIN = "<!-- benchmarks/check.py writes from here -->"
END = "<!-- to here -->"
#: Times as fast as each peer.
WANTED = {"check-jsonschema": 3.0, "yamllint": 10.0}
WANTED_START = 2.5
WANTED_GROWTH = 3.0
WANTED_MEMORY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured: seconds, MB.

    `first`, `again`, `floor`, `peers`: all project files; checked first, checked again with nothing
    changed, and only read. `one`, `imports`: the start of a process. `rows`, `per_row`: of the short
    table and of the long one, the start of the process taken off.
    """

    projects: int
    first: float
    again: float
    floor: float
    peers: Mapping[str, float]
    missing: tuple[str, ...]
    one: float
    imports: float
    rows: tuple[int, int]
    per_row: tuple[float, float]
    memory: float | None


def table(figures: Figures, *, seconds: bool) -> str:
    """A Markdown table; with the times themselves only where they are this machine's business."""
    rows = [("What", "Measured", "Wanted")]
    runs = [
        ("40 rules, first run", figures.first, True),
        ("40 rules, run again with nothing changed", figures.again, True),
        ("the floor (bare imports, and the parser's events)", figures.floor, False),
    ]
    for name, time in figures.peers.items():
        for what, ours, is_wanted in runs:
            took = f" ({ours:.2f} s against {time:.2f} s)" if seconds else ""
            rows.append(
                (
                    f"{figures.projects} project files, {what}: times as fast as {name}",
                    f"{time / ours:.1f}{took}",
                    f"at least {WANTED[name]:g}" if is_wanted else "",
                )
            )
    rows += [
        (f"times as fast as {name}", "not installed (extra `bench`)", "")
        for name in figures.missing
    ]
    took = f" ({figures.one:.3f} s against {figures.imports:.3f} s)" if seconds else ""
    rows.append(
        (
            "One project file, whole process, first run: times the bare imports of click, jinja2 and yaml",
            f"{figures.one / figures.imports:.2f}{took}",
            f"at most {WANTED_START:g}",
        )
    )
    few, lots = figures.per_row
    took = f" ({lots * 1000:.2f} ms against {few * 1000:.2f} ms)" if seconds else ""
    rows.append(
        (
            f"{figures.rows[1]:,} incidents in one CSV: each costs, times one of {figures.rows[0]}",
            f"{lots / few:.2f}{took}" if few > 0 else "too few rows to tell",
            f"at most {WANTED_GROWTH:g}",
        )
    )
    if figures.memory is not None:
        rows.append(
            (
                f"{figures.rows[1]:,} incidents: memory",
                f"{figures.memory:.0f} MB",
                f"under {WANTED_MEMORY} MB",
            )
        )
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---|---|---|", *lines[1:]])


def document(path: Path, written: str, begin: str, end: str) -> str:
    """The text of a file with a table put in place of the last one.

    Args:
        path: the file.
        written: the table.
        begin: the line before its place.
        end: the line after it.

    Raises:
        ValueError: the file has no place for it.
    """
    text = path.read_text(encoding="utf-8") if path.exists() else f"{begin}\n{end}\n"
    before, found, rest = text.partition(begin)
    _old, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{path.name} has no lines '{begin}' and '{end}'")
    return f"{before}{begin}\n{written}\n{end}{after}"
