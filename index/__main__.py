"""``python -m index build``: the commands of the index alone."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from corpus.console import run

from .commands import ERRORS, add_commands


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m index", description="Build an index and look after it.")
    add_commands(parser.add_subparsers(title="commands", metavar="COMMAND"))
    return run(parser, argv, ERRORS)


if __name__ == "__main__":
    sys.exit(main())
