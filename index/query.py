"""What an index can be asked: a tree of clauses, filters that never score, and an order.

Leaves name a field and a view (``schema.View``); their tokens are those of ``analysis``. Leaves on the
views ``key`` and ``day`` match without scoring; all others score BM25. Positions count tokens.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from .schema import View

MAX_EXPANSIONS = 1_000
"""A prefix stands for at most so many words: its most frequent, ties by the word."""


@dataclass(frozen=True, slots=True)
class Term:
    """One token, or one whole value when the view is ``key``."""

    field: str
    view: View
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """These tokens, adjacent and in this order; two or more. Its idf is the sum of theirs."""

    field: str
    view: View
    tokens: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Near:
    """Each token and the next with at most ``slop`` tokens between them, in either order.

    It scores as its tokens do by themselves.
    """

    field: str
    view: View
    tokens: tuple[str, ...]
    slop: int
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that starts so: its ``MAX_EXPANSIONS`` most frequent words, the best one scores."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Any word with the same first letter at Damerau distance 1, from 8 letters on 2; the best scores."""

    field: str
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Between:
    """A day from ``start`` to ``end``, both included; None is open. A document without a day is out."""

    field: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Among:
    """One of these values of a KEYWORD field (or of ``id``); ``scores``, if given, one for each value."""

    field: str
    values: tuple[str, ...]
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class And:
    """All of ``clauses``; those of ``optional`` only add to the score. Scores are summed."""

    clauses: tuple[Clause, ...]
    optional: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """One of these or more; scores are summed."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the clause does not match; never scores."""

    clause: Clause


@dataclass(frozen=True, slots=True)
class Best:
    """One of these or more; the highest score counts (dis-max)."""

    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents, without a score."""


Leaf: TypeAlias = Term | Phrase | Near | Prefix | Fuzzy | Between | Among | Everything
Clause: TypeAlias = Leaf | And | Or | Not | Best


class Sort(enum.StrEnum):
    """The order of the answers: relevance is score, then newest, then id; the others end with the id too.

    Documents without a day come last in both orders by date.
    """

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Dates:
    """From ``start`` to ``end``, both days included; None is open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A question to one collection.

    ``filters``: field to values (values OR, fields AND, never score; a field without values is not
    filtered). ``limit`` is cut to the number of documents.
    """

    clause: Clause = Everything()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    issued: Dates | None = None
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    facets: tuple[str, ...] = ()
