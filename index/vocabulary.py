"""Prefixes and misspelt words -> the words of the index that are meant.

Every engine expands its clauses here, with its own words, so all of them agree on what a prefix means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .analysis import BOUNDARY
from .query import MAX_EXPANSIONS, Among, And, Best, Clause, Fuzzy, Near, Not, Or, Phrase, Prefix, Term
from .schema import View

_LONG_WORD = 8
"""From so many letters on a word may be wrong in two places."""

NOTHING = Or(())
"""The clause that no document matches."""


_SURROGATE = re.compile("[\ud800-\udfff]")


class Words(Protocol):
    """``Engine.words``: the words of a field with this prefix, most frequent first, ties by the word."""

    def __call__(self, field: str, prefix: str, limit: int | None = None, /) -> Sequence[tuple[str, int]]: ...


def expand(clause: Clause, words: Words) -> Clause:
    """The clause without Prefix and Fuzzy: each is the Best of the words of the index that it stands for.

    A phrase of one token becomes its term. What holds a token that no document can have (a BOUNDARY, half
    a surrogate pair) becomes NOTHING, and so does a phrase of no tokens.
    """
    match clause:
        case Term(token=token) | Prefix(token=token) | Fuzzy(token=token) if not _can_stand(token):
            return NOTHING
        case Phrase(tokens=tokens) | Near(tokens=tokens) if not all(map(_can_stand, tokens)):
            return NOTHING
        case Among(field, values, scores) if not all(map(_can_stand, values)):
            kept = [place for place, value in enumerate(values) if _can_stand(value)]
            left = tuple(scores[place] for place in kept) if scores else ()
            return Among(field, tuple(values[place] for place in kept), left)
        case And(clauses, optional):
            return And(_expand_all(clauses, words), _expand_all(optional, words))
        case Or(clauses):
            return Or(_expand_all(clauses, words))
        case Best(clauses):
            return Best(_expand_all(clauses, words))
        case Not(part):
            return Not(expand(part, words))
        case Prefix(field, token, boost):
            return _best(field, [word for word, _ in words(field, token, MAX_EXPANSIONS)], boost)
        case Fuzzy(field, token, boost):
            meant = neighbours(token, words(field, token[:1])) if token else []
            return _best(field, [word for word, _ in meant[:MAX_EXPANSIONS]], boost)
        case Phrase(field, view, tokens, boost) | Near(field, view, tokens, _, boost) if len(tokens) < 2:
            return Term(field, view, tokens[0], boost) if tokens else NOTHING
        case _:
            return clause


def neighbours(word: str, candidates: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The (word, number of documents) among ``candidates`` that ``word`` may be a misspelling of.

    Same first letter, at most one edit (insertion, deletion, substitution, transposition of neighbours:
    optimal string alignment), from 8 letters on two; ``word`` itself is one. Most frequent first, ties by
    the word.
    """
    edits = 2 if len(word) >= _LONG_WORD else 1
    alike = [
        (other, count)
        for other, count in candidates
        if other[:1] == word[:1] and abs(len(other) - len(word)) <= edits
    ]
    found = process.extract(
        word, [other for other, _ in alike], scorer=OSA.distance, score_cutoff=edits, limit=None
    )
    return sorted((alike[place] for _, _, place in found), key=lambda item: (-item[1], item[0]))


def _can_stand(token: str) -> bool:
    """Whether a document may hold the token."""
    return token != BOUNDARY and not _SURROGATE.search(token)


def _expand_all(clauses: tuple[Clause, ...], words: Words) -> tuple[Clause, ...]:
    return tuple(expand(clause, words) for clause in clauses)


def _best(field: str, tokens: Sequence[str], boost: float) -> Clause:
    return Best(tuple(Term(field, View.WORDS, token, boost) for token in tokens)) if tokens else NOTHING
