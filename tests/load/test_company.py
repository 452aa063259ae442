"""The company's profile, found and judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcdocs.errors import WorkError
from svcdocs.load import load_project
from svcdocs.load.company import company_profile

pytestmark = pytest.mark.usefixtures("english")


def test_the_first_folder_wins(tmp_path: Path) -> None:
    """The project's own before the company's."""
    project, company = tmp_path / "project", tmp_path / "company"
    for folder in (project, company):
        folder.mkdir()
    assert company_profile((project, company)) is None
    (company / "company.yaml").write_text("name: 乙公司\n", encoding="utf-8")
    assert company_profile((project, company)) == {"name": "乙公司"}
    (project / "company.yaml").write_text("name: 甲公司\nphone: 010-1\n", encoding="utf-8")
    assert company_profile((project, company)) == {"name": "甲公司", "phone": "010-1"}


def test_a_wrong_one_is_told(tmp_path: Path) -> None:
    """With the place of every fault."""
    (tmp_path / "company.yaml").write_text("name: 甲公司\nhotlin: 400\n", encoding="utf-8")
    with pytest.raises(WorkError, match="cannot be used") as caught:
        company_profile((tmp_path,))
    assert any("company.yaml:2" in detail for detail in caught.value.details)


def test_it_adds_nothing_to_a_project(checkout: Path, tmp_path: Path) -> None:
    """Its fields are none of the project's."""
    main = checkout / "samples" / "campus-network-bid" / "project.yaml"
    (tmp_path / "project.yaml").write_bytes(main.read_bytes())
    before = load_project(tmp_path)
    (tmp_path / "company.yaml").write_text("name: 甲公司\nlogo: a.png\n", encoding="utf-8")
    after = load_project(tmp_path)
    assert after.tree.data == before.tree.data
    assert after.problems == before.problems
