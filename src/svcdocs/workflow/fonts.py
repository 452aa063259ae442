"""Which Chinese fonts are here, and which the forms want."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from svcdocs.errors import WorkError
from svcdocs.ooxml.archive import PackageError, unpack
from svcdocs.ooxml.on_disk import read_word_file
from svcdocs.texts import _

_EAST_ASIAN = re.compile(rb'w:eastAsia="([^"]+)"')
#: Values of the same attribute that are languages (`w:lang`).
_LANGUAGE = re.compile(r"[a-z]{2}-[A-Z]{2}")
#: Families by the name that forms use: other names of the same design, then the files of Windows and
#: macOS that hold it.
_SAME = {
    "宋体": ("SimSun", "NSimSun", "STSong", "Songti SC", "华文宋体", "simsun.ttc", "Songti.ttc"),
    "黑体": ("SimHei", "STHeiti", "Heiti SC", "华文黑体", "simhei.ttf", "STHeiti Medium.ttc"),
    "仿宋": ("FangSong", "FangSong_GB2312", "仿宋_GB2312", "STFangsong", "华文仿宋", "simfang.ttf"),
    "楷体": ("KaiTi", "KaiTi_GB2312", "楷体_GB2312", "STKaiti", "Kaiti SC", "simkai.ttf"),
    "微软雅黑": ("Microsoft YaHei", "msyh.ttc"),
}
#: What the house style prints in.
FAMILIES = ("宋体", "黑体", "仿宋")
#: Files by which a Chinese font shows where nothing lists families.
_ANY_FILE = ("msyh.ttc", "simsun.ttc", "PingFang.ttc", "Songti.ttc", "STHeiti Light.ttc")
_SECONDS = 30


def chinese_fonts_missing() -> WorkError | None:
    """What to say where a PDF would show boxes instead of signs; None where it would not."""
    if has_chinese_font():
        return None
    return WorkError(
        _("a PDF needs Chinese fonts, and there are none here"),
        hint=_("install some with: {command}").format(command=how_to_install()),
    )


def how_to_install() -> str:
    """Where Chinese fonts come from on this system."""
    if sys.platform == "win32":
        return _("Settings, Optional features: Chinese (Simplified) Supplemental Fonts")
    if sys.platform == "darwin":
        return "brew install --cask font-noto-serif-cjk-sc font-noto-sans-cjk-sc"
    return "sudo apt install fonts-noto-cjk fonts-arphic-ukai"


def has_chinese_font() -> bool:
    """Whether any font for Chinese is here."""
    if _lister():
        return bool(_listed(":lang=zh"))
    return not _files().isdisjoint(name.lower() for name in _ANY_FILE)


def has_family(family: str) -> bool:
    """Whether a family, or the same design under another name, is here."""
    names = {name.lower() for name in (family, *_SAME.get(family, ()))}
    return not names.isdisjoint(_listed(":") if _lister() else _files())


def families(forms: Iterable[Path]) -> list[str]:
    """The families that Word files name for Chinese, sorted."""
    found: set[str] = set()
    for form in forms:
        try:
            parts = unpack(read_word_file(form), form.name)
        except (OSError, PackageError):
            continue  # a template that cannot be read is told where it is used
        for name, part in parts.items():
            if name.startswith("word/") and name.endswith(".xml"):
                found |= {match.decode() for match in _EAST_ASIAN.findall(part)}
    return sorted(name for name in found if not _LANGUAGE.fullmatch(name))


def _lister() -> str | None:
    """The program of fontconfig; Linux has it, others may."""
    return None if sys.platform == "win32" else shutil.which("fc-list")


@cache
def _listed(pattern: str) -> frozenset[str]:
    """Families as fontconfig knows them, in lower case, by all their names."""
    try:
        told = subprocess.run(  # noqa: S603 - a program of the system, with a fixed pattern
            [str(_lister()), pattern, "family"],
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    lines = told.stdout.decode("utf-8", "replace").splitlines()
    return frozenset(name.strip().lower() for line in lines for name in line.split(","))


@cache
def _files() -> frozenset[str]:
    """Names of the font files of the system and of the user, in lower case."""
    if sys.platform == "win32":
        roots = [Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")]
        roots.append(Path(os.environ.get("LOCALAPPDATA", ""), r"Microsoft\Windows\Fonts"))
    else:
        roots = [Path("/System/Library/Fonts"), Path("/Library/Fonts")]
        roots.append(Path.home() / "Library/Fonts")
    names: set[str] = set()
    for root in roots:
        for _parent, _folders, files in os.walk(root):
            names |= {name.lower() for name in files}
    return frozenset(names)
