"""Who may import whom: the layers of the design, and one home for each third party."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

#: Third-party package: the only places that may import it; none: a reference for the tests.
HOMES = {
    "click": ("cli",),
    "yaml": ("load",),
    "jsonschema": ("load",),
    "referencing": ("load",),
    "docxtpl": (),
    "docx": (),
    "lxml": ("ooxml",),
    "zipfile": ("ooxml",),
    "jinja2": ("expr", "render"),
    "chinese_calendar": ("calc",),
}


def imported(file: Path) -> Iterator[str]:
    """The top-level packages a file imports when it runs, inside functions too."""
    nodes: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            nodes.extend(node.orelse)
        else:
            nodes.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("package", HOMES)
def test_a_third_party_has_one_home(package: str, checkout: Path) -> None:
    """Replacing a library touches its home and nothing else."""
    source = checkout / "src" / "svcdocs"

    users = {
        file.relative_to(source).parts[0]
        for file in source.rglob("*.py")
        if package in imported(file)
    }

    assert users <= set(HOMES[package])


def test_no_step_reaches_back(checkout: Path) -> None:
    """The import contracts of pyproject.toml hold."""
    program = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert program is not None

    done = subprocess.run(
        [program, "--no-cache"], cwd=checkout, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
