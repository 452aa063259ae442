"""What a pack of laws (`kind: law`) must say: each rule its law and article, each law its text.

A law changes and its text is checked on a day: `sources` has, for each law, the version of the text
and the day somebody compared the rules with it. A law that nobody has compared yet may support
information only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcdocs.model.finding import Severity
from svcdocs.model.tree import Tree
from svcdocs.policy.definition import Rule
from svcdocs.policy.faults import Faults
from svcdocs.policy.sources import laws_of
from svcdocs.texts import _

#: The kind of policy that this is about.
LAW = "law"


def check_laws(tree: Tree, rules: Mapping[str, Rule], faults: Faults) -> None:
    """Add a fault for each rule without a law, or stricter than its laws have been verified."""
    sources = tree.data.get("sources", {})
    for rule in rules.values():
        cited = [law for law in (_law(source, sources) for source in rule.sources) if law]
        if not cited:
            faults.add(
                rule.place,
                _("rule {rule!r} cites no law; a policy of laws lists each under 'laws'").format(
                    rule=rule.name
                ),
            )
        elif rule.severity is not Severity.INFO and not any("verified_on" in law for law in cited):
            faults.add(
                rule.place,
                _(
                    "rule {rule!r} rests on laws whose text nobody has verified; "
                    "it may be of severity info only"
                ).format(rule=rule.name),
            )


def _law(source: str, sources: Mapping[str, Any]) -> Mapping[str, Any]:
    """The entry of the law that a reference like `law:民法典.203` names; empty if it names none."""
    prefix, _colon, rest = source.partition(":")
    entry = laws_of(sources.get(prefix)).get(rest.partition(".")[0])
    return entry if isinstance(entry, Mapping) else {}
