"""A document type to start from: manifest, outline, form and sample, made from the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from svcdocs.errors import UsageError
from svcdocs.load.fields import field_kind, field_names, field_references, field_title
from svcdocs.load.wording import nearest
from svcdocs.model.stage import Stage
from svcdocs.policy import policies_for
from svcdocs.policy.laws import LAW
from svcdocs.render.doctype import FORM, MANIFEST
from svcdocs.texts import _
from svcdocs.workflow.outputs import prepare_folder, write_new_file
from svcdocs.workflow.template_fields import template_fields
from svcdocs.workflow.template_files import TemplateFile
from svcdocs.workflow.template_sample import sample_yaml
from svcdocs.workflow.templates import OUTLINE, build_template
from svcdocs.workflow.usual_policies import usual_policies

SAMPLE = "sample.yaml"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: How a value of each kind is printed; other kinds print as they stand.
_FILTERS = {
    "date": " | date",
    "date-time": " | moment",
    "boolean": " | box('是', '否')",
    "money": " | money",
}
_NO_CELL = ("table", "mapping")
#: Columns of a table below the grid, and tables that refer to the row.
_COLUMNS, _TABLES = 5, 2
_BLANK_ROWS = 5


def new_type(  # noqa: PLR0913 - what a type is made from
    name: str,
    parent: Path,
    *,
    title: str = "",
    subject: str = "",
    from_stage: Stage = Stage.SIGNED,
    policies: Sequence[str] = (),
    force: bool = False,
) -> list[Path]:
    """Make a document type that renders at once.

    Args:
        name: its id, and its folder's name.
        parent: the folder in which its folder is made, `templates` of a project or company.
        title: its Chinese title.
        subject: the table of which each row gets a document; empty: one for the project.
        from_stage: the stage from which on the document is due.
        policies: whose terms a blank form prints; by default the supplier's that counts first.
        force: whether files that are there are overwritten.

    Raises:
        UsageError: the name is no id, or there is no such table.
        OutputError: there is such a type already, or the disk refuses.
        PolicyError: a policy does not exist.
    """
    if not _ID.fullmatch(name):
        raise UsageError(
            _("{name!r} is no id of a document type").format(name=name),
            hint=_(
                "write small letters, digits and hyphens, as in visit-record; the Chinese name goes"
                " with --title"
            ),
        )
    table = _table(subject)
    home = parent.parent if parent.name == "templates" else None
    names = list(policies) or [str(one) for one in usual_policies(home) if one.kind != LAW]
    policies_for(names, home)
    title = title or (field_title("project", (table,)) + "单" if table else "新文书")
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        _write(folder / MANIFEST, _manifest(name, title, table, from_stage, names))
        _write(folder / OUTLINE, _outline(title, table))
        (folder / FORM).write_bytes(build_template(folder).data)
        fields = template_fields(TemplateFile(path=folder / FORM, folder=folder), tuple(names))
        _write(folder / SAMPLE, sample_yaml(fields))
        made = {file: (folder / file).read_bytes() for file in (MANIFEST, OUTLINE, FORM, SAMPLE)}
    target = parent / name
    prepare_folder(target)
    return write_all({target / file: data for file, data in made.items()}, force=force)


def write_all(files: dict[Path, bytes], *, force: bool) -> list[Path]:
    """Write new files, or none where one of them is there.

    Raises:
        OutputError: one is there, or the disk refuses.
    """
    for path, data in files.items():
        if path.exists():
            write_new_file(path, data, force=force)  # refuses before anything else is written
    for path, data in files.items():
        write_new_file(path, data, force=True)
    return list(files)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _table(subject: str) -> str:
    table = subject.removeprefix("project.")
    fields = field_names("project", ()) or {}
    tables = [name for name, kind in fields.items() if kind == "table"]
    if table and table not in tables:
        near = nearest(table, tables)
        raise UsageError(
            _("a project has no table {name!r}").format(name=table),
            hint=_("did you mean {name}?").format(name=f"project.{near}")
            if near
            else _("there are: {names}").format(names=", ".join(tables)),
        )
    return table


def _manifest(name: str, title: str, table: str, from_stage: Stage, policies: Sequence[str]) -> str:
    subject = "it.id" if table else "project.no"
    rows = [f"{below}: {_BLANK_ROWS}" for below, _field in _listed(table)]
    lines = [
        "# 文书类型的说明；写法见 docs/outline-format.md",
        f"id: {name}",
        f"title: {_quoted(title)}",
        f"from_stage: {from_stage.value}  # 从哪个阶段起",
    ]
    if table:
        lines.append(f"for: project.{table}  # 每行一份")
        lines.append("# where: it.id is present  # 只对满足条件的行")
    lines += [
        f'number: "{{{{ {subject} }}}}"',
        f"file_name: {_quoted(f'{title} {{{{ {subject} }}}}')}",
        "blank:",
        f"  policies: [{', '.join(policies)}]  # 空白表按哪些政策打印",
        f"  rows: {{{', '.join(rows)}}}  # 空白表里各表的空行数",
    ]
    return "\n".join(lines) + "\n"


def _outline(title: str, table: str) -> str:
    lines = [
        "# 文书的内容；写法见 docs/outline-format.md，改后运行 svcdocs template build。",
        "# 可以没有的值加 | optional；不要的行删去。",
        "blocks:",
        f"  - title: {_quoted(title)}",
        "  - grid:",
        "      columns: [16, 34, 16, 34]",
        "      rows:",
        '        - {文书编号: "{{ document.number }}", 项目编号: "{{ project.no }}"}',
        '        - {项目名称: "{{ project.name }}"}',
        '        - {甲方: "{{ project.purchaser.name }}", 乙方: "{{ project.supplier.name }}"}',
    ]
    lines += _grid_rows(table) if table else _contract_rows()
    for below, field in _listed(table):
        lines += _listing(below, field)
    lines += [
        "  - signatures:",
        '      - {party: "甲方（盖章）：{{ project.purchaser.name }}"}',
        '      - {party: "乙方（盖章）：{{ project.supplier.name }}"}',
    ]
    return "\n".join(lines) + "\n"


def _contract_rows() -> Iterator[str]:
    cells = [("contract", "no"), ("contract", "signed_on")]
    said = [
        _cell(field_title("project", path), "project." + ".".join(path), path) for path in cells
    ]
    yield f"        - {{{', '.join(said)}}}"


def _grid_rows(table: str) -> Iterator[str]:
    """Two fields of the row beside each other."""
    cells = [
        _cell(field_title("project", (table, "*", name)), f"it.{name}", (table, "*", name))
        for name in _printable(table)
    ]
    for start in range(0, len(cells), 2):
        yield f"        - {{{', '.join(cells[start : start + 2])}}}"


def _listing(table: str, field: str) -> Iterator[str]:
    """A table of the rows that refer to the document's own, or of all rows."""
    rows = f"project.{table} | where('{field}', it.id)" if field else f"project.{table}"
    yield f"  - caption: {_quoted(field_title('project', (table,)))}"
    yield "  - table:"
    yield f"      each: row in {rows}"
    yield "      empty: 无"
    yield "      columns:"
    yield '        - {title: 序号, width: 8, text: "{{ loop.index }}", align: center}'
    for name in [one for one in _printable(table) if one != field][:_COLUMNS]:
        path = (table, "*", name)
        text = _print(f"row.{name}", path).replace("| date ", "| short_date ")
        title = _quoted(field_title("project", path))
        yield f'        - {{title: {title}, width: 18, text: "{text}"}}'


