"""The check: rules over facts make findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svcdocs.late_names import late_names
from svcdocs.model.report import NOTHING_CHECKED, Report, RuleCount

if TYPE_CHECKING:
    from svcdocs.check.run import CRASHED, check
    from svcdocs.check.selection import DANGLING, EVERYTHING, Selection
    from svcdocs.check.silence import with_silence_told

__all__ = [
    "CRASHED",
    "DANGLING",
    "EVERYTHING",
    "NOTHING_CHECKED",
    "Report",
    "RuleCount",
    "Selection",
    "check",
    "with_silence_told",
]

__getattr__ = late_names(
    __name__,
    {
        "CRASHED": "run",
        "DANGLING": "selection",
        "EVERYTHING": "selection",
        "Selection": "selection",
        "check": "run",
        "with_silence_told": "silence",
    },
)
