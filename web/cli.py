"""The ``onrecord`` command: the commands of all four packages under one name."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib.metadata import version

import corpus.commands
import index.commands
import search.commands
from corpus.archive import ArchiveError
from corpus.console import run, write
from corpus.page import PageError
from index.engine import EngineError
from index.home import HomeError
from search.limits import QueryError

from . import commands as web_commands
from .commands import ServeError

ERRORS = (ArchiveError, EngineError, HomeError, PageError, QueryError, ServeError)
OVERVIEW = """\
On Record finds what was said in official statements: saved web pages become clean, dated,
attributed statements, and the right one is found.

See it first:
  onrecord demo                        a sample archive, built and served in seconds

Then with pages of your own (a folder of .html, .htm or .txt files):
  onrecord build pages/                clean and index them
  onrecord search 'air defence'        find something
  onrecord serve                       the same in a browser, at http://127.0.0.1:8000/
  onrecord update                      later: only what is new, changed or gone

Look closer:
  onrecord clean PAGE --explain        what one saved page becomes, and what was cut
  onrecord show ID                     one statement as text or JSON
  onrecord info                        what is in the archive

Everything lies in one folder, var/ unless you say --home DIR (or set ONRECORD_HOME).
onrecord COMMAND --help tells more about each of them."""


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command."""
    parser = argparse.ArgumentParser(
        prog="onrecord",
        description="A search engine over official statements.",
        epilog="Without a command: an overview.",
    )
    parser.add_argument("--version", action="version", version=f"onrecord {version('onrecord')}")
    parser.set_defaults(run=print_overview)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for package in (web_commands, index.commands, search.commands, corpus.commands):
        package.add_commands(commands)
    return parser


def print_overview(args: argparse.Namespace) -> int:
    """What a newcomer needs first."""
    write(OVERVIEW)
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``onrecord`` with these arguments (those of the process); the exit status."""
    return run(make_parser(), argv, ERRORS)
