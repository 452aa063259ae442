"""Numbers of forms: never one twice, whatever branches and people do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from svcdocs.errors import OutputError, UsageError
from svcdocs.load import resources
from svcdocs.load.file_names import REGISTER_FILE
from svcdocs.workflow.number_history import Act
from svcdocs.workflow.number_pattern import Series, read_pattern
from svcdocs.workflow.number_register import open_register, register_path

pytestmark = pytest.mark.usefixtures("english")

DAY = date(2026, 3, 9)


def series(text: str) -> Series:
    """The series that a pattern means on the day of these tests."""
    found = read_pattern(text, DAY)
    assert isinstance(found, Series)
    return found


HF = series("HF-{year}-{n:04}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register that is not there yet."""
    return tmp_path / REGISTER_FILE


def issue(path: Path, count: int = 1) -> list[str]:
    """The next numbers for so many forms."""
    with open_register(path) as register:
        return register.next(HF, ["visit-record"] * count)


class TestPatterns:
    """`{n}` counts, parts of the day stand still."""

    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("HF-{year}-{n:04}", "HF-2026-0001"),
            ("{year}{month}{day}{n:02}", "2026030901"),
            ("{n}", "1"),
            ("回访-{n:3}号", "回访-001号"),
        ],
    )
    def test_of_series(self, text: str, first: str) -> None:
        """Of series."""
        found = series(text)
        assert found.number(1) == first
        assert found.counter(first) == 1

    def test_a_number_alone(self) -> None:
        """A number alone."""
        assert read_pattern("HF-2026-0007", DAY) == "HF-2026-0007"

    @pytest.mark.parametrize(
        "text",
        ["", "{n}{n}", "{week}-{n}", "{n:x}", "{n!r}", "{year:04}-{n}", "HF {n}", "HF-{n", "A\t1"],
    )
    def test_what_is_none(self, text: str) -> None:
        """What is none."""
        with pytest.raises(UsageError):
            read_pattern(text, DAY)

    def test_other_series_do_not_count(self) -> None:
        """Other series do not count."""
        assert HF.counter("HF-2025-0003") is None
        assert HF.counter("HF-2026-") is None
        assert HF.counter("HF-2026-00a1") is None
        assert HF.counter("HF-2026-10000") == 10000


class TestOneBranch:
    """What happens to numbers one after the other."""

    def test_count_on(self, path: Path) -> None:
        """Count on."""
        assert issue(path, 2) == ["HF-2026-0001", "HF-2026-0002"]
        assert issue(path) == ["HF-2026-0003"]

    def test_a_reserved_one_is_passed_over_and_taken_once(self, path: Path) -> None:
        """A reserved one is passed over and taken once."""
        with open_register(path) as register:
            (kept,) = register.next(HF, ["for the audit"], Act.RESERVED)
        assert issue(path) == ["HF-2026-0002"]
        with open_register(path) as register:
            register.take(kept, "visit-record")
        with pytest.raises(UsageError, match="is taken: issued"), open_register(path) as register:
            register.take(kept, "visit-record")

    def test_a_void_one_stays_void_until_it_is_opened_again(self, path: Path) -> None:
        """A void one stays void until it is opened again."""
        (number,) = issue(path)
        with open_register(path) as register:
            register.void(number, "spoilt")
        with pytest.raises(UsageError, match="void already"), open_register(path) as register:
            register.void(number, "")
        with pytest.raises(UsageError, match="is taken"), open_register(path) as register:
            register.take(number, "")
        with open_register(path) as register:
            register.reopen(number, "printed anew")
        with open_register(path) as register:
            register.take(number, "visit-record")
            assert not register.conflicts
            assert register.numbers[number].state is Act.ISSUED

    def test_one_that_is_not_there(self, path: Path) -> None:
        """One that is not there."""
        issue(path)
        with pytest.raises(UsageError, match="is not in") as caught, open_register(path) as found:
            found.void("HF-2026-0011", "")
        assert "HF-2026-0001" in caught.value.hint

    def test_nothing_is_written_when_something_goes_wrong(self, path: Path) -> None:
        """Nothing is written when something goes wrong."""
        issue(path)
        before = path.read_bytes()
        with pytest.raises(UsageError), open_register(path) as register:
            register.reserve(register.next(HF, [""])[0], "")
        assert path.read_bytes() == before


