"""What is due as a table: one line for each item, by day, the columns aligned by display width.

due         how it stands  left    who     what                 record   where
2026-10-08  to do          8 days  苏晓棠  提交回访报告          VIS-007  samples/x/visits.yaml:9:3 network-equipment/visit-report-late

Below it how many there are, and what could not be said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from svcdocs.calc.china_time import wall_clock
from svcdocs.model.agenda import Agenda, Agendas, Item, Standing
from svcdocs.report.due import words
from svcdocs.report.parts.file_names import from_here
from svcdocs.report.parts.summary import failed
from svcdocs.report.parts.terminal import Terminal
from svcdocs.report.parts.view import View
from svcdocs.report.parts.width import cells, printable
from svcdocs.texts import _, ngettext

_COLOURS = {Standing.OVERDUE: "31", Standing.TODAY: "33", Standing.DATE: "36"}

Row = tuple[Agenda, Item]


def render(agendas: Agendas, view: View) -> str:
    """The table and the summary, ending with a line break."""
    terminal = Terminal(view)
    rows = [(agenda, item) for agenda in agendas.agendas for item in agenda.items]
    rows.sort(key=lambda row: _clock(row[1].due))
    lines = [*_table(rows, agendas, terminal)] if rows else []
    if lines:
        lines.append("")
    for failure in agendas.failures:
        lines += failed(failure, _("not read: {message}"), terminal)
    lines.append(terminal.bold(conclusion(agendas)))
    for agenda in agendas.agendas:
        lines += _uncertain(agenda, terminal)
    return "\n".join(lines) + "\n"


def _clock(due: date | datetime) -> str:
    """Sorts days after the times of the same day: they count to their end."""
    return wall_clock(due).isoformat() if isinstance(due, datetime) else f"{due.isoformat()}U"


def _table(rows: list[Row], agendas: Agendas, terminal: Terminal) -> Iterator[str]:
    several = len(agendas.agendas) > 1
    names = _names(agendas, terminal)
    head = [_("due"), _("state"), _("left"), _("who"), _("what"), _("record")]
    if several:
        head.append(_("project"))
    table = [[*head, _("where")]]
    for agenda, item in rows:
        cells_ = [
            words.due(item),
            words.standing(item),
            words.left(item),
            _(", ").join(item.who) or "-",
            item.task,
            words.record(item) or "-",
        ]
        if several:
            cells_.append(names[agenda.project])
        place = f"{terminal.place(item.place)} {item.source}"
        table.append([*map(printable, cells_), place])
    wide = terminal.view.wide_ambiguous
    widths = [
        max(cells(line[column], wide_ambiguous=wide) for line in table)
        for column in range(len(table[0]) - 1)
    ]
    for number, line in enumerate(table):
        padded = [
            cell + " " * (width - cells(cell, wide_ambiguous=wide))
            for cell, width in zip(line[:-1], widths, strict=True)
        ]
        if not number:
            yield terminal.dim("  ".join([*padded, line[-1]]))
            continue
        item = rows[number - 1][1]
        colour = "2" if item.answered else _COLOURS.get(item.standing, "")
        if colour:
            padded[:3] = [terminal.paint(cell, colour) for cell in padded[:3]]
        yield "  ".join([*padded, terminal.dim(line[-1])])


def _names(agendas: Agendas, terminal: Terminal) -> dict[str, str]:
    """What the projects are called: by their numbers where these tell them apart."""
    numbers = Counter(agenda.number for agenda in agendas.agendas)
    return {
        agenda.project: agenda.number
        if agenda.number and numbers[agenda.number] == 1
        else from_here(agenda.project, terminal.view)
        for agenda in agendas.agendas
    }


def conclusion(agendas: Agendas) -> str:
    """How many there are, in one sentence."""
    counts = Counter(item.standing for agenda in agendas.agendas for item in agenda.items)
    sentences = {
        Standing.OVERDUE: _("{count} overdue"),
        Standing.TODAY: _("{count} due today"),
        Standing.PENDING: _("{count} to do"),
        Standing.DATE: ngettext("{count} date", "{count} dates", counts[Standing.DATE]),
    }
    parts = [said.format(count=counts[one]) for one, said in sentences.items() if counts[one]]
    said = _(", ").join(parts) or _("nothing is due")
    days = {(agenda.as_of, agenda.until) for agenda in agendas.agendas}
    if len(days) == 1:
        as_of, until = days.pop()
        return _("As of {as_of}, until {until}: {said}").format(as_of=as_of, until=until, said=said)
    if days:
        return _("{count} projects, each as of its own day: {said}").format(
            count=len(agendas.agendas), said=said
        )
    return _("Nothing could be read")


def _uncertain(agenda: Agenda, terminal: Terminal) -> Iterator[str]:
    """What the list may lack, and the marks that stand in it."""
    project = printable(from_here(agenda.project, terminal.view))
    if agenda.faults:
        yield terminal.paint(
            ngettext(
                "{project}: {count} fault in the data; something may be missing here, see svcdocs check",
                "{project}: {count} faults in the data; something may be missing here, see svcdocs check",
                agenda.faults,
            ).format(project=project, count=agenda.faults),
            "31",
        )
    if agenda.unknown:
        yield ngettext(
            "{project}: {count} deadline is not known, for values are missing; svcdocs check says which",
            "{project}: {count} deadlines are not known, for values are missing; svcdocs check says which",
            agenda.unknown,
        ).format(project=project, count=agenda.unknown)
    provisional = sorted({item.provisional for item in agenda.items if item.provisional})
    for year in provisional:
        yield _(
            "{project}: days marked as provisional rest on working days of {year}, of which there is "
            "no official notice yet"
        ).format(project=project, year=year)
