"""Electronic forms that come back: what people wrote into them, as rows of the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from svcdocs.errors import SvcdocsError
from svcdocs.load.field_texts import load_fields
from svcdocs.load.wording import label
from svcdocs.model.finding import Problem, Severity
from svcdocs.model.place import Place
from svcdocs.model.tree import scalars
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.filled_form import FilledForm, is_electronic, read_filled_form
from svcdocs.ooxml.on_disk import read_word_file
from svcdocs.ooxml.seal import SEAL
from svcdocs.render import provenance
from svcdocs.render.doctype import find_type
from svcdocs.report.verification.text import edited
from svcdocs.texts import _
from svcdocs.workflow.form_known import Known
from svcdocs.workflow.form_values import FormValues
from svcdocs.workflow.project import Project


@dataclass(slots=True)
class ReadForms:
    """What came back.

    Attributes:
        rows: for each table its rows in the order of the files; a row that stands in several
            forms is one.
        own: fields of the project itself.
        files: how many files were read.
        problems: what is wrong; a value that is wrong is not among the rows.
        notices: what is worth knowing and stops nothing.
        subject: the table that all forms are about, if they are about one.
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    files: int = 0
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    subject: str = ""


def read_forms(files: Sequence[FilePath], project: Project | None = None) -> ReadForms:
    """Read forms back; one that cannot be read stops no other.

    Args:
        files: Word files that `svcdocs form --electronic` made and somebody filled in.
        project: whose rows they are about: it tells names from ids, and what a form does not show.

    Returns:
        Only values that differ from what `project` has count as its own fields; without a project
        those on which all forms agree.
    """
    gathered = _Gathered(ReadForms(), Known(project))
    subjects: set[str] = set()
    for path in files:
        subjects |= {subject for subject in (gathered.take(path),) if subject is not None}
    gathered.finish()
    done = gathered.done
    done.subject = subjects.pop() if len(subjects) == 1 else ""
    return done