def _cell(title: str, name: str, path: tuple[str, ...]) -> str:
    return f'{_quoted(title)}: "{_print(name, path)}"'


def _print(name: str, path: tuple[str, ...]) -> str:
    """The tag that prints a field: of an id, what the row it names is called."""
    tables = field_references("project").get(path, ())
    filter_ = _FILTERS.get(field_kind("project", path), "")
    if tables == ("staff",):
        filter_ = " | name"
    elif len(tables) == 1 and "name" in (field_names("project", (tables[0], "*")) or {}):
        name = f"project.{tables[0]}[{name}].name"
    return f"{{{{ {name}{filter_} }}}}"


def _printable(table: str) -> list[str]:
    fields = field_names("project", (table, "*")) or {}
    return [name for name, kind in fields.items() if name != "id" and kind not in _NO_CELL]


def _listed(table: str) -> list[tuple[str, str]]:
    """The tables that the document lists, with the field that refers to its row."""
    return _tables_of(table) if table else [("equipment", "")]


def _tables_of(table: str) -> list[tuple[str, str]]:
    """Tables whose rows refer to a row of this one, with the field that does."""
    found: dict[str, str] = {}
    for path, targets in field_references("project").items():
        if targets == (table,) and len(path) == 3 and path[0] != table:  # table, row, field
            found.setdefault(str(path[0]), str(path[2]))
    order = list(field_names("project", ()) or {})
    # What is about the row follows it in the schema; what came before only mentions it.
    late = sorted(found.items(), key=lambda one: order.index(one[0]) < order.index(table))
    return late[:_TABLES]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if re.search(r"[^\w（）、]", text) else text
