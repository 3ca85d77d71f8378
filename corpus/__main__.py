"""``python -m corpus``: the commands of this package alone."""

from __future__ import annotations

import argparse
import sys

from .commands import ERRORS, add_commands
from .console import run


def main() -> int:
    """Run the command that was typed; the exit status."""
    parser = argparse.ArgumentParser("python -m corpus", description="Turn saved pages into statements.")
    add_commands(parser.add_subparsers(title="commands", metavar="COMMAND"))
    return run(parser, sys.argv[1:], ERRORS)


if __name__ == "__main__":
    sys.exit(main())