class TestTwoBranches:
    """What a merge brings together."""

    def merged(self, path: Path, first: str, second: str) -> None:
        """The lines of both, as git's union merge leaves them."""
        lines = dict.fromkeys([*first.splitlines(), *second.splitlines()])
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def test_with_one_number(self, path: Path) -> None:
        """With one number."""
        path.touch()
        texts = []
        for _branch in range(2):
            path.write_text("", encoding="utf-8")
            issue(path)
            texts.append(path.read_text(encoding="utf-8"))
        self.merged(path, *texts)
        with open_register(path) as register:
            assert [one.number for one in register.conflicts] == ["HF-2026-0001"]
            assert register.next(HF, [""]) == ["HF-2026-0002"]
            register.void("HF-2026-0001", "both thrown away")
        with open_register(path) as register:
            assert not register.conflicts

    def test_that_print_a_reserved_one_each(self, path: Path) -> None:
        """That print a reserved one each."""
        with open_register(path) as register:
            (number,) = register.next(HF, [""], Act.RESERVED)
        base = path.read_text(encoding="utf-8")
        texts = []
        for _branch in range(2):
            path.write_text(base, encoding="utf-8")
            with open_register(path) as register:
                register.take(number, "visit-record")
            texts.append(path.read_text(encoding="utf-8"))
        self.merged(path, *texts)
        with open_register(path) as register:
            assert [one.number for one in register.conflicts] == [number]
        with pytest.raises(UsageError, match="is taken"), open_register(path) as register:
            register.take(number, "visit-record")

    def test_with_different_numbers(self, path: Path) -> None:
        """With different numbers."""
        issue(path)
        base = path.read_text(encoding="utf-8")
        with open_register(path) as register:
            register.next(series("WX-{n}"), [""])
        other = path.read_text(encoding="utf-8")
        path.write_text(base, encoding="utf-8")
        issue(path)
        self.merged(path, other, path.read_text(encoding="utf-8"))
        with open_register(path) as register:
            assert not register.conflicts
            assert set(register.numbers) == {"HF-2026-0001", "HF-2026-0002", "WX-1"}

    def test_that_git_could_not_bring_together(self, path: Path) -> None:
        """That git could not bring together."""
        issue(path)
        with path.open("a", encoding="utf-8") as file:
            file.write("<<<<<<< HEAD\n")
        with pytest.raises(OutputError, match=r"form-numbers\.txt:5") as caught:
            issue(path)
        assert "both sides" in caught.value.hint


class TestItsPlace:
    """The company's if there is one, else the project's."""

    def test_named(self, tmp_path: Path) -> None:
        """Named."""
        assert register_path(tmp_path) == tmp_path / REGISTER_FILE
        assert register_path(tmp_path / "hf-numbers.txt") == tmp_path / "hf-numbers.txt"
        with pytest.raises(UsageError, match=r"numbers\.txt|cannot be called"):
            register_path(tmp_path / "list.csv")

    def test_not_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Not named."""
        monkeypatch.chdir(tmp_path)
        project, company = tmp_path / "project", tmp_path / "company"
        for folder in (project, company):
            folder.mkdir()
        with resources.company((company,)):
            assert register_path(None, project) == project / REGISTER_FILE
            assert register_path(None) == company / REGISTER_FILE
            issue(company / REGISTER_FILE)
            assert register_path(None, project) == company / REGISTER_FILE
        with resources.company(()), pytest.raises(UsageError, match="no place"):
            register_path(None)
