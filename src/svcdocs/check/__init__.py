"""The check: rules over facts make findings."""

from svcdocs.check.references import DANGLING
from svcdocs.check.run import CRASHED, check
from svcdocs.check.selection import EVERYTHING, Selection
from svcdocs.check.silence import with_silence_told
from svcdocs.model.report import NOTHING_CHECKED, Report, RuleCount

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
