"""Findings in the forms people and programs read them; one file per format."""
