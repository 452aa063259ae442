"""Finding the policies a project names: `network-equipment@1.0`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from svcdocs.errors import PolicyError
from svcdocs.policy.faults import nearest
from svcdocs.texts import _


class UnknownPolicyError(PolicyError):
    """A name that leads to no policy; `said` is the message without the place of the name."""

    def __init__(self, at: str, said: str, *, hint: str) -> None:
        super().__init__(at + said, hint=hint)
        self.said = said


@dataclass(frozen=True, slots=True)
class Pin:
    """One entry of a project's `policies`; an empty version takes the only one there is."""

    id: str
    version: str


@lru_cache(maxsize=256)
def read_pin(text: str) -> Pin:
    """`network-equipment@1.0` as an id and a version."""
    id_, _at, version = text.strip().partition("@")
    return Pin(id_, version)


def candidate_folders(pin: Pin, folders: Sequence[Path], named_at: Callable[[], str]) -> list[Path]:
    """Folders that may hold the policy, in search order.

    A policy lives in `<folder>/<id>/`; older versions kept beside it in `<folder>/<id>@<version>/`.

    Raises:
        UnknownPolicyError: no folder is named so; the hint lists those there are.
    """
    policies = [
        entry
        for folder in folders
        for entry in sorted(folder.iterdir())
        if (entry / "policy.yaml").is_file()
    ]
    found = [entry for entry in policies if entry.name.partition("@")[0] == pin.id]
    if not found:
        known = sorted({entry.name.partition("@")[0] for entry in policies})
        raise UnknownPolicyError(
            named_at(),
            _("there is no policy {id!r}").format(id=pin.id) + nearest(pin.id, known),
            hint=_("policies at hand: {known}").format(known=", ".join(known) or "-"),
        )
    return found


def no_such_version(
    pin: Pin, available: Iterable[str], named_at: Callable[[], str]
) -> UnknownPolicyError:
    """The error for a pin that no policy at hand fits, naming the versions there are."""
    return UnknownPolicyError(
        named_at(),
        _("policy {id!r} has no version {version!r}").format(id=pin.id, version=pin.version),
        hint=_("versions at hand: {versions}").format(
            versions=", ".join(f"{pin.id}@{version}" for version in available)
        ),
    )
