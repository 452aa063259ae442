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
            elif prefix in self.table and (laws := laws_of(self.table[prefix])):
                self._check_article(text, rest, laws, place)
            elif not (colon and rest.strip()) and prefix not in ALWAYS_KNOWN:
                self.faults.add(
                    place,
                    _("source {text!r} must say where, like {example!r}").format(
                        text=text, example=f"{prefix}:L6"
                    ),
                )
        return tuple(texts)

    def _check_article(self, text: str, rest: str, laws: Mapping[str, Any], place: Place) -> None:
        """`民法典.203`: a law of the table, and an article of it."""
        name, _dot, article = rest.partition(".")
        if name not in laws:
            self.faults.add(
                place,
                _("source {text!r}: {name!r} is not among the laws of the policy's sources").format(
                    text=text, name=name
                )
                + nearest(name, laws),
            )
        elif not article.strip():
            self.faults.add(
                place,
                _("source {text!r} must name an article, like {example!r}").format(
                    text=text, example=f"{text.rstrip('.')}.1"
                ),
            )


def laws_of(entry: Any) -> Mapping[str, Any]:
    """The laws one entry of a `sources` table lists by name; empty where it lists none."""
    laws = entry.get("laws") if isinstance(entry, Mapping) else None
    return laws if isinstance(laws, Mapping) else {}
