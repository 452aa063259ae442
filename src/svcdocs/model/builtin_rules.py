"""The rules that no policy declares: what loading finds, and what a check says about itself."""

from __future__ import annotations

from dataclasses import dataclass

from svcdocs.model.finding import UNKNOWN_POLICY, Nature, Severity
from svcdocs.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltinRule:
    """One of them, as lists of rules show it."""

    id: str
    title: str
    nature: Nature = Nature.DATA
    severity: Severity = Severity.ERROR
    advice: str = ""


def builtin_rules() -> dict[str, BuiltinRule]:
    """All of them by id, in the language in use."""
    rules = (
        BuiltinRule(
            id="data/encoding",
            title=_("A file is not readable text"),
            advice=_("Save it as UTF-8 and delete invisible characters."),
        ),
        BuiltinRule(
            id="data/syntax",
            title=_("A file is not valid YAML"),
            advice=_("Mend the spelling at the place named; an editor shows such faults, too."),
        ),
        BuiltinRule(
            id="data/schema",
            title=_("A field is unknown, missing or of the wrong kind"),
            advice=_("Compare it with the schema that `svcdocs schema path project` names."),
        ),
        BuiltinRule(
            id="data/table",
            title=_("A table does not have the form of a table"),
            advice=_("One line names the fields, every other line has as many cells."),
        ),
        BuiltinRule(
            id="data/limit",
            title=_("A file is larger or more deeply nested than svcdocs reads"),
            advice=_("Check that it is the right file, or split it."),
        ),
        BuiltinRule(
            id=UNKNOWN_POLICY,
            title=_("A policy is named that nobody has, or not in this version"),
            advice=_("Correct the name, or put the policy where svcdocs looks for policies."),
        ),
        BuiltinRule(
            id="data/reference",
            title=_("Something is named that does not exist"),
            advice=_("Correct the name, or add what it names."),
        ),
        BuiltinRule(
            id="data/calendar",
            title=_("A notice of working days is wrong, or contradicts another"),
            advice=_("Compare the files in calendars/ with the notices they are taken from."),
        ),
        BuiltinRule(
            id="data/frozen",
            title=_("A promise is not the one that was signed"),
            advice=_("Date a change of the contract on the day of signing or later."),
        ),
        BuiltinRule(
            id="data/rule-crashed",
            title=_("A rule does not fit the data"),
            advice=_("Mend the rule, or the data it reads; the other rules were run."),
        ),
        BuiltinRule(
            id="data/nothing-checked",
            title=_("No rule judged anything"),
            nature=Nature.GAP,
            advice=_("Look at the project's stage and its policies."),
        ),
        BuiltinRule(
            id="data/uncommitted",
            title=_("A project has changes that no commit holds"),
            nature=Nature.GAP,
            severity=Severity.INFO,
            advice=_("With --as-of commit it is as of today until they are committed."),
        ),
        BuiltinRule(
            id="waiver/unused",
            title=_("A waiver excuses nothing"),
            nature=Nature.GAP,
            severity=Severity.WARNING,
            advice=_("Delete it, or correct the rule or record that it names."),
        ),
        BuiltinRule(
            id="waiver/ended",
            title=_("A waiver has ended"),
            nature=Nature.GAP,
            severity=Severity.WARNING,
            advice=_("Delete it, or have the values approved anew: `svcdocs waive`."),
        ),
        BuiltinRule(
            id="waiver/ending",
            title=_("A waiver ends within 30 days"),
            nature=Nature.GAP,
            severity=Severity.INFO,
            advice=_("Put the fault right by then, or have the waiver extended."),
        ),
        BuiltinRule(
            id="baseline/stale",
            title=_("A baseline lists faults that are gone"),
            nature=Nature.GAP,
            severity=Severity.INFO,
            advice=_("Let it shrink: `svcdocs check … --baseline FILE --write-baseline`."),
        ),
    )
    return {rule.id: rule for rule in rules}
