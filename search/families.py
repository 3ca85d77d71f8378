"""The best answers -> rows: an answer with those that say nearly the same, by other issuers or posted again.

The best answer of a family stands for it; the others are folded under it, wherever they are among the best
WINDOW. What may be alike is found by the terms that the vectors keep of each statement; whether it is, the
texts decide. Nothing is lost: every answer is in one row, and the total counts answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from weakref import WeakKeyDictionary

from corpus import Statement
from corpus.resemblance import measure_overlap
from index.engine import Engine, ScoredDoc
from index.vectors import NO_TERM, Vectors

WINDOW = 50
"""So many of the best answers, five pages, are compared; those beyond stand by themselves. With 100 a search
takes a millisecond more."""

SHARED = 0.6
"""Of the terms kept of two statements so many agree before their texts are compared. Of 10,000 real
statements 840 pairs do; of pairs that share .5 to .6 none of 100 is the same text, of .8 to .9 68 are."""

NEAR = 0.85
"""So near two vectors lie before their terms are compared: of those that are the same text none was
farther apart than .876."""

FEWEST_TERMS = 16
SHORTEST = 200
"""A shorter text (in code points) is like many others by chance."""

SAME = 0.8
"""The overlap of two texts that are the same but for a few words."""

AS_LONG = 0.6
"""The shorter text is at least so much of the longer: what quotes another is no copy of it."""

Read = Callable[[ScoredDoc], Statement | None]
Pair = tuple[str, int, str, int]


@dataclass(frozen=True, slots=True)
class Row:
    """An answer, and the others of its family in their order."""

    doc: ScoredDoc
    others: tuple[ScoredDoc, ...] = ()


def fold(docs: Sequence[ScoredDoc], engine: Engine, vectors: Vectors | None, read: Read) -> list[Row]:
    """The rows of the best answers in the order of their first; ``read`` gives an answer's statement."""
    known = _verdicts.setdefault(engine, {})
    leaders: dict[int, list[int]] = {place: [] for place in range(len(docs))}
    for first, place in pair_up(docs, vectors):
        if first in leaders and place in leaders:
            one, other = docs[first], docs[place]
            pair = (one.id, one.version, other.id, other.version)
            if pair not in known:
                known[pair] = are_alike(read(one), read(other))
            if known[pair]:
                leaders[first] += [place, *leaders.pop(place)]
    return [Row(docs[first], tuple(docs[place] for place in rest)) for first, rest in leaders.items()]


_verdicts: WeakKeyDictionary[Engine, dict[Pair, bool]] = WeakKeyDictionary()
"""What was compared in an open index, which never changes; let go of with it."""


def pair_up(docs: Sequence[ScoredDoc], vectors: Vectors | None) -> Iterator[tuple[int, int]]:
    """The places of two answers whose texts are worth a look, in order; without vectors all of them."""
    if vectors is None:
        yield from combinations(range(len(docs)), 2)
        return
    ids = [doc.id for doc in docs]
    rows = vectors.find(ids)
    firsts, seconds = (rows @ rows.T >= NEAR).nonzero()
    pairs = [pair for pair in zip(firsts.tolist(), seconds.tolist(), strict=True) if pair[0] < pair[1]]
    if not pairs:
        return
    places = sorted({place for pair in pairs for place in pair})
    marks, _ = vectors.tell([ids[place] for place in places])
    terms = {place: frozenset(row) - {NO_TERM} for place, row in zip(places, marks.tolist(), strict=True)}
    for first, second in pairs:
        fewest = max(FEWEST_TERMS, SHARED * min(len(terms[first]), len(terms[second])))
        if len(terms[first] & terms[second]) >= fewest:
            yield first, second


def are_alike(one: Statement | None, other: Statement | None) -> bool:
    """Whether the two texts are the same but for a few words."""
    if one is None or other is None:
        return False
    short, long = sorted((len(one.text), len(other.text)))
    return short >= SHORTEST and short >= AS_LONG * long and measure_overlap(one.text, other.text) >= SAME
