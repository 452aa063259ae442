"""What must hold for a Word file before anybody gets it; whoever fails is not written.

Word offers to "repair" a file with a doubled id or an empty cell, and drops what it doesn't like.
A part is first looked over as text, which is fast; one that looks suspicious is walked through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from xml.parsers import expat

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.field_codes import MARKS, faults_in_text
from svcdocs.ooxml.package import content_types, parse_part, relationships
from svcdocs.ooxml.part_glance import Glance, declares_inside, glance, has_usual_prefixes
from svcdocs.ooxml.part_walk import walk
from svcdocs.texts import _


def check_package(parts: Mapping[str, bytes]) -> list[str]:
    """Faults in how the parts hang together: content types and relationships."""
    problems: list[str] = []
    defaults, overrides = content_types(parts)
    problems += [
        _("content type of part {part}, which is not there").format(part=part)
        for part in overrides
        if part not in parts
    ]
    for part in parts:
        extension = part.rpartition(".")[2].lower()
        if part != names.CONTENT_TYPES_PART and part not in overrides and extension not in defaults:
            problems.append(_("part {part} has no content type").format(part=part))
    for part in ("", *(p for p in parts if not p.endswith(".rels"))):
        found = relationships(parts, part)
        doubled = [one for one, count in Counter(r.id for r in found).items() if count > 1]
        problems += [
            _("relationship {id} of {part} is there twice").format(id=one, part=part or "/")
            for one in doubled
        ]
        problems += [
            _("relationship {id} of {part} leads to {target}, which is not there").format(
                id=one.id, part=part or "/", target=one.target
            )
            for one in found
            if not one.external and one.target not in parts
        ]
    return problems


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the parts that change are checked against; made once for a template.

    Attributes:
        relationships: the ids of relationships, by part.
        glances: what was seen in the parts that stay as they are.
        usual: the parts whose namespaces have the prefixes that Word gives them.
        fields: the parts with codes of fields, which tags may put together.
    """

    relationships: Mapping[str, frozenset[str]]
    glances: tuple[Glance, ...]
    usual: frozenset[str]
    fields: frozenset[str]


def surroundings(
    parts: Mapping[str, bytes], changing: Collection[str], staying: Collection[str] = ()
) -> Surroundings:
    """What is known of a package before some of its parts change.

    Args:
        parts: all of them.
        changing: the parts that will change.
        staying: those of the others whose ids must not come again.
    """
    return Surroundings(
        {part: frozenset(one.id for one in relationships(parts, part)) for part in changing},
        tuple(glance(parts[part]) for part in staying),
        frozenset(part for part in changing if has_usual_prefixes(parts[part])),
        frozenset(part for part in changing if any(mark in parts[part] for mark in MARKS)),
    )


def check_parts(
    parts: Mapping[str, bytes],
    changed: Collection[str],
    *,
    tags: bool = True,
    braced: Collection[str] = (),
) -> list[str]:
    """Faults inside some parts of a package, each gone through.

    Args:
        parts: all parts; ids are compared over the changed ones.
        changed: names of the parts to look into.
        tags: whether a template tag is a fault; it is none in a template.
        braced: texts of the data that look like tags and print as they stand.
    """
    chosen = {part: parts[part] for part in changed}
    around = replace(surroundings(parts, changed), usual=frozenset())
    return check_rendered(chosen, around, braced=braced if tags else None)


def check_rendered(
    rendered: Mapping[str, bytes], around: Surroundings, *, braced: Collection[str] | None = ()
) -> list[str]:
    """Faults inside parts that were rendered.

    Args:
        rendered: the parts to look into.
        around: what they have to agree with.
        braced: texts of the data that look like tags and print as they stand; None: tags are no
            fault.
    """
    problems: list[str] = []
    glances = list(around.glances)
    for part in sorted(rendered):
        seen, found = check_part(part, rendered[part], around, braced)
        problems += found
        glances.append(seen)
    return problems + doubled(glances)


def check_part(
    part: str, data: bytes, around: Surroundings, braced: Collection[str] | None
) -> tuple[Glance, list[str]]:
    """What was seen in one rendered part, and its faults; see `check_rendered`."""
    # Reading namespaces doubles the time; those that the root declares are known to be right.
    usual = part in around.usual and not declares_inside(data)
    fault = _ill_formed(data, namespaces=not usual)
    if fault:
        told = _("part {part} is not well-formed XML: {error}").format(part=part, error=fault)
        return Glance(), [told]
    known = around.relationships.get(part, frozenset())
    fields = field_faults(part, data) if part in around.fields else []
    seen = glance(data) if part in around.usual else None
    if seen is not None and not seen.suspicious and seen.relationships <= known:
        return seen, fields
    try:
        seen, found = walk(parse_part(data, part), part, known, braced)
        return seen, fields + found
    except PackageError as error:
        return Glance(), [error.message]


def field_faults(part: str, data: bytes) -> list[str]:
    """The fields in a rendered part that fetch or run something: tags may have made them up."""
    return [
        _("{part}: {message}").format(part=part, message=fault) for fault in faults_in_text(data)
    ]


def _ill_formed(data: bytes, *, namespaces: bool) -> str:
    parser = expat.ParserCreate(namespace_separator=" ") if namespaces else expat.ParserCreate()
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own spelling of "this is all"
    except expat.ExpatError as error:
        return str(error)
    return ""


def doubled(glances: Iterable[Glance]) -> list[str]:
    """Ids that are there more than once, over all parts."""
    ids = Counter(one for seen in glances for one in seen.ids)
    return [
        _("{what} id {id} is there {count} times").format(what=what, id=one, count=count)
        for (what, one), count in sorted(ids.items())
        if count > 1
    ]
