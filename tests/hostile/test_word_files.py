"""Every hostile Word file at every door that reads one: refused, with a word about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_files import DOCUMENT, FILES, field, honest, honest_chart, in_body, related

from svcdocs.cli import main
from svcdocs.errors import OutputError, SvcdocsError, TemplateError
from svcdocs.ooxml.active_content import active_content
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.package import read_package, write_package
from svcdocs.render.engine import CompiledTemplate
from svcdocs.workflow.outputs import write_document

pytestmark = pytest.mark.usefixtures("english")
Capture = pytest.CaptureFixture[str]

#: One of each way in which reading can fail; the whole table goes through the first door.
SOME = (
    *("name upwards", "twice but for case", "a bomb", "overlapping entries", "an old .doc"),
    *("DOCTYPE", "UTF-16", "docm", "macros called a picture", "attached template", "DDE over runs"),
    *("size in both", "a link to a script", "picture from outside", "empty"),
)


@pytest.mark.parametrize("name", FILES)
def test_refused_when_read(name: str) -> None:
    """By the one function that all doors read Word files with."""
    with pytest.raises(PackageError) as caught:
        read_package(FILES[name].make(), "a.docx")

    assert FILES[name].told in "; ".join([caught.value.message, *caught.value.details])


@pytest.fixture
def hostile(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Path]:
    """A document type of the project `campus` whose form is a hostile file; its folder."""
    monkeypatch.chdir(tmp_path)

    def make(name: str) -> Path:
        shutil.copytree(checkout / "samples" / "campus-network", "campus")
        folder = tmp_path / "campus" / "templates" / "visit-record"
        shutil.copytree(checkout / "templates" / "visit-record", folder)
        (folder / "form.docx").write_bytes(FILES[name].make())
        return folder

    return make


@pytest.mark.parametrize("name", SOME)
def test_refused_at_every_door(name: str, hostile: Callable[[str], Path], capsys: Capture) -> None:
    """A documented exit code, what is wrong in words, and nothing written."""
    folder = hostile(name)
    form = folder / "form.docx"
    doors = {
        "form": ["form", str(folder), "--blank", "-o", "out"],
        "render": ["render", "campus", "visit-record", "-o", "out"],
        "lint": ["template", "lint", str(form)],
        "fields": ["template", "fields", str(folder)],
        "verify": ["verify", str(form)],
        "read": ["read", str(form)],
    }
    told = FILES[name].told
    for door, call in doors.items():
        code = main.run([*call, "--lang", "en"])
        shown = capsys.readouterr()
        said = " ".join((shown.out + shown.err).split())
        assert code in (1, 2, 3), (door, said)
        assert told in said, (door, said)
        assert "mistake of its own" not in said
    assert not list(Path("out").glob("*.docx"))


def test_a_file_too_big_is_not_read(hostile: Callable[[str], Path], capsys: Capture) -> None:
    """How large it is, is asked first; it has no contents here that could be unpacked."""
    folder = hostile("empty")
    form = folder / "form.docx"
    with form.open("wb") as file:
        file.truncate(101 << 20)
    for call in (
        ["form", str(folder), "--blank", "-o", "out"],
        ["render", "campus", "visit-record", "-o", "out"],
        ["template", "lint", str(form)],
        ["template", "fields", str(folder)],
        ["template", "build", str(folder)],
        ["verify", str(form)],
        ["read", str(form)],
    ):
        assert main.run([*call, "--lang", "en"]) in (1, 3), call
        shown = capsys.readouterr()
        assert "has 101 MB" in " ".join((shown.out + shown.err).split()), call
    with pytest.raises(OutputError, match="not made by svcdocs"):
        write_document(form, write_package(honest()), force=False)


def test_a_sheet_that_is_not_there(tmp_path: Path, capsys: Capture) -> None:
    """A relationship to nothing is what lint tells, not what it stumbles over."""
    form = tmp_path / "a.docx"
    form.write_bytes(related("footer", "footer9.xml"))

    assert main.run(["template", "lint", str(form), "--lang", "en"]) == 1
    assert "footer9.xml" in capsys.readouterr().out


@pytest.mark.parametrize("name", SOME)
def test_a_hostile_file_in_the_way_is_somebody_elses(name: str, tmp_path: Path) -> None:
    """It is neither believed nor overwritten."""
    path = tmp_path / "a.docx"
    data = FILES[name].make()
    path.write_bytes(data)
    with pytest.raises(OutputError):
        write_document(path, write_package(honest()), force=False)

    assert path.read_bytes() == data


@pytest.mark.parametrize("name", ["DOCTYPE", "macros", "DDE", "a bomb"])
def test_a_hostile_piece_of_a_form(
    name: str, hostile: Callable[[str], Path], capsys: Capture
) -> None:
    """A sub-template is read like a form."""
    folder = hostile("empty")
    body = "<w:p><w:r><w:t>{{p subtemplate('piece.docx') }}</w:t></w:r></w:p>"
    (folder / "form.docx").write_bytes(in_body(body))
    (folder / "piece.docx").write_bytes(FILES[name].make())

    assert main.run(["form", str(folder), "--blank", "--lang", "en"]) == 3
    assert FILES[name].told in capsys.readouterr().err


def test_what_honest_files_have_is_read() -> None:
    """Links to the web, a chart with its workbook, fields that print something of the document."""
    harmless = [
        write_package(honest()),
        honest_chart(),
        related("hyperlink", "https://example.org/?a=1#b", external=True),
        related("hyperlink", "mailto:a@example.org", external=True),
        in_body(
            field(" PAGE ")
            + field('HYPERLINK "https://example.org" \\o "DDE"')
            + field('HYPERLINK \\l "_Toc1"')
            + field("TOC ", '\\o "1-3"')
            + field("REF DDE_bookmark \\h")
        ),
    ]
    for data in harmless:
        assert read_package(data, "a.docx")[DOCUMENT]


def test_shipped_forms_hold_nothing_that_acts(checkout: Path) -> None:
    """They would be refused."""
    for path in (checkout / "templates").rglob("*.docx"):
        assert active_content(read_package(path.read_bytes(), path.name)) == []


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (field("{% if true %}DD{% endif %}E a"), "x"),
        (field("D{# x #}DE a"), "x"),
        (field("HYPERLINK {{ it.v }}"), "file:///a.exe"),
        (field("HYPERLINK {{ it.v }}"), "javascript:a"),
        (
            "<w:p><w:r><w:t>{%p if false %}</w:t></w:r></w:p>"
            + field("QUOTE x").replace("</w:p>", "")
            + "<w:r><w:t>{%p endif %}</w:t></w:r></w:p>"
            + field("{{ 'D' }}DE a"),
            "x",
        ),
    ],
)
def test_a_field_that_tags_put_together(body: str, value: str) -> None:
    """The document is looked at as well: what is refused in a template is refused in the result."""
    with pytest.raises(SvcdocsError):
        CompiledTemplate(in_body(body), "t.docx").render({"it": {"v": value}})


@pytest.mark.parametrize(
    "body",
    [
        (
            '<w:p><w:bookmarkStart w:id="1" w:name="{% if false %}"/><w:bookmarkStart w:id="2" '
            'w:name="{% endif %}"/></w:p>'
        ),
        '<w:p><w:bookmarkStart w:id="1" w:name="{% set a %}"/><w:r><w:t>{% endset %}</w:t></w:r></w:p>',
        (
            '<w:p><w:r><w:t>{% if it.v %}</w:t></w:r><w:bookmarkStart w:id="1" w:name="{% else %}"/>'
            "<w:r><w:t>{% endif %}</w:t></w:r></w:p>"
        ),
        (
            "<w:p><w:r><w:t>{%p set a %}</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>{%p endset %}</w:t></w:r>"
            "</w:p><w:p><w:r><w:t>{{ a[0] ~ 'w:br/' ~ a[4] }}</w:t></w:r></w:p>"
        ),
        (
            "<w:p><w:r><w:t>{% set a %}</w:t></w:r></w:p><w:p><w:r><w:t>{% endset %}{{ a[0:9] }}</w:t>"
            "</w:r></w:p>"
        ),
    ],
)
def test_no_markup_is_put_together_out_of_pieces(body: str) -> None:
    """Else a template could hide from what looks into it whatever it likes."""
    with pytest.raises(TemplateError):
        CompiledTemplate(in_body(body), "t.docx").render({"it": {"v": "x"}})


@pytest.mark.parametrize("sign", ["\U000f0000", "\U000f0001", "\U00100000", "\U0010ffff"])
def test_data_are_no_slots(sign: str) -> None:
    """A private-use character of the data prints as it stands, in texts and in attributes."""
    body = (
        '<w:p><w:bookmarkStart w:id="1" w:name="{{ it.b }}"/><w:bookmarkEnd w:id="1"/>'
        "<w:r><w:t>{{ it.a }}</w:t></w:r></w:p><w:p><w:r><w:t>{{ it.b }}</w:t></w:r></w:p>"
    )
    template = CompiledTemplate(in_body(body), "t.docx")
    for evil in ('p" w:evil="1', sign, sign + "x"):
        for name in (sign, "n"):
            done = template.render({"it": {"a": evil, "b": name}})
            text = read_package(done, "t.docx")[DOCUMENT].decode().replace(f"&#{ord(sign)};", sign)
            assert f'w:name="{name}"/>' in text
            assert f">{evil}</w:t>" in text
            assert f">{name}</w:t>" in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell the peak of the memory")
def test_a_text_printed_without_end() -> None:
    """Long texts are paid for in every pass, not only where they are made."""
    text = "{% set s = 'aaaaaaaaaaaaaaaaaaaa' %}" + "{% set s = s ~ s %}" * 20
    loop = "{% for a in range(1000) %}{% for b in range(100) %}{{ s }}{% endfor %}{% endfor %}"
    body = f"<w:p><w:r><w:t>{text}{loop}</w:t></w:r></w:p>"
    with pytest.raises(TemplateError):
        CompiledTemplate(in_body(body), "t.docx").render({})
