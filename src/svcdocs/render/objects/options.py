"""What may be chosen for a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Keys and what is printed for them; the keys that are chosen.

    `other` is the label of a box for what is none of them, `outside` what stands behind it.
    """

    pairs: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...] = ()
    other: str = ""
    outside: str = ""
