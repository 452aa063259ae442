"""Standard, requirement and promise of every term, of a project or of a policy alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load import load_project, resources
from svcdocs.load.wording import nearest
from svcdocs.model.term import Term
from svcdocs.policy import PolicySet, load_policies, policies_for
from svcdocs.policy.versions import read_pin
from svcdocs.texts import _


def policies_of(subject: str) -> PolicySet:
    """The policies of a project (a file or folder), or one policy by its name.

    Args:
        subject: `samples/campus-network`, `network-equipment@1.0`, `network-equipment`.

    Raises:
        UsageError: it is neither.
        PolicyError: a policy is wrong, or has no such version.
    """
    known = resources.list_policies()
    pin = read_pin(subject)
    if pin.id in {folder.partition("@")[0] for folder in known} and not Path(subject).is_dir():
        return policies_for([subject])
    if Path(subject).exists():
        return load_policies(load_project(subject))
    near = nearest(pin.id, known)
    raise UsageError(
        _("{name} is neither a project nor a policy").format(name=subject),
        hint=_("did you mean {name}?").format(name=near)
        if near
        else _("policies at hand: {known}").format(known=", ".join(known)),
    )


def chosen_terms(policies: PolicySet, ids: Sequence[str]) -> list[Term]:
    """The terms with these ids, or below groups with these ids; all where none is named.

    Raises:
        UsageError: no term and no group has such an id; names the nearest.
    """
    chosen: dict[str, Term] = {}
    for id_ in ids:
        found = {
            name: term
            for name, term in policies.terms.items()
            if name == id_ or name.startswith(f"{id_}.")
        }
        if not found:
            near = nearest(id_, (*policies.terms, *policies.groups))
            raise UsageError(
                _("no policy has a term {id}").format(id=id_),
                hint=_("did you mean {name}?").format(name=near) if near else "",
            )
        chosen |= found
    return list(chosen.values()) if ids else list(policies.terms.values())
