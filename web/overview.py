"""An archive -> what its front page says: how much, from when to when, and queries that find something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.engine import Engine, TopDocs
from index.home import Home
from index.query import Everything, Query, Sort
from search import search
from search.limits import QueryError

from .addresses import Address, write_address
from .charts import Chart, chart_years

FACETS = ("issuer", "speaker", "kind", "year")
EXAMPLES = 5
NOT_KNOWN = "(none)"


@dataclass(frozen=True, slots=True)
class Example:
    """A query that finds something; ``says`` tells what it shows."""

    text: str
    says: str
    query: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in the archive; ``first`` and ``last`` are None when no statement has a date."""

    total: int
    issuers: int
    first: date | None
    last: date | None
    undated: int
    chart: Chart | None
    examples: tuple[Example, ...]


def look_over(home: Home) -> Overview:
    """The overview of the index as it is now. Raises HomeError and EngineError."""
    generation = home.open()  # held, so that an update meanwhile does not close it
    engine = generation.statements
    top = engine.search(Query(Everything(), limit=1, facets=FACETS))
    counts = {name: dict(values) for name, values in top.facets.items()}
    years = counts.get("year", {})
    return Overview(
        top.total,
        sum(name != NOT_KNOWN for name in counts.get("issuer", {})),
        find_end(home, engine, Sort.OLDEST),
        find_end(home, engine, Sort.NEWEST),
        years.get(NOT_KNOWN, 0),
        chart_years(years, Address()),
        tuple(pick_examples(home, top)) if top.total else (),
    )


def find_end(home: Home, engine: Engine, sort: Sort) -> date | None:
    """The day of the first statement in that order."""
    docs = engine.search(Query(Everything(), sort=sort, limit=1)).docs
    statement = home.archive.statement(docs[0].id, docs[0].version) if docs else None
    return statement.issued if statement else None


def pick_examples(home: Home, top: TopDocs) -> Iterator[Example]:
    """The first five of the candidates that find something here."""
    picked = 0
    for text, says in propose(top):
        if picked < EXAMPLES and finds_something(text, home):
            picked += 1
            yield Example(text, says, write_address(Address(text)))


def propose(top: TopDocs) -> Iterator[tuple[str, str]]:
    """Queries worth showing: known words first, then what this archive has most of."""
    issuer, speaker = most_frequent(top, "issuer"), most_frequent(top, "speaker")
    year, kind = most_frequent(top, "year"), most_frequent(top, "kind")
    yield "air defence", "best match: all the words before some"
    yield '"air defence" -exercise', "a phrase, without a word"
    if speaker:
        yield f'speaker:"{speaker}"', "who speaks"
    if issuer and year:
        yield f'issuer:"{issuer}" issued:{year}', "who issued it, and when"
    yield "said:defence", "words inside a quotation"
    if kind:
        yield f'kind:"{kind}" (defence OR peace)', "a kind, and either word"
    yield "drone* OR missile*", "words that start so"
    if year:
        yield f"issued:{year}", "when it was issued"
    if issuer:
        yield f'issuer:"{issuer}"', "who issued it"
    if kind:
        yield f'kind:"{kind}"', "what kind it is"


def most_frequent(top: TopDocs, field: str) -> str | None:
    """The most frequent value of a field that can stand between quotation marks."""
    values = (value for value, _ in top.facets.get(field, ()))
    return next((value for value in values if value != NOT_KNOWN and '"' not in value), None)


def finds_something(text: str, home: Home) -> bool:
    """Whether the query can be read and has a hit."""
    try:
        return search(text, home, limit=1, facets=()).total > 0
    except QueryError:
        return False
