"""Reports kept from one run to the next: never of use where a fresh check would say otherwise."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import svcdocs
from svcdocs.check.selection import EVERYTHING
from svcdocs.cli import main
from svcdocs.kept import circumstances
from svcdocs.model.report import Report
from svcdocs.workflow import check_inputs, project, report_data
from svcdocs.workflow.check_inputs import CheckInputs
from svcdocs.workflow.kept_reports import KeptReports

Capture = pytest.CaptureFixture[str]
#: Two kinds of text: whatever a report holds is in one of them.
FORMATS = ("-f", "json", "--exit-zero", "--debug")


class Bench:
    """Runs checks and counts the projects that were really judged."""

    def __init__(self, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self.judged = 0
        really = project.open_project

        def counted(*args: object, **kwargs: object) -> project.Project:
            self.judged += 1
            return really(*args, **kwargs)  # type: ignore[arg-type] # handed on as they came

        monkeypatch.setattr(project, "open_project", counted)

    def check(self, *arguments: str) -> tuple[str, int]:
        """What a check says, and how many projects it judged."""
        self._capsys.readouterr()
        before = self.judged
        main.run(["check", *arguments, *FORMATS])
        said = self._capsys.readouterr()
        assert said.err == ""
        return said.out, self.judged - before


@pytest.fixture
def bench(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Checks, counted."""
    return Bench(capsys, monkeypatch)


PROJECT = """\
stage: in-service
policies: [p@1]
no: CG-2025-001
name: 设备采购项目
purchaser: {name: 甲方}
supplier: {name: 乙方}
"""
INCIDENTS = """\
id,title,severity,reported_at,arrived_at,engineer
INC-1,交换机离线,general,2025-07-01 08:00,2025-07-01 12:00,ST-01
INC-2,交换机离线,general,2025-07-02 08:00,2025-07-02 09:30,ST-02
"""
POLICY = """\
id: p
version: "1"
title: 政策
sources: {seed: {title: 出处}}
terms:
  onsite: {title: 到场时限, value: 2 hours, better: lower, source: "seed:L1"}
rules:
  onsite-late:
    title: 到场超时
    nature: breach
    severity: error
    from_stage: in-service
    for: project.incidents
    source: seed:L1
    deadline: {from: it.reported_at, within: terms.onsite, done: it.arrived_at}
"""


