"""Input that nobody should write, and what the tool must make of it all the same.

Whatever stands in a project, a table, a workbook, an expression or a policy: no traceback, no mistake
of our own, an exit code that is documented, within five seconds; on a GBK console, in both languages.
`tests/fuzz` runs some of it each time, `tools/fuzz.py` as much of it as one likes.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from svcdocs.cli import errors
from svcdocs.cli.console import prepare_streams
from svcdocs.cli.main import run
from svcdocs.workflow import checking, due
from svcdocs.workflow.failures import failure_of

CORPUS = Path(__file__).resolve().parent.parent / "benchmarks" / "corpus"
PROJECT = re.sub(r"\$\{\w+\}", "10", (CORPUS / "project.yaml").read_text(encoding="utf-8"))
POLICY = (CORPUS / "policy.yaml").read_text(encoding="utf-8")

SECONDS = 5
#: 0 fine, 1 findings, 2 wrong usage, 3 not done; 130 would be somebody's Ctrl-C.
CODES = frozenset({0, 1, 2, 3})

Check = Any  # a function that hypothesis has changed: it is called without arguments


class Outcome(NamedTuple):
    """What a call came to: its exit code, and what it said on each stream."""

    code: int
    output: str
    errors: str


def call(arguments: Sequence[str], encoding: str = "utf-8") -> Outcome:
    """Run the command line in this process, before a console of an encoding.

    Raises:
        AssertionError: it broke a promise.
    """
    streams = {
        name: io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
        for name in ("stdout", "stderr")
    }
    begin = time.monotonic()
    out, err = streams["stdout"], streams["stderr"]
    with patch.object(sys, "stdout", out), patch.object(sys, "stderr", err), _our_mistakes_raised():
        prepare_streams()
        code = run(arguments)
        for stream in streams.values():
            stream.flush()
    took = time.monotonic() - begin
    output, said = (_bytes(stream).decode(encoding, "replace") for stream in streams.values())
    assert code in CODES, (arguments, code)  # noqa: S101 - what the fuzzing is for
    assert took < SECONDS, (arguments, took)  # noqa: S101 - the same
    assert "Traceback" not in said, said  # noqa: S101 - the same
    assert code == 0 or output.strip() or said.strip(), arguments  # noqa: S101 - the same
    return Outcome(code, output, said)


def _bytes(stream: io.TextIOWrapper) -> bytes:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)  # noqa: S101 - made above; for mypy
    return buffer.getvalue()


@contextmanager
def _our_mistakes_raised() -> Iterator[None]:
    """What users get as one line comes out as it is."""

    def raised(error: BaseException) -> str:
        raise error

    def told(project: str, error: Exception) -> Any:
        if type(error).__module__.startswith("svcdocs."):
            return failure_of(project, error)
        raise error

    with (
        patch.object(errors, "of_ourselves", raised),
        patch.object(checking, "failure_of", told),
        patch.object(due, "failure_of", told),
    ):
        yield


@contextmanager
def files(contents: Mapping[str, bytes | str]) -> Iterator[Path]:
    """A folder with these files."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, content in contents.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        yield folder


# --- words ---

