"""The fields of a form that came back as texts of the data's fields, before anything types them.

Several fields may hold one value: the boxes of a choice, a date and its time of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from svcdocs.load.field_texts import FieldText
from svcdocs.load.fields import field_references, field_title
from svcdocs.load.wording import did_you_mean, nearest
from svcdocs.model.finding import Problem, Severity
from svcdocs.model.place import Place
from svcdocs.ooxml.content_controls import Control, Kind
from svcdocs.render.objects.fields import HINTS
from svcdocs.texts import _
from svcdocs.workflow.form_known import Known
from svcdocs.workflow.form_tags import FieldTag, parse_tag

_SCHEMA = "project"
_BETWEEN = re.compile(r"[、;；\n]")
_DAY = re.compile(r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field: its tag, what stands in it, where."""

    tag: FieldTag
    control: Control
    place: Place

    @property
    def text(self) -> str:
        """What somebody wrote; empty where nobody did."""
        text = self.control.text.replace("\u200b", "").strip("\n")
        return "" if text.strip() in HINTS and text.strip() == self.control.hint else text


class FormValues:
    """What the fields of one form come to: `texts` for the data, and what is wrong with them."""

    def __init__(self, subject: str, record: str, known: Known) -> None:
        """Nothing is read yet.

        Args:
            subject: the table that the form's type is about.
            record: the id of its row; empty for a blank form.
            known: what the project has already.
        """
        self.texts: list[FieldText] = []
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self._subject = subject
        self._record = record
        self._known = known

    def read(self, fields: Sequence[tuple[Control, Place]]) -> None:
        """Take up the fields of a form."""
        found: dict[FieldTag, list[FormField]] = {}
        for control, place in fields:
            tag = parse_tag(control.tag, self._subject)
            if tag is None:
                message = _("the field {tag} names no field of the data and was left out")
                self._notice(place, message.format(tag=control.tag))
                continue
            found.setdefault(tag.value, []).append(FormField(tag=tag, control=control, place=place))
        values = {tag: text for tag, group in found.items() if (text := self._value(group))}
        days = _days(found)
        for tag, group in found.items():
            if group[0].tag.part == "clock" and tag in values and isinstance(values[tag], str):
                values[tag] = self._timed(tag, str(values[tag]), days, group[0])
        named = _Rows(self._subject, self._record, values, self._known, found)
        for tag, text in values.items():
            if not text or named.empty(tag):
                continue
            place = found[tag][0].place
            row = named.row(tag)
            if row is None:
                message = _("{label}: it is not written which row this belongs to; left out")
                self._notice(place, message.format(label=label_of(tag)))
                continue
            self.texts.append(
                FieldText(table=tag.table, row=row, steps=tag.steps, text=text, place=place)
            )
        self.texts += named.parents(found)
        self.notices += named.notices

    def _value(self, group: list[FormField]) -> str | tuple[str, ...]:
        """The text of a value; empty where there is none."""
        boxes = [one for one in group if one.control.kind is Kind.BOX]
        if boxes:
            return self._boxes(group[0].tag.value, boxes, group)
        written = [one for one in group if one.text.strip()]
        texts = dict.fromkeys(self._one(one) for one in written)
        if len(texts) > 1:
            day = next((one for one in written if one.tag.part == "date"), None)
            clock = next((one for one in written if one.tag.part == "clock"), None)
            if day and clock:
                return f"{day.text} {clock.text}"
            message = _("{label} stands here more than once, with different values: {values}")
            self._fault(written[-1], message, values=" / ".join(str(one.text) for one in written))
        return next(iter(texts), "")

    def _one(self, one: FormField) -> str | tuple[str, ...]:
        control, tag = one.control, one.tag
        if control.kind is Kind.CHOICE:
            return self._chosen(one)
        if tag.kind == "list":
            return self._known.unchanged_list(tag, self._row(tag), one.text) or tuple(
                item.strip() for item in _BETWEEN.split(one.text) if item.strip()
            )
        if tag.part == "name":
            return self._person(one)
        if tag.part == "date":
            return self._whole_moment(one)
        return one.text

    def _chosen(self, one: FormField) -> str:
        if one.control.value:
            return one.control.value
        titles = [title for _key, title in one.control.options]
        self._fault(
            one,
            _("{label}: '{text}' is none of the choices: {values}"),
            hint=did_you_mean(nearest(one.text, titles)),
            values=_(", ").join(titles),
        )
        return ""

    def _person(self, one: FormField) -> str:
        ids = self._known.people(one.text.strip())
        if len(ids) == 1:
            return ids[0]
        if not self._known.project:
            message = _("{label}: this is a name; the data want an id (read it with --project)")
            self._notice(one.place, message.format(label=label_of(one.tag)))
            return one.text.strip()
        message = _("{label}: several people are called '{text}': {values}")
        if not ids:
            message = _("{label}: nobody of the project's staff is called '{text}'")
        self._fault(one, message, values=_(", ").join(ids))
        return ""

    def _whole_moment(self, one: FormField) -> str:
        """A moment of which a form shows the day: that of the project, if it is the same day."""
        known = self._known.moment(one.tag, self._row(one.tag), one.text)
        if not known:
            message = _("{label}: the form has the day only, the data want a time too; left out")
            self._notice(one.place, message.format(label=label_of(one.tag)))
        return known

    def _row(self, tag: FieldTag) -> str:
        return tag.row or ("" if tag.by else self._record)

    def _timed(
        self, tag: FieldTag, text: str, days: dict[tuple[str, str], str], field: FormField
    ) -> str:
        """A time of day with its day: that of the moment before it in the same row."""
        if not _CLOCK.fullmatch(text.strip()):
            return text
        clock = text.strip().replace("：", ":")
        same = self._known.at_clock(tag, self._row(tag), clock)
        if same:
            return same
        day = days.get((tag.table, tag.row), "") or self._known.day(tag, self._row(tag))
        if not day:
            self._fault(field, _("{label}: a time without a day: '{text}'"))
            return ""
        return f"{day} {clock}"

    def _boxes(
        self, tag: FieldTag, boxes: list[FormField], group: list[FormField]
    ) -> str | tuple[str, ...]:
        if boxes[0].tag.option is None:
            return "true" if boxes[0].control.checked else "false"
        ticked = [one for one in boxes if one.control.checked]
        words = next(
            (one.text for one in group if one.tag.part == "other" and one.text.strip()), ""
        )
        other = [one for one in ticked if one.tag.option == "*"]
        if words and not other:
            self._fault(
                group[0],
                _("{label}: '{values}' is written behind a box that is not ticked"),
                values=words,
            )
        if other and not words:
            self._fault(other[0], _("{label}: nothing is written behind the box that is ticked"))
        keys = [self._key(tag, one, boxes) for one in ticked if one not in other]
        keys += [words] if words and other else []
        if tag.kind == "list":
            return tuple(keys)
        if len(keys) > 1:
            titles = _(", ").join(one.control.alias or str(one.tag.option) for one in ticked)
            self._fault(
                ticked[-1], _("{label}: only one box can be ticked, not {values}"), values=titles
            )
            return ""
        return keys[0] if keys else ""

    @staticmethod
    def _key(tag: FieldTag, one: FormField, boxes: list[FormField]) -> str:
        option = one.tag.option or ""
        if tag.kind == "boolean" and option not in ("true", "false"):
            return "true" if one.tag == boxes[0].tag else "false"
        return option

    def _fault(self, one: FormField, message: str, *, hint: str = "", values: str = "") -> None:
        told = message.format(label=label_of(one.tag), text=one.text, values=values)
        self.problems.append(Problem(code="data/schema", message=told, hint=hint, place=one.place))

    def _notice(self, place: Place, message: str) -> None:
        self.notices.append(
            Problem(code="data/table", message=message, place=place, severity=Severity.INFO)
        )


