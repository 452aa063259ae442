"""Notices of working days: `calendars/*.yaml` of the project, of the company and built in.

A notice of the State Council (`official`) makes its year known; what is only expected
(`provisional`) serves until then, and results stay provisional; what a company arranges (`company`)
goes before both. Two notices of one standing that contradict each other are a problem, whichever
folders they lie in: nobody can tell which of them is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path as FilePath
from typing import Any

from svcdocs.calc.workdays import Calendar
from svcdocs.load import resources
from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.load.files import load_yaml
from svcdocs.load.source import Loaded
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.model.tree import Path
from svcdocs.texts import _

CODE = "data/calendar"
_DAY = timedelta(days=1)
#: 元旦, 劳动节, 国庆节: days off that every year's official notice has, at the same dates.
_IN_EVERY_NOTICE = ((1, 1), (5, 1), (10, 1))
#: A notice reaches into its neighbours: 元旦 may begin in December.
_BEFORE, _AFTER = (12, 1), (1, 31)


def load_calendar(project_dir: FilePath | None = None) -> tuple[Calendar, list[Problem]]:
    """The working days for a project: the official ones, and every notice that can be found.

    Raises:
        WorkError: the disk does not give a file.
    """
    notices = _Notices()
    for folder in resources.calendars_dirs(project_dir):
        for path in sorted(folder.iterdir()):
            hidden = path.name.startswith((".", "~"))
            if path.suffix.lower() in YAML_SUFFIXES and path.is_file() and not hidden:
                notices.add(load_yaml(path, "calendar"))
    return notices.calendar(), notices.problems


@dataclass(frozen=True, slots=True)
class _Named:
    """What a notice says about a day, and where."""

    works: bool
    place: Place


@dataclass(slots=True)
class _Notices:
    problems: list[Problem] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    #: By status, then by day.
    days: dict[str, dict[date, _Named]] = field(default_factory=dict)

    def calendar(self) -> Calendar:
        """What all of them come to."""
        return Calendar(
            self._of("official") | self._of("company"),
            years=self.years,
            expected=self._of("provisional"),
        )

    def _of(self, status: str) -> dict[date, bool]:
        return {day: named.works for day, named in self.days.get(status, {}).items()}

    def add(self, loaded: Loaded) -> None:
        """Take a file's days; nothing of a file that has faults, half a notice is none."""
        faults = [*loaded.problems, *_faults(loaded)]
        self.problems += faults
        if faults:
            return
        status, year = str(loaded.tree.data["status"]), int(loaded.tree.data["year"])
        known = self.days.setdefault(status, {})
        told: set[Path] = set()
        for path, day, works in _days(loaded):
            place = loaded.tree.places[path]
            other = known.setdefault(day, _Named(works, place))
            against = str(other.place) if other.works != works else ""
            if status == "official" and day.year == year and _contradicts(day, works=works):
                against = _("the calendar that comes with svcdocs")
            if against and path not in told:
                told.add(path)
                self._contradiction(place, day, against, works=works)
        if status == "official" and not told:
            self.years.add(year)

    def _contradiction(self, place: Place, day: date, against: str, *, works: bool) -> None:
        message = (
            _("{day} is a working day here and a day off in {other}")
            if works
            else _("{day} is a day off here and a working day in {other}")
        )
        self.problems.append(
            Problem(
                code=CODE,
                place=place,
                message=message.format(day=day, other=against),
                hint=_("correct one of them; what a company arranges has status: company"),
            )
        )


def _days(loaded: Loaded) -> Iterator[tuple[Path, date, bool]]:
    """Every day a file names with the path of its place, and whether people work."""
    data = loaded.tree.data
    for index, run in enumerate(data["days_off"]):
        day, last = run["from"], run.get("to", run["from"])
        while day <= last:
            yield ("days_off", index, "from"), day, False
            day += _DAY
    for index, day in enumerate(data.get("workdays", ())):
        yield ("workdays", index), day, True


def _faults(loaded: Loaded) -> list[Problem]:
    """What the schema cannot see: runs backwards, other years, an official notice with gaps."""
    if loaded.problems:
        return []
    data, tree = loaded.tree.data, loaded.tree
    year = data["year"]
    faults = [
        _fault(
            tree.places["days_off", index, "to"],
            _("{title} ends on {to}, before it begins").format(title=run["title"], to=run["to"]),
        )
        for index, run in enumerate(data["days_off"])
        if run.get("to", run["from"]) < run["from"]
    ]
    first, last = date(year - 1, *_BEFORE), date(year + 1, *_AFTER)
    faults += [
        _fault(
            tree.places[path],
            _("{day} does not belong into the notice for {year}").format(day=day, year=year),
        )
        for path, day in _written(data)
        if not first <= day <= last
    ]
    if faults or data["status"] != "official":
        return faults
    off = {day for _path, day, works in _days(loaded) if not works}
    return [
        _fault(
            tree.places[("days_off",)],
            _("the official notice for {year} has {day} among its days off").format(
                year=year, day=date(year, month, number)
            ),
            _("write down the whole notice; before it is there, status: provisional"),
        )
        for month, number in _IN_EVERY_NOTICE
        if date(year, month, number) not in off
    ]


def _written(data: Mapping[str, Any]) -> Iterator[tuple[Path, date]]:
    """Every date that stands in a file, with its path."""
    for index, run in enumerate(data["days_off"]):
        for key in ("from", "to"):
            if key in run:
                yield ("days_off", index, key), run[key]
    for index, day in enumerate(data.get("workdays", ())):
        yield ("workdays", index), day


def _fault(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(code=CODE, place=place, message=message, hint=hint)


def _contradicts(day: date, *, works: bool) -> bool:
    """Whether the official data knows the day, and otherwise."""
    built_in = Calendar()
    return built_in.covers(day) and built_in.is_workday(day) != works
