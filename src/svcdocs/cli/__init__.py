"""The command line: it reads options, calls `workflow` and prints; one file per command."""

import gc

# Imports and loading make many objects and next to no circles: looking for these now and then, as
# Python does by default, takes a tenth of the time to start and a third of that of a check, and frees
# nothing.
gc.set_threshold(100_000, 50, 100)
