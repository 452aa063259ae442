"""Every document of the set on paper: blank, and filled from the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from paper import fonts, print_out, sheets
from print_faults import print_faults

from svcdocs.facts import Context
from svcdocs.load import load_manifest, load_project
from svcdocs.policy import load_policies, policies_for
from svcdocs.render.doctype import discover_types
from svcdocs.render.document import records, render_blank, render_document

TYPES = discover_types()
MANIFESTS = {id_: load_manifest(kind.folder).tree.data for id_, kind in TYPES.items()}
#: How many sheets a form has is part of its design; how many an annex has, the project says.
FORMS = [id_ for id_, manifest in MANIFESTS.items() if "pages" in manifest]
#: More warranty cards show nothing new.
_RECORDS = 8


def documents(checkout: Path) -> Iterator[tuple[str, str, bytes]]:
    """Each form with what it is (blank or a record), and its Word file."""
    loaded = load_project(checkout / "samples" / "campus-network")
    context = Context(loaded.tree, load_policies(loaded), loaded.tree.data["as_of"])
    for id_ in FORMS:
        kind = TYPES[id_]
        yield id_, "blank", render_blank(kind, policies_for(kind.blank_policies)).data
        for path in records(context, kind)[:_RECORDS]:
            rendered = render_document(context, kind, path)
            yield id_, rendered.record or "project", rendered.data


@pytest.mark.soffice
def test_every_form_prints_well(checkout: Path, tmp_path: Path) -> None:
    """As many pages as the manifest says, nothing cut, lost, split, orphaned or in a wrong font.

    One test, because LibreOffice takes as long to start as to print ten forms.
    """
    made = {(id_, which): data for id_, which, data in documents(checkout)}
    printed = print_out({f"{id_} {which}": data for (id_, which), data in made.items()}, tmp_path)
    faults = []
    for (id_, which), data in made.items():
        pdf = printed[f"{id_} {which}"]
        pages = sheets(pdf)
        wanted = str(MANIFESTS[id_]["pages"]["blank" if which == "blank" else "filled"])
        least, _dash, most = wanted.partition("-")
        if not int(least) <= len(pages) <= int(most or least):
            faults.append(f"{id_} {which}: {len(pages)} pages instead of {wanted}")
        if MANIFESTS[id_]["form_no"] not in "".join(page.text for page in pages):
            faults.append(f"{id_} {which}: no form number")
        faults += [f"{id_} {which}: {fault}" for fault in print_faults(data, pages, fonts(pdf))]

    assert not faults, "\n".join(faults)
