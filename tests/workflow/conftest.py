"""Copies of the samples, to be spoilt by tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def campus(checkout: Path, tmp_path: Path) -> Path:
    """A copy of the campus network in service."""
    folder = tmp_path / "campus-network"
    shutil.copytree(checkout / "samples" / "campus-network", folder)
    return folder
