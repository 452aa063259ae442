"""Policies: a supplier's terms, the rules that test them, and what a project makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svcdocs.late_names import late_names

if TYPE_CHECKING:
    from svcdocs.policy.assemble import load_policies, policies_for, policy_in
    from svcdocs.policy.definition import (
        TERMS,
        DecisionRow,
        DecisionTable,
        Fact,
        Formula,
        PolicySet,
        Rule,
    )
    from svcdocs.policy.rules import formulas
    from svcdocs.policy.shelf import Shelf
    from svcdocs.policy.standard import standard_terms
    from svcdocs.policy.term_set import Group, Policy, TermSet

__all__ = [
    "TERMS",
    "DecisionRow",
    "DecisionTable",
    "Fact",
    "Formula",
    "Group",
    "Policy",
    "PolicySet",
    "Rule",
    "Shelf",
    "TermSet",
    "formulas",
    "load_policies",
    "policies_for",
    "policy_in",
    "standard_terms",
]

__getattr__ = late_names(
    __name__,
    {
        "DecisionRow": "definition",
        "DecisionTable": "definition",
        "Fact": "definition",
        "Formula": "definition",
        "Group": "term_set",
        "Policy": "term_set",
        "PolicySet": "definition",
        "Rule": "definition",
        "Shelf": "shelf",
        "TermSet": "term_set",
        "TERMS": "definition",
        "formulas": "rules",
        "load_policies": "assemble",
        "policies_for": "assemble",
        "policy_in": "assemble",
        "standard_terms": "standard",
    },
)