@pytest.fixture(autouse=True)
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two faults and a policy of its own; the company has no policy."""
    monkeypatch.chdir(tmp_path)
    write("job/project.yaml", PROJECT)
    write("job/incidents.csv", INCIDENTS)
    write("job/staff.yaml", "staff:\n  - {id: ST-01, name: 甲, role: engineer}\n")
    write("job/policies/p/policy.yaml", POLICY)
    Path("company/policies").mkdir(parents=True)
    monkeypatch.setenv("SVCDOCS_PATH", "company")
    return Path("job")


def replace(file: str, old: str, new: str) -> None:
    """Change a file where it says something."""
    path = Path(file)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def same_size_and_time(file: str, old: str, new: str) -> None:
    """Change a file so that neither its size nor its time tells."""
    before = Path(file).stat()
    replace(file, old, new)
    assert Path(file).stat().st_size == before.st_size
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_is_unchanged_is_not_judged_again(bench: Bench, checkout: Path) -> None:
    """The same words, with findings, waivers and places; in another form, too."""
    shutil.rmtree("job")
    shutil.copytree(checkout / "samples" / "campus-network-faulty", "job")
    fresh, judged = bench.check("job", "--no-cache")
    assert judged == 1
    assert bench.check("job") == (fresh, 1)
    assert bench.check("job") == (fresh, 0)
    assert bench.check("job", "-f", "sarif:out.sarif") == (fresh, 0)
    kept = Path("out.sarif").read_text(encoding="utf-8")
    bench.check("job", "-f", "sarif:out.sarif", "--no-cache")
    assert Path("out.sarif").read_text(encoding="utf-8") == kept


def test_without_the_cache_nothing_is_kept(bench: Bench, own_cache: Path) -> None:
    """`--no-cache` neither reads nor writes."""
    assert bench.check("job", "--no-cache")[1] == 1
    assert not own_cache.exists()


def write(file: str, text: str = "") -> None:
    """Put a file somewhere, with the folders around it."""
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def into_a_folder(file: str) -> None:
    """Something else of the same name."""
    Path(file).unlink()
    Path(file).mkdir()


CHANGES: dict[str, Callable[[], object]] = {
    "a value, in a file of the same size and time": lambda: same_size_and_time(
        "job/incidents.csv", "INC-1", "INC-9"
    ),
    "a comment in a YAML file": lambda: replace("job/staff.yaml", "staff:", "# 人员\nstaff:"),
    "a file more": lambda: write("job/人员.xls"),
    "a file less": lambda: Path("job/staff.yaml").unlink(),
    "a folder in place of a file": lambda: into_a_folder("job/staff.yaml"),
    "promises that were frozen": lambda: write("job/terms.lock.yaml"),
    "the project's own policy": lambda: replace("job/policies/p/policy.yaml", "2 hours", "1 hours"),
    "a file more in the project's own policy": lambda: write(
        "job/policies/p/more.yaml", 'facts: {one: {title: 一, value: 1 + 1, source: "seed:L2"}}\n'
    ),
    "a version more of a policy": lambda: shutil.copytree("job/policies/p", "job/policies/p@2"),
    "a policy that is gone": lambda: shutil.rmtree("job/policies/p"),
    "a policy of the company that was not there": lambda: shutil.copytree(
        "job/policies/p", "company/policies/p"
    ),
    "a notice of the company": lambda: write("company/calendars/2026.yaml", "year: 2026\n"),
    "a notice of the project": lambda: write("job/calendars/2027.yaml", "year: 2027\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_files_that_change_are_checked_anew(bench: Bench, change: str) -> None:
    """Whatever a project reads, and where it looked in vain."""
    bench.check("job")
    CHANGES[change]()

    found, judged = bench.check("job")

    assert judged == 1
    assert found == bench.check("job", "--no-cache")[0]
    assert bench.check("job") == (found, 0)


@pytest.mark.parametrize(
    "options",
    [
        ["--as-of", "2026-01-31"],
        ["--as-of", "today"],
        ["--select", "onsite-late"],
        ["--ignore", "onsite-late"],
        ["--ignore", "p"],
        ["--lang", "en"],
    ],
)
def test_options_have_results_of_their_own(bench: Bench, options: list[str]) -> None:
    """Each of them changes what is found, or the words for it."""
    plainly, _judged = bench.check("job")

    found, judged = bench.check("job", *options)

    assert judged == 1
    assert found == bench.check("job", *options, "--no-cache")[0]
    assert bench.check("job", *options) == (found, 0)
    assert bench.check("job") == (plainly, 0)


def test_what_only_changes_the_telling_is_the_same_result(bench: Bench) -> None:
    """Exit codes and severities that count are worked out afterwards."""
    bench.check("job")
    assert bench.check("job", "--fail-on", "info")[1] == 0


def test_another_program_checks_anew(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another svcdocs, another Python, another chinesecalendar, another place to look."""
    found, _judged = bench.check("job")
    with monkeypatch.context() as other:
        other.setattr(svcdocs, "__version__", "99.0")
        assert bench.check("job")[1] == 1
    with monkeypatch.context() as other:
        other.setattr(sys, "version", "3.99")
        assert bench.check("job")[1] == 1
    with monkeypatch.context() as other:
        Path("packages/chinesecalendar-99.0.dist-info").mkdir(parents=True)
        other.syspath_prepend("packages")
        assert bench.check("job")[1] == 1
    with monkeypatch.context() as other:
        other.setenv("SVCDOCS_PATH", "elsewhere")
        assert bench.check("job")[1] == 1
    with monkeypatch.context() as other:
        other.setattr(circumstances, "_code", lambda: ["another.py 1 1"])
        assert bench.check("job")[1] == 1
    assert bench.check("job") == (found, 0)


