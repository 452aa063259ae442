"""Finding the policies a project names: `network-equipment@1.0`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from svcdocs.errors import PolicyError
from svcdocs.policy.faults import nearest
from svcdocs.texts import _


@dataclass(frozen=True, slots=True)
class Pin:
    """One entry of a project's `policies`; an empty version takes the only one there is."""

    id: str
    version: str


def read_pin(text: str) -> Pin:
    """`network-equipment@1.0` as an id and a version."""
    id_, _at, version = text.strip().partition("@")
    return Pin(id_, version)


def candidate_folders(pin: Pin, folders: Sequence[Path], named_at: Callable[[], str]) -> list[Path]:
    """Folders that may hold the policy, in search order.

    A policy lives in `<folder>/<id>/`; older versions kept beside it in `<folder>/<id>@<version>/`.

    Raises:
        PolicyError: no folder is named so; the hint says where was searched.
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
        raise PolicyError(
            _("{at}there is no policy {id!r}").format(at=named_at(), id=pin.id)
            + nearest(pin.id, known),
            hint=_("policies at hand: {known}").format(known=", ".join(known) or "-"),
        )
    return found


def no_such_version(pin: Pin, available: Iterable[str], named_at: Callable[[], str]) -> PolicyError:
    """The error for a pin that no policy at hand fits, naming the versions there are."""
    return PolicyError(
        _("{at}policy {id!r} has no version {version!r}").format(
            at=named_at(), id=pin.id, version=pin.version
        ),
        hint=_("versions at hand: {versions}").format(
            versions=", ".join(f"{pin.id}@{version}" for version in available)
        ),
    )
