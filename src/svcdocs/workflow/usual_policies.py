"""The policies that something new starts with where none was named."""

from __future__ import annotations

from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load import resources
from svcdocs.policy import Policy, policies_for
from svcdocs.policy.laws import LAW
from svcdocs.texts import _


def usual_policies(home: Path | None) -> list[Policy]:
    """One supplier's policy and every pack of laws, each in its only or newest version.

    Two suppliers' policies do not go together: the one that is found first counts, a project's own
    before the company's and that before the one svcdocs brings.

    Raises:
        PolicyError: one is wrong.
        UsageError: one place has several supplier's policies.
    """
    places = resources.policies_dirs(home)
    laws: list[Policy] = []
    suppliers: dict[int, list[Policy]] = {}
    for id_, folder in resources.list_policies(home).items():
        (policy,) = policies_for([id_], home).policies
        if policy.kind == LAW:
            laws.append(policy)
        else:
            suppliers.setdefault(places.index(folder.parent), []).append(policy)
    nearest = suppliers[min(suppliers)] if suppliers else []
    if len(nearest) > 1:
        raise UsageError(
            _("there are several supplier's policies: {policies}").format(
                policies=", ".join(str(one) for one in nearest)
            ),
            hint=_("name one: {option}").format(option=f"--policy {nearest[0]}"),
        )
    return sorted([*laws, *nearest], key=lambda one: one.id)
