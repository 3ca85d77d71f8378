"""Query -> what it means to an index, the answer, and the rows of a page. No statement is shown here yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus import Statement
from corpus.archive import Archive
from index.engine import ScoredDoc, TopDocs
from index.generation import Generation
from index.query import Query

from .families import WINDOW, Row, fold
from .lexicon import lexicon_of
from .meaning import Meaning, choose_values, understand
from .quoting import join_quotes
from .ranking import plain_words, rank
from .recency import favour_new
from .refining import answer_refined
from .synonyms import NONE, Synonyms, widen

Order = Callable[[Sequence[ScoredDoc]], list[Row]]


@dataclass(frozen=True, slots=True)
class Page:
    """What the query means, the answer, and the rows of the page; ``folded`` answers stand under others."""

    meaning: Meaning
    top: TopDocs
    rows: Sequence[Row]
    folded: int = 0


def make_order(archive: Archive, generation: Generation, fold_alike: bool, aged_on: date | None) -> Order:
    """What makes rows of the best answers: newer ones higher, where a day is given, and copies folded."""

    def read(doc: ScoredDoc) -> Statement | None:
        return archive.statement(doc.id, doc.version)

    def day_of(doc: ScoredDoc) -> date | None:
        found = read(doc)
        return found.issued if found else None

    def order(docs: Sequence[ScoredDoc]) -> list[Row]:
        if aged_on is not None:
            docs = favour_new(docs, day_of, aged_on)
        if not fold_alike:
            return [Row(doc) for doc in docs]
        return fold(docs, generation.statements, generation.vectors, read)

    return order


def find_rows(query: Query, generation: Generation, synonyms: Synonyms, order: Order) -> Page:
    """The rows of one page; ``offset`` and ``limit`` count rows, ``order`` makes rows of the best answers."""
    end = query.offset + query.limit
    window = replace(query, offset=0, limit=min(query.limit, 1) * WINDOW)
    meaning, top = find(window, generation, synonyms)
    meant = replace(meaning.query, offset=query.offset, limit=query.limit)
    rows = order(top.docs)
    folded = len(top.docs) - len(rows)
    page = rows[query.offset : end]
    if end > len(rows) and top.total > WINDOW:
        start = max(query.offset, len(rows))
        beyond = replace(meant, offset=start + folded, limit=end - start, facets=())
        languages = languages_of(query, generation)
        page += [Row(doc) for doc in ask(beyond, generation, languages, synonyms).docs]
    return Page(replace(meaning, query=meant), top, page, folded)


def find(query: Query, generation: Generation, synonyms: Synonyms = NONE) -> tuple[Meaning, TopDocs]:
    """What the query means to this index, and the answer; where none is found, a month is a word."""
    languages = languages_of(query, generation)
    lexicon = lexicon_of(generation.statements)
    meaning = understand(query, lexicon, languages, synonyms.knows)
    top = ask(meaning.query, generation, languages, synonyms)
    if not top.total:
        plain = understand(query, lexicon, languages, synonyms.knows, months=False)
        if plain != meaning:
            return plain, ask(plain.query, generation, languages, synonyms)
    return meaning, top


def languages_of(query: Query, generation: Generation) -> Sequence[str]:
    """The languages that words may be in: those chosen, else those of the index."""
    return query.filters.get("language", ()) or generation.languages


def ask(query: Query, generation: Generation, languages: Sequence[str], synonyms: Synonyms = NONE) -> TopDocs:
    """The answer of a generation to a query as meant."""

    def answer(meant: Query) -> TopDocs:
        ranked = rank(meant, languages)
        typed = list(plain_words(meant.clause))
        clause = widen(ranked.clause, synonyms, typed, languages or ("en",))
        clause = join_quotes(clause, generation.quotes)
        clause = choose_values(clause, lexicon_of(generation.statements))
        return generation.statements.search(replace(ranked, clause=clause))

    return answer_refined(query, generation.vectors, languages, answer)


def count(generation: Generation, query: Query) -> int:
    """How many statements a query as meant finds."""
    return ask(replace(query, offset=0, limit=0, facets=()), generation, generation.languages).total
