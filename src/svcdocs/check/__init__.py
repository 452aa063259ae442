"""The check: rules over facts make findings."""

from svcdocs.check.references import DANGLING
from svcdocs.check.run import CRASHED, check
from svcdocs.check.silence import NOTHING_CHECKED, with_silence_told
from svcdocs.model.report import Report, RuleCount

__all__ = [
    "CRASHED",
    "DANGLING",
    "NOTHING_CHECKED",
    "Report",
    "RuleCount",
    "check",
    "with_silence_told",
]