#: Pieces that have a meaning somewhere: to YAML, to CSV, to XML, to a console, to Python.
PIECES = [
    *("&a", "*a", "<<: *a", "!!python/object/apply:os.system [x]", "!x", "---\n", "...\n"),
    *("[" * 30, "{" * 30, "]", "}", "- " * 30, "? ", ": ", ":", "|\n", ">-\n", "%TAG ! x\n"),
    *("\t", "\n", "\r", "\r\n", "\x00", "\x07", "\x1b[31m", "\ufeff", "\u2028", "\u3000", "\ufffd"),
    *('"', "'", '""', "#", "# ", ",", ";", "；", "，", "：", "“", "\\", "\\x", "`", "@"),
    *("null", "~", "true", "no", "是", "010", "0x1F", "1e999", "-0", "1_000", ".inf", ".nan"),
    *("9" * 30, "0" * 30 + "1", "1.005", "２", "1,409.50", "¥12", "99999999999 years", "0 days"),
    *("2026-02-30", "0001-01-01", "9999-12-31", "2026-03-31 24:00", "2026-03-31T08:30+99:99"),
    *("9999-12-31T23:59:59-14:00", "0001-01-01 00:00", "30 minutes", "7x24", "5x9 25:00-26:00"),
    *("3 working days", "-3 days", "半年", "三年", "9" * 17 + " months", "☑", "😀", "𠮷", "é"),
    *("</c>", "<c r='A1'>", "&lt;", "&#0;", "&x;", "<!DOCTYPE x>", "%s", "{0}", "{name}", "${x}"),
    *(
        "a" * 5000,
        "stage: bid\n",
        "policies: []\n",
        "as_of: 9999-12-31\n",
        "terms: {}\n",
        "id: x\n",
    ),
]
WORDS = st.one_of(st.sampled_from(PIECES), st.text(max_size=8))


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """A text with a few pieces put in, taken out, doubled or put elsewhere."""
    for _edit in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(["in", "for", "out", "twice", "line", "value"]))
        if kind == "in":
            text = text[:start] + draw(WORDS) + text[start:]
        elif kind == "for":
            text = text[:start] + draw(WORDS) + text[end:]
        elif kind == "out":
            text = text[:start] + text[end:]
        elif kind == "twice":
            text = text[:end] + text[start:]
        else:
            lines = text.split("\n")
            number = text.count("\n", 0, start)
            name, colon, _value = lines[number].partition(": ")
            if kind == "value" and colon:
                lines[number] = f"{name}: {draw(WORDS)}"
            else:
                lines.insert(draw(st.integers(0, len(lines))), lines.pop(number))
            text = "\n".join(lines)
    return text


@st.composite
def encoded(draw: st.DrawFn, text: str) -> bytes:
    """A text as bytes, mostly UTF-8, now and then broken."""
    name = draw(st.sampled_from(["utf-8"] * 6 + ["gb18030", "utf-16", "utf-8-sig"]))
    content = text.encode(name, "replace")
    if draw(st.integers(0, 9)) == 0:
        position = draw(st.integers(0, len(content)))
        content = content[:position] + draw(st.binary(max_size=4)) + content[position + 1 :]
    return content


OPTIONS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(["--lang", "en"], ["--lang", "zh"], ["--lang", "xx"], ["--exit-zero"]),
                *([f"-f{form}"] for form in ("json", "sarif", "junit", "github", "gitlab", "text")),
                *(["--fail-on", level] for level in ("info", "warning", "error", "x")),
                *(["--as-of", day] for day in ("2026-09-30", "2026-02-30", "9999-12-31", "today")),
                *(["--select", name] for name in ("benchmark", "*", "[", "x/y/z", "")),
                *(["--ignore", name] for name in ("*-late", "data/schema", "]")),
            ]
        ),
        WORDS.map(lambda word: [word.replace("\0", "")]),
    ),
    max_size=3,
).map(lambda options: [word for option in options for word in option])
CONSOLES = st.sampled_from(["utf-8", "gbk", "ascii"])


def limits(cases: int, *, same: bool = False) -> settings:
    """How a target is run: so many cases (the `same` ones every time), and no clock but ours."""
    return settings(
        derandomize=same,
        max_examples=cases,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        database=None,
        # Without its tracing, which takes more memory than all that is tested.
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )


# --- projects ---


@given(damaged(PROJECT).flatmap(encoded), st.sampled_from(["check", "due"]), OPTIONS, CONSOLES)
def fuzz_yaml(content: bytes, command: str, options: list[str], console: str) -> None:
    """A project's YAML, damaged."""
    with files({"p.yaml": content, "policies/benchmark/policy.yaml": POLICY}) as folder:
        if command == "due":
            options = [word for word in options if not word.startswith("-f")]
        call([command, str(folder / "p.yaml"), *options], console)


# --- tables ---

