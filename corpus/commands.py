"""``onrecord clean``: saved pages -> statements as JSON, or an explanation of each for a person."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from .console import complain, describe, write, write_json
from .page import Page, PageError, name_roots, read_page, walk
from .pool import clean_all
from .profile import Profile, ProfileError, read_profiles, read_shipped
from .sites import clean_page
from .statement import Rejected, Statement, to_json

ERRORS = (PageError, ProfileError)


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``clean``."""
    parser = commands.add_parser(
        "clean",
        help="print the statement in a saved page as JSON",
        description="Clean saved pages and print each statement as JSON on stdout (a list when there are "
        "several). Nothing is kept. A page that holds no statement is named on stderr, with the reason.",
    )
    parser.add_argument(
        "pages", nargs="+", type=Path, metavar="PAGE", help="a saved page, or a folder of them"
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="print for a person where each value comes from, what was kept, what was cut and why",
    )
    parser.add_argument(
        "--profiles",
        type=Path,
        metavar="FOLDER",
        help="a folder of TOML files with rules of your own for single sites",
    )
    parser.set_defaults(run=clean_pages)


def clean_pages(args: argparse.Namespace) -> int:
    """Print the statements of the pages; 2 when there was none, else 0."""
    own = read_profiles(args.profiles) if args.profiles else {}
    statements = list(_statements(args.pages, {**read_shipped(), **own}))
    if args.explain:
        for statement in statements:
            write("\n".join(explain(statement)))
    elif statements:
        several = len(args.pages) > 1 or args.pages[0].is_dir()
        found = [to_json(statement) for statement in statements]
        write_json(found if several else found[0])
    return 0 if statements else 2


def explain(statement: Statement) -> Iterator[str]:
    """The lines that tell a person what the statement is, where each value was read, and what was cut."""
    yield statement.title
    yield "=" * min(len(statement.title), 80)
    for name, value in to_json(statement).items():
        if name in _VALUES and value:
            yield f"{name:>10}  {_show(value)}{_credit(statement, name)}"
    if origin := statement.provenance.get("text"):
        words = len(statement.text.split())
        yield f"{'text':>10}  {words} words   (from {origin.source}, {origin.confidence:.2f})"
    for quote in statement.quotes:
        yield f"{'quote':>10}  “{quote.text}” {quote.speaker or 'speaker unknown'} ({quote.confidence:.2f})"
    yield from ("", "Kept", "----", statement.text, "")
    if statement.notes:
        yield from ("Kept apart, as notes", "--------------------", statement.notes, "")
    yield from ("Cut", "---")
    for removal in statement.removed:
        yield f"[{removal.reason}] {' '.join(removal.text.split())}"
    if not statement.removed:
        yield "nothing"
    yield ""


_VALUES = frozenset(
    ["id", "title", "issuer", "issued", "modified", "delivered", "kind", "speakers", "places", "language"]
) | {"url", "source"}


def _show(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _credit(statement: Statement, name: str) -> str:
    """Where the value was read and how sure that is, where it is known."""
    origin = statement.provenance.get(name)
    return f"   (from {origin.source}, {origin.confidence:.2f})" if origin else ""


def _statements(paths: list[Path], profiles: Mapping[str, Profile]) -> Iterator[Statement]:
    """The statements in the order of the paths; each page without one becomes a sentence on stderr."""
    for result in clean_all(_pages(paths), task=partial(clean_page, {}, profiles)):
        if isinstance(result, Statement):
            yield result
        else:
            complain(describe(result))


def _pages(paths: list[Path]) -> Iterator[Page | Rejected]:
    for root in name_roots(paths):
        try:
            pages = walk([root])
        except PageError as error:
            complain(str(error))
            continue
        yield from (page if isinstance(page, Rejected) else read_page(page) for page in pages)
