"""What a first form needs is kept from run to run: the same documents, and less to load."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

import svcdocs
from svcdocs.errors import TemplateError
from svcdocs.kept import entries
from svcdocs.policy.standard import standard_terms
from svcdocs.render.anatomy import take_apart
from svcdocs.render.doctype import read_type
from svcdocs.render.kept_template import composed_template, kept_text

#: Prints the digest of every blank form, the YAML files read, and which packages were loaded.
EVERY_FORM = """
import hashlib, json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import svcdocs
from svcdocs.load.resources import list_types
from svcdocs.render.doctype import find_type
digests = {}
for name in list_types():
    if find_type(name).blank_policies:
        digests[name] = hashlib.sha256(svcdocs.blank_form(name).data).hexdigest()
heavy = {"lxml", "yaml", "jsonschema", "docxtpl", "docx", "openpyxl", "segno"}
heavy |= {"svcdocs.expr.expression", "svcdocs.render.preprocess", "svcdocs.check.run"}
yaml = sorted({path for path in opened if path.endswith(".yaml") and "/policies/" in path})
print(json.dumps({"digests": digests, "loaded": sorted(heavy & set(sys.modules)), "yaml": yaml}))
"""


def every_form(cache: Path, **environment: str) -> dict[str, object]:
    """What a process of its own says of all blank forms."""
    told = {**os.environ, "SVCDOCS_CACHE_DIR": str(cache), **environment}
    done = subprocess.run(
        [sys.executable, "-c", EVERY_FORM], env=told, capture_output=True, check=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, in use."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("SVCDOCS_CACHE_DIR", str(folder))
    monkeypatch.delenv("SVCDOCS_NO_CACHE", raising=False)
    return folder


@pytest.fixture(autouse=True)
def forget() -> None:
    """As in another process: nothing is remembered but on the disk."""
    another_process()


def another_process() -> None:
    """Forget what this process has worked out."""
    composed_template.cache_clear()
    kept_text.cache_clear()
    entries._circumstances.cache_clear()  # noqa: SLF001 - as in another process
    entries._opened.cache_clear()  # noqa: SLF001 - as above


def kept_files(cache: Path, kind: str) -> list[Path]:
    """What is kept of one kind."""
    return sorted(cache.glob(f"*/{kind}-*"))


def test_every_form_is_the_same_from_the_cache(tmp_path: Path) -> None:
    """Without a cache, with an empty one and with a full one; the last loads nothing heavy."""
    without = every_form(tmp_path / "none", SVCDOCS_NO_CACHE="1")
    cold = every_form(tmp_path / "cache")
    warm = every_form(tmp_path / "cache")

    assert not (tmp_path / "none").exists()
    assert len(warm["digests"]) > 5  # type: ignore[arg-type]  # JSON
    assert without["digests"] == cold["digests"] == warm["digests"]
    assert {"lxml", "yaml"} <= set(cold["loaded"])  # type: ignore[call-overload]  # JSON
    assert warm["loaded"] == []


def test_terms_depend_on_files_that_are_looked_at(tmp_path: Path) -> None:
    """Whatever a policy is read from goes into the digest that its terms are found by."""
    cold, warm = every_form(tmp_path / "cache"), every_form(tmp_path / "cache")
    assert cold["yaml"] == warm["yaml"] != []


def test_processes_at_once(tmp_path: Path) -> None:
    """They write the same entries at the same time: all make the form, and the next finds it."""
    told = {**os.environ, "SVCDOCS_CACHE_DIR": str(tmp_path / "cache")}
    program = (
        "import sys, svcdocs; sys.stdout.buffer.write(svcdocs.blank_form('visit-record').data);"
        "sys.stderr.write(str('lxml' in sys.modules))"
    )
    call = [sys.executable, "-c", program]
    running = [
        subprocess.Popen(call, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _number in range(3)
    ]
    made = {process.communicate()[0] for process in running}
    after = subprocess.run(call, env=told, capture_output=True, check=True)

    assert made == {after.stdout}
    assert after.stderr == b"False"
    assert not list((tmp_path / "cache").rglob("*.tmp"))


def test_errors_name_the_same_places(cache: Path, make_docx: Callable[..., bytes]) -> None:
    """A tag that fails is told with its place in the document, also out of the cache."""
    data = make_docx("第一段", [["甲", "{{ it.a / it.b }}"]])
    told = []
    for _run in range(2):
        another_process()
        with pytest.raises(TemplateError) as caught:
            composed_template(data, (), "t.docx").render({"it": {"a": 1, "b": 0}})
        told.append((caught.value.message, caught.value.details))
    assert kept_files(cache, "template")
    assert told[0] == told[1]
    assert told[0][1]


def test_faulty_templates_are_not_kept(cache: Path, make_docx: Callable[..., bytes]) -> None:
    """They are looked at anew each time, and say the same."""
    for _run in range(2):
        another_process()
        with pytest.raises(TemplateError, match=r"t\.docx"):
            composed_template(make_docx("{{ it.a | nonsense }}"), (), "t.docx")
    assert not kept_files(cache, "template")


def test_a_changed_template_is_another(cache: Path, make_docx: Callable[..., bytes]) -> None:
    """So is the same under another name, which its messages say."""
    for text, name in (("甲", "t.docx"), ("乙", "t.docx"), ("乙", "u.docx")):
        another_process()
        template = composed_template(make_docx(text + "{{ it.a }}"), (), name)
        assert template.name == name
    assert len(kept_files(cache, "template")) == 3


def test_another_version_finds_nothing(
    cache: Path, make_docx: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older svcdocs compiled is compiled anew."""
    composed_template(make_docx("{{ it.a }}"), (), "t.docx")
    another_process()
    monkeypatch.setattr(svcdocs, "__version__", "99")
    composed_template(make_docx("{{ it.a }}"), (), "t.docx")
    assert len(kept_files(cache, "template")) == 2


