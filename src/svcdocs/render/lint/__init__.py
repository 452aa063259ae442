"""Everything that can be told about a template without data."""

from svcdocs.render.lint.check import Linted, lint_form
from svcdocs.render.lint.contract import Contract
from svcdocs.render.lint.fault import Fault, Spot
from svcdocs.render.lint.manifest import lint_manifest
from svcdocs.render.lint.uses import Uses

__all__ = ["Contract", "Fault", "Linted", "Spot", "Uses", "lint_form", "lint_manifest"]
