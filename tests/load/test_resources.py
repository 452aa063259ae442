"""Policies, templates and schemas: the project's own before the company's before the built-in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import svcdocs
from svcdocs.load import resources


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """A project, two company folders and a built-in folder."""
    homes = {name: tmp_path / name for name in ("project", "company", "branch", "built-in")}
    for path in homes.values():
        path.mkdir()
    monkeypatch.setenv(
        "SVCDOCS_PATH", os.pathsep.join(["", str(homes["company"]), str(homes["branch"])])
    )
    monkeypatch.setattr(resources, "builtin_dir", lambda: homes["built-in"])
    return homes


def put(home: Path, kind: str, name: str) -> Path:
    """A policy or document type with nothing in it."""
    folder = home / kind / name
    folder.mkdir(parents=True)
    marker = "policy.yaml" if kind == "policies" else "type.yaml"
    (folder / marker).write_text("", encoding="utf-8")
    return folder


def test_the_first_folder_wins(homes: dict[str, Path]) -> None:
    """Project, then SVCDOCS_PATH in its order, then built in."""
    for name in reversed(homes):
        expected = put(homes[name], "templates", "report")
        assert resources.find_type("report", homes["project"]) == expected
    assert resources.find_type("report") == homes["company"] / "templates" / "report"


def test_folders_that_do_not_exist_are_left_out(homes: dict[str, Path]) -> None:
    """Most projects have neither policies nor templates of their own."""
    put(homes["branch"], "templates", "report")
    assert resources.templates_dirs(homes["project"]) == (homes["branch"] / "templates",)
    assert resources.policies_dirs(homes["project"]) == ()


def test_lists(homes: dict[str, Path]) -> None:
    """All ids, each with the folder that wins; a folder without the marker is nothing."""
    own = put(homes["project"], "templates", "report")
    put(homes["built-in"], "templates", "report")
    form = put(homes["built-in"], "templates", "form")
    (homes["built-in"] / "templates" / "drafts").mkdir()
    assert resources.list_types(homes["project"]) == {"form": form, "report": own}
    policy = put(homes["company"], "policies", "sla")
    assert resources.list_policies() == {"sla": policy}
    assert resources.find_type("drafts") is None


@pytest.mark.parametrize(
    "name", ["", "..", "../project/templates/report", "a/b", ".hidden", "absent"]
)
def test_an_id_leads_nowhere_else(name: str, homes: dict[str, Path]) -> None:
    """Ids come out of files."""
    put(homes["project"], "templates", "report")
    (homes["project"] / "templates" / "type.yaml").write_text("", encoding="utf-8")
    assert resources.find_type(name, homes["project"]) is None


def test_schemas_of_the_checkout() -> None:
    """The four that the design names are there."""
    assert {"policy", "project", "tender", "type"} <= set(resources.schema_names())
    assert resources.schema_path("project").name == "project.schema.json"
    with pytest.raises(KeyError):
        resources.schema_path("absent")


@pytest.fixture
def nothing_found_yet() -> Iterator[None]:
    """Where the shipped folders lie is found once in a process."""
    resources.builtin_dir.cache_clear()
    yield
    resources.builtin_dir.cache_clear()


@pytest.mark.usefixtures("nothing_found_yet")
def test_data_inside_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed, the folders travel inside the package; from a checkout they lie at its root."""
    package = tmp_path / "src" / "svcdocs"
    (package / "load").mkdir(parents=True)
    monkeypatch.setattr(svcdocs, "__file__", str(package / "__init__.py"))
    assert resources.builtin_dir() == tmp_path
    (package / "_data").mkdir()
    resources.builtin_dir.cache_clear()
    assert resources.builtin_dir() == package / "_data"
