"""What every engine promises: documents in, ranked ids and counts out.

An engine holds one collection in one folder. It sees tokens, never text: the documents and the queries
are analysed before they come here, so all engines agree by construction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from .query import Query


class EngineError(Exception):
    """The index cannot answer or be written; the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """What an engine is given: tokens joined by blanks, raw keyword values, days as ordinals.

    ``texts``: column to tokens; ``keys``: field to values (never empty: MISSING); ``days``: field to
    ordinal, 0 when unknown. ``fingerprint`` changes when anything that is indexed changes.
    """

    id: str
    version: int
    fingerprint: str
    texts: Mapping[str, str]
    keys: Mapping[str, tuple[str, ...]]
    days: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ScoredDoc:
    """One answer: the document's id and version, and its score, 0 where the order is by date."""

    id: str
    version: int
    score: float


@dataclass(frozen=True, slots=True)
class TopDocs:
    """The answers from ``offset`` on, best first.

    ``facets``: field to (value, count), most first, ties by value. A facet's counts ignore the filter on
    its own field and obey all others.
    """

    total: int
    total_is_exact: bool
    docs: Sequence[ScoredDoc]
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)


def round_score(score: float) -> float:
    """The score to five digits, as all engines order by it: single and double precision agree on ties."""
    return float(f"{score:.5g}")


class Writer(Protocol):
    """Changes to one collection; nothing is seen before the context ends without an error."""

    def add(self, document: Document) -> None:
        """Add the document, in place of any of the same id."""

    def delete(self, id: str) -> None:
        """Take the document of that id out; nothing happens where there is none."""


class Engine(Protocol):
    """One collection, opened as it was at that moment; safe for many threads at once."""

    def writer(self, fresh: bool = False) -> AbstractContextManager[Writer]:
        """Commits on success, discards on any error; ``fresh`` starts from nothing. One at a time.

        What is committed is on the disk, and is seen by engines opened afterwards.
        """

    def search(self, query: Query) -> TopDocs:
        """The best documents; raises EngineError."""

    def words(self, field: str, prefix: str, limit: int | None = None) -> Sequence[tuple[str, int]]:
        """The words of a TEXT field that start so, with the number of documents, most first, ties by word."""

    def fingerprints(self) -> Mapping[str, str]:
        """Id to fingerprint of every document."""

    def count(self) -> int:
        """The number of documents."""

    def close(self) -> None:
        """Let go of files and threads."""
