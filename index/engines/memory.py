"""The plain engine: every document is looked at, every clause evaluated as it is defined.

It is what the other engines are compared with, so it is written to be seen to be right. BM25 is Robertson's
in the form of Lucene (Kamphuis et al., "Which BM25 Do You Mean?", ECIR 2020, the variant with the
accurate document length), k1 = 1.2 and b = 0.75; a phrase weighs as much as its words together; ``Near``
scores as its words do. The index is one file of JSON lines, read whole when it is opened.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..analysis import BOUNDARY
from ..engine import Document, EngineError, ScoredDoc, TopDocs, round_score
from ..plan import ID, ISSUED, Plan, make_plan
from ..query import Among, And, Best, Between, Clause, Everything, Near, Not, Or, Phrase, Query, Sort, Term
from ..schema import SCHEMA_VERSION, Collection, View, column
from .disk import make_folder, sync_folder

K1, B = 1.2, 0.75
_FILE = "documents.jsonl"


@dataclass(slots=True)
class _Entry:
    """A document with the places of its tokens: column to token to positions in ascending order."""

    document: Document
    places: dict[str, dict[str, list[int]]]
    lengths: dict[str, int]

    @classmethod
    def of(cls, document: Document) -> _Entry:
        tokens = {name: text.split() for name, text in document.texts.items()}
        places: dict[str, dict[str, list[int]]] = {name: {} for name in tokens}
        for name, sequence in tokens.items():
            for place, token in enumerate(sequence):
                places[name].setdefault(token, []).append(place)
        return cls(document, places, {name: len(sequence) for name, sequence in tokens.items()})

    def find(self, name: str, token: str) -> Sequence[int]:
        return self.places.get(name, {}).get(token, ())

    def keys(self, name: str) -> tuple[str, ...]:
        return (self.document.id,) if name == ID else self.document.keys.get(name, ())


@dataclass(slots=True)
class _Statistics:
    """What BM25 needs to know of the whole collection, by column."""

    documents: int
    lengths: Counter[str] = field(default_factory=Counter)
    frequencies: dict[str, Counter[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Sequence[_Entry]) -> _Statistics:
        made = cls(len(entries))
        for entry in entries:
            made.lengths.update(entry.lengths)
            for name, places in entry.places.items():
                made.frequencies.setdefault(name, Counter()).update(places.keys())
        return made

    def idf(self, name: str, token: str) -> float:
        found = self.frequencies.get(name, Counter())[token]
        return math.log(1 + (self.documents - found + 0.5) / (found + 0.5))

    def bm25(self, name: str, tokens: Sequence[str], times: int, length: int) -> float:
        """The score of tokens that stand together so many times in a column of so many tokens."""
        average = self.lengths[name] / self.documents
        idf = sum(self.idf(name, token) for token in tokens)
        return idf * times * (K1 + 1) / (times + K1 * (1 - B + B * length / average))


class MemoryEngine:
    """One collection in one file."""

    def __init__(self, folder: Path, collection: Collection) -> None:
        self._folder = folder
        self._collection = collection
        self._entries: list[_Entry] | None = None
        if (folder / _FILE).exists():
            self._entries = [_Entry.of(document) for document in _load(folder / _FILE, collection)]
        self._statistics = _Statistics.of(self._entries or ())

    @contextmanager
    def writer(self, fresh: bool = False) -> Iterator[MemoryWriter]:
        """See ``Engine``."""
        documents: list[Document] = []
        if not make_folder(self._folder) and not (self._folder / _FILE).exists():
            raise EngineError(f"The folder {self._folder} holds something else than an index.")
        if not fresh and (self._folder / _FILE).exists():
            documents = _load(self._folder / _FILE, self._collection)
        writer = MemoryWriter({document.id: document for document in documents})
        yield writer
        _save(self._folder, writer.documents, self._collection)

    def search(self, query: Query) -> TopDocs:
        """See ``Engine``."""
        entries = self._opened()
        plan = make_plan(query, self._collection, self.words)
        scored = [(entry, self._score(plan.clause, entry)) for entry in entries]
        matched = [(entry, round_score(score)) for entry, score in scored if score is not None]
        found = self._narrow(matched, plan.filters())
        found.sort(key=lambda pair: _order(pair[0], pair[1], plan.sort))
        docs = [
            ScoredDoc(
                entry.document.id, entry.document.version, score if plan.sort is Sort.RELEVANCE else 0.0
            )
            for entry, score in found[plan.offset : plan.offset + plan.limit]
        ]
        return TopDocs(len(found), True, docs, self._count_facets(matched, plan))

    def words(self, field: str, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """See ``Engine``."""
        self._opened()
        counts = self._statistics.frequencies.get(column(field, View.WORDS), Counter())
        found = [(word, n) for word, n in counts.items() if word.startswith(prefix) and word != BOUNDARY]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]

    def fingerprints(self) -> Mapping[str, str]:
        """See ``Engine``."""
        return {entry.document.id: entry.document.fingerprint for entry in self._opened()}

    def count(self) -> int:
        """See ``Engine``."""
        return len(self._opened())

    def close(self) -> None:
        """See ``Engine``."""

    def _opened(self) -> list[_Entry]:
        if self._entries is None:
            raise EngineError(f"There is no index in {self._folder}; build one first.")
        return self._entries

    def _narrow(
        self, matched: list[tuple[_Entry, float]], filters: tuple[Clause, ...]
    ) -> list[tuple[_Entry, float]]:
        """Those that match all the filters."""
        return [pair for pair in matched if all(self._score(one, pair[0]) is not None for one in filters)]

    def _count_facets(
        self, matched: list[tuple[_Entry, float]], plan: Plan
    ) -> dict[str, list[tuple[str, int]]]:
        facets = {}
        for name in plan.facets:
            found = self._narrow(matched, plan.filters(but=name))
            counts = Counter(value for entry, _ in found for value in entry.keys(name))
            facets[name] = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return facets

    def _score(self, clause: Clause, entry: _Entry) -> float | None:
        """The score of the entry, None where it does not match."""
        match clause:
            case And(clauses, optional):
                return self._score_and(clauses, optional, entry)
            case Or(clauses):
                scores = self._scores(clauses, entry)
                return sum(scores) if scores else None
            case Best(clauses):
                return max(self._scores(clauses, entry), default=None)
            case Not(part):
                return 0.0 if self._score(part, entry) is None else None
            case _:
                return self._score_leaf(clause, entry)

    def _score_and(
        self, clauses: tuple[Clause, ...], optional: tuple[Clause, ...], entry: _Entry
    ) -> float | None:
        scores = self._scores(clauses, entry)
        return sum(scores) + sum(self._scores(optional, entry)) if len(scores) == len(clauses) else None

    def _scores(self, clauses: tuple[Clause, ...], entry: _Entry) -> list[float]:
        scores = (self._score(clause, entry) for clause in clauses)
        return [score for score in scores if score is not None]

    def _score_leaf(self, clause: Clause, entry: _Entry) -> float | None:
        match clause:
            case Term(name, View.KEY, token, _):
                return 0.0 if token in entry.keys(name) else None
            case Term(name, view, token, boost):
                return self._score_tokens(column(name, view), (token,), boost, entry)
            case Phrase(name, view, tokens, boost):
                return self._score_tokens(column(name, view), tokens, boost, entry)
            case Near(name, view, tokens, slop, boost):
                scores = self._scores(tuple(Term(name, view, token, boost) for token in tokens), entry)
                return sum(scores) if _are_near(entry, column(name, view), tokens, slop) else None
            case Between(name, start, end):
                day = entry.document.days.get(name, 0)
                inside = (not start or day >= start.toordinal()) and (not end or day <= end.toordinal())
                return 0.0 if day and inside else None
            case Among(name, values, scores):
                weights = dict.fromkeys(values, 0.0) | _highest(values, scores)
                return max((weights[key] for key in entry.keys(name) if key in weights), default=None)
            case Everything():
                return 0.0
        raise EngineError(f"{type(clause).__name__} is no clause that an index can be asked.")

    def _score_tokens(self, name: str, tokens: tuple[str, ...], boost: float, entry: _Entry) -> float | None:
        others = [set(entry.find(name, token)) for token in tokens[1:]]
        starts = [
            start
            for start in entry.find(name, tokens[0])
            if all(start + step in places for step, places in enumerate(others, start=1))
        ]
        if not starts:
            return None
        return boost * self._statistics.bm25(name, tokens, len(starts), entry.lengths[name])


class MemoryWriter:
    """The documents to be, by id."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self.documents = documents

    def add(self, document: Document) -> None:
        """See ``Writer``."""
        self.documents[document.id] = document

    def delete(self, id: str) -> None:
        """See ``Writer``."""
        self.documents.pop(id, None)


