"""docs/ci.md: what it tells people to write can be read, and its options and rules exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from svcdocs.cli import check, waive
from svcdocs.load import load_yaml
from svcdocs.model.builtin_rules import builtin_rules

EXAMPLES = {"GitHub": "jobs", "GitLab": "svcdocs", "pre-commit": "repos"}


@pytest.fixture
def text(checkout: Path) -> str:
    """The whole page."""
    return (checkout / "docs" / "ci.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXAMPLES)
def test_yaml_can_be_read(name: str, text: str, tmp_path: Path) -> None:
    """Each example is one document of YAML."""
    section = text.split(f"\n## {name}\n")[1].split("\n## ", maxsplit=1)[0]
    (block,) = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
    path = tmp_path / "ci.yaml"
    path.write_text(block, encoding="utf-8")
    loaded = load_yaml(path, None)

    assert loaded.problems == []
    assert EXAMPLES[name] in loaded.tree.data


def test_the_hook_is_ours(checkout: Path, text: str) -> None:
    """The id that the page names is the id that the hook has."""
    hooks = (checkout / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")

    ids = re.findall(r"- id: (\S+)", hooks)
    assert ids == re.findall(r"- id: (\S+)", text)


def test_options_exist(text: str) -> None:
    """Every option in a command line of the page is one of that command."""
    lines = text.replace("\\\n", " ").splitlines()
    for name, module in (("check", check), ("waive", waive)):
        known = {word for param in module.command().params for word in param.opts}
        used = {
            word
            for line in lines
            if f"svcdocs {name} " in line
            for word in re.findall(r"(?<=\s)--?[a-z][a-z-]*", line.split(f"svcdocs {name} ")[1])
        }
        assert used
        assert used <= known, name


def test_rules_exist(text: str) -> None:
    """The built-in rules that the page explains, all of waivers among them."""
    named = set(re.findall(r"`((?:waiver|baseline|data)/[a-z-]+)`", text))

    assert named <= set(builtin_rules())
    assert {rule for rule in builtin_rules() if rule.startswith("waiver/")} <= named
