"""What svcdocs needs of this machine, what is here of it, and how to get the rest."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import svcdocs
from svcdocs.calc.china_time import today
from svcdocs.errors import SvcdocsError
from svcdocs.load import load_calendar, resources
from svcdocs.ooxml.deflate import deflate
from svcdocs.texts import _
from svcdocs.workflow import fonts, office

_PRINTERS = ("lp", "lpr")


class State(Enum):
    """How a thing is: here; not here, and something does without it; not here, and needed."""

    HERE = "here"
    WANTING = "wanting"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """One thing that was looked at.

    Attributes:
        thing: what it is.
        state: how it is.
        told: which one, where, or what does not work without it.
        remedy: how to get it; empty where nothing is to be done.
    """

    thing: str
    state: State
    told: str
    remedy: str = ""


def examine() -> Iterator[Symptom]:
    """Look at everything in turn."""
    yield Symptom(thing="Python", state=State.HERE, told=sys.version.split()[0])
    yield from _packages()
    yield _deflate()
    yield _office()
    yield from _fonts()
    yield _printer()
    yield from _folders()
    yield from _working_days(today())


def _packages() -> Iterator[Symptom]:
    """Svcdocs, what it needs, and its extras."""
    yield Symptom(thing="svcdocs", state=State.HERE, told=svcdocs.__version__)
    try:
        lines = requires("svcdocs") or []
    except PackageNotFoundError:
        lines = []  # run from a checkout that is not installed: its imports have worked
    needed = sorted(_name(line) for line in lines if "extra ==" not in line)
    for name in needed:
        yield _package(name, State.MISSING, f"pip install {name}")
    yield _package("distributed", State.WANTING, "pip install 'svcdocs[dask]'", _("--scheduler"))


def _package(name: str, without: State, remedy: str, use: str = "") -> Symptom:
    try:
        return Symptom(thing=name, state=State.HERE, told=version(name))
    except PackageNotFoundError:
        told = _("not installed: {use} does not work").format(use=use or "svcdocs")
        return Symptom(thing=name, state=without, told=told, remedy=remedy)


def _name(requirement: str) -> str:
    """The package's name at the beginning of `click>=8.5; …`."""
    length = next((i for i, sign in enumerate(requirement) if sign in " ;<>=!~[("), None)
    return requirement[:length]


def _deflate() -> Symptom:
    thing = _("deflate library")
    try:
        name = deflate().name
    except SvcdocsError as error:
        return Symptom(thing=thing, state=State.MISSING, told=error.message, remedy=error.hint)
    if name == "zlib":
        return Symptom(
            thing=thing,
            state=State.WANTING,
            told=_("zlib; a faster one makes many documents sooner"),
            remedy="pip install 'svcdocs[fast]'",
        )
    return Symptom(thing=thing, state=State.HERE, told=name)


def _office() -> Symptom:
    found = office.find_office()
    if found is None:
        return Symptom(
            thing="LibreOffice",
            state=State.MISSING,
            told=_("not here: --pdf does not work"),
            remedy=office.how_to_install(),
        )
    return Symptom(thing="LibreOffice", state=State.HERE, told=found.as_posix())


def _fonts() -> Iterator[Symptom]:
    if not fonts.has_chinese_font():
        yield Symptom(
            thing=_("Chinese fonts"),
            state=State.MISSING,
            told=_("not here: PDFs would show boxes"),
            remedy=fonts.how_to_install(),
        )
        return
    yield Symptom(thing=_("Chinese fonts"), state=State.HERE, told=_("here"))
    forms = [folder / "form.docx" for folder in resources.list_types().values()]
    for family in fonts.families(forms):
        if fonts.has_family(family):
            yield Symptom(thing=family, state=State.HERE, told=_("here"))
        else:
            yield Symptom(
                thing=family,
                state=State.WANTING,
                told=_("not here: another font is shown, and pages may break elsewhere"),
                remedy=_("copy it from a Windows that has it, or buy it: it is not free"),
            )


def _printer() -> Symptom:
    thing = _("printing")
    if sys.platform == "win32":
        return Symptom(thing=thing, state=State.HERE, told="Start-Process -Verb Print")
    found = next((path for name in _PRINTERS if (path := shutil.which(name))), None)
    if found:
        return Symptom(thing=thing, state=State.HERE, told=found)
    return Symptom(
        thing=thing,
        state=State.WANTING,
        told=_("no lp or lpr: documents are printed from Word or a PDF viewer"),
        remedy="sudo apt install cups-client",
    )


def _folders() -> Iterator[Symptom]:
    """The company's folders, as SVCDOCS_PATH names them."""
    if not os.environ.get("SVCDOCS_PATH"):
        told = _("not set: no policies or templates of the company's own")
        yield Symptom(thing="SVCDOCS_PATH", state=State.HERE, told=told)
    for folder in resources.company_dirs():
        yield _folder(folder)


def _folder(folder: Path) -> Symptom:
    kinds = [kind for kind in ("policies", "templates", "calendars") if (folder / kind).is_dir()]
    if kinds:
        told = f"{folder.as_posix()} ({', '.join(kinds)})"
        return Symptom(thing="SVCDOCS_PATH", state=State.HERE, told=told)
    wrong = _("{path} has none of policies, templates, calendars")
    if not folder.is_dir():
        wrong = _("{path} is not there")
    return Symptom(
        thing="SVCDOCS_PATH",
        state=State.MISSING,
        told=wrong.format(path=folder.as_posix()),
        remedy=_("correct the environment variable"),
    )


def _working_days(day: date) -> Iterator[Symptom]:
    """Whether this year's working days are known, and where it is autumn next year's."""
    calendar, problems = load_calendar()
    for problem in problems:
        yield Symptom(
            thing=_("working days"),
            state=State.MISSING,
            told=f"{problem.place}: {problem.message}",
            remedy=problem.hint,
        )
    years = (
        [day.year, day.year + 1] if day.month == 12 else [day.year]
    )  # the notice comes in November
    for year in years:
        thing = _("working days {year}").format(year=year)
        if calendar.covers(date(year, 7, 1)):
            yield Symptom(thing=thing, state=State.HERE, told=_("known"))
        else:
            yield Symptom(
                thing=thing,
                state=State.WANTING,
                told=_("no notice: deadlines in working days are provisional"),
                remedy=_("pip install -U chinesecalendar, or write calendars/{year}.yaml").format(
                    year=year
                ),
            )
