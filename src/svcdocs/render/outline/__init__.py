"""From an outline to a Word template in the one house style."""

from svcdocs.render.outline.build import build_form, load_outline

__all__ = ["build_form", "load_outline"]
