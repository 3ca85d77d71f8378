"""The whole read path: what was typed -> Results; a statement by its id; Results -> JSON.

A home is named by its folder or given open. One open home serves many threads.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus import Statement
from corpus.archive import Archive
from index.engine import ScoredDoc, TopDocs
from index.generation import Generation
from index.home import Home
from index.query import Query, Sort
from index.schema import STATEMENTS

from .completion import Completion, complete
from .families import WINDOW, Row, fold
from .grammar import parse
from .lexicon import lexicon_of
from .limits import MAX_DEPTH, LimitError, QueryError
from .marking import Marker
from .meaning import Meaning, choose_values, understand
from .quoting import join_quotes
from .ranking import rank
from .reading import SEPARATOR, read_as
from .refining import answer_refined
from .related import find_related
from .results import Facet, Fragment, Results, Value
from .showing import show_hits
from .snippets import mark_body, mark_title
from .suggestions import Suggestion, find_blame
from .undoing import list_changes

FACETS = STATEMENTS.facets()
Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A statement's title and text with the words of a query marked."""

    title: Fragment
    text: Fragment


@dataclass(frozen=True, slots=True)
class Page:
    """What the query means, the answer, and the rows of the page; ``folded`` answers stand under others."""

    meaning: Meaning
    top: TopDocs
    rows: Sequence[Row]
    folded: int = 0


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
) -> Results:
    """The statements that ``text`` asks for, ``limit`` of them after the first ``offset``, with facets.

    ``filters``: field to values, of which one must be there. ``sort``: relevance, newest, oldest. Answers
    that say nearly the same are one hit unless ``fold_alike`` is off. Raises
    QueryError for what can't be read, LimitError beyond 10,000 hits, ValueError for another sort or a
    number below 0, HomeError where there is no index, EngineError where it can't answer.
    """
    began = time.perf_counter()
    check_depth(text, offset, limit)
    chosen = {field: tuple(values) for field, values in (filters or {}).items() if values}
    query = replace(
        parse(text, today), filters=chosen, sort=Sort(sort), offset=offset, limit=limit, facets=tuple(facets)
    )
    home = open_home(home)
    generation = home.open()
    page = find_rows(query, generation, home.archive) if fold_alike else find_all(query, generation)
    meaning, top = page.meaning, page.top
    hits = show_hits(meaning.query, page.rows, home.archive, generation, languages_of(query, generation))
    told = Suggestion() if top.total else find_blame(meaning.query, functools.partial(count, generation))
    return Results(
        query=meaning.query,
        text=text,
        read_as=SEPARATOR.join([read_as(meaning.query), *meaning.notes]),
        total=top.total,
        total_is_exact=top.total_is_exact,
        hits=hits,
        facets=show_facets(top, chosen),
        suggestion=told.text,
        seconds=time.perf_counter() - began,
        blame=told.blame,
        changes=list_changes(text, meaning),
        folded=page.folded,
    )


def find_all(query: Query, generation: Generation) -> Page:
    """Every answer in a row of its own."""
    meaning, top = find(query, generation)
    return Page(meaning, top, [Row(doc) for doc in top.docs])


def find_rows(query: Query, generation: Generation, archive: Archive) -> Page:
    """The rows of one page; ``offset`` and ``limit`` count rows."""
    end = query.offset + query.limit
    meaning, top = find(replace(query, offset=0, limit=min(query.limit, 1) * WINDOW), generation)
    meant = replace(meaning.query, offset=query.offset, limit=query.limit)

    def read(doc: ScoredDoc) -> Statement | None:
        return archive.statement(doc.id, doc.version)

    rows = fold(top.docs, generation.statements, generation.vectors, read)
    folded = len(top.docs) - len(rows)
    page = rows[query.offset : end]
    if end > len(rows) and top.total > WINDOW:
        start = max(query.offset, len(rows))
        beyond = replace(meant, offset=start + folded, limit=end - start, facets=())
        page += [Row(doc) for doc in ask(beyond, generation, languages_of(query, generation)).docs]
    return Page(replace(meaning, query=meant), top, page, folded)


def find(query: Query, generation: Generation) -> tuple[Meaning, TopDocs]:
    """What the query means to this index, and the answer; where none is found, a month is a word."""
    languages = languages_of(query, generation)
    lexicon = lexicon_of(generation.statements)
    meaning = understand(query, lexicon, languages)
    top = ask(meaning.query, generation, languages)
    if not top.total:
        plain = understand(query, lexicon, languages, months=False)
        if plain != meaning:
            return plain, ask(plain.query, generation, languages)
    return meaning, top


def languages_of(query: Query, generation: Generation) -> Sequence[str]:
    """The languages that words may be in: those chosen, else those of the index."""
    return query.filters.get("language", ()) or generation.languages


def ask(query: Query, generation: Generation, languages: Sequence[str]) -> TopDocs:
    """The answer of a generation to a query as meant."""

    def answer(meant: Query) -> TopDocs:
        ranked = rank(meant, languages)
        clause = join_quotes(ranked.clause, generation.quotes)
        clause = choose_values(clause, lexicon_of(generation.statements))
        return generation.statements.search(replace(ranked, clause=clause))

    return answer_refined(query, generation.vectors, languages, answer)


def count(generation: Generation, query: Query) -> int:
    """How many statements a query as meant finds."""
    return ask(replace(query, offset=0, limit=0, facets=()), generation, generation.languages).total


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


def mark(statement: Statement, text: str) -> Marked:
    """The statement with the words of a query marked; of one that can't be read, those of the repaired."""
    try:
        query = parse(text)
    except QueryError as error:
        query = parse(error.repaired)
    marker = Marker(query)
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
