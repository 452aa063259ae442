"""The register of numbers: a text file that several people may write at the same time.

It is read and written under a lock that the system takes back when a process ends, however it ends:
no lock stays behind. The file is replaced whole.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from svcdocs.calc.china_time import CHINA
from svcdocs.errors import OutputError, UsageError
from svcdocs.load.file_names import REGISTER_ENDING, REGISTER_FILE
from svcdocs.load.resources import company_dirs
from svcdocs.load.wording import did_you_mean, nearest
from svcdocs.texts import _
from svcdocs.workflow.number_history import Act, Event, History, read_history
from svcdocs.workflow.number_pattern import Series
from svcdocs.workflow.outputs import prepare_folder, write_file

#: Seconds to wait for others; each of them needs some milliseconds.
_PATIENCE = 30
_HEAD = """\
# 表单编号登记簿，由 svcdocs 写成：每行一件事，只增不改，放进版本库一起提交
# 时间 / 事项（reserved 预留，issued 出具，voided 作废，reopened 重开）/ 编号 / 本行代号 / 接在哪行之后 / 说明
# 合并冲突时两边的行都留下（.gitattributes：*numbers.txt merge=union）；重号由 svcdocs number list 指出
"""


def register_path(given: Path | None, project: Path | None = None) -> Path:
    """The file of the register.

    Args:
        given: the file or its folder, if somebody names one.
        project: the project's folder.

    Returns:
        What is named; else the company's if there is one already; else the project's; else a new
        one of the company, or one that lies in the current folder.

    Raises:
        UsageError: there is no place for it, or the file is called so that it would count as data.
    """
    if given is not None:
        path = given / REGISTER_FILE if given.is_dir() else given
        if not path.name.endswith(REGISTER_ENDING):
            raise UsageError(
                _("a register cannot be called {name}").format(name=path.name),
                hint=_("its name ends in {ending}, e.g. {example}").format(
                    ending=REGISTER_ENDING, example=REGISTER_FILE
                ),
            )
        return path
    company = [folder / REGISTER_FILE for folder in company_dirs() if folder.is_dir()]
    for path in company:
        if path.is_file():
            return path
    if project is not None:
        return project / REGISTER_FILE
    here = Path(REGISTER_FILE)
    if company and not here.is_file():
        return company[0]
    if here.is_file():
        return here
    raise UsageError(
        _("there is no place for the register of numbers"),
        hint=_("name a project or a file: --register {example}").format(example=REGISTER_FILE),
    )


class Register:
    """One register, opened for reading and writing; made by `open_register`."""

    def __init__(self, path: Path, text: str) -> None:
        """Read it.

        Raises:
            OutputError: a line is no event.
        """
        self.path = path
        self._text = text
        self.numbers = read_history(text.splitlines(), path.as_posix())
        self._new: list[Event] = []

    @property
    def conflicts(self) -> list[History]:
        """Numbers that two branches used."""
        return [history for history in self.numbers.values() if history.conflict]

    def next(self, series: Series, notes: Sequence[str], act: Act = Act.ISSUED) -> list[str]:
        """The next numbers of a series, one for each note."""
        used = [series.counter(number) for number in self.numbers]
        last = max((counter for counter in used if counter is not None), default=0)
        numbers = [series.number(last + place) for place in range(1, len(notes) + 1)]
        for number, note in zip(numbers, notes, strict=True):
            self._add(number, act, note)
        return numbers

    def take(self, number: str, note: str) -> None:
        """Use a number that is reserved or was opened again.

        Raises:
            UsageError: it is not, or two branches used it.
        """
        history = self.numbers.get(number)
        if history is not None and not history.free:
            raise UsageError(
                _("{number} is taken: {state}").format(number=number, state=told(history)),
                hint=_("to print it once more: svcdocs number reissue {number}").format(
                    number=number
                ),
            )
        self._add(number, Act.ISSUED, note)

    def reserve(self, number: str, note: str) -> None:
        """Keep a number for later.

        Raises:
            UsageError: somebody has it already.
        """
        history = self.numbers.get(number)
        if history is not None:
            raise UsageError(
                _("{number} is taken: {state}").format(number=number, state=told(history))
            )
        self._add(number, Act.RESERVED, note)

    def void(self, number: str, note: str) -> None:
        """See to it that a number is not used; this settles a conflict, too.

        Raises:
            UsageError: it is not in the register, or is void already.
        """
        history = self._known(number)
        if history.state is Act.VOIDED:
            raise UsageError(_("{number} is void already").format(number=number))
        self._add(number, Act.VOIDED, note)

    def reopen(self, number: str, note: str) -> None:
        """Let a number that was issued or voided be printed once more.

        Raises:
            UsageError: it is not in the register, or not used yet.
        """
        history = self._known(number)
        if history.free:
            raise UsageError(
                _("{number} is still to be used: {state}").format(
                    number=number, state=told(history)
                ),
                hint=_("print it with svcdocs form TYPE --number {number}").format(number=number),
            )
        self._add(number, Act.REOPENED, note)

    def save(self) -> None:
        """Write what happened.

        Raises:
            OutputError: the disk refuses.
        """
        if not self._new:
            return
        before = self._text or _HEAD
        before += "" if before.endswith("\n") else "\n"
        text = before + "".join(event.line() + "\n" for event in self._new)
        write_file(self.path, text.encode())
        self._text, self._new = text, []

    def _known(self, number: str) -> History:
        if number not in self.numbers:
            near = nearest(number, self.numbers)
            raise UsageError(
                _("{number} is not in {file}").format(number=number, file=self.path.as_posix()),
                hint=did_you_mean(near) if near else _("look at svcdocs number list"),
            )
        return self.numbers[number]

    def _add(self, number: str, act: Act, note: str) -> None:
        history = self.numbers.setdefault(number, History(number))
        event = Event(
            moment=datetime.now(CHINA).isoformat(timespec="seconds"),
            act=act,
            number=number,
            id=secrets.token_hex(4),
            after=tuple(sorted(one.id for one in history.heads)),
            note=" ".join(note.split()),
        )
        history.events[event.id] = event
        self._new.append(event)


@contextmanager
def open_register(path: Path) -> Iterator[Register]:
    """The register, for nobody else until it is left; it is written if nothing went wrong.

    Raises:
        OutputError: others keep it, a line of it is no event, or the disk refuses.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only where numbers are wanted

    prepare_folder(path.parent)
    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        raise OutputError(
            _("{file} is in use by another program").format(file=path.as_posix()),
            hint=_("run the command again when that has ended"),
        ) from error
    except OSError as error:
        raise _refused(path, error) from error
    try:
        register = Register(path, _text(path))
        yield register
        register.save()
    finally:
        lock.release()


def told(history: History) -> str:
    """The state of a number in words: issued 2026-11-23T08:30:00+08:00 visit-record VIS-001."""
    words = {
        Act.RESERVED: _("reserved"),
        Act.ISSUED: _("issued"),
        Act.VOIDED: _("void"),
        Act.REOPENED: _("to be issued again"),
    }
    return "; ".join(
        " ".join(part for part in (words[event.act], event.moment, event.note) if part)
        for event in history.heads
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise OutputError(
            _("{file} is no text in UTF-8").format(file=path.as_posix()),
            hint=_("save it as UTF-8"),
        ) from error
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(
        _("{path} cannot be read: {reason}").format(
            path=path.as_posix(), reason=error.strerror or type(error).__name__
        )
    )