def label_of(tag: FieldTag) -> str:
    """A field as messages name it: its title, then its name."""
    name = tag.steps[-1]
    title = field_title(_SCHEMA, tag.path)
    return _("{name} ({title})").format(name=name, title=title) if title else name


def _days(found: dict[FieldTag, list[FormField]]) -> dict[tuple[str, str], str]:
    """For each row the day of the first moment that stands in it with a day."""
    days: dict[tuple[str, str], str] = {}
    for tag, group in found.items():
        for one in group:
            match = _DAY.match(one.text.strip()) if tag.kind == "date-time" else None
            if match:
                days.setdefault((tag.table, tag.row), match[0])
    return days


class _Rows:
    """Which row each field belongs to; rows that were written on empty lines get ids."""

    def __init__(
        self,
        subject: str,
        record: str,
        values: dict[FieldTag, str | tuple[str, ...]],
        known: Known,
        found: dict[FieldTag, list[FormField]],
    ) -> None:
        self.notices: list[Problem] = []
        self._subject = subject
        self._values = values
        self._known = known
        self._record = record
        self._new: dict[tuple[str, str], str] = {}
        self._filled = {
            (tag.table, tag.row)
            for tag, text in values.items()
            if tag.row.startswith("#") and text not in ("", "false", ())
        }
        own = next(
            (tag for tag in found if tag.table == subject and not tag.row and not tag.by), None
        )
        if subject and not record and own is not None:
            written = values.get(FieldTag(table=subject, steps=("id",)), "")
            place = found[own][0].place
            self._record = str(written) or self._given(subject, place)
        self._places = {(tag.table, tag.row): found[tag][0].place for tag in reversed(list(found))}

    def row(self, tag: FieldTag) -> str | None:
        """The id of a field's row; empty for the project itself, None where nobody knows it."""
        if not tag.table:
            return ""
        if tag.by:
            return self._referred(tag)
        if not tag.row:
            return self._record
        if not tag.row.startswith("#"):
            return tag.row
        key = tag.table, tag.row
        if key not in self._new:
            own = self._values.get(replace(tag, steps=("id",)), "")
            self._new[key] = str(own) or self._given(tag.table, self._places[key])
        return self._new[key]

    def empty(self, tag: FieldTag) -> bool:
        """Whether a field belongs to a line on which nobody wrote anything."""
        return tag.row.startswith("#") and (tag.table, tag.row) not in self._filled

    def parents(self, found: dict[FieldTag, list[FormField]]) -> Iterator[FieldText]:
        """For each new row the field that says to which record it belongs."""
        for (table, row), identity in self._new.items():
            refers = [
                path[2]
                for path, tables in field_references(_SCHEMA).items()
                if len(path) == 3 and path[0] == table and self._subject in tables
            ]
            place = self._places[table, row]
            if not self._record or len(refers) != 1:
                continue
            if FieldTag(table=table, row=row, steps=(str(refers[0]),)) not in found:
                yield FieldText(
                    table=table,
                    row=identity,
                    steps=(str(refers[0]),),
                    text=self._record,
                    place=place,
                )

    def _referred(self, tag: FieldTag) -> str | None:
        """The row at the end of a way of references that the form itself says."""
        table, row = self._subject, self._record
        for depth, step in enumerate(tag.by):
            there = FieldTag(table=table, by=tag.by[:depth], steps=(step,))
            value = self._values.get(there) or self._known.value(table, row, step)
            if not value:
                return None
            table = field_references(_SCHEMA)[table, "*", step][0]
            row = str(value)
        return row

    def _given(self, table: str, place: Place) -> str:
        identity = self._known.next_id(table)
        message = _("a new row of {table}; its id is made up: {id}")
        self.notices.append(
            Problem(
                code="data/table",
                message=message.format(table=table, id=identity),
                place=place,
                severity=Severity.INFO,
            )
        )
        return identity
