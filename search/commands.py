"""``onrecord search`` and ``onrecord show``: the same answers as everywhere, for reading and for programs."""

from __future__ import annotations

import argparse
import sys

from corpus import Statement
from corpus.console import complain, write, write_json
from corpus.statement import to_json as statement_to_json
from index.home import Home
from index.query import Sort

from .api import FACETS, search, statement
from .limits import QueryError
from .recency import Recency
from .results import Fragment, Hit, Results
from .serial import to_json

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``search`` and ``show`` to the command line."""
    add_search(commands)
    add_show(commands)


def add_search(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``search``."""
    parser = commands.add_parser(
        "search",
        help="find statements",
        description='Find statements: words, "exact words", +must -not, title: issuer: speaker: said: place: '
        "kind: "
        "language: host: issued:2024-01..2024-06, AND OR NOT ( ), prefix*, misspelt~.",
    )
    parser.add_argument("query", metavar="QUERY", help="what to look for; put it in single quotes")
    add_home(parser)
    parser.add_argument("--json", action="store_true", help="print JSON, as /search.json answers")
    parser.add_argument("--limit", type=number, default=10, metavar="N", help="so many hits (default: 10)")
    parser.add_argument("--offset", type=number, default=0, metavar="N", help="leave out the first N hits")
    parser.add_argument(
        "--sort", choices=[sort.value for sort in Sort], default=Sort.RELEVANCE.value, help="the order"
    )
    parser.add_argument(
        "--recency",
        choices=[recency.value for recency in Recency],
        default=Recency.OFF.value,
        help="gentle: newer statements weigh a little more (default: off)",
    )
    parser.add_argument(
        "--filter",
        type=read_filter,
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help=f"only hits with this value; again for another. Fields: {', '.join(FACETS)}",
    )
    parser.set_defaults(run=run_search)


def add_show(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``show``."""
    parser = commands.add_parser(
        "show", help="print one statement", description="Print one statement by its id."
    )
    parser.add_argument("id", metavar="ID", help="the 16 digits that a search prints")
    add_home(parser)
    parser.add_argument(
        "--version", type=number, metavar="N", help="in this version (default: the current one)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run_show)


def add_home(parser: argparse.ArgumentParser) -> None:
    """Add ``--home``."""
    parser.add_argument(
        "--home", metavar="DIR", help="where the index is (default: $ONRECORD_HOME, else var)"
    )


def run_search(args: argparse.Namespace) -> int:
    """Print the hits; 2 where the query can't be read."""
    filters: dict[str, list[str]] = {}
    for field, value in args.filter:
        filters.setdefault(field, []).append(value)
    try:
        results = search(
            args.query,
            Home(args.home),
            filters=filters,
            sort=args.sort,
            offset=args.offset,
            limit=args.limit,
            recency=args.recency,
        )
    except QueryError as error:
        complain(explain(error))
        return 2
    if args.json:
        write_json(to_json(results))
    else:
        print_results(results)
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Print a statement; 2 where there is none."""
    found = statement(args.id, Home(args.home), args.version)
    if found is None:
        what = f"version {args.version} of {args.id}" if args.version else args.id
        complain(f"There is no statement {what}. The ids stand in what `onrecord search` prints.")
        return 2
    if args.json:
        write_json(statement_to_json(found))
    else:
        print_statement(found)
    return 0


def explain(error: QueryError) -> str:
    """What is wrong, where, and what to type instead."""
    instead = f" Try: {error.repaired}" if error.repaired else ""
    return f"The query can't be read at character {error.position + 1}: {error}{instead}"


def print_results(results: Results) -> None:
    """The query as it was read, and the hits."""
    write(f"{results.read_as}\n{results.total:,} {'statement' if results.total == 1 else 'statements'}")
    for hit in results:
        print_hit(hit)
    if results.blame:
        write(results.blame)
    if results.suggestion:
        write(f"Did you mean: {results.suggestion}")


def print_hit(hit: Hit) -> None:
    """Rank and title, id, issuer and date, snippet."""
    found = hit.statement
    write(f"\n{hit.rank}. {emphasise(hit.title)}")
    write("   " + " · ".join([found.id, found.issuer or "issuer unknown", day_of(found)]))
    if hit.also:
        write(f"   also issued by {', '.join(dict.fromkeys(map(name_issuer, hit.also)))}")
    for said in hit.quotations:
        write(f"   “{emphasise(said.fragment)}” — {said.speaker or 'speaker unknown'}")
    for fragment in () if hit.quotations else hit.snippet:
        write(f"   {emphasise(fragment)}")


def name_issuer(found: Statement) -> str:
    return found.issuer or "issuer unknown"


def print_statement(found: Statement) -> None:
    """Title, where it is from, text, notes."""
    facts = [
        found.issuer,
        day_of(found),
        found.kind,
        ", ".join(found.speakers) or None,
        found.url,
        found.source,
    ]
    write(found.title)
    write(" · ".join(fact for fact in facts if fact))
    write(f"\n{found.text}")
    if found.notes:
        write(f"\n{found.notes}")


def day_of(found: Statement) -> str:
    return found.issued.isoformat() if found.issued else "date unknown"


def emphasise(fragment: Fragment) -> str:
    """The text with its marks in bold where stdout is a terminal; control characters left out."""
    if not sys.stdout.isatty():
        return clean(fragment.text)
    parts, last = [], 0
    for start, end in fragment.spans:
        parts += [clean(fragment.text[last:start]), BOLD, clean(fragment.text[start:end]), PLAIN]
        last = end
    return "".join([*parts, clean(fragment.text[last:])])


def clean(text: str) -> str:
    """Without what could steer a terminal."""
    return "".join(character for character in text if character.isprintable())


def number(text: str) -> int:
    """A whole number from 0 on."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 on")
    return int(text)


def read_filter(text: str) -> tuple[str, str]:
    """``issuer=Foreign Office`` -> field and value."""
    field, equals, value = text.partition("=")
    if not equals or not value or field not in FACETS:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=VALUE with a field of {', '.join(FACETS)}")
    return field, value
