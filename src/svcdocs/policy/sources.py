"""Source references: `seed:L6`, `law:民法典.201`, `tender:3.2.1`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from svcdocs.model.place import Place
from svcdocs.model.tree import Path, Tree
from svcdocs.policy.faults import Faults, nearest
from svcdocs.texts import _

#: Sources every project has: what the buyer demands and what the company itself decided.
ALWAYS_KNOWN = ("tender", "company")


@dataclass(frozen=True, slots=True)
class Sources:
    """The `sources` table of one policy, and the place for what is wrong with references to it."""

    table: Mapping[str, Any]
    faults: Faults

    def read(self, value: Any, tree: Tree, path: Path) -> tuple[str, ...]:
        """The references of one `source:` key: a text or a list of texts, each checked."""
        if value is None:
            return ()
        listed = isinstance(value, list)
        texts = [str(item) for item in value] if listed else [str(value)]
        known = (*self.table, *ALWAYS_KNOWN)
        for index, text in enumerate(texts):
            place = tree.place((*path, index) if listed else path) or Place(file="")
            prefix, colon, rest = text.partition(":")
            if prefix not in known:
                self.faults.add(
                    place,
                    _("source {text!r}: {prefix!r} is not in the policy's sources").format(
                        text=text, prefix=prefix
                    )
                    + nearest(prefix, known),
                )
            elif not (colon and rest.strip()) and prefix not in ALWAYS_KNOWN:
                self.faults.add(
                    place,
                    _("source {text!r} must say where, like {example!r}").format(
                        text=text, example=f"{prefix}:L6"
                    ),
                )
        return tuple(texts)
