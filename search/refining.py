"""The best answers of an engine -> the same answers in the order that the index's own vectors suggest.

Only plain words by relevance are refined. Who quotes words, chooses a field or a time, or types what stands
in a title, knows what to find, and BM25 finds it. What is found and counted stays as it was, and so does
the order beyond the first answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.analysis import stem
from index.engine import ScoredDoc, TopDocs
from index.query import And, Clause, Or, Query, Sort, Term
from index.refinement import DEPTH, refine
from index.schema import View
from index.vectors import Vectors

from .ranking import TITLE, is_plain, plain_words
from .stopwords import drop_stop_words

MIN_WORDS = 2
"""With 2, 3 or 4 the figures are the same."""

MANY_WORDS = 4
"""Refining all queries: TIME .676, Cranfield .431, half a title .910, with misspelt words .897. Not those
that stand in a title: .678, .430, .927, .913. Nor those that do but for a word: .678, .429, .930, .927."""

Answer = Callable[[Query], TopDocs]


def answer_refined(
    query: Query, vectors: Vectors | None, languages: Sequence[str], answer: Answer
) -> TopDocs:
    """The page that the query as meant asks for; ``answer`` asks the engine."""
    words = drop_stop_words(list(plain_words(query.clause)), languages)
    if vectors is None or not is_refined(query, words) or is_title(words, answer):
        return answer(query)
    end = query.offset + query.limit
    top = answer(replace(query, offset=0, limit=max(end, DEPTH)))
    tokens = Counter(stem(word, language) for word in words for language in languages[:1])
    docs = reorder(top.docs, tokens, vectors)
    return replace(top, docs=docs[query.offset : end])


def is_refined(query: Query, words: Sequence[str]) -> bool:
    """Whether there are plain words alone, enough of them, by relevance, within the best answers."""
    near = query.sort is Sort.RELEVANCE and query.offset < DEPTH and query.limit > 0
    return near and are_plain(query.clause) and len(set(words)) >= MIN_WORDS


def is_title(words: Sequence[str], answer: Answer) -> bool:
    """Whether all the words stand in one title, or of four and more all but one, which may be misspelt."""
    terms = [Term(TITLE, View.STEMS, word) for word in dict.fromkeys(words)]
    asked: list[Clause] = [And(tuple(terms))]
    if len(terms) >= MANY_WORDS:
        asked += [And((*terms[:at], *terms[at + 1 :])) for at in range(len(terms))]
    return answer(Query(Or(tuple(asked)), limit=0)).total > 0


def are_plain(clause: Clause) -> bool:
    return isinstance(clause, Or) and all(is_plain(part) for part in clause.clauses)


def reorder(docs: Sequence[ScoredDoc], tokens: Counter[str], vectors: Vectors) -> list[ScoredDoc]:
    """The first DEPTH with new scores, best first, ties as they were; then the others."""
    best, others = docs[:DEPTH], docs[DEPTH:]
    scores = refine(vectors, tokens, [doc.id for doc in best], [doc.score for doc in best])
    scored = [replace(doc, score=score) for doc, score in zip(best, scores, strict=True)]
    return [*sorted(scored, key=lambda doc: -doc.score), *others]