_FIELDS = [
    *("id", "title", "severity", "reported_at", "responded_at", "arrived_at", "fee", "engineer"),
    *("quality_fault", "in_warranty", "编号", "报修时间", "故障等级", "收费（元）", "x", ""),
]
_CELLS = st.one_of(
    WORDS,
    st.sampled_from(
        ["INC-1", "general", "major", "2026-03-31 08:30", "2026/3/31", "0.00", "是", "否", "ST-01"]
    ),
)
_TABLE = st.tuples(
    st.lists(st.sampled_from(_FIELDS), min_size=1, max_size=8),
    st.lists(st.lists(_CELLS, max_size=9), max_size=5),
)
_HEAD = "\n".join(PROJECT.split("\nincidents:")[0].split("\n")) + "\n"


def _in_quotes(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\n\r') else cell


@st.composite
def csv_files(draw: st.DrawFn) -> bytes:
    """A table of incidents as CSV, mostly well-formed."""
    head, rows = draw(_TABLE)
    quote = _in_quotes if draw(st.booleans()) else str
    separator = draw(st.sampled_from([",", ",", ";", "\t"]))
    text = "\n".join(separator.join(quote(cell) for cell in row) for row in [head, *rows])
    return draw(encoded(text))


@given(csv_files(), OPTIONS, CONSOLES)
def fuzz_csv(content: bytes, options: list[str], console: str) -> None:
    """A table in CSV."""
    contents: dict[str, bytes | str] = {
        "p/project.yaml": _HEAD,
        "p/incidents.csv": content,
        "p/policies/benchmark/policy.yaml": POLICY,
    }
    with files(contents) as folder:
        call(["check", str(folder / "p"), *options], console)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _escaped(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, entity)
    return text


@st.composite
def workbook_files(draw: st.DrawFn) -> bytes:
    """A table of incidents as a workbook, one of its parts damaged, now and then the archive too."""
    head, rows = draw(_TABLE)
    kinds = st.sampled_from(["inlineStr", "inlineStr", "n", "s", "b", "e", "d", "str"])
    lines = []
    for number, row in enumerate([head, *rows], 1):
        cells = []
        for index, cell in enumerate(row):
            kind = "inlineStr" if number == 1 else draw(kinds)
            value = f"<is><t>{_escaped(cell)}</t></is>" if kind == "inlineStr" else ""
            value = value or f"<v>{_escaped(cell)}</v>"
            style = draw(st.integers(0, 3))
            place = f"{chr(65 + index)}{number}"
            cells.append(f'<c r="{place}" s="{style}" t="{kind}">{value}</c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="incidents" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="3"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}'
        "</sheetData></worksheet>",
    }
    if draw(st.booleans()):
        name = draw(st.sampled_from(sorted(parts)))
        parts[name] = draw(damaged(parts[name]))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, _XML + text)
    content = buffer.getvalue()
    if draw(st.integers(0, 4)) == 0:
        position = draw(st.integers(0, len(content)))
        content = content[:position] + draw(st.binary(max_size=8)) + content[position + 2 :]
    return content


@given(workbook_files(), OPTIONS, CONSOLES)
def fuzz_xlsx(content: bytes, options: list[str], console: str) -> None:
    """A table in a workbook."""
    contents: dict[str, bytes | str] = {
        "p/project.yaml": _HEAD,
        "p/incidents.xlsx": content,
        "p/policies/benchmark/policy.yaml": POLICY,
    }
    with files(contents) as folder:
        call(["check", str(folder / "p"), *options], console)


# --- policies ---

