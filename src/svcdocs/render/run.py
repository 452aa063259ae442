"""One rendering under way: what it has read, what it lacks, where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from svcdocs.model.tree import Path
from svcdocs.ooxml.slots import SLOTS, all_slots
from svcdocs.render.budget import Budget
from svcdocs.render.lack import Lack, Reason
from svcdocs.render.mode import Mode
from svcdocs.render.numbering import Numbering
from svcdocs.render.objects.inline import Additions
from svcdocs.render.repeats import Repeats
from svcdocs.render.tags import Tag
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.render.missing import Missing
    from svcdocs.render.objects.fields import Fields

#: What XML 1.0 cannot carry, not even escaped; a lone surrogate cannot be written as UTF-8.
_ILLEGAL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
#: The same without the bell and the form feed.
_ILLEGAL_BESIDE_BREAKS = re.compile(
    _ILLEGAL.pattern.replace("\\x08\\x0b\\x0c", "\\x06\\x08\\x0b", 1)
)
_BRACES = re.compile(r"\{[{%#]|[%}#]\}")


class Run:
    """The state of one document's rendering; nothing of it outlives the document.

    Args:
        mode: what to do where a value is missing.
        blank_rows: how many rows a blank form shows for a table, by the table's name.
        numbering: the counters behind `number()`.
        heading_level: the level that headings of level 1 get.
        folders: where files lie that the document names, the first to win in front.
        fields: for a form to be filled in on the screen: its content controls.
    """

    def __init__(  # noqa: PLR0913 - what differs from document to document
        self,
        mode: Mode = Mode.FINAL,
        *,
        blank_rows: Mapping[str, int] | None = None,
        numbering: Numbering | None = None,
        heading_level: int = 1,
        folders: Sequence[FilePath] = (),
        fields: Fields | None = None,
    ) -> None:
        self.mode = mode
        self.blank_rows = blank_rows or {}
        self.numbering = numbering or Numbering()
        self.heading_level = heading_level
        self.folders = folders
        self.fields = fields
        #: What stands in the text beside its words, and the parts that this needs.
        self.additions = Additions()
        self.heading_styles: Mapping[int, str] = {}
        self.tags: tuple[Tag, ...] = ()
        self.tag: Tag | None = None
        self._reads: dict[Path, Any] = {}
        self._seen: dict[Path, Any] = {}
        #: Values just looked at: path of the record, key, value, and again. A template looks at
        #: thousands, and what they add up to is asked for once; in one flat list they cost least.
        self.log: list[Any] = []
        #: The rows of tables it went through or counted, the keys of groups: in order.
        self.chosen: set[tuple[Path, tuple[int | str, ...]]] = set()
        #: What stands for the check code until everything is read; empty where none is printed.
        self.code_mark = ""
        self.repeats = Repeats()
        #: Texts of the data that look like tags, as they were printed.
        self.braced: set[str] = set()
        #: The values that stand in slots, by the number of their slot.
        self.kept: list[str] = []
        #: What stands for them; more of them when these are used up.
        self.slots = SLOTS
        self.budget = Budget()
        self.lines_left = 0
        self._lacks: dict[tuple[Reason, Path, str], Lack] = {}
        self._ids: dict[Path, str] = {}

    @property
    def blank(self) -> bool:
        """Whether room is left for what is missing."""
        return self.mode is Mode.BLANK

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What the document wants and did not get, each value once, in reading order."""
        return tuple(self._lacks.values())

    def keep(self, text: str) -> str:
        """Put a text into the next slot; what stands for it, or the text when all are used up."""
        number = len(self.kept)
        if number >= len(self.slots) and number >= len(self.all_slots()):
            return Markup(text)  # noqa: S704 - escaped by the caller
        self.kept.append(text)
        return self.slots[number]

    def all_slots(self) -> tuple[str, ...]:
        """Every slot there is, from now on: those that most documents do with are used up."""
        self.slots = all_slots()
        return self.slots

    @property
    def reads(self) -> dict[Path, Any]:
        """Every value that the document rests on, those behind a computed one included."""
        self._note()
        return self._reads

    @property
    def seen(self) -> dict[Path, Any]:
        """What the template itself looked at: values, None for one that is not there."""
        self._note()
        return self._seen

    def _note(self) -> None:
        looks = iter(self.log)
        for record, key, value in zip(looks, looks, looks, strict=True):
            path = (*record, key)
            self._reads[path] = value
            self._seen[path] = value
        self.log.clear()

    def enter(self, tags: tuple[Tag, ...]) -> None:
        """Go on to another part, whose tags these are."""
        self.tags = tags
        self.tag = None

    def settle(self) -> None:
        """Pay for the values that stand in slots, before they are put together.

        Raises:
            ValueError: all texts together are too long.
        """
        self.budget.spend(sum(map(len, self.kept)))

    def at(self, number: int) -> None:
        """Go on to the nth tag (from 0) of the part."""
        self.budget.step()
        self.tag = self.tags[number]

    def read(self, path: Path, value: Any) -> None:
        """Remember that a scalar was looked at."""
        self.reads[path] = value
        self.seen[path] = value

    def rest_on(self, path: Path, value: Any) -> None:
        """Remember a value that something else was computed or chosen by."""
        self.reads[path] = value

    def look(self, path: Path, value: Any = None) -> None:
        """Remember something looked at that is no value of the data, or that is not there."""
        self.seen[path] = value

    def choose(self, path: Path, steps: tuple[int | str, ...]) -> None:
        """Remember which rows of a table, or keys of a group, were gone through."""
        self.chosen.add((path, steps))

    def know_id(self, path: Path, data: Mapping[str, Any]) -> None:
        """Remember a row's id, so that messages can name the row as people do."""
        identity = data.get("id")
        if isinstance(identity, str):
            self._ids[path] = identity

    def miss(self, missing: Missing) -> None:
        """Remember that a value was wanted and is not there; a blank form lacks nothing."""
        if not self.blank and missing.reason is not Reason.HIDDEN:
            self._lack(missing.reason, missing.path, "")

    def not_an_option(self, value: str) -> None:
        """Remember that a value fits none of the boxes printed for it."""
        self._lack(Reason.OPTION, self._last_read(lambda read: _holds(read, value)), value)

    def show_file(self, name: str, digest: str) -> None:
        """Remember a file that the document shows: with another one it is another document."""
        self.seen["document", "pictures", name] = digest

    def no_such_file(self, name: str) -> None:
        """Remember a file that the document shows and nobody has."""
        self._lack(Reason.FILE, self._last_read(lambda read: read == name), name)

    def came_out_empty(self) -> None:
        """Remember a field of a final document in which nothing stands."""
        if self.mode is Mode.FINAL and self.tag is not None:
            self._lack(Reason.EMPTY, (), self.tag.text)

    def _last_read(self, fits: Callable[[Any], bool]) -> Path:
        """Where the value read last that fits stands; empty for a value of the template's own."""
        found = (path for path, value in reversed(self.reads.items()) if fits(value))
        return next(found, ())

    def printable(self, text: str) -> str:
        """The text without what XML cannot carry; a character like that is a lack.

        Two such characters begin a paragraph and a page, see `svcdocs.render.printing`; they may
        stand where a paragraph can end.
        """
        if _BRACES.search(text):
            self.braced.add(text)
        illegal = _ILLEGAL.search(text)
        if illegal and self.tag is not None and self.tag.breakable:
            illegal = _ILLEGAL_BESIDE_BREAKS.search(text)
        if not illegal:
            return text
        self._lack(
            Reason.CHARACTER,
            self._last_read(lambda read: isinstance(read, str) and illegal[0] in read),
            _("U+{code}, character {position}").format(
                code=f"{ord(illegal[0]):04X}", position=illegal.start() + 1
            ),
        )
        return illegal.re.sub("\ufffd", text)

    def row_id(self, path: Path) -> str:
        """The id of a row, or its number where it has none."""
        return self._ids.get(path, str(path[-1]))

    def name(self, path: Path) -> str:
        """A path as data files and templates spell it; rows by their id."""
        try:
            return ".".join(path)  # type: ignore[arg-type]  # most paths go through no row
        except TypeError:
            pass
        out = ""
        for index, step in enumerate(path):
            if isinstance(step, int):
                identity = self._ids.get(path[: index + 1], str(step + 1))
                out += f"[{identity}]"
            else:
                out += f".{step}" if out else step
        return out

    def _lack(self, reason: Reason, path: Path, detail: str) -> None:
        key = (reason, path, detail)
        if key not in self._lacks:
            tag = self.tag
            self._lacks[key] = Lack(
                reason=reason,
                name=self.name(path),
                path=path,
                tag=tag.text if tag else "",
                spot=str(tag) if tag else "",
                detail=detail,
            )


def _holds(read: Any, text: str) -> bool:
    """Whether a value, or one of a list of values, prints as a text."""
    return text in map(str, read) if isinstance(read, tuple) else str(read) == text
