"""Files are packed by the fastest library there is, and say the same with each."""

import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from svcdocs.errors import UsageError
from svcdocs.ooxml import deflate as module
from svcdocs.ooxml.archive import archive, pack, unpack
from svcdocs.ooxml.deflate import VARIABLE, deflate
from svcdocs.render.engine import CompiledTemplate

FORMS = sorted((Path(__file__).parents[2] / "templates").glob("*/form.docx"))
LIBRARIES = [
    pytest.param(
        name,
        marks=pytest.mark.skipif(find_spec(package) is None, reason=f"{name} is not installed"),
    )
    for name, package in (("isal", "isal"), ("zlib-ng", "zlib_ng"), ("zlib", "zlib"))
]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Another library is chosen only by a new process; here by forgetting the choice."""
    module._library.cache_clear()  # noqa: SLF001 - what a new process has not cached either
    yield
    module._library.cache_clear()  # noqa: SLF001 - as above


@pytest.mark.parametrize("name", LIBRARIES)
def test_every_library_packs_what_zlib_unpacks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever packed a document, Word reads it."""
    monkeypatch.setenv(VARIABLE, name)
    text = "三年<原厂> & x".encode() * 1000
    entry = pack("a.xml", text)
    assert deflate().name == name
    assert zlib.decompress(entry.packed, wbits=-15) == text
    assert entry.crc == zlib.crc32(text)
    assert unpack(archive([entry]), "a.docx") == {"a.xml": text}


@pytest.mark.parametrize("name", LIBRARIES)
def test_the_same_library_gives_the_same_bytes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Same input and same library, same bytes."""
    monkeypatch.setenv(VARIABLE, name)
    text = b"<w:p>" * 5000
    assert pack("a.xml", text) == pack("a.xml", text)


def test_a_template_packed_by_another_library_is_the_same_template(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The digest of a template is that of what is inside."""
    data = FORMS[0].read_bytes()
    parts = unpack(data, "form.docx")
    monkeypatch.setenv(VARIABLE, "zlib")
    again = archive(pack(name, part, level=1) for name, part in parts.items())
    assert again != data
    assert CompiledTemplate(again, "form.docx").digest == CompiledTemplate(data, "form.docx").digest


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("value", ["gzip", "ISAL"])
def test_an_unknown_library_is_named(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt library is refused, and the choices are listed."""
    monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(UsageError, match=value) as caught:
        deflate()
    assert "isal, zlib-ng, zlib" in (caught.value.hint or "")


@pytest.mark.usefixtures("english")
def test_a_named_library_that_is_not_installed_is_not_replaced_silently(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who asks for equal bytes must not get others."""
    monkeypatch.setenv(VARIABLE, "isal")
    monkeypatch.setattr(module, "import_module", _nothing)
    with pytest.raises(UsageError, match="isal, which is not installed"):
        deflate()


def test_without_fast_libraries_zlib_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is not needed."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(
        module, "import_module", lambda path: zlib if path == "zlib" else _nothing(path)
    )
    assert deflate().name == "zlib"


def _nothing(path: str) -> object:
    raise ImportError(path)
