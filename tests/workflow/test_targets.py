"""Which projects the words of a call name."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcdocs.workflow.targets import find_targets

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders with projects in them, and with other things."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "jobs/a/project.yaml": "stage: bid\n",
        "jobs/a/incidents.csv": "id\n",
        "jobs/a/policies/own/policy.yaml": "id: own\n",
        "jobs/a/inner/project.yaml": "stage: bid\n",
        "jobs/b/project.yaml": "stage: bid\n",
        "jobs/2026/c/project.yaml": "stage: bid\n",
        "jobs/single.yaml": '\ufeff"stage" : bid\n',
        "jobs/notes.yaml": "about: nothing\n  # stage: bid\n",
        "jobs/.hidden/project.yaml": "stage: bid\n",
        "jobs/out/project.yaml": "stage: bid\n",
        "jobs/[x]/project.yaml": "stage: bid\n",
        "empty/readme.md": "\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def named(*words: str, changed: bool = False) -> list[str]:
    """The projects, where no word is at fault."""
    targets = find_targets(words, changed=changed)
    assert targets.faults == []
    return [path.as_posix() for path in targets.projects]


ALL = ["jobs/2026/c", "jobs/[x]", "jobs/a", "jobs/b", "jobs/single.yaml"]


@pytest.mark.parametrize(
    ("words", "projects"),
    [
        (["jobs/a"], ["jobs/a"]),
        (["jobs"], ALL),
        (["."], ALL),
        (["jobs/*"], [*ALL, "jobs/out"]),
        (["jobs/**/c"], ["jobs/2026/c"]),
        (["jobs/[ab]"], ["jobs/a", "jobs/b"]),
        (["jobs/[x]"], ["jobs/[x]"]),
        (["jobs/a/incidents.csv"], ["jobs/a"]),
        (["jobs/a/project.yaml", "jobs/a", "./jobs/../jobs/a/"], ["jobs/a"]),
        (["jobs/a/policies/own/policy.yaml"], ["jobs/a"]),
        (["jobs/a/inner/project.yaml"], ["jobs/a/inner"]),
        (["jobs/single.yaml", "jobs/b"], ["jobs/single.yaml", "jobs/b"]),
        (["jobs/notes.yaml"], ["jobs/notes.yaml"]),
    ],
)
def test_words(words: list[str], projects: list[str]) -> None:
    """Folders, folders above, patterns that no shell resolved, files; each project once."""
    assert sorted(named(*words)) == sorted(projects)


def test_whoever_stands_in_a_project_may_name_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The way to the project is as short as the word was."""
    monkeypatch.chdir("jobs/a")

    assert named("incidents.csv") == ["."]
    assert named("policies/own/policy.yaml") == ["."]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("absent", "no such file or folder: absent"),
        ("absent*", "nothing is called like absent*"),
        ("empty/*", "no project is called like empty/*"),
        ("empty", "empty is no project and holds none: there is no project.yaml"),
        ("empty/readme.md", "empty/readme.md belongs to no project"),
    ],
)
def test_a_word_that_names_none_hides_no_other(word: str, message: str) -> None:
    """It is a fault of the call, and the others are found."""
    targets = find_targets([word, "jobs/b"])

    assert [(one, error.message) for one, error in targets.faults] == [(word, message)]
    assert [path.as_posix() for path in targets.projects] == ["jobs/b"]


def test_changed_files_belong_to_projects_or_are_passed_over() -> None:
    """A hook hands on everything that was changed; a file that was deleted still has its project."""
    targets = find_targets(
        [
            "empty/readme.md",
            "jobs/a/gone.csv",
            "jobs/a/incidents.csv",
            "jobs/notes.yaml",
            "absent/x",
        ],
        changed=True,
    )

    assert [path.as_posix() for path in targets.projects] == ["jobs/a"]
    assert [path.as_posix() for path in targets.skipped] == [
        "empty/readme.md",
        "jobs/notes.yaml",
        "absent/x",
    ]


def test_a_pattern_says_what_it_passed_over() -> None:
    """Files among its matches that belong to no project."""
    targets = find_targets(["jobs/*"])

    assert [path.as_posix() for path in targets.skipped] == ["jobs/notes.yaml"]


def test_what_lies_around_a_repository_is_no_part_of_it(tmp_path: Path) -> None:
    """A project.yaml in somebody's home folder."""
    Path("project.yaml").write_text("stage: bid\n", encoding="utf-8")
    Path("empty/.git").mkdir()

    assert find_targets(["empty/readme.md"], changed=True).projects == []
    assert tmp_path.joinpath("project.yaml").is_file()
