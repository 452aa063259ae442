"""Expressions of rules and facts: Jinja's syntax, our own evaluator.

Read by Jinja's parser, evaluated over a closed set of node kinds, three-valued (what is missing
makes a result unknown, never true or false by accident), with every value read remembered.

    expression = compile_expression("it.arrived_at - it.reported_at <= terms.sla.onsite")
    result = expression.evaluate(scope)
    result.value        True, False or UNKNOWN
    result.reads        (Read(("project", "incidents", 3, "arrived_at"), …), …)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from svcdocs.late_names import late_names

if TYPE_CHECKING:
    from svcdocs.expr.compare import vocabulary
    from svcdocs.expr.errors import ExpressionError
    from svcdocs.expr.expression import Expression, compile_expression
    from svcdocs.expr.part import NameUse, Static
    from svcdocs.expr.scope import ROOTS, FactSource, Scope, TableIndexes
    from svcdocs.expr.static import NOTHING_KNOWN, Types, joined
    from svcdocs.expr.values import (
        SCALARS,
        UNKNOWN,
        Items,
        Kind,
        Located,
        Read,
        Reads,
        Result,
        Unknown,
        kind_name,
        kind_of,
    )

__all__ = [
    "NOTHING_KNOWN",
    "ROOTS",
    "SCALARS",
    "UNKNOWN",
    "Expression",
    "ExpressionError",
    "FactSource",
    "Items",
    "Kind",
    "Located",
    "NameUse",
    "Read",
    "Reads",
    "Result",
    "Scope",
    "Static",
    "TableIndexes",
    "Types",
    "Unknown",
    "compile_expression",
    "joined",
    "kind_name",
    "kind_of",
    "vocabulary",
]

__getattr__ = late_names(
    __name__,
    {
        "Expression": "expression",
        "ExpressionError": "errors",
        "FactSource": "scope",
        "Items": "values",
        "Kind": "values",
        "Located": "values",
        "NOTHING_KNOWN": "static",
        "NameUse": "part",
        "ROOTS": "scope",
        "Read": "values",
        "Reads": "values",
        "Result": "values",
        "SCALARS": "values",
        "Scope": "scope",
        "Static": "part",
        "TableIndexes": "scope",
        "Types": "static",
        "UNKNOWN": "values",
        "Unknown": "values",
        "compile_expression": "expression",
        "joined": "static",
        "kind_name": "values",
        "kind_of": "values",
        "vocabulary": "compare",
    },
)
