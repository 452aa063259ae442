"""YAML as nodes with places, built from the parser's events.

The events are read one by one, without a recursion and without YAML's own resolver: nesting, tags,
aliases and doubled keys are judged before anything is built from them, and `no`, `010` and `8:30`
stay the texts they are. Aliases (`*name`) are followed; merge keys (`<<`) are refused, since a
value that comes from two places could not be shown at one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import yaml

from svcdocs.load import yaml_faults
from svcdocs.load.nodes import BrokenNode, ListNode, MappingNode, Node, ScalarNode, Style
from svcdocs.load.yaml_places import Lines, Mark
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

DEPTH_LIMIT = 60
ALIAS_LIMIT = 100_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_CORE_TAGS = {_CORE + name for name in ("str", "map", "seq", "null", "bool", "int", "float")}


def read_yaml(text: str, file: str, problems: list[Problem]) -> MappingNode | None:
    """The mapping a YAML text holds; None where it holds none or cannot be read.

    Args:
        text: the file's text, without a byte order mark.
        file: its name as places show it.
        problems: faults are added here.
    """
    lines = Lines(text, file)
    builder = _Builder(lines, problems)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _StopError as stop:
        problems.append(stop.problem)
        return None
    except yaml.MarkedYAMLError as error:
        problems.append(yaml_faults.explain(error, lines))
        return None
    root = builder.root
    if root is None or (isinstance(root, ScalarNode) and root.missing):
        problems.append(_syntax(Place(file=file), _("the file is empty")))
    elif isinstance(root, MappingNode):
        return root
    elif not isinstance(root, BrokenNode):
        found = _("a list") if isinstance(root, ListNode) else _("a text")
        problems.append(
            _syntax(
                root.place,
                _("expected fields ('name: value') at the top of the file, found {found}").format(
                    found=found
                ),
            )
        )
    return None


class _StopError(Exception):
    """A fault after which the rest of the file cannot be judged."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Frame:
    """A collection under construction; `key` is the field whose value comes next."""

    node: MappingNode | ListNode
    anchor: str | None = None
    broken: bool = False
    key: tuple[str, Place] | None = None
    discard: bool = False
    size: int = 1
    height: int = 1


class _Builder:
    def __init__(self, lines: Lines, problems: list[Problem]) -> None:
        self.root: Node | None = None
        self._lines = lines
        self._problems = problems
        self._stack: list[_Frame] = []
        self._anchors: dict[str, tuple[Node, int, int] | None] = {}
        self._documents = 0
        self._expanded = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._open(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                start: Mark = cast("Any", event.start_mark)
                place = self._lines.mark(start)
                raise _StopError(yaml_faults.several_documents(place))

    def _scalar(self, event: Any) -> None:
        place = self._lines.scalar(event)
        quoted = event.style in {"'", '"', "|", ">"} or event.tag in {"!", _CORE + "str"}
        node: Node = ScalarNode(event.value, Style.QUOTED if quoted else Style.PLAIN, place)
        if event.tag is not None and not self._tag_allowed(event.tag, event.start_mark):
            node = BrokenNode(place)
        if event.anchor:
            self._anchors[event.anchor] = (node, 1, 1)
        self._add(node, 1, 1)

    def _open(self, event: Any) -> None:
        place = self._lines.collection(event)
        if self._stack and self._wants_key(self._stack[-1]):
            raise _StopError(
                _syntax(
                    place,
                    _("a field's name must be a text"),
                    _("put a value that begins with a bracket in quotes"),
                )
            )
        if len(self._stack) >= DEPTH_LIMIT:
            raise _StopError(_too_deep(place))
        node = MappingNode(place) if isinstance(event, yaml.MappingStartEvent) else ListNode(place)
        broken = event.tag is not None and not self._tag_allowed(event.tag, event.start_mark)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(_Frame(node, anchor=event.anchor, broken=broken))

    def _close(self) -> None:
        frame = self._stack.pop()
        node: Node = BrokenNode(frame.node.place) if frame.broken else frame.node
        if frame.anchor:
            self._anchors[frame.anchor] = (node, frame.size, frame.height)
        self._add(node, frame.size, frame.height)

    def _alias(self, event: Any) -> None:
        place = self._lines.mark(event.start_mark, len(event.anchor) + 1)
        if event.anchor not in self._anchors:
            raise _StopError(
                _syntax(place, _("'*{name}' names no anchor").format(name=event.anchor))
            )
        target = self._anchors[event.anchor]
        if target is None:
            raise _StopError(
                _syntax(place, _("'*{name}' contains itself").format(name=event.anchor))
            )
        node, size, height = target
        self._expanded += size
        if self._expanded > ALIAS_LIMIT:
            raise _StopError(
                Problem(
                    code="data/limit",
                    message=_("the aliases expand to more than {limit} values").format(
                        limit=ALIAS_LIMIT
                    ),
                    hint=_("write the values out"),
                    place=place,
                )
            )
        if len(self._stack) + height > DEPTH_LIMIT:
            raise _StopError(_too_deep(place))
        self._add(node, size, height, place)

    def _add(self, node: Node, size: int, height: int, place: Place | None = None) -> None:
        """Put a finished node where it belongs; `place` where that is not the node's own."""
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        frame.size += size
        frame.height = max(frame.height, height + 1)
        if isinstance(frame.node, ListNode):
            frame.node.items.append(node)
        elif frame.key is None:
            self._begin_field(frame, node, place or node.place)
        else:
            name, key_place = frame.key
            frame.key = None
            if frame.discard:
                frame.discard = False
            else:
                frame.node.entries[name] = node
                frame.node.keys[name] = key_place

    def _begin_field(self, frame: _Frame, node: Node, place: Place) -> None:
        assert isinstance(frame.node, MappingNode)  # noqa: S101 # only mappings have keys; for mypy
        if not isinstance(node, ScalarNode) or not node.text:
            raise _StopError(_syntax(place, _("a field's name must be a text")))
        frame.key = (node.text, place)
        first = frame.node.keys.get(node.text)
        if node.text == "<<" and node.style is Style.PLAIN:
            frame.discard = frame.node.partial = True
            self._problems.append(
                _syntax(place, _("merge keys ('<<') are not supported"), _("write the fields out"))
            )
        elif first is not None:
            frame.discard = True
            self._problems.append(
                _syntax(
                    place,
                    _("'{name}' is given twice; the first one is at {first}").format(
                        name=node.text, first=first
                    ),
                    _("delete one of the two"),
                )
            )

    @staticmethod
    def _wants_key(frame: _Frame) -> bool:
        return isinstance(frame.node, MappingNode) and frame.key is None

    def _tag_allowed(self, tag: str, mark: Mark) -> bool:
        if tag == "!" or tag in _CORE_TAGS:
            return True
        shown = "!!" + tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag
        message = (
            _("the tag '{tag}' asks to run Python; it was not run")
            if tag.startswith(_CORE + "python/")
            else _("the tag '{tag}' is not allowed")
        )
        self._problems.append(
            _syntax(
                self._lines.tag(mark),
                message.format(tag=shown),
                _("delete the tag and write the value itself"),
            )
        )
        return False


def _syntax(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(code="data/syntax", message=message, hint=hint, place=place)


def _too_deep(place: Place) -> Problem:
    return Problem(
        code="data/limit",
        message=_("nested more than {limit} levels deep").format(limit=DEPTH_LIMIT),
        hint=_("check the brackets and the indentation"),
        place=place,
    )
