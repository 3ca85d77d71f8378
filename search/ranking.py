"""The ranking recipe: a query as typed -> what an engine is asked.

Each plain word is the best of its stems in the languages of the index; stop words go, a word that is typed
twice weighs double. To the words come, without changing what is found, the title by itself and pairs of
neighbours. Figures are nDCG@10 on TIME and Cranfield and success@1 over known items, by
``tests/benchmarks/ranking.py``; BM25 itself (1.2, 0.75) is the engines'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from index.analysis import stem
from index.query import And, Best, Clause, Near, Not, Or, Phrase, Query, Term
from index.schema import View

from .joins import DEFAULT
from .stopwords import drop_stop_words

TITLE = "title"
TITLE_BOOST = 0.5
"""Half a title .900, .920, .927 with 0.3, 0.5, 0.8; issuer, month and two words .953, .943, .923."""

PAIR_BOOST = 0.1
PAIR_SLOP = 2
"""Pairs of neighbours: Cranfield .400 without, .404 with 0.1, .413 with 0.2; half a title .92, .92, .91."""

ALL_IN_TITLE_BOOST = 3.0
"""When all words stand in the title: half a title .920 without, .927 with 0.5, .930 with 3."""

WHOLE_IN_TITLE_BOOST = 1.0
"""When all words stand in the title, stop words too: half a title .930 without, .960 with 1 and with 3."""

ALL_BOOST = 0.1
"""All words before some: issuer, month and two words .943 without, .957 with 0.1; TIME .652 and .653, with
0.5 .650; half a title .930, .930, .923."""


def rank(query: Query, languages: Sequence[str]) -> Query:
    """The query for an engine: stems instead of words, and what only adds to the score."""
    languages = chosen_language(query.clause) or tuple(languages) or ("en",)
    clause = translate(query.clause, languages)
    typed = list(plain_words(query.clause))
    words = drop_stop_words(typed, languages)
    extras = [*sharpen(words, languages), *in_title(query.clause)]
    if len(set(typed)) > len(set(words)):
        extras.append(together(TITLE, typed, languages, WHOLE_IN_TITLE_BOOST))
    if extras:
        clause = (
            replace(clause, optional=(*clause.optional, *extras))
            if isinstance(clause, And)
            else And((clause,), tuple(extras))
        )
    return replace(query, clause=clause)


def chosen_language(clause: Clause) -> tuple[str, ...]:
    """The one language that the query asks for, if it does."""
    parts = clause.clauses if isinstance(clause, And) else (clause,)
    found = [part.token for part in parts if isinstance(part, Term) and part.field == "language"]
    return (found[0],) if len(found) == 1 else ()


def plain_words(clause: Clause) -> Iterator[str]:
    """The words without field and quotes, in the order typed; not those that are left out."""
    match clause:
        case And(clauses, optional):
            for part in (*clauses, *optional):
                yield from plain_words(part)
        case Or(clauses) | Best(clauses):
            for part in clauses:
                yield from plain_words(part)
        case Term(field, View.STEMS, token) if field == DEFAULT:
            yield token
        case Phrase(field, View.STEMS, tokens) if field == DEFAULT:
            yield from tokens


def translate(clause: Clause, languages: Sequence[str]) -> Clause:
    """The same clause with stems in the place of words."""
    match clause:
        case And(clauses, optional):
            musts = tuple(translate(part, languages) for part in clauses)
            return And(musts, tuple(weigh(optional, languages)))
        case Or(clauses):
            return Or(tuple(weigh(clauses, languages)))
        case Best(clauses):
            return Best(tuple(translate(part, languages) for part in clauses))
        case Not(part):
            return Not(translate(part, languages))
        case Term(field, View.STEMS, word, boost):
            return best([Term(field, View.STEMS, token, boost) for token in stems(word, languages)])
        case Phrase(field, View.STEMS, words, boost):
            phrases = {tuple(stem(word, language) for word in words) for language in languages}
            return best([Phrase(field, View.STEMS, tokens, boost) for tokens in sorted(phrases)])
    return clause


def weigh(clauses: Sequence[Clause], languages: Sequence[str]) -> Iterator[Clause]:
    """Alternatives: plain words without stop words, each once with its number as boost; the others."""
    plain = [part.token for part in clauses if isinstance(part, Term) and is_plain(part)]
    kept = Counter(drop_stop_words(plain, languages))
    if len(plain) < len(clauses) and set(kept) == set(plain):
        kept = Counter(plain)
    for word, number in kept.items():
        yield translate(Term(DEFAULT, View.STEMS, word, float(number)), languages)
    yield from (translate(part, languages) for part in clauses if not is_plain(part))


def is_plain(clause: Clause) -> bool:
    return isinstance(clause, Term) and clause.view is View.STEMS and clause.field == DEFAULT


def sharpen(words: Sequence[str], languages: Sequence[str]) -> Iterator[Clause]:
    """What adds to the score: each word in the title, each pair of neighbours near each other."""
    for word, number in Counter(words).items():
        yield translate(Term(TITLE, View.STEMS, word, TITLE_BOOST * number), languages)
    language = languages[0]
    for first, second in dict.fromkeys(pairwise(stem(word, language) for word in words)):
        if first != second:
            yield Near(DEFAULT, View.STEMS, (first, second), PAIR_SLOP, PAIR_BOOST)

    if len(set(words)) > 1:
        yield together(DEFAULT, words, languages, ALL_BOOST)
        yield together(TITLE, words, languages, ALL_IN_TITLE_BOOST)


def together(field: str, words: Sequence[str], languages: Sequence[str], boost: float) -> Clause:
    """All of the words in one field."""
    terms = [Term(field, View.STEMS, word, boost) for word in dict.fromkeys(words)]
    return And(tuple(translate(term, languages) for term in terms))


def in_title(clause: Clause) -> Iterator[Clause]:
    """Quoted words that must match, in the title: phrases .897 without, .900 with 0.5."""
    for part in clause.clauses if isinstance(clause, And) else (clause,):
        if isinstance(part, (Term, Phrase)) and part.view is View.WORDS and part.field == DEFAULT:
            yield replace(part, field=TITLE, boost=TITLE_BOOST)


def stems(word: str, languages: Sequence[str]) -> list[str]:
    """The stems of a word in these languages, each once."""
    return list(dict.fromkeys(stem(word, language) for language in languages))


def best(clauses: Sequence[Clause]) -> Clause:
    """The best of them, or the only one."""
    return clauses[0] if len(clauses) == 1 else Best(tuple(clauses))
