"""What a search gives back: hits with marked titles and snippets, facets, and the query read in words.

Spans are half-open, in code points of the fragment's own text. Nothing here is HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import overload

from corpus import Statement
from index.query import Query


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text with the spans to be marked, in order, not overlapping."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody said, with the words asked for marked.

    ``number``: its place among the quotations of the statement, from 1; ``speaker`` is None where it is not
    known; ``confidence`` is that of the speaker, 0 to 1.
    """

    fragment: Fragment
    number: int
    speaker: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, how many hits have it, and whether it is chosen now."""

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one field among the hits, most frequent first."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer; ``rank`` is 1-based over all results; ``why`` names the words that matched, and where.

    Where ``said:`` was asked, ``quotations`` are those found, and the snippet is made of them. ``also`` are
    the other answers that say nearly the same.
    """

    rank: int
    score: float
    statement: Statement
    title: Fragment
    snippet: tuple[Fragment, ...]
    why: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    also: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Words that were read otherwise than typed, how, and the query that takes them as typed."""

    words: str
    note: str
    instead: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of answers. ``query`` is the one that was meant, ``text`` the one that was typed.

    ``total`` counts statements; ``folded`` of them stand under another that says nearly the same, so that
    there are ``total - folded`` hits to page through.

    Without hits, ``blame`` says in a sentence which part finds nothing, and ``suggestion`` is a query that
    finds something; ``changes`` can be taken back one by one. ``seconds`` is the time of the search itself,
    without rendering.
    """

    query: Query
    text: str
    read_as: str
    total: int
    total_is_exact: bool
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    suggestion: str | None
    seconds: float
    blame: str | None = None
    changes: tuple[Change, ...] = ()
    folded: int = 0

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[index]
