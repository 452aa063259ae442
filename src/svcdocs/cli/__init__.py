"""The command line: it reads options, calls `workflow` and prints; one file per command."""
