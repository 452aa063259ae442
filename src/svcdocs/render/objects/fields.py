"""Fields of an electronic form: which tags become content controls, and what each is called.

A tag becomes one where it prints a value of the data and does nothing but choose how:
`{{ it.recorded_on | date }}`. What is computed stays text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from typing import Any

from jinja2 import nodes

from svcdocs.calc.china_time import wall_clock
from svcdocs.model.tree import Path
from svcdocs.ooxml.content_controls import Control, Kind, control_xml
from svcdocs.render.missing import Missing
from svcdocs.render.objects.inline import Inline, Sheet
from svcdocs.render.objects.options import Options
from svcdocs.render.printing import printed
from svcdocs.render.run import Run
from svcdocs.render.tags import Spot, Tag
from svcdocs.render.views import Record, Rows

#: Filters that choose how a value prints, and nothing else.
_FORMATS = frozenset(
    [
        "box",
        "checked",
        "clock",
        "date",
        "default",
        "either",
        "line",
        "moment",
        "money",
        "name",
        "optional",
        "short_date",
        "title",
    ]
)
_SCHEMA = "project"
_DATE_FORMATS = {"date": "yyyy年M月d日", "short_date": "yyyy-MM-dd"}
#: What an empty field shows.
_FILL = "单击填写"
_CHOOSE = "请选择"
_DAY = "选择日期"
_MOMENT = "年-月-日 时:分"
_CLOCK = "时:分"
_SHORT = {_FILL: "填", _CHOOSE: "选", _DAY: "日期", _MOMENT: "时刻"}
_OTHER = "__"
HINTS = frozenset((_FILL, _CHOOSE, _DAY, _MOMENT, _CLOCK, _OTHER, *_SHORT.values()))
_GLUE = "\u00a0"
_BETWEEN = "　"


@dataclass(frozen=True, slots=True)
class Direct:
    """A tag's expression that is a value of the data: `it.x.y | date`, after its first name."""

    root: str
    steps: tuple[str, ...]
    formats: tuple[str, ...]


def direct(node: nodes.Node) -> Direct | None:
    """What a tag prints, if it is a value of the data and nothing computed."""
    formats: list[str] = []
    while isinstance(node, nodes.Filter) and node.node is not None:
        if node.name not in _FORMATS:
            return None
        formats.append(node.name)
        node = node.node
    steps: list[str] = []
    while isinstance(node, nodes.Getattr):
        steps.append(node.attr)
        node = node.node
    if not isinstance(node, nodes.Name) or not steps:
        return None
    return Direct(node.name, tuple(reversed(steps)), tuple(reversed(formats)))


class Fields:
    """The fields of one form; `table` is the one its record is of, `record` the record's path.

    Filters that know what may be chosen tell it here on their way (`offer`).
    """

    def __init__(self, table: str = "") -> None:
        self.table = table
        self.record: Path = ()
        self._offered: tuple[Tag | None, Options] | None = None

    def offer(self, run: Run, options: Options) -> None:
        """Say what may be chosen for the value that the tag at hand prints."""
        self._offered = run.tag, options

    def control(
        self, run: Run, value: Any, root: Any, steps: Sequence[str], formats: Sequence[str]
    ) -> Any:
        """A field in place of a printed value, or the value where it is no field.

        Args:
            run: the rendering.
            value: what the tag's expression gives.
            root: what its first name stands for.
            steps: the names behind it.
            formats: the filters.
        """
        tag = run.tag
        # A tag before this one, which computes its value, may have offered something, too.
        offered = self._offered[1] if self._offered and self._offered[0] is tag else None
        self._offered = None
        if tag is None or tag.sheet != "body" or tag.spot not in (Spot.TEXT, Spot.RUN):
            return value
        found = _looked_up(root, steps)
        if found is None:
            return value
        path, raw = found
        name, kind = spelled(run, path), self._kind(path)
        if "box" in formats and offered:
            return Boxes(name, _by_truth(offered) if kind == "boolean" else offered)
        field = Control(tag=name, alias=self._title(path) or name)
        if "checked" in formats:
            return Field(replace(field, kind=Kind.BOX, checked=raw is True))
        if isinstance(raw, Missing):
            field = replace(field, hint=value if isinstance(value, str) else "")
        else:
            field = replace(field, text=printed(run, value))
        control = _typed(field, raw, kind, formats, offered)
        if control is None:
            return value
        return Field(self._in_row(control) if self._in_table(path) else control)

    def _in_table(self, path: Path) -> bool:
        """Whether a value stands in one row of many, not in the form's own record."""
        own = bool(self.record) and path[: len(self.record)] == self.record
        return not own and any(isinstance(step, int) for step in path)

    @staticmethod
    def _in_row(control: Control) -> Control:
        """Columns are narrow: a word that wraps makes every row higher."""
        return replace(control, hint=_SHORT.get(control.hint, control.hint))

    def _at(self, path: Path) -> Path:
        """The path of a field in the schema."""
        if path[0] == "it":
            return (self.table, "*", *path[1:])
        return tuple("*" if isinstance(step, int) else step for step in path[1:])

    def _kind(self, path: Path) -> str:
        from svcdocs.load.fields import field_kind  # noqa: PLC0415 - only forms with fields ask

        try:
            return field_kind(_SCHEMA, self._at(path))
        except KeyError:
            return "text"

    def _title(self, path: Path) -> str:
        from svcdocs.load.fields import field_title  # noqa: PLC0415 - as above

        try:
            return field_title(_SCHEMA, self._at(path))
        except KeyError:
            return ""


