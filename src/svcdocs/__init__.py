"""A supplier's service promises as data, checked and printed."""

__version__ = "0.1.0"
