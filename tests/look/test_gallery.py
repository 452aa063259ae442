"""docs/gallery.md shows every form that is shipped, as it is now."""

from __future__ import annotations

import gallery

_MEND = "run: python tools/gallery.py"
_KB = 1024


def test_every_form_is_shown_as_it_is() -> None:
    """A form that was built again is in the gallery with its new look."""
    now = {id_: gallery.digest(kind) for id_, kind in gallery.shipped().items()}

    assert gallery.shown() == now, _MEND
    assert gallery.GALLERY.read_text(encoding="utf-8") == gallery.page(gallery.shipped()), _MEND


def test_pictures_are_there_and_small() -> None:
    """One for each form, none too many, and a clone is no larger for them."""
    pictures = {path.stem: path.read_bytes() for path in gallery.PICTURES.glob("*.png")}

    assert set(pictures) == set(gallery.shipped()), _MEND
    assert all(data.startswith(b"\x89PNG") for data in pictures.values())
    assert max(map(len, pictures.values())) <= 60 * _KB
    assert sum(map(len, pictures.values())) < 2048 * _KB