_NAMES = [
    *("it", "it.reported_at", "it.severity", "it.fee", "it.nothing", "project.incidents", "terms"),
    *("project.contract.signed_on", "project.contract.amount", "terms.sla.levels", "project.staff"),
    *("terms.sla.levels.general.onsite", "terms.warranty.period", "facts.warranty_end", "x"),
    *(
        "facts['response-late']",
        "terms.sla.window",
        "project.as_of",
        "loop",
        "it.__class__",
        "条款",
    ),
]
_LITERALS = [
    *("1", "0", "3.5", "'3 days'", "'text'", "true", "none", "[]", "[1, 'a']", "9" * 18, "'" * 3),
    *("'a' * 10**9", "[0]*9999999", "'%99999999d' % 1", "{1: 2}", "\\", "''", "“引号”"),
]
_FILTERS = [
    *(
        "count",
        "sum",
        "min",
        "max",
        "first",
        "last",
        "keys",
        "date",
        "unique",
        "length",
        "attr('x')",
    ),
    *("pluck('id')", "pluck('amount')", "where('severity', 'major')", "pluck(1)", "where()"),
]
_SIGNS = [
    "+",
    "-",
    "*",
    "/",
    "==",
    "!=",
    "<",
    ">=",
    "and",
    "or",
    "in",
    "not in",
    "//",
    "**",
    "%",
    "~",
]


def _larger(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(part, st.sampled_from(_SIGNS), part).map(" ".join),
        st.tuples(part, st.sampled_from(_FILTERS)).map(" | ".join),
        part.map(lambda text: f"({text})"),
        part.map(lambda text: f"not {text}"),
        part.map(lambda text: f"-{text}"),
        part.map(lambda text: f"{text} is missing"),
        st.tuples(part, part).map(lambda pair: f"[{pair[0]}, {pair[1]}]"),
        st.tuples(part, part).map(lambda pair: f"{pair[0]}[{pair[1]}]"),
        st.tuples(part, part, part).map(lambda one: f"{one[0]} if {one[1]} else {one[2]}"),
        st.tuples(part, st.integers(1, 200)).map(lambda one: "(" * one[1] + one[0] + ")" * one[1]),
    )


EXPRESSIONS = st.one_of(
    st.recursive(st.sampled_from(_NAMES + _LITERALS), _larger, max_leaves=8),
    st.lists(st.one_of(st.sampled_from(_NAMES + _LITERALS + _SIGNS), WORDS), max_size=8).map(
        " ".join
    ),
)
_BODIES = [
    "assert: {0}",
    "deadline: {{from: {0}, within: {1}, done: {2}}}",
    "deadline: {{by: {0}, done: {1}, window: {2}}}",
    "every: {{from: {0}, step: {1}, until: {2}, done: {3}, on: reported_at}}",
    "requires: {{all: {0}, in: {1}}}",
    "order: [{{at: {0}, title: a}}, {{at: {1}, title: b}}, {{at: {2}, title: c}}]",
    "equal: {{value: {0}, to: {1}}}",
    "same: {{sets: [{{of: {0}, title: a}}, {{of: {1}, title: b}}]}}",
    "sum: {{of: {0}, to: {1}}}",
    "unique: {0}",
    "refers: {{value: {0}, to: {1}}}",
    "compare: {{value: {0}, not_worse_than: {1}, better: lower}}",
    "decides: {{table: review, given: {{passed: {0}, conditional: {1}}}, result: {2}}}",
]


def with_rule(body: str, subject: str = "project.incidents", where: str = "") -> str:
    """The policy with one rule instead of its own."""
    lines = [
        *("rules:", "  fuzzed:", "    title: 试", "    nature: data", "    severity: error"),
        *("    from_stage: bid", "    source: seed:L1"),
        *([f"    for: {subject}"] if subject else []),
        *([f"    where: {json.dumps(where)}"] if where else []),
        f"    {body}",
    ]
    return POLICY.partition("\nrules:\n")[0] + "\n" + "\n".join(lines) + "\n"


@given(
    st.sampled_from(_BODIES),
    st.tuples(EXPRESSIONS, EXPRESSIONS, EXPRESSIONS, EXPRESSIONS),
    st.sampled_from(["project.incidents", "project.acceptances", "terms", "", "project.x"]),
    st.one_of(st.just(""), EXPRESSIONS),
    CONSOLES,
)
def fuzz_expressions(
    body: str, written: tuple[str, ...], subject: str, where: str, console: str
) -> None:
    """A rule of any kind over any expressions."""
    body = body.format(*(json.dumps(text) for text in written))
    policy = with_rule(body, subject, where)
    with files({"p.yaml": PROJECT, "policies/benchmark/policy.yaml": policy}) as folder:
        outcome = call(["check", str(folder / "p.yaml"), "--lang", "en"], console)
        # What does not fit the data is said as such; a Python error is a gap in the checks.
        crashed = re.search(r"could not judge .*?: [A-Z][a-z]+(?:Error|Exception):", outcome.output)
        assert not crashed, crashed  # noqa: S101 - what the fuzzing is for