def test_another_day_is_another_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a project that names no day the clock decides, of others nothing changes."""
    day = date(2026, 3, 31)
    before = CheckInputs(EVERYTHING)
    monkeypatch.setattr(check_inputs, "today", lambda: date(2099, 1, 1))
    after = CheckInputs(EVERYTHING)
    assert before.project(Path("job"), None) != after.project(Path("job"), None)
    assert before.project(Path("job"), day) == after.project(Path("job"), day)


def test_a_single_file_and_its_frozen_promises(bench: Bench, checkout: Path) -> None:
    """A lock that appears beside it counts, a neighbour does not."""
    shutil.copy(checkout / "samples/campus-network-bid/project.yaml", "one.yaml")
    bench.check("one.yaml")
    Path("two.yaml").write_text("stage: bid\n", encoding="utf-8")
    assert bench.check("one.yaml")[1] == 0
    Path("one.lock.yaml").write_text("", encoding="utf-8")
    assert bench.check("one.yaml")[1] == 1


def test_of_many_projects_only_those_that_changed(bench: Bench) -> None:
    """The others come from the cache, in their place."""
    shutil.copytree("job", "other")
    bench.check("job", "other")
    replace("other/incidents.csv", "INC-1", "INC-9")
    found, judged = bench.check("job", "other")
    assert judged == 1
    assert found == bench.check("job", "other", "--no-cache")[0]


def test_a_file_that_changes_while_it_is_checked_is_not_kept(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was judged is then not what lies there."""
    really = project.open_project

    def meanwhile(*args: object, **kwargs: object) -> project.Project:
        replace("job/incidents.csv", "INC-1", "INC-9")
        return really(*args, **kwargs)  # type: ignore[arg-type] # handed on as they came

    with monkeypatch.context() as busy:
        busy.setattr(project, "open_project", meanwhile)
        bench.check("job")
    replace("job/incidents.csv", "INC-9", "INC-1")
    assert bench.check("job")[1] == 1


def kept_file(cache: Path) -> Path:
    """The one file of the cache."""
    (found,) = (path for path in cache.rglob("*") if path.is_file())
    return found


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:0],
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw.replace(b'"error"', b'"fatal"'),
        lambda raw: b"\x80\x04}." + raw,
        lambda raw: raw.partition(b"\n")[0] + b"\n[]",
    ],
)
def test_what_is_damaged_is_made_again(
    bench: Bench, own_cache: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """Half a file, a changed word, another format: as if nothing were there."""
    found, _judged = bench.check("job")
    file = kept_file(own_cache)
    file.write_bytes(spoil(file.read_bytes()))

    assert bench.check("job") == (found, 1)
    assert bench.check("job") == (found, 0)


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"surroundings": 1}', b"[" * 100_000, b"null"])
def test_what_is_whole_and_yet_no_report_is_made_again(
    bench: Bench, own_cache: Path, body: bytes
) -> None:
    """Its seal is right, and that alone is no reason to believe it."""
    found, _judged = bench.check("job")
    from svcdocs.workflow.kept_reports import _seal

    kept_file(own_cache).write_bytes(_seal(body) + b"\n" + body)

    assert bench.check("job") == (found, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folder closed")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_that_others_may_write_to_is_not_used(
    own_cache: Path, capsys: Capture, lang: str
) -> None:
    """Whoever can write there could say that all is well; it is told, and the check goes on."""
    main.run(["check", "job"])
    (folder,) = own_cache.iterdir()
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    capsys.readouterr()

    assert main.run(["check", "job", "--lang", lang]) == 1

    assert own_cache.as_posix() in capsys.readouterr().err


