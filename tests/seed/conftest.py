"""The seed and what was made of it: the policy and the bid annex."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from seed_text import Seed

from svcdocs.policy import PolicySet, policies_for

PIN = "network-equipment@1.0"


@pytest.fixture(scope="session")
def seed(checkout: Path) -> Seed:
    """The seed, which lies beside the checkout; in CI it must."""
    path = checkout.parent / "shared" / "seed.txt"
    if not path.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path.as_posix()} is missing")
        pytest.skip(f"the seed is not here: {path.as_posix()}")
    return Seed(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def policy() -> PolicySet:
    """The policy as it stands, without a project."""
    return policies_for([PIN])
