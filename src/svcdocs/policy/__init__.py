"""Policies: a supplier's terms, the rules that test them, and what a project makes of them."""

from svcdocs.policy.assemble import load_policies, policies_for
from svcdocs.policy.definition import (
    TERMS,
    DecisionRow,
    DecisionTable,
    Fact,
    Formula,
    Group,
    Policy,
    PolicySet,
    Rule,
)

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
    "load_policies",
    "policies_for",
]
