"""The check: rules over facts make findings."""

from svcdocs.check.run import CRASHED, check
from svcdocs.model.report import Report, RuleCount

__all__ = ["CRASHED", "Report", "RuleCount", "check"]
