"""`python -m svcdocs`."""

from svcdocs.cli.main import main

main()
