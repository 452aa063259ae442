"""From a part of a Word file to a Jinja source: on the part's tree, not on its text."""
