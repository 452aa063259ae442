"""Copies of forms, and the numbers that a run takes out of registers for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from svcdocs.calc.china_time import today
from svcdocs.errors import UsageError
from svcdocs.texts import _
from svcdocs.workflow.batch_wishes import Wish
from svcdocs.workflow.number_history import History
from svcdocs.workflow.number_pattern import read_pattern
from svcdocs.workflow.number_register import Register, open_register, register_path


def copied(wishes: Iterable[Wish], copies: int) -> Iterator[Wish]:
    """Each wish so many times, the copies told apart where there are several."""
    width = len(str(copies))
    for wish in wishes:
        for number in range(1, copies + 1):
            yield replace(wish, copy=f"{number:0{width}d}") if copies > 1 else wish


@dataclass(slots=True)
class FormNumbers:
    """The numbers that one run took.

    Attributes:
        pattern: `HF-{year}-{n:04}`, or one number; empty for a run without numbers.
        register: the file or folder of the register, if somebody named one.
        conflicts: numbers of the registers that two branches used.
    """

    pattern: str
    register: Path | None = None
    conflicts: dict[Path, Sequence[History]] = field(default_factory=dict)
    _taken: dict[Path, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def give(self, wishes: Sequence[Wish]) -> list[Wish]:
        """The wishes with their numbers, which nobody else gets from now on.

        Raises:
            UsageError: no pattern, no place for a register, one number for several forms, or a
                number that is taken.
            OutputError: a register cannot be read or written.
        """
        if not self.pattern:
            return list(wishes)
        series = read_pattern(self.pattern, today())
        if isinstance(series, str) and len(wishes) != 1:
            raise UsageError(
                _("{count} forms cannot have one number").format(count=len(wishes)),
                hint=_("let the number count: {example}").format(example=series + "-{n}"),
            )
        places: dict[Path, list[int]] = defaultdict(list)
        for index, wish in enumerate(wishes):
            places[register_path(self.register, _folder(wish))].append(index)
        given = list(wishes)
        for path, indexes in places.items():
            notes = [_note(wishes[index]) for index in indexes]
            with open_register(path) as register:
                self.conflicts[path] = register.conflicts
                if isinstance(series, str):
                    register.take(series, notes[0])
                    numbers = [series]
                else:
                    numbers = register.next(series, notes)
            self._taken[path].update(dict.fromkeys(numbers))
            for index, number in zip(indexes, numbers, strict=True):
                given[index] = replace(wishes[index], number=number, copy="")
        return given

    def confirm(self, numbers: Iterable[str]) -> None:
        """Forms with these numbers lie on the disk."""
        for number in numbers:
            for taken in self._taken.values():
                taken.pop(number, None)

    def void_rest(self) -> list[str]:
        """Void the numbers that no form has come to bear; which those were.

        Raises:
            OutputError: a register cannot be written.
        """
        voided: list[str] = []
        for path, numbers in self._taken.items():
            if numbers:
                with open_register(path) as register:
                    _void(register, numbers)
                voided += numbers
        self._taken.clear()
        return voided


@contextmanager
def numbers_of(pattern: str, register: Path | None) -> Iterator[FormNumbers]:
    """The numbers of one run; those that no form has come to bear are void when it ends badly."""
    numbers = FormNumbers(pattern, register)
    try:
        yield numbers
    except BaseException:
        numbers.void_rest()
        raise


def _void(register: Register, numbers: Iterable[str]) -> None:
    for number in numbers:
        register.void(number, _("no form was written"))


def _note(wish: Wish) -> str:
    return " ".join(part for part in (wish.type, wish.record) if part)


def _folder(wish: Wish) -> Path | None:
    """The folder of the project that a form is about."""
    if not wish.source.project:
        return None
    path = Path(wish.source.project)
    return path if path.is_dir() else path.parent
