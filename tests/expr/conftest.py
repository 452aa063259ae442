"""A small project, its terms and facts, to evaluate expressions against."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from svcdocs.calc.workdays import Calendar
from svcdocs.expr import Located, Reads, Result, Scope, compile_expression
from svcdocs.model.quantity import Quantity, ServiceWindow, Unit

CHINA = timezone(timedelta(hours=8))


def hours(amount: int) -> Quantity:
    """So many hours."""
    return Quantity(Decimal(amount), Unit.HOUR)


def project() -> dict[str, Any]:
    """Two visits, one report, one incident; nothing of other tables."""
    return {
        "name": "校园网",
        "award": {"issued_on": date(2026, 1, 5)},
        "visits": [
            {"id": "V-1", "visitor": "zhang", "ended_on": date(2026, 1, 6), "rating": 4},
            {"id": "V-2", "visitor": "li", "ended_on": date(2026, 4, 6), "topics": ["a", "b"]},
            {"id": "V-3", "visitor": "zhang", "rating": 5, "topics": ["b", "c"]},
        ],
        "visit_reports": [
            {"id": "R-1", "visit": "V-1", "written_on": date(2026, 1, 7)},
            {"id": "R-2", "visit": "V-2"},
        ],
        "incidents": [
            {
                "id": "I-1",
                "severity": "major",
                "visit": "V-2",
                "reported_at": datetime(2026, 3, 31, 23, 30, tzinfo=CHINA),
                "arrived_at": datetime(2026, 4, 1, 1, 0, tzinfo=CHINA),
                "quality_fault": True,
                "fee": Decimal("0.00"),
                "rating": 3,
                "opens": time(8, 30),
                "measures": ["stop", "notify"],
                "质保": hours(3),
            }
        ],
    }


def terms() -> dict[str, Any]:
    """Promises as the policy layer gives them: groups with titles, values at the leaves."""
    return {
        "sla": {
            "window": ServiceWindow(days=7, start=0, end=1440),
            "levels": {
                "title": "故障等级",
                "general": {"title": "一般故障", "onsite": hours(4), "resolve": None},
                "major": {"title": "重大故障", "onsite": hours(2)},
            },
        },
        "warranty": {"period": Quantity(Decimal(3), Unit.YEAR)},
        "acceptance": {"within": Quantity(Decimal(7), Unit.WORKING_DAY)},
    }


class Facts:
    """Two facts, one of them a mapping, and one that is unknown."""

    def fact(self, name: str) -> tuple[object, Reads]:
        """As `FactSource` asks."""
        award = ("project", "award", "issued_on"), date(2026, 1, 5)
        values = {
            "warranty-end": date(2029, 1, 5),
            "onsite-late": {"state": "late"},
            "open-end": None,
        }
        return values[name], Reads([award])


@pytest.fixture
def scope() -> Scope:
    """The project's first incident is `it`."""
    data = project()
    return Scope(
        roots={
            "project": Located(data, ("project",)),
            "terms": Located(terms(), ("terms",)),
            "facts": Located(Facts(), ("facts",)),
            "it": Located(data["incidents"][0], ("project", "incidents", 0)),
        },
        calendar=Calendar(),
    )


@pytest.fixture
def result(scope: Scope) -> Callable[[str], Result]:
    """Evaluate a text in the scope."""
    return lambda text: compile_expression(text).evaluate(scope)


@pytest.fixture
def value(result: Callable[[str], Result]) -> Callable[[str], object]:
    """Only the value."""
    return lambda text: result(text).value
