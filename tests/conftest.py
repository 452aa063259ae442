"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from svcdocs.texts import use_language

#: CI's machine is slow now and then, and a deadline says nothing about correctness.
settings.register_profile("svcdocs", deadline=None)
settings.load_profile("svcdocs")

IN_CI = os.environ.get("CI") == "true"


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers (strict markers refuse others)."""
    config.addinivalue_line(
        "markers", "soffice: needs LibreOffice; skipped without it, except in CI where it fails"
    )
    config.addinivalue_line(
        "markers", "pre_commit: needs git and pre-commit; skipped without them, except in CI"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a program that is not there; in CI its absence is a failure."""
    if item.get_closest_marker("soffice") and not IN_CI and shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    if item.get_closest_marker("pre_commit") and not IN_CI:
        if shutil.which("git") is None:
            pytest.skip("git is not installed")
        pytest.importorskip("pre_commit")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins with the language users get, whatever the test before it chose."""
    use_language("zh_CN")
    yield
    use_language("zh_CN")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test keeps what it checks for itself; the folder is not there yet."""
    folder = tmp_path_factory.mktemp("cache") / "svcdocs"
    monkeypatch.setenv("SVCDOCS_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def english(chinese: None) -> None:  # noqa: ARG001 - the order of the two fixtures matters
    """The tool's texts in English, as the source has them, for tests that compare messages."""
    use_language("en")