@given(damaged(POLICY).flatmap(encoded), OPTIONS, CONSOLES)
def fuzz_policy(content: bytes, options: list[str], console: str) -> None:
    """A policy's YAML, damaged."""
    with files({"p.yaml": PROJECT, "policies/benchmark/policy.yaml": content}) as folder:
        call(["check", str(folder / "p.yaml"), *options], console)


# --- the other commands ---

_CASE = """\
title: 到达现场
rules: [response-late]
findings:
  - {rule: response-late, record: INC-1}
"""
#: Where the folder stands, `{0}` is its path.
_CALLS = [
    *("policy show {0}/p.yaml", "policy show {0}/p.yaml --origin", "policy show {0}/p.yaml --json"),
    *("policy show {0}/p.yaml sla.levels", "policy show {0}/policies/benchmark"),
    *("policy freeze {0}/p.yaml --on 2026-03-31", "policy test {0}/policies/benchmark"),
    "policy diff {0}/old {0}/policies/benchmark --projects {0}/p.yaml --exit-code",
    *("policy diff {0}/policies/benchmark {0}/old", "policy diff {0}/old benchmark"),
    *("explain response-late --project {0}/p.yaml", "explain benchmark/* --project {0}/p.yaml"),
    "waive {0}/p.yaml response-late --by 甲 --reason 乙 --until 2027-01-01 --write",
    *("due {0}/p.yaml -f json", "due {0}/p.yaml --ics {0}/due.ics --remind 3"),
    *("render {0}/p.yaml visit-record -o {0}/out", "render {0}/p.yaml bid-annex -o {0}/out"),
    *("form visit-record {0}/p.yaml -o {0}/out", "form accountability-decision -o {0}/out"),
    *("form acceptance-report {0}/p.yaml --record ACC-1 -o {0}/out", "build {0}/p.yaml -o {0}/out"),
]


@given(
    st.sampled_from(_CALLS),
    st.one_of(st.just(PROJECT), damaged(PROJECT)).flatmap(encoded),
    st.one_of(st.just(POLICY), damaged(POLICY)).flatmap(encoded),
    damaged(_CASE),
    st.sampled_from(["benchmark@1.0", "network-equipment@1.0", "cn-law", "nobody", ""]),
    st.one_of(st.none(), WORDS),
    CONSOLES,
)
def fuzz_commands(  # noqa: PLR0913, PLR0917 - what a call meets
    words: str,
    project: bytes,
    policy: bytes,
    case: str,
    named: str,
    word: str | None,
    console: str,
) -> None:
    """Every command that reads projects or policies, with one argument too many now and then."""
    known = re.search(rb"policies: \[([^\]]*)\]", project)
    if known and named:
        project = project.replace(known[1], named.encode(), 1)
    contents: dict[str, bytes | str] = {
        "p.yaml": project,
        "policies/benchmark/policy.yaml": policy,
        "policies/benchmark/tests/one/project.yaml": project,
        "policies/benchmark/tests/one/expected.yaml": case,
        "old/policy.yaml": POLICY,
    }
    with files(contents) as folder:
        arguments = words.format(folder.as_posix()).split(" ")
        if word is not None:
            arguments.append(word.replace("\0", ""))
        call(arguments, console)


TARGETS: dict[str, Check] = {
    "commands": fuzz_commands,
    "yaml": fuzz_yaml,
    "csv": fuzz_csv,
    "xlsx": fuzz_xlsx,
    "expressions": fuzz_expressions,
    "policy": fuzz_policy,
}
