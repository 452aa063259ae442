"""Fuzz the command line for as long as one likes (not in CI, which does a little in tests/fuzz).

    python tools/fuzz.py                          every target, 2,000 cases each
    python tools/fuzz.py yaml --cases 20000       one target
    python tools/fuzz.py yaml --atheris -- -max_total_time=600 corpus/

With --atheris the inputs are guided by what code they reach (pip install atheris; Linux and macOS);
what follows `--` goes to libFuzzer. The memory is held to 500 MB more than the start needs, where the
system can do that. What is found comes out as a traceback with the smallest input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from fuzzing import TARGETS as TEXT_TARGETS
from fuzzing import Check, limits
from fuzzing_word import WORD_TARGETS

TARGETS = TEXT_TARGETS | WORD_TARGETS
MEGABYTE = 1024 * 1024


def main(arguments: Sequence[str]) -> int:
    """Fuzz until something is found or the cases are done."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)} (default all)")
    parser.add_argument("--cases", type=int, default=2000, help="of each target (default 2000)")
    parser.add_argument("--atheris", action="store_true", help="let atheris choose the inputs")
    own, _dashes, passed = _parted(arguments)
    given = parser.parse_args(own)
    if unknown := [name for name in given.targets if name not in TARGETS]:
        parser.error(f"there is no target {unknown[0]}")
    names = given.targets or list(TARGETS)
    if given.atheris:
        if len(names) != 1:
            parser.error("atheris takes one target")
        return _guided(TARGETS[names[0]], passed)
    _hold_memory(500)
    for name in names:
        print(f"{name}: {given.cases} cases", flush=True)  # noqa: T201 - a long run shows where it is
        limits(given.cases)(TARGETS[name])()
    return 0


def _parted(arguments: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    words = list(arguments)
    cut = words.index("--") if "--" in words else len(words)
    return words[:cut], words[cut : cut + 1], words[cut + 1 :]


def _hold_memory(more: int) -> None:
    """Let Python raise MemoryError instead of taking the machine along."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a pseudo-file
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + more * MEGABYTE, resource.RLIM_INFINITY))


def _guided(target: Check, passed: Sequence[str]) -> int:
    atheris = import_module("atheris")  # not a dependency

    atheris.instrument_all()
    atheris.Setup(
        [sys.argv[0], "-rss_limit_mb=1500", "-timeout=10", *passed],
        target.hypothesis.fuzz_one_input,
    )
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