def test_a_cache_that_cannot_be_written_is_told_where_it_was_named(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A file lies in its way."""
    Path("taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("SVCDOCS_CACHE_DIR", "taken")
    assert main.run(["check", "job"]) == 1
    assert "taken" in capsys.readouterr().err


def test_runs_beside_each_other_lose_nothing(own_cache: Path, bench: Bench) -> None:
    """Each writes a file of its own; the next run reads all of them."""
    names = [f"job-{number}" for number in range(4)]
    for name in names:
        shutil.copytree("job", name)
    command = [sys.executable, "-m", "svcdocs", "check", "--exit-zero"]

    def run(name: str) -> int:
        return subprocess.run([*command, name], capture_output=True, check=False).returncode

    with ThreadPoolExecutor() as pool:
        assert set(pool.map(run, names)) == {0}
    assert own_cache.exists()
    assert bench.check(*names)[1] == 0


def test_what_is_old_or_too_much_goes(own_cache: Path, bench: Bench) -> None:
    """A year's policies leave no year of files behind."""
    bench.check("job")
    first = kept_file(own_cache)
    os.utime(first, (0, 0))
    (first.parent / "left.tmp").write_bytes(b"half")
    os.utime(first.parent / "left.tmp", (0, 0))

    bench.check("job", "--lang", "en")

    assert kept_file(own_cache) != first


def test_a_kept_project_needs_no_parser() -> None:
    """Neither yaml nor jinja2 nor lxml is imported where nothing has changed."""
    code = (
        "import sys; from svcdocs.cli.main import run; run(['check', 'job', '--exit-zero']);"
        "sys.exit(','.join(sorted({'yaml', 'jinja2', 'lxml', 'openpyxl'} & {*sys.modules})))"
    )
    command = [sys.executable, "-c", code]
    first = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert first.stderr.strip() == "jinja2,yaml"
    again = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert again.stderr.strip() == ""


def test_every_file_that_a_check_opens_is_among_its_inputs(checkout: Path) -> None:
    """Python tells of every file that is opened and every folder that is listed."""
    code = """
import mimetypes, os, sys
seen = {"check": set(), "inputs": set()}
now = []
def watch(event, arguments):
    if now and event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], (str, os.PathLike)):
        seen[now[-1]].add(os.path.realpath(arguments[0]))
sys.addaudithook(watch)
from pathlib import Path
from svcdocs.check.selection import EVERYTHING
from svcdocs.workflow.check_inputs import CheckInputs
from svcdocs.workflow.project import open_project
import svcdocs.cli.check, svcdocs.check.run
for word in sys.argv[1:]:
    now.append("inputs")
    inputs = CheckInputs(EVERYTHING)
    inputs.surroundings()
    inputs.project(Path(word), None)
    now.append("check")
    open_project(word).judged()
    now.clear()
programs = (os.path.dirname(svcdocs.__file__), *filter(None, sys.path), sys.prefix, sys.base_prefix)
programs += tuple(mimetypes.knownfiles)  # read as a module of the standard library is, for openpyxl
missed = [
    path for path in sorted(seen["check"] - seen["inputs"])
    if not path.startswith(tuple(map(os.path.realpath, programs))) or path.endswith((".yaml", ".json"))
]
assert any(path.endswith(".csv") for path in seen["check"])
sys.exit(chr(10).join(missed) or 0)
"""
    samples = sorted((checkout / "samples").iterdir())
    words = ["job", *map(str, samples), str(samples[0] / "project.yaml")]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")


def filled(kind: Any) -> Any:
    """A value of a kind in which nothing has its default."""
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        assert isinstance(kind, type)
        return kind(**{one.name: filled(hints[one.name]) for one in dataclasses.fields(kind)})
    if get_origin(kind) is tuple:
        return (filled(get_args(kind)[0]),)
    if isinstance(kind, UnionType):
        return filled(get_args(kind)[0])
    if issubclass(kind, Enum):
        return list(kind)[-1]
    return {str: "甲", int: 7, bool: True, date: date(2026, 3, 31)}[kind]


def test_no_field_of_a_report_is_lost() -> None:
    """There and back, whatever fields a report will have."""
    report = filled(Report)
    rules = report_data.rules_of(json.loads(json.dumps(report_data.rules_data(report.rules))))
    data = json.loads(json.dumps(report_data.report_data(report)))
    assert report_data.report_of(data, rules) == report


def test_a_result_is_found_by_whoever_looks_next(own_cache: Path) -> None:
    """The class itself: kept from `save` on, for this project and day only."""
    report = filled(Report)
    kept = KeptReports(own_cache, EVERYTHING)
    assert kept.find(Path("job"), None) is None
    kept.add(Path("job"), None, report)
    kept.save()

    again = KeptReports(own_cache, EVERYTHING)
    assert again.find(Path("job"), None) == report
    assert again.find(Path("job"), date(2026, 1, 1)) is None
    assert again.find(Path("./job/../job"), None) is None
