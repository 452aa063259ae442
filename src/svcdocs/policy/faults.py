"""Everything wrong with a policy, collected before anybody is told."""

from __future__ import annotations

from collections.abc import Iterable

from svcdocs.errors import PolicyError
from svcdocs.load import wording
from svcdocs.model.place import Place
from svcdocs.texts import _, ngettext


class Faults:
    """Collects the problems of the policies of one set, each once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Place, str], None] = {}

    def add(self, place: Place, message: str) -> None:
        """Remember one problem and go on."""
        self._found[place, message] = None

    def stop_if_any(self, policy: str) -> None:
        """End the work, naming all problems in the order of their places.

        Raises:
            PolicyError: at least one problem was added.
        """
        if not self._found:
            return
        count = len(self._found)
        raise PolicyError(
            ngettext(
                "policy {policy} has {count} problem",
                "policy {policy} has {count} problems",
                count,
            ).format(policy=policy, count=count),
            hint=_("nothing was checked or rendered; mend the policy first"),
            details=[f"{place}: {message}" for place, message in sorted(self._found)],
        )


def nearest(name: str, known: Iterable[str]) -> str:
    """The valid name somebody probably meant, as the tail of a sentence; empty if none is near."""
    found = wording.nearest(name, known)
    return _("; did you mean {name!r}?").format(name=found) if found else ""
