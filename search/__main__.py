"""``python -m search search 'QUERY'``: the commands of this package by themselves."""

from __future__ import annotations

import argparse
import sys

from corpus.archive import ArchiveError
from corpus.console import run
from index.engine import EngineError
from index.home import HomeError

from .commands import add_commands

ERRORS = (HomeError, ArchiveError, EngineError)


def main() -> int:
    """Run ``search`` or ``show``."""
    parser = argparse.ArgumentParser(prog="python -m search", description="Search statements and show them.")
    add_commands(parser.add_subparsers(metavar="COMMAND"))
    return run(parser, errors=ERRORS)


if __name__ == "__main__":
    sys.exit(main())
