"""How far a project has come."""

from __future__ import annotations

from enum import Enum


class Stage(Enum):
    """The stages of a contract in order; a rule or document counts from its `from_stage` on."""

    BID = "bid"
    SIGNED = "signed"
    DELIVERED = "delivered"
    TRIAL = "trial"
    ACCEPTED = "accepted"
    IN_SERVICE = "in-service"
    CLOSED = "closed"

    @property
    def rank(self) -> int:
        """0 for bid, 6 for closed."""
        return _RANKS[self]

    def reached(self, other: Stage) -> bool:
        """Whether this stage is at or past the other."""
        return self.rank >= other.rank


_RANKS = {stage: rank for rank, stage in enumerate(Stage)}
