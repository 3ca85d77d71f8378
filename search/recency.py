"""The best answers -> the same, newer ones a little higher: an option, for those who follow the news.

The curve is a Gaussian with a flat month before it and a floor below it, after the one that Search.gov uses
(0.3 after five years): 0.96 after a year, 0.84 after two, so that an archive is not buried. What is not
dated weighs as little as what is old.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from index.engine import ScoredDoc
from index.query import And, Best, Between, Clause, Near, Not, Or, Phrase, Query, Sort, Term
from index.schema import View

FRESH_DAYS = 30
SCALE_DAYS = 1825
DECAY = 0.3
"""The weight at SCALE_DAYS, and the least there is."""

NOTE = "newer statements weigh a little more"


class Recency(enum.StrEnum):
    """Whether newer answers weigh more."""

    OFF = "off"
    GENTLE = "gentle"


def weigh_age(issued: date | None, today: date) -> float:
    """From 1 (fresh) down to DECAY (five years and older, or undated)."""
    if issued is None:
        return DECAY
    late = max(0, (today - issued).days - FRESH_DAYS)
    return float(max(DECAY, DECAY ** ((late / SCALE_DAYS) ** 2)))


def prefers_new(query: Query, recency: Recency) -> bool:
    """Whether age counts: not by date, nor for quoted words, nor where a time is asked for."""
    if recency is Recency.OFF or query.sort is not Sort.RELEVANCE or query.issued is not None:
        return False
    return not {"year", "month"} & query.filters.keys() and not is_precise(query.clause)


def is_precise(clause: Clause) -> bool:
    """Whether words are quoted or a time is named anywhere."""
    match clause:
        case And(clauses, optional):
            return any(map(is_precise, (*clauses, *optional)))
        case Or(clauses) | Best(clauses):
            return any(map(is_precise, clauses))
        case Not(part):
            return is_precise(part)
        case Between():
            return True
        case Term(view=view) | Phrase(view=view) | Near(view=view):
            return view is View.WORDS
    return False


def favour_new(
    docs: Sequence[ScoredDoc], day_of: Callable[[ScoredDoc], date | None], today: date
) -> list[ScoredDoc]:
    """The answers with their scores weighed by age, best first, ties as they were."""
    weighed = [replace(doc, score=doc.score * weigh_age(day_of(doc), today)) for doc in docs]
    return sorted(weighed, key=lambda doc: -doc.score)