def spelled(run: Run, path: Path) -> str:
    """A field's tag: `visits.VIS-001.recorded_on`, `purchaser.name`, `it.phone` without a record.

    The first step is the table and the last one the field; a row without an id is `#1`.
    """
    steps = path[1:] if path[0] == "project" else path
    offset = len(path) - len(steps)
    return ".".join(
        _row(run, path[: offset + index + 1], step) if isinstance(step, int) else step
        for index, step in enumerate(steps)
    )


def _row(run: Run, path: Path, index: int) -> str:
    identity = run.row_id(path)
    return f"#{index + 1}" if identity == str(index) else identity


def _looked_up(root: Any, steps: Sequence[str]) -> tuple[Path, Any] | None:
    """Where a value of the data stands, and what stands there; None where it is none."""
    if not isinstance(root, Record | Missing) or root.path[:1] not in (("project",), ("it",)):
        return None
    raw: Any = root
    path: Path = root.path
    for step in steps:
        if not isinstance(raw, Record | Missing):
            return None
        path = (*raw.path, step)
        raw = raw.lookup(step)
    return None if isinstance(raw, Record | Rows) else (path, raw)


def _typed(
    field: Control, raw: Any, kind: str, formats: Sequence[str], offered: Options | None
) -> Control | None:
    """The control for a kind of value; None where what prints does not lead back to it."""
    if kind == "list" or isinstance(raw, tuple):
        several = {"title", "name"} & set(formats)  # their keys cannot be told from one text
        return None if several else _hinted(_part(field, "list"), _FILL)
    if kind == "boolean" and "either" not in formats:
        offered = Options((("true", "是"), ("false", "否")))
    if offered is not None and offered.pairs:
        return _choice(field, raw, offered)
    if {"title", "name"} & set(formats):
        return _hinted(_part(field, "name"), _FILL)
    if kind == "date" or {"date", "short_date"} & set(formats):
        return _day(field, raw, kind, formats)
    if kind == "date-time":
        timed = _part(field, "clock") if "clock" in formats else field
        return _hinted(timed, _CLOCK if "clock" in formats else _MOMENT)
    return _hinted(field, _FILL)


def _part(field: Control, part: str) -> Control:
    """A field that prints its value in another way than the data spell it."""
    return replace(field, tag=f"{field.tag}|{part}")


def _day(field: Control, raw: Any, kind: str, formats: Sequence[str]) -> Control:
    shape = "short_date" if "short_date" in formats else "date"
    day = wall_clock(raw).date() if isinstance(raw, datetime) else raw
    dated = replace(
        field,
        kind=Kind.DATE,
        date=day if isinstance(day, date) else None,
        date_format=_DATE_FORMATS[shape],
    )
    return _hinted(_part(dated, "date") if kind == "date-time" else dated, _DAY)


def _by_truth(options: Options) -> Options:
    """The two words for yes and no, by what they stand for."""
    keys = ("true", "false")
    titles = [title for _key, title in options.pairs]
    chosen = [key for key, title in zip(keys, titles, strict=True) if title in options.chosen]
    return Options(tuple(zip(keys, titles, strict=True)), tuple(chosen))


def _choice(field: Control, raw: Any, offered: Options) -> Control:
    key = (
        "" if isinstance(raw, Missing) else str(raw).lower() if isinstance(raw, bool) else str(raw)
    )
    shown = next((title for own, title in offered.pairs if own == key), field.text)
    chosen = replace(field, kind=Kind.CHOICE, options=offered.pairs, value=key, text=shown)
    return _hinted(chosen, _CHOOSE)


def _hinted(field: Control, hint: str) -> Control:
    return replace(field, hint=field.hint or hint)


@dataclass(frozen=True, slots=True)
class Field(Inline):
    """One content control."""

    control: Control

    def xml(self, sheet: Sheet, properties: str) -> str:
        """The control with its bookmark."""
        number = sheet.additions.field(self.control.tag)
        return control_xml(self.control, number, properties)

    def plain(self) -> str:
        """What stands in it."""
        return self.control.text


@dataclass(frozen=True, slots=True)
class Boxes(Inline):
    """A box for every option; each is a control whose tag says which option it ticks."""

    tag: str
    options: Options

    def xml(self, sheet: Sheet, properties: str) -> str:
        """Boxes and labels in a line, as they print on paper."""
        wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""

        def text(words: str) -> str:
            safe = escape(words, quote=False)
            return f'<w:r>{wrapped}<w:t xml:space="preserve">{safe}</w:t></w:r>'

        def box(key: str, title: str, *, ticked: bool) -> str:
            control = Control(tag=f"{self.tag}={key}", alias=title, kind=Kind.BOX, checked=ticked)
            return Field(control).xml(sheet, properties) + text(_GLUE + title)

        options = self.options
        drawn = [box(key, title, ticked=key in options.chosen) for key, title in options.pairs]
        if options.other:
            words = Control(
                tag=f"{self.tag}|other", alias=options.other, text=options.outside, hint=_OTHER
            )
            drawn.append(
                box("*", options.other, ticked=bool(options.outside))
                + text("：")
                + Field(words).xml(sheet, properties)
            )
        return text(_BETWEEN).join(drawn)

    def plain(self) -> str:
        """The titles of what is chosen."""
        return "、".join(title for key, title in self.options.pairs if key in self.options.chosen)
