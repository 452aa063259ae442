"""Policies: a supplier's terms, the rules that test them, and what a project makes of them."""

from svcdocs.policy.assemble import load_policies, policies_for, policy_in
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
from svcdocs.policy.rules import formulas
from svcdocs.policy.shelf import Shelf

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
    "formulas",
    "load_policies",
    "policies_for",
    "policy_in",
]
