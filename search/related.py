"""A statement -> others like it: those that share its most telling terms, the nearest of them first.

What tells is weighed by BM25 as the index has learned it; where it is too small to have learned anything,
by how rare a word is in it. With vectors the candidates are put in order by nearness as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus import Statement
from index.analysis import BOUNDARY, stem, stems, words
from index.engine import ScoredDoc
from index.generation import Generation
from index.query import Among, And, Clause, Not, Or, Query, Term
from index.refinement import DEPTH
from index.schema import View
from index.vectors import Vectors, hash_term

from .joins import DEFAULT
from .stopwords import is_stop_word

TERMS = 25
"""So many terms are asked for, as Lucene's MoreLikeThis does."""

TITLE_WEIGHT = 3
"""How often the words of the title count, as in the combined field of the index."""

NEARNESS = 0.5
"""The weight of nearness beside that of the terms that are shared; both from 0 to 1."""

FEWEST_LETTERS = 3


def find_related(statement: Statement, generation: Generation, limit: int) -> list[ScoredDoc]:
    """At most ``limit`` others, best first."""
    telling = list_telling(statement, generation)
    if not telling:
        return []
    some = Or(tuple(Term(DEFAULT, View.STEMS, token, weight) for token, weight in telling))
    clause: Clause = And((some, Not(Among("id", (statement.id,)))))
    docs = generation.statements.search(Query(clause, limit=max(limit, DEPTH))).docs
    if generation.vectors is not None:
        docs = order_by_nearness(statement.id, docs, generation.vectors)
    return list(docs[:limit])


def list_telling(statement: Statement, generation: Generation) -> list[tuple[str, float]]:
    """The most telling stems with their weights, from 1 down."""
    text = f"{(statement.title + ' ') * TITLE_WEIGHT}{statement.text}"
    counts = Counter(
        token
        for word, token in zip(words(text), stems(text, statement.language), strict=True)
        if len(word) >= FEWEST_LETTERS and not is_stop_word(word)
    )
    counts.pop(BOUNDARY, None)
    if generation.vectors is not None:
        weights = weigh_learned(counts, generation.vectors)
    else:
        weights = weigh_rare(counts, generation, statement.language)
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    return [(token, weight / best[0][1]) for token, weight in best if weight > 0]


def weigh_learned(counts: Counter[str], vectors: Vectors) -> dict[str, float]:
    """The BM25 weight of each stem that the index has learned."""
    names = {hash_term(token): token for token in counts}
    weighed = vectors.space.weigh([{number: counts[token] for number, token in names.items()}])
    terms = vectors.space.terms
    return {
        names[int(terms[column])]: float(weight)
        for column, weight in zip(weighed.indices.tolist(), weighed.data.tolist(), strict=True)
    }


def weigh_rare(counts: Counter[str], generation: Generation, language: str | None) -> dict[str, float]:
    """How often a stem stands in the statement, against how many statements have it; unique ones are out."""
    frequencies: Counter[str] = Counter()
    for word, number in generation.statements.words(DEFAULT, ""):
        frequencies[stem(word, language)] += number
    return {
        token: count / (count + 1.2) / frequencies[token]
        for token, count in counts.items()
        if frequencies[token] > 1
    }


def order_by_nearness(id: str, docs: Sequence[ScoredDoc], vectors: Vectors) -> list[ScoredDoc]:
    """The same, by the terms that are shared and by nearness together; ties as they were."""
    if not docs or docs[0].score <= 0:
        return list(docs)
    rows = vectors.find([id, *(doc.id for doc in docs)])
    near = (rows[1:] @ rows[0]).tolist()
    top = docs[0].score

    def worth(place: int) -> float:
        return (1 - NEARNESS) * docs[place].score / top + NEARNESS * float(near[place])

    return [docs[place] for place in sorted(range(len(docs)), key=lambda place: -worth(place))]
