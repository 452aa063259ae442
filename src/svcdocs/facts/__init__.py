"""Computed values: declared facts, and the states of deadlines and recurrences.

Forms print them and rules judge them; both take them from here, computed once.
"""

from svcdocs.facts.context import Context, FactValue, FormulaError
from svcdocs.facts.deadline import Deadline, State
from svcdocs.facts.glance import glance_deadline
from svcdocs.facts.records import Record
from svcdocs.facts.steps import Recurrence, Step
from svcdocs.facts.terms_data import Unresolved

__all__ = [
    "Context",
    "Deadline",
    "FactValue",
    "FormulaError",
    "Record",
    "Recurrence",
    "State",
    "Step",
    "Unresolved",
    "glance_deadline",
]
