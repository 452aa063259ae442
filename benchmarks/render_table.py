"""The figures of benchmarks/render.py as a table, and its place in the docs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BEGIN = "<!-- benchmarks/render.py writes from here -->"
END = "<!-- to here: documents -->"
FULL = "svcdocs, from the project"
TEMPLATE = "svcdocs, flat template"
#: Times as fast as docxtpl, and as the faster of the npm engines.
WANTED = {"visit": (100, 25), "annex": (40, 8), "rows": (10, None)}
NPM = ("docxtemplater", "carbone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """Seconds with one worker and with two: the whole process, and without its start."""

    whole: tuple[float, float]
    running: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured: seconds of one document by engine; MB; seconds of processes."""

    tags: Mapping[str, int]
    sizes: Mapping[str, int]
    visit: Mapping[str, float]
    annex: Mapping[str, float]
    rows: Mapping[str, float]
    memory: tuple[float, float]
    forms: int
    start: tuple[float, float]
    workers: Workers | None
    skipped: tuple[str, ...]


def table(figures: Figures, *, seconds: bool) -> str:
    """Markdown; with the times themselves only where they are this machine's business."""
    lines = [
        ", ".join(
            f"{name}: {figures.tags[key]} tags, document.xml of {figures.sizes[key]:,} bytes"
            for name, key in (("Visit record", "visit"), ("bid annex", "annex"))
        )
        + "; the same for every engine.",
        "",
        "| Documents | svcdocs does | docxtpl | docxtemplater | carbone | floor: svcdocs takes |",
        "|---|---|---|---|---|---|",
    ]
    for name, key in (
        ("Visit record", "visit"),
        ("Bid annex", "annex"),
        ("Table, 2,000 rows", "rows"),
    ):
        took: Mapping[str, float] = getattr(figures, key)
        lines += [
            _row(name, key, took, own, seconds=seconds) for own in (FULL, TEMPLATE) if own in took
        ]
    start, imports = figures.start
    early, late = figures.memory
    lines += ["", "| What | Measured | Wanted |", "|---|---|---|"]
    lines.append(
        "| First blank form, whole process: times the bare imports of click, jinja2 and yaml "
        f"| {start / imports:.2f}{f' ({start:.3f} s, {imports:.3f} s)' if seconds else ''} | at most 2 |"
    )
    lines.append(
        f"| {figures.forms:,} forms: memory after the last, times that after the first 100 "
        f"| {late / early if early else 0:.2f}{f' ({early:.0f} MB, {late:.0f} MB)' if seconds else ''} "
        "| 1 (no growth) |"
    )
    if figures.workers is not None:
        for what, (one, two) in (
            ("once they run", figures.workers.running),
            ("whole process, 1,000 documents", figures.workers.whole),
        ):
            lines.append(
                f"| Two workers, {what}: times as fast as one "
                f"| {one / two:.2f}{f' ({one:.2f} s, {two:.2f} s)' if seconds else ''} "
                "| at least 1.7 |"
            )
    if figures.skipped:
        lines += ["", f"Skipped, because not installed (`--npm`): {', '.join(figures.skipped)}."]
    return "\n".join(lines)


def _row(name: str, key: str, took: Mapping[str, float], own: str, *, seconds: bool) -> str:
    mine = took[own]
    tpl, npm = WANTED[key]
    fastest = min((took[engine] for engine in NPM if engine in took), default=None)

    def against(engine: str) -> str:
        if engine not in took:
            return "–"
        wanted = tpl if engine == "docxtpl" else npm if took[engine] == fastest else None
        times = f"{took[engine] / mine:.1f}×"
        return f"{times} (wanted {wanted}×)" if wanted else times

    how = own.partition(", ")[2] + (f" ({mine * 1000:.2f} ms)" if seconds else "")
    cells = [name, how, against("docxtpl"), *map(against, NPM), f"{mine / took['floor']:.1f}×"]
    return "| " + " | ".join(cells) + " |"
