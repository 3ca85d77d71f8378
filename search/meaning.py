"""What was typed -> what was meant, as far as the index tells: misspelt words, a month with its year.

Words in quotation marks, and words that the index knows, are never touched. Everything that is read
otherwise than typed is told in the query's own words (``reading.read_as``) and in notes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from corpus.dates import month_number
from index.analysis import stem
from index.query import Among, And, Best, Between, Clause, Everything, Not, Or, Query, Term
from index.schema import View
from index.vocabulary import neighbours

from .days import read_period
from .joins import DEFAULT, all_of
from .lexicon import Lexicon
from .stopwords import is_stop_word

MIN_LETTERS = 4
"""Shorter words have too many neighbours to be corrected."""

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The query as meant, and a sentence for each word that is read otherwise than typed.

    ``touched``: for each note the words, folded, that stand side by side in what was typed.
    """

    query: Query
    notes: tuple[str, ...] = ()
    touched: tuple[tuple[str, ...], ...] = ()


def understand(
    query: Query,
    lexicon: Lexicon,
    languages: Sequence[str],
    is_known: Callable[[str], bool] = is_stop_word,
    months: bool = True,
) -> Meaning:
    """The query with unknown words corrected and, if ``months``, a month with its year read as a time.

    Words that ``is_known`` are left as they are, whether the index has them or not.
    """
    speller = Speller(lexicon, tuple(languages), is_known)
    clause = replace_words(query.clause, speller.correct)
    month, dated = read_month(clause, languages) if months else ((), clause)
    notes = [f"“{typed}” is read as {meant}" for typed, meant in speller.corrected.items()]
    touched: list[tuple[str, ...]] = [(typed,) for typed in speller.corrected]
    if month:
        notes.append("a month in quotation marks is looked for as a word")
        touched.append(speller.typed(month))
    return Meaning(replace(query, clause=dated), tuple(notes), tuple(touched))


def choose_values(clause: Clause, lexicon: Lexicon) -> Clause:
    """The same clause with values as the index has them, and all of those that are meant."""

    def choose(term: Term) -> Clause:
        return Among(term.field, lexicon.values(term.field, term.token))

    return replace_leaves(clause, View.KEY, choose)


class Speller:
    """Corrects the words that an index doesn't have."""

    def __init__(self, lexicon: Lexicon, languages: tuple[str, ...], is_known: Callable[[str], bool]) -> None:
        self.lexicon = lexicon
        self.is_known = is_known
        self.languages = languages or ("en",)
        self.corrected: dict[str, str] = {}

    def correct(self, field: str, word: str) -> str:
        """The word, or its most frequent neighbour where the index has none of its forms."""
        if len(word) < MIN_LETTERS or not word.isalpha() or is_stop_word(word):
            return word
        if self.is_known(word) or self.knows(field, word):
            return word
        for batch in self.lexicon.words_like(field, word):
            for meant, _ in neighbours(word, batch):
                if is_one_edit(word, meant):
                    self.corrected[word] = meant
                    return meant
        return word

    def typed(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words as they were before they were corrected."""
        before = {meant: typed for typed, meant in self.corrected.items()}
        return tuple(before.get(word, word) for word in words)

    def knows(self, field: str, word: str) -> bool:
        """Whether the word, or one with the same stem, stands in the index."""
        if any(other == word for other, _ in self.lexicon.words(field, word)):
            return True
        for language in self.languages:
            root = stem(word, language)
            start = word[: count_common(word, root)] or word
            if any(stem(other, language) == root for other, _ in self.lexicon.words(field, start)):
                return True
        return False


def count_common(word: str, other: str) -> int:
    """How many letters two words have in common from the start."""
    differ = (at for at, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1])
    return next(differ, min(len(word), len(other)))


def is_one_edit(word: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes one of the other."""
    if len(word) > len(other):
        word, other = other, word
    start = next(
        (at for at, pair in enumerate(zip(word, other, strict=False)) if pair[0] != pair[1]), len(word)
    )
    left, right = word[start:], other[start:]
    if len(word) < len(other):
        return left == right[1:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


def replace_words(clause: Clause, correct: Callable[[str, str], str]) -> Clause:
    """The same clause with each plain word passed through ``correct(field, word)``."""

    def mend(term: Term) -> Clause:
        return term if term.field == "said" else replace(term, token=correct(term.field, term.token))

    return replace_leaves(clause, View.STEMS, mend)


def replace_leaves(clause: Clause, view: View, change: Callable[[Term], Clause]) -> Clause:
    """The same clause with each Term of that view changed."""

    def walk(parts: Sequence[Clause]) -> tuple[Clause, ...]:
        return tuple(replace_leaves(part, view, change) for part in parts)

    match clause:
        case And(clauses, optional):
            return And(walk(clauses), walk(optional))
        case Or(clauses):
            return Or(walk(clauses))
        case Best(clauses):
            return Best(walk(clauses))
        case Not(part):
            return Not(replace_leaves(part, view, change))
        case Term() if clause.view is view:
            return change(clause)
    return clause


def read_month(clause: Clause, languages: Sequence[str]) -> tuple[tuple[str, ...], Clause]:
    """A month's name and a year side by side among plain words become the time of issue.

    The two words and the clause; no words where there is no month.
    """
    match clause:
        case And((Or(words), *rest), ()) if found := find_month(words, languages):
            month, parts = found
            return month, join([*parts, *rest])
        case Or(words) if found := find_month(words, languages):
            month, parts = found
            return month, join(parts)
    return (), clause


def join(clauses: Sequence[Clause]) -> Clause:
    return all_of([clause for clause in clauses if clause != Everything()])


def find_month(
    words: Sequence[Clause], languages: Sequence[str]
) -> tuple[tuple[str, ...], list[Clause]] | None:
    """The month's words, and the words that are left with the time; None where there is no month."""
    for at, (first, second) in enumerate(pairwise(words)):
        days = month_of(first, second, languages)
        if days and isinstance(first, Term) and isinstance(second, Term):
            left = (*words[:at], *words[at + 2 :])
            rest = Everything() if not left else left[0] if len(left) == 1 else Or(left)
            return (first.token, second.token), [rest, Between("issued", *days)]
    return None


def month_of(first: Clause, second: Clause, languages: Sequence[str]) -> tuple[date, date] | None:
    """The days of ``January 2024``."""
    if not (is_word(first) and is_word(second)):
        return None
    assert isinstance(first, Term)
    assert isinstance(second, Term)
    if not _YEAR.fullmatch(second.token):
        return None
    number = next(
        filter(None, (month_number(first.token, language) for language in languages or ("en",))), None
    )
    return read_period(f"{second.token}-{number:02}") if number else None


def is_word(clause: Clause) -> bool:
    return isinstance(clause, Term) and clause.field == DEFAULT and clause.view is View.STEMS
