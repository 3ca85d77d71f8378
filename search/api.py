"""The whole read path: what was typed -> Results; a statement by its id; Results -> JSON.

A home is named by its folder or given open. One open home serves many threads.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus import Statement
from index.engine import TopDocs
from index.home import Home
from index.query import Query, Sort
from index.schema import STATEMENTS

from .completion import Completion, complete
from .families import Row
from .finding import count, find_rows, languages_of, make_order
from .grammar import parse
from .limits import MAX_DEPTH, LimitError, QueryError
from .marking import Marker
from .meaning import Meaning
from .reading import SEPARATOR, read_as
from .recency import NOTE, Recency, prefers_new
from .related import find_related
from .results import Facet, Fragment, Results, Value
from .showing import show_hits
from .snippets import mark_body, mark_title
from .suggestions import Suggestion, find_blame
from .synonyms import NONE, Synonyms, synonyms_of
from .undoing import list_changes

FACETS = STATEMENTS.facets()
Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement's title and text with the words of a query marked."""

    title: Fragment
    text: Fragment


def search(
    text: str,
    home: Home | Path | str = "var",
    *,
    filters: Filters | None = None,
    sort: str = "relevance",
    offset: int = 0,
    limit: int = 10,
    facets: Sequence[str] = FACETS,
    today: date | None = None,
    fold_alike: bool = True,
    recency: str = "off",
) -> Results:
    """The statements that ``text`` asks for, ``limit`` of them after the first ``offset``, with facets.

    ``filters``: field to values, of which one must be there. ``sort``: relevance, newest, oldest. Answers
    that say nearly the same are one hit unless ``fold_alike`` is off; ``recency="gentle"`` lets newer ones
    among the best weigh a little more, but not where words are quoted or a time is asked for. Raises
    QueryError for what can't be read, LimitError beyond 10,000 hits, ValueError for another sort or a
    number below 0, HomeError where there is no index, EngineError where it can't answer.
    """
    began = time.perf_counter()
    check_depth(text, offset, limit)
    query = replace(parse(text, today), sort=Sort(sort), offset=offset, limit=limit, facets=tuple(facets))
    query = narrow(query, filters or {})
    home = open_home(home)
    generation = home.open()
    synonyms = synonyms_of(home)
    aged = prefers_new(query, Recency(recency))
    order = make_order(home.archive, generation, fold_alike, (today or date.today()) if aged else None)
    page = find_rows(query, generation, synonyms, order)
    meaning, top = page.meaning, page.top
    languages = languages_of(query, generation)
    hits = show_hits(meaning.query, page.rows, home.archive, generation, languages, synonyms)
    told = Suggestion() if top.total else find_blame(meaning.query, functools.partial(count, generation))
    return Results(
        query=meaning.query,
        text=text,
        read_as=SEPARATOR.join(tell(meaning, synonyms, aged)),
        total=top.total,
        total_is_exact=top.total_is_exact,
        hits=hits,
        facets=show_facets(top, query.filters),
        suggestion=told.text,
        seconds=time.perf_counter() - began,
        blame=told.blame,
        changes=list_changes(text, meaning),
        folded=page.folded,
    )


def narrow(query: Query, filters: Filters) -> Query:
    """The query with these filters; a field without values is none."""
    return replace(query, filters={field: tuple(values) for field, values in filters.items() if values})


def tell(meaning: Meaning, synonyms: Synonyms, aged: bool) -> Iterator[str]:
    """How the query was read, part by part."""
    yield read_as(meaning.query)
    yield from meaning.notes
    yield from synonyms.notes(meaning.query.clause)
    if aged:
        yield NOTE


def show_facets(top: TopDocs, chosen: Filters) -> tuple[Facet, ...]:
    """The facets; a chosen value is there even where no hit has it."""
    facets = []
    for field, counts in top.facets.items():
        wanted = chosen.get(field, ())
        values = [Value(value, number, value in wanted) for value, number in counts]
        known = {value for value, _ in counts}
        values += [Value(value, 0, True) for value in dict.fromkeys(wanted) if value not in known]
        facets.append(Facet(field, tuple(values)))
    return tuple(facets)


def statement(id: str, home: Home | Path | str = "var", version: int | None = None) -> Statement | None:
    """A statement in that version, or in its current one; None where there is none."""
    return open_home(home).archive.statement(id, version)


def similar(id: str, home: Home | Path | str = "var", limit: int = 10) -> Results:
    """The ``limit`` statements most like the current version of that one, best first, itself left out.

    Nothing where there is no such statement. Raises HomeError and EngineError as ``search`` does.
    """
    began = time.perf_counter()
    home = open_home(home)
    generation = home.open()
    query = Query(limit=limit)
    found = home.archive.statement(id)
    rows = [Row(doc) for doc in find_related(found, generation, limit)] if found else []
    hits = show_hits(query, rows, home.archive, generation, generation.languages)
    return Results(
        query=query,
        text="",
        read_as=f"like “{found.title}”" if found else "like nothing",
        total=len(hits),
        total_is_exact=True,
        hits=hits,
        facets=(),
        suggestion=None,
        seconds=time.perf_counter() - began,
    )


def suggest(prefix: str, home: Home | Path | str = "var", limit: int = 8) -> list[Completion]:
    """How a query that begins so may go on: issuers and speakers, then titles; each query has hits."""
    home = open_home(home)
    return complete(prefix, home.open(), home.archive, limit)


def mark(statement: Statement, text: str, home: Home | Path | str | None = None) -> Marked:
    """The statement with the words of a query marked; of one that can't be read, those of the repaired.

    With a home, what its synonyms add is marked as well.
    """
    try:
        query = parse(text)
    except QueryError as error:
        query = parse(error.repaired)
    marker = Marker(query, NONE if home is None else synonyms_of(open_home(home)))
    return Marked(mark_title(statement, marker), mark_body(statement, marker))


def check_depth(text: str, offset: int, limit: int) -> None:
    """Raises LimitError or ValueError where hits are asked for that there can't be."""
    if offset < 0 or limit < 0:
        raise ValueError("The offset and the limit of a search are 0 or more.")
    if offset + limit > MAX_DEPTH:
        raise LimitError(0, f"Only the first {MAX_DEPTH:,} hits can be listed; narrow the search.", text)


def open_home(home: Home | Path | str) -> Home:
    """The home itself, or that in a folder, opened once."""
    return home if isinstance(home, Home) else home_in(str(Path(home).absolute()))


@functools.lru_cache(maxsize=8)
def home_in(folder: str) -> Home:
    """The home in that folder."""
    return Home(folder)
