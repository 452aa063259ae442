"""Computed values: declared facts, and the states of deadlines and recurrences.

Forms print them and rules judge them; both take them from here, computed once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svcdocs.late_names import late_names

if TYPE_CHECKING:
    from svcdocs.facts.context import Context, FactValue
    from svcdocs.facts.deadline import Deadline, State
    from svcdocs.facts.errors import FormulaError
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

__getattr__ = late_names(
    __name__,
    {
        "Context": "context",
        "Deadline": "deadline",
        "FactValue": "context",
        "FormulaError": "errors",
        "Record": "records",
        "Recurrence": "steps",
        "State": "deadline",
        "Step": "steps",
        "Unresolved": "terms_data",
        "glance_deadline": "glance",
    },
)