def _are_near(entry: _Entry, name: str, tokens: tuple[str, ...], slop: int) -> bool:
    """Whether each token and the next stand somewhere with at most ``slop`` tokens between them."""
    return all(
        any(
            0 < abs(one - other) <= slop + 1
            for one in entry.find(name, first)
            for other in entry.find(name, second)
        )
        for first, second in pairwise(tokens)
    )


def _highest(values: tuple[str, ...], scores: tuple[float, ...]) -> dict[str, float]:
    """Value to the highest of the scores given for it."""
    weights: dict[str, float] = {}
    for value, score in zip(values, scores, strict=False):
        weights[value] = max(score, weights.get(value, 0.0))
    return weights


def _order(entry: _Entry, score: float, sort: Sort) -> tuple[float, int, str]:
    day = entry.document.days.get(ISSUED, 0)
    match sort:
        case Sort.RELEVANCE:
            return -score, -day, entry.document.id
        case Sort.NEWEST:
            return 0.0, -day, entry.document.id
        case Sort.OLDEST:
            return 0.0 if day else 1.0, day, entry.document.id


def _load(file: Path, collection: Collection) -> list[Document]:
    """The documents of the file; raises EngineError where it is not what was written."""
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            head = json.loads(next(lines))
            documents = [_read(json.loads(line)) for line in lines]
    except (OSError, ValueError, TypeError, KeyError, StopIteration) as error:
        raise EngineError(f"The index {file} cannot be read ({error}); build it anew.") from error
    if head != _head(len(documents), collection):
        raise EngineError(f"The index {file} is not whole or of another version; build it anew.")
    return documents


def _read(data: dict[str, Any]) -> Document:
    keys = {name: tuple(values) for name, values in data.pop("keys").items()}
    return Document(keys=keys, **data)


def _head(count: int, collection: Collection) -> dict[str, object]:
    return {"collection": collection.name, "schema": SCHEMA_VERSION, "documents": count}


def _save(folder: Path, documents: dict[str, Document], collection: Collection) -> None:
    """Write the file beside the old one, to the disk, and put it in its place."""
    lines = [_head(len(documents), collection), *(asdict(document) for document in documents.values())]
    fresh = folder / f"{_FILE}.new"
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(json.dumps(line) + "\n" for line in lines)
        sync_folder(folder)
        fresh.replace(folder / _FILE)
        sync_folder(folder)
    except OSError as error:
        raise EngineError(f"The index in {folder} cannot be written ({error}).") from error
