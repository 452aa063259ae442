"""What stands in a line beside its text: pictures, codes, styled words, fields to fill in."""
