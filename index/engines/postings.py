"""Postings -> scores: a clause evaluated term by term over a library that keeps the postings and no more.

The formula is that of the plain engine; the way is the other one round. There each document is held against
the clause; here each leaf becomes a dictionary of documents and scores, and these are joined.
"""

from __future__ import annotations

import heapq
import math
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise
from typing import TypeAlias

from ..engine import ScoredDoc, TopDocs, round_score
from ..plan import ISSUED, Plan
from ..query import Among, And, Best, Between, Clause, Everything, Near, Not, Or, Phrase, Sort, Term
from ..schema import View, column

K1, B = 1.2, 0.75

Scores: TypeAlias = dict[int, float]
"""Number of a document to its score; what is not in it does not match."""


class Postings(ABC):
    """What the evaluation reads. Documents have numbers; those deleted are never told."""

    @abstractmethod
    def documents(self) -> Collection[int]:
        """All documents."""

    @abstractmethod
    def identify(self, number: int) -> tuple[str, int]:
        """Id and version of a document."""

    @abstractmethod
    def frequencies(self, name: str, token: str) -> Mapping[int, float]:
        """How often the token stands in a column of each document."""

    @abstractmethod
    def count(self, name: str, token: str) -> int:
        """How many documents hold the token in a column."""

    @abstractmethod
    def positions(self, name: str, token: str, among: Collection[int]) -> Mapping[int, Sequence[int]]:
        """Where the token stands in a column of these documents, in ascending order."""

    @abstractmethod
    def norms(self, name: str) -> Sequence[float]:
        """For each document K1 (1 - B + B length / average length) of a column."""

    @abstractmethod
    def holders(self, field: str, value: str) -> Collection[int]:
        """The documents with this value of a KEYWORD field."""

    @abstractmethod
    def days(self, field: str) -> Sequence[int]:
        """The ordinal of each document's day, 0 when unknown."""

    @abstractmethod
    def values(self, field: str) -> Sequence[tuple[str, ...]]:
        """The values of a KEYWORD field of each document."""

    def answer(self, plan: Plan) -> TopDocs:
        """The page that is asked for, the total and the facets."""
        scores = self.evaluate(plan.clause)
        found = self._narrow(scores, plan.filters())
        facets = {}
        for name in plan.facets:
            within = self._narrow(scores, plan.filters(but=name)) if name in plan.narrowing else found
            counts = Counter(chain.from_iterable(map(self.values(name).__getitem__, within)))
            facets[name] = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        docs = [ScoredDoc(*self.identify(number), score) for number, score in self._cut_page(found, plan)]
        return TopDocs(len(found), True, docs, facets)

    def _narrow(self, scores: Scores, filters: tuple[Clause, ...]) -> Scores:
        """The scores of those documents that match the filters too."""
        if not filters:
            return scores
        within = self.evaluate(And(filters))
        return {number: score for number, score in scores.items() if number in within}

    def _cut_page(self, found: Scores, plan: Plan) -> list[tuple[int, float]]:
        """The documents of the page in their order, with their scores."""
        days = self.days(ISSUED)
        end = min(plan.offset + plan.limit, len(found))
        if plan.sort is Sort.RELEVANCE:
            # Somewhat below the last score of the page: what is rounded to it is its equal.
            least = 0.999 * min(heapq.nlargest(end, found.values()), default=0.0)
            rows = [
                (-round_score(score), -days[number], self.identify(number)[0], number)
                for number, score in found.items()
                if score >= least
            ]
        else:
            sign, late = (-1, 0) if plan.sort is Sort.NEWEST else (1, date.max.toordinal() + 1)
            rows = [
                (0.0, sign * (days[number] or late), self.identify(number)[0], number) for number in found
            ]
        return [(number, -score) for score, _, _, number in heapq.nsmallest(end, rows)[plan.offset :]]

    def evaluate(self, clause: Clause) -> Scores:
        """The documents that match, with their scores."""
        match clause:
            case And(clauses, optional):
                return self._evaluate_and(clauses, optional)
            case Or(clauses):
                return _add([self.evaluate(part) for part in clauses])
            case Best(clauses):
                return _take_best([self.evaluate(part) for part in clauses])
            case Not(part):
                found = self.evaluate(part)
                return {number: 0.0 for number in self.documents() if number not in found}
            case _:
                return self._evaluate_leaf(clause)

    def _evaluate_and(self, clauses: tuple[Clause, ...], optional: tuple[Clause, ...]) -> Scores:
        found = [self.evaluate(part) for part in clauses or (Everything(),)]
        fewest: Scores = min(found, key=len)
        common = set(fewest)
        for scores in found:
            common &= scores.keys()
        extra = [self.evaluate(part) for part in optional]
        return {
            number: sum(scores[number] for scores in found) + sum(scores.get(number, 0.0) for scores in extra)
            for number in common
        }

    def _evaluate_leaf(self, clause: Clause) -> Scores:
        match clause:
            case Term(field, View.KEY, token, _):
                return dict.fromkeys(self.holders(field, token), 0.0)
            case Term(field, view, token, boost):
                return self._evaluate_term(column(field, view), token, boost)
            case Phrase(field, view, tokens, boost):
                return self._evaluate_phrase(column(field, view), tokens, boost)
            case Near():
                return self._evaluate_near(clause)
            case Between(field, start, end):
                first, last = start.toordinal() if start else 1, end.toordinal() if end else math.inf
                days = self.days(field)
                return {number: 0.0 for number in self.documents() if first <= days[number] <= last}
            case Among(field, values, scores):
                weights = scores or (0.0,) * len(values)
                found = zip(values, weights, strict=True)
                return _take_best(
                    [dict.fromkeys(self.holders(field, value), weight) for value, weight in found]
                )
            case _:
                return dict.fromkeys(self.documents(), 0.0)

    def _evaluate_term(self, name: str, token: str, boost: float) -> Scores:
        times = self.frequencies(name, token)
        return self._weigh(name, times, self._idf(len(times)), boost)

    def _idf(self, count: int) -> float:
        return math.log(1 + (len(self.documents()) - count + 0.5) / (count + 0.5))

    def _weigh(self, name: str, times: Mapping[int, float], idf: float, boost: float) -> Scores:
        norms = self.norms(name)
        factor = boost * idf * (K1 + 1)
        return {number: factor * often / (often + norms[number]) for number, often in times.items()}

    def _places(self, name: str, tokens: tuple[str, ...]) -> dict[str, Mapping[int, Sequence[int]]]:
        """Where each token stands, in those documents that hold all of them."""
        found = sorted((self.frequencies(name, token) for token in set(tokens)), key=len)
        common = set(found[0])
        for others in found[1:]:
            common &= others.keys()
        return {token: self.positions(name, token, common) for token in set(tokens)} if common else {}

    def _evaluate_phrase(self, name: str, tokens: tuple[str, ...], boost: float) -> Scores:
        places = self._places(name, tokens)
        times: dict[int, float] = {}
        for number in places[tokens[0]] if places else ():
            starts = set(places[tokens[0]][number])
            for step, token in enumerate(tokens[1:], start=1):
                starts &= {place - step for place in places[token][number]}
            if starts:
                times[number] = len(starts)
        idf = sum(self._idf(self.count(name, token)) for token in tokens) if times else 0.0
        return self._weigh(name, times, idf, boost)

    def _evaluate_near(self, near: Near) -> Scores:
        name = column(near.field, near.view)
        places = self._places(name, near.tokens)
        close = {
            number
            for number in (places[near.tokens[0]] if places else ())
            if all(
                _are_close(places[first][number], places[second][number], near.slop)
                for first, second in pairwise(near.tokens)
            )
        }
        words = [
            self.evaluate(Term(near.field, near.view, token, near.boost)) if close else {}
            for token in near.tokens
        ]
        return {number: sum(scores[number] for scores in words) for number in close}


def _add(found: Sequence[Scores]) -> Scores:
    total: Scores = dict(found[0]) if found else {}
    for scores in found[1:]:
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _take_best(found: Sequence[Scores]) -> Scores:
    best: Scores = dict(found[0]) if found else {}
    for scores in found[1:]:
        for number, score in scores.items():
            if score >= best.get(number, 0.0):
                best[number] = score
    return best


def _are_close(ones: Sequence[int], others: Sequence[int], slop: int) -> bool:
    """Whether two different places, one of each, have at most ``slop`` tokens between them."""
    for one in ones:
        at = bisect_left(others, one - slop - 1)
        while at < len(others) and others[at] <= one + slop + 1:
            if others[at] != one:
                return True
            at += 1
    return False
