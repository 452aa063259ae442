"""What every engine's process is told, and what it tells: one JSON object each.

In: `template` (a path), `values` (a list of mappings, taken in turn), `count` documents, `out` (a
folder). Out: `seconds` for all of them, from the first to the last file on the disk, what is done once
included; `memory` after a hundred documents and at the end, in MB.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Writes the nth document.
Document = Callable[[int], None]


def job() -> dict[str, Any]:
    """What the benchmark wants done."""
    told: dict[str, Any] = json.load(sys.stdin)
    return told


def run(start: Callable[[], Document], count: int) -> None:
    """Do the work once and document by document, and tell what it took."""
    began = time.perf_counter()
    document = start()
    early = 0.0
    for number in range(count):
        document(number)
        if number == 99:
            early = memory()
    seconds = time.perf_counter() - began
    json.dump({"seconds": seconds, "memory": [early or memory(), memory()]}, sys.stdout)


def memory() -> float:
    """Memory in use now, in MB; where the system does not tell, 0."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1_000_000