@pytest.mark.parametrize(
    "spoilt", [b"", b"{}", b"\xff\n[]"], ids=["empty", "another file", "no text"]
)
def test_damaged_entries_are_made_again(
    cache: Path, make_docx: Callable[..., bytes], spoilt: bytes
) -> None:
    """A file that is cut off or of other origin says nothing; the next run finds a whole one."""
    data = make_docx("{{ it.a }}")
    first = composed_template(data, (), "t.docx").render({"it": {"a": "甲"}})
    (path,) = kept_files(cache, "template")
    whole = path.read_bytes()
    for damage in (spoilt, whole[:-1], whole[: len(whole) // 2], whole.replace(b"svc_slot", b"_")):
        another_process()
        (path,) = kept_files(cache, "template")
        path.write_bytes(damage)
        assert composed_template(data, (), "t.docx").render({"it": {"a": "甲"}}) == first
        (path,) = kept_files(cache, "template")
        assert path.read_bytes() == whole


def test_a_sealed_file_of_another_form_says_nothing(
    cache: Path, make_docx: Callable[..., bytes]
) -> None:
    """Data that read as something else are no template."""
    data = make_docx("{{ it.a }}")
    first = composed_template(data, (), "t.docx").render({"it": {"a": "甲"}})
    (path,) = kept_files(cache, "template")
    key = path.name.split("-")[1]
    for body in (b"3", b"[99]", b'["m",1]', b'["x"]', b"[0]", b"{"):
        another_process()
        seal = entries._seal(body, key)  # noqa: SLF001 - a file as this one, with other contents
        kept_files(cache, "template")[0].write_bytes(seal + b"\n" + body)
        assert composed_template(data, (), "t.docx").render({"it": {"a": "甲"}}) == first


def test_folders_that_cannot_be_used(
    cache: Path, make_docx: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the way, or the wish to keep nothing: the document is made all the same."""
    data = make_docx("{{ it.a }}")
    cache.write_text("in the way", encoding="utf-8")
    composed_template(data, (), "t.docx")
    cache.unlink()
    another_process()
    monkeypatch.setenv("SVCDOCS_NO_CACHE", "1")
    composed_template(data, (), "t.docx")
    assert not cache.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a user's folder is closed to others there")
def test_folders_of_others_are_not_used(cache: Path, make_docx: Callable[..., bytes]) -> None:
    """Compiled templates are programs: what others may have written is never run."""
    data = make_docx("{{ it.a }}")
    composed_template(data, (), "t.docx")
    (path,) = kept_files(cache, "template")
    path.parent.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)
    another_process()
    with patch("svcdocs.render.kept_template.take_apart", side_effect=take_apart) as taken:
        composed_template(data, (), "t.docx")
    assert taken.call_count == 1


def test_pieces_count(cache: Path, make_docx: Callable[..., bytes]) -> None:
    """A form that another file is put into changes with that file."""
    form = make_docx("{{p subtemplate('piece.docx') }}")
    digests = set()
    for text in ("甲", "乙", "甲"):
        another_process()
        digests.add(composed_template(form, (("piece.docx", make_docx(text)),), "t.docx").digest)
    assert len(digests) == 2
    assert len(kept_files(cache, "template")) == 2


def test_types_and_their_conditions(cache: Path) -> None:
    """A manifest comes back with everything in it, `where` with its place."""
    folder = Path(svcdocs.__file__).parents[2] / "templates" / "visit-record"
    first = read_type(folder)
    assert kept_files(cache, "type")
    another_process()
    again = read_type(folder)
    assert again == first
    assert again.where is not None
    assert again.where.place.line > 1


def test_changed_terms(cache: Path, tmp_path: Path) -> None:
    """A policy that was changed prints its new terms; one that is wrong is told each time."""
    folder = tmp_path / "job" / "policies" / "own"
    folder.mkdir(parents=True)
    text = "id: own\nversion: '1.0'\ntitle: 自有\nsources: {s: {title: 合同}}\nterms:\n  a: {value: %s, status: inferred}\n"
    promised = []
    for value in ("3 years", "5 years", "3 years"):
        another_process()
        (folder / "policy.yaml").write_text(text % value, encoding="utf-8")
        promised.append(standard_terms(["own"], tmp_path / "job").terms["a"])
    assert str(promised[0].promise) == "3 years"
    assert str(promised[1].promise) == "5 years"
    assert promised[2] == promised[0]
    assert len(kept_files(cache, "terms")) == 2