class _Gathered:
    """The forms that were read so far."""

    def __init__(self, done: ReadForms, known: Known) -> None:
        self.done = done
        self._known = known
        self._index: dict[tuple[str, str], dict[str, Any]] = {}
        self._from: dict[tuple[str, ...], tuple[Any, Place]] = {}
        self._disputed: set[tuple[str, ...]] = set()

    def take(self, path: FilePath) -> str | None:
        """Read a file; the table its form is about, None where it is no form."""
        name = path.as_posix()
        try:
            form = read_filled_form(read_word_file(path), name)
            return self._form(path, form)
        except OSError as error:
            message = _("{path} cannot be read: {reason}").format(
                path=name, reason=error.strerror or str(error)
            )
            self._fault(Place(file=name), message)
        except PackageError as error:
            self._fault(Place(file=name), "; ".join([error.message, *error.details]), error.hint)
        except SvcdocsError as error:
            self._fault(Place(file=name), error.message, error.hint)
        return None

    def _form(self, path: FilePath, form: FilledForm) -> str | None:
        name = path.as_posix()
        if SEAL not in form.properties:
            self._fault(
                Place(file=name),
                _("{name} was not made by svcdocs").format(name=name),
                _("or a program removed its document properties"),
            )
            return None
        if not is_electronic(form.properties):
            self._fault(
                Place(file=name),
                _("this document has no fields to read"),
                _("print it with svcdocs form … --electronic"),
            )
            return None
        folder = self._known.project.folder if self._known.project else None
        kind = find_type(form.properties.get(provenance.TYPE, ""), folder)
        self.done.files += 1
        self._changes(name, form)
        record = form.properties.get(provenance.RECORD, "")
        values = FormValues(kind.subject, record, self._known)
        values.read([(one, Place(file=name, spot=spot)) for one, spot in form.fields])
        loaded = load_fields(values.texts, path)
        self.done.problems += [*values.problems, *loaded.problems]
        self.done.notices += values.notices
        self._add(loaded.tree.data, {one.table: one.place for one in values.texts}, name)
        return kind.subject

    def _changes(self, name: str, form: FilledForm) -> None:
        """Tell what is not as it was printed."""
        if form.damaged:
            message = _("what the form says of itself was changed: nobody can tell what else was")
            self._fault(Place(file=name), message)
        for edit in form.edits:
            message = _("changed outside of the fields: {edit}").format(edit=edited(edit))
            self._fault(Place(file=name), message)
        for tag, count in form.missing.items():
            message = _("the field {tag} is gone, and what was in it").format(tag=tag)
            hint = "" if count == 1 else _("{count} times").format(count=count)
            self._fault(Place(file=name), message, hint)
        known = {one.tag for one, _spot in form.fields}
        for one, spot in form.unknown:
            message = _("the field {tag} does not belong to this form and was left out")
            if one.tag in known:
                message = _("the field {tag} stands here once more than it was printed; left out")
            self._fault(Place(file=name, spot=spot), message.format(tag=one.tag))

    def _add(self, data: Mapping[str, Any], places: Mapping[str, Place], name: str) -> None:
        own: dict[str, Any] = {}
        for key, value in data.items():
            if not (isinstance(value, list) and value and isinstance(value[0], dict)):
                own[key] = value
                continue
            for row in value:
                self._row(key, row, places.get(key, Place(file=name)))
        for path, value in scalars(own):
            self._own(tuple(map(str, path)), value, Place(file=name))

    def _row(self, table: str, row: dict[str, Any], place: Place) -> None:
        key = table, str(row["id"])
        there = self._index.get(key)
        if there is None:
            self._index[key] = there = {}
            self.done.rows.setdefault(table, []).append(there)
        for name, value in row.items():
            if name in there and there[name] != value:
                before = self._from[(*key, name)][1]
                self._fault(
                    Place(file=place.file),
                    _("{table} {row}, {field}: here {value}, in {other} {before}").format(
                        table=table,
                        row=key[1],
                        field=label((name,)),
                        value=value,
                        other=before.file,
                        before=there[name],
                    ),
                    _("the value read first was taken"),
                )
                continue
            if name not in there:
                self._from[(*key, name)] = value, place
            there[name] = value

    def _own(self, path: tuple[str, ...], value: Any, place: Place) -> None:
        before = self._from.get(path)
        if before is None:
            self._from[path] = value, place
        elif before[0] != value:
            self._disputed.add(path)

    def finish(self) -> None:
        """Sort out the fields of the project itself."""
        known = self._known
        for path, (value, place) in self._from.items():
            if path[0] in self.done.rows and len(path) == 3 and (path[0], path[1]) in self._index:
                continue
            if known.project is not None and _at(known.data, path) == value:
                continue
            if path in self._disputed:
                self.done.notices.append(
                    Problem(
                        code="data/table",
                        message=_("{field}: the forms differ; left out").format(
                            field=".".join(path)
                        ),
                        place=Place(file=place.file),
                        severity=Severity.INFO,
                    )
                )
                continue
            node = self.done.own
            for step in path[:-1]:
                node = node.setdefault(step, {})
            node[path[-1]] = value

    def _fault(self, place: Place, message: str, hint: str = "") -> None:
        self.done.problems.append(
            Problem(code="data/table", message=message, hint=hint, place=place)
        )


def _at(data: Mapping[str, Any], path: Sequence[str]) -> Any:
    node: Any = data
    for step in path:
        if not isinstance(node, Mapping):
            return None
        node = node.get(step)
    return node


def told(done: ReadForms) -> Iterator[Problem]:
    """Everything worth telling, file by file."""
    order: dict[str, int] = {}
    everything = [*done.problems, *done.notices]
    for one in everything:
        order.setdefault(one.place.file, len(order))
    yield from sorted(everything, key=lambda one: order[one.place.file])
