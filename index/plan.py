"""Query -> Plan: the same question, checked and without anything that engines might read differently.

Prefixes and fuzzy words have become words, filters clauses; unknown fields, absurd depths and numbers that
are none have been refused, so that an engine only has to translate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from .engine import EngineError
from .query import (
    Among,
    And,
    Best,
    Between,
    Clause,
    Everything,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Sort,
    Term,
)
from .schema import KIND_OF, Collection, Kind, View
from .vocabulary import Words, expand

MAX_DEPTH = 64
"""Clauses nest at most so deep: engines recurse, and a stack is finite."""

MAX_SLOP = 200
"""So many words may stand between those of a Near: more than that is the same document."""

ID = "id"
"""The one field that every collection has: a KEYWORD of one value."""

ISSUED = "issued"
"""The DATE field that ``Query.issued`` and all orders refer to."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``narrowing``: field to the clause of its filter; the range of ``issued`` is under its own name."""

    clause: Clause
    narrowing: Mapping[str, Clause]
    sort: Sort
    offset: int
    limit: int
    facets: tuple[str, ...]

    @property
    def scores(self) -> bool:
        """Whether the answers are ordered by score; those that cannot have one are ordered by day."""
        return self.sort is Sort.RELEVANCE and _can_score(self.clause)

    def filters(self, but: str | None = None) -> tuple[Clause, ...]:
        """The clauses of all filters, without the one of the field ``but``."""
        return tuple(clause for name, clause in self.narrowing.items() if name != but)


def make_plan(query: Query, collection: Collection, words: Words) -> Plan:
    """Raises EngineError where the query cannot be asked; ``words`` are the engine's (see ``expand``)."""
    _check(query.clause, collection, 1)
    for name in (*query.filters, *query.facets):
        _check_field(name, View.KEY, collection)
    if query.offset < 0 or query.limit < 0:
        raise EngineError("The offset and the limit of a query cannot be negative.")
    return Plan(
        clause=expand(query.clause, words),
        narrowing={name: expand(part, words) for name, part in _narrow(query).items()},
        sort=query.sort,
        offset=query.offset,
        limit=query.limit,
        facets=query.facets,
    )


def _can_score(clause: Clause) -> bool:
    match clause:
        case And(clauses, optional):
            return any(map(_can_score, clauses + optional))
        case Or(clauses) | Best(clauses):
            return any(map(_can_score, clauses))
        case Term(_, view, _, boost):
            return view is not View.KEY and boost > 0
        case Phrase(boost=boost) | Near(boost=boost):
            return boost > 0
        case Among(_, _, scores):
            return any(scores)
        case _:
            return False


def _narrow(query: Query) -> dict[str, Clause]:
    """A field whose filter has no values is not filtered; neither are open dates."""
    narrowing: dict[str, Clause] = {
        name: Among(name, tuple(values)) for name, values in query.filters.items() if values
    }
    dates = query.issued
    if dates is not None and (dates.start or dates.end):
        narrowing[ISSUED] = Between(ISSUED, dates.start, dates.end)
    return narrowing


def _check(clause: Clause, collection: Collection, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise EngineError(f"The query nests more than {MAX_DEPTH} levels deep; ask something simpler.")
    match clause:
        case And(clauses, optional):
            parts = clauses + optional
        case Or(clauses) | Best(clauses):
            parts = clauses
        case Not(part):
            parts = (part,)
        case _:
            parts = ()
            _check_leaf(clause, collection)
    for part in parts:
        _check(part, collection, depth + 1)


def _check_leaf(clause: Clause, collection: Collection) -> None:
    match clause:
        case Term(field, view, _, boost) | Phrase(field, view, _, boost) | Near(field, view, _, _, boost):
            _check_field(field, view, collection)
            _check_score(boost)
            if not isinstance(clause, Term) and view not in (View.STEMS, View.WORDS):
                raise EngineError(f"The values of the field {field!r} are whole; it has no phrases.")
            if isinstance(clause, Near) and not 0 <= clause.slop <= MAX_SLOP:
                raise EngineError(f"From 0 to {MAX_SLOP} words may stand between two, not {clause.slop}.")
        case Prefix(field, _, boost) | Fuzzy(field, _, boost):
            _check_field(field, View.WORDS, collection)
            _check_score(boost)
        case Between(field):
            _check_field(field, View.DAY, collection)
        case Among(field, values, scores):
            _check_field(field, View.KEY, collection)
            for score in scores:
                _check_score(score)
            if scores and len(scores) != len(values):
                raise EngineError(f"{len(values)} values of {field!r} came with {len(scores)} scores.")
        case Everything():
            pass
        case _:
            raise EngineError(f"{type(clause).__name__} is no clause that an index can be asked.")


def _check_field(name: str, view: View, collection: Collection) -> None:
    known = {field.name: field.kind for field in collection.fields} | {ID: Kind.KEYWORD}
    if name not in known:
        raise EngineError(f"The {collection.name} have no field {name!r}; they have {', '.join(known)}.")
    if KIND_OF[view] not in known[name]:
        raise EngineError(f"The field {name!r} of the {collection.name} cannot be asked by {view.value}.")


def _check_score(score: float) -> None:
    if not (math.isfinite(score) and score >= 0):
        raise EngineError(f"A weight must be a number from 0 on, not {score}.")
