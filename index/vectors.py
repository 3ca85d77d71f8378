"""The documents of an index -> a vector each, learned from the index itself (latent semantic analysis).

A truncated singular value decomposition of the BM25-weighted matrix of documents and terms (Deerwester et
al. 1990, "Indexing by Latent Semantic Analysis"), fitted on a sample where there are many documents; the
others, and those that come later, are folded in (ibid., section 4.2). Terms are known by a hash of 32 bits,
so that nothing grows with the vocabulary. Everything is a memory-mapped file of the generation.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from .analysis import BOUNDARY
from .engine import EngineError

Array: TypeAlias = NDArray[Any]

DIMENSIONS = 128
"""nDCG@10 of TIME and Cranfield fused at 0.4: .666/.433, with 200 dimensions .677/.428, in more space.
Never more than a quarter of the documents or terms: with as many there is nothing latent."""

FEWEST = 200
"""With fewer documents there is nothing to learn from: no vectors are made."""

SAMPLE = 20_000
"""The decomposition is fitted on so many documents, evenly spread, where there are more."""

TERMS = 50_000
"""The terms kept: those in two documents of the sample or more, the most frequent first."""

K1, B = 1.2, 0.75
SEED = 20_240_110
CHUNK = 4_096
"""Documents folded in at a time."""


@dataclass(frozen=True, slots=True)
class Space:
    """What was learned: ``terms`` (sorted hashes), ``weights`` (idf), ``basis`` (terms × dimensions)."""

    terms: Array
    weights: Array
    basis: Array
    average: float

    def place(self, rows: Sequence[Mapping[int, float]]) -> Array:
        """A unit vector for each bag of hashed terms (hash to frequency); zeros where none is known."""
        return _normalise(_weigh(rows, self.terms, self.weights, self.average) @ self.basis)

    def point(self, tokens: Mapping[str, float]) -> Array:
        """The unit vector of a query, its stems weighed by idf; zeros where none is known."""
        hashes = {hash_term(token): weight for token, weight in tokens.items()}
        columns, values = _look_up(self.terms, hashes)
        weighed: Array = (values * self.weights[columns])[None, :] @ self.basis[columns]
        row: Array = _normalise(weighed)[0]
        return row


@dataclass(frozen=True, slots=True)
class Vectors:
    """The space of an index and where its documents lie in it: ``ids`` sorted, a row of ``rows`` each."""

    space: Space
    ids: Array
    rows: Array

    def find(self, ids: Sequence[str]) -> Array:
        """The vectors of these documents, one row each, in their order; zeros for one it does not know."""
        wanted = np.array([number(id) for id in ids], dtype=np.uint64)
        if not len(self.ids) or not len(wanted):
            return np.zeros((len(wanted), self.rows.shape[1]), dtype=np.float32)
        at = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        found = np.asarray(self.rows[at], dtype=np.float32)
        found[self.ids[at] != wanted] = 0.0
        return found


class Bags:
    """Documents on their way into vectors: an id and its hashed terms each, in little memory."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self._terms: list[NDArray[np.uint32]] = []
        self._counts: list[NDArray[np.uint16]] = []

    def add(self, id: str, tokens: str) -> None:
        """Take in a document's stems, joined by blanks."""
        counts = Counter(tokens.split())
        counts.pop(BOUNDARY, None)
        self.ids.append(number(id))
        self._terms.append(np.fromiter(map(hash_term, counts), np.uint32, len(counts)))
        frequencies = (min(count, 65_535) for count in counts.values())
        self._counts.append(np.fromiter(frequencies, np.uint16, len(counts)))

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, at: int) -> dict[int, float]:
        """Hash to frequency of the document at that place."""
        return dict(zip(self._terms[at].tolist(), self._counts[at].tolist(), strict=True))

    def rows(self, places: Iterable[int]) -> list[dict[int, float]]:
        """The same for several."""
        return [self.row(at) for at in places]


def learn(bags: Bags) -> Space | None:
    """The space of these documents, fitted on SAMPLE of them; None where there are fewer than FEWEST."""
    if len(bags) < FEWEST:
        return None
    rows = bags.rows(sample(len(bags), SAMPLE))
    average = sum(sum(row.values()) for row in rows) / len(rows) or 1.0
    found, counts = np.unique(
        np.fromiter((term for row in rows for term in row), np.uint32), return_counts=True
    )
    common = np.argsort(-counts, kind="stable")[: max(1, min(TERMS, int((counts > 1).sum())))]
    kept = np.sort(common)
    documents = counts[kept].astype(np.float32)
    weights = np.log1p((len(rows) - documents + 0.5) / (documents + 0.5)).astype(np.float32)
    matrix = _weigh(rows, found[kept], weights, average)
    return Space(found[kept], weights, _decompose(matrix), average)


def place(space: Space, bags: Bags) -> Vectors:
    """Where the documents lie, in order of id, as half-precision rows."""
    order = np.argsort(np.array(bags.ids, dtype=np.uint64), kind="stable")
    chunks = [order[start : start + CHUNK] for start in range(0, len(order), CHUNK)]
    parts = [space.place(bags.rows(chunk.tolist())).astype(np.float16) for chunk in chunks]
    empty = np.zeros((0, space.basis.shape[1]), np.float16)
    ids = np.array(bags.ids, dtype=np.uint64)[order]
    return Vectors(space, ids, np.concatenate([empty, *parts]))


def renew(vectors: Vectors, gone: Iterable[str], bags: Bags) -> Vectors:
    """The same space with some documents taken out and others folded in (or in place of themselves)."""
    out = np.array([*map(number, gone), *bags.ids], dtype=np.uint64)
    stay = ~np.isin(vectors.ids, out)
    new = place(vectors.space, bags)
    ids = np.concatenate([vectors.ids[stay], new.ids])
    order = np.argsort(ids, kind="stable")
    return Vectors(vectors.space, ids[order], np.concatenate([vectors.rows[stay], new.rows])[order])


PARTS = ("terms", "weights", "basis", "ids", "rows")


def save(vectors: Vectors, folder: Path) -> None:
    """Write the parts as files of ``folder``, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    space = vectors.space
    parts = (space.terms, space.weights, space.basis, vectors.ids, vectors.rows)
    for name, part in zip(PARTS, parts, strict=True):
        np.save(folder / f"{name}.npy", part, allow_pickle=False)
    (folder / "space.json").write_text(json.dumps({"average": space.average}))


def load(folder: Path) -> Vectors | None:
    """The vectors in ``folder``, memory-mapped; None where there are none. Raises EngineError if damaged."""
    if not (folder / "space.json").exists():
        return None
    try:
        average = float(json.loads((folder / "space.json").read_text())["average"])
        terms, weights, basis, ids, rows = (
            np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in PARTS
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"The vectors in {folder} are damaged ({error}). Run: onrecord build") from error
    return Vectors(Space(terms, weights, basis, average), ids, rows)


def number(id: str) -> int:
    """The 64 bits that an id's first 16 hex digits stand for."""
    return int(id[:16], 16)


def hash_term(token: str) -> int:
    """32 bits that stand for a term (CRC-32 of its UTF-8)."""
    return zlib.crc32(token.encode("utf-8", "surrogatepass"))


def sample(count: int, size: int) -> list[int]:
    """At most ``size`` places of 0 to ``count``, evenly spread."""
    step = max(1.0, count / size)
    return [int(at * step) for at in range(min(count, size))]


def _decompose(matrix: csr_matrix) -> Array:
    """The right singular vectors, terms × dimensions; a fixed start gives the same index the same."""
    dimensions = max(1, min(DIMENSIONS, min(matrix.shape) // 4))
    start = np.random.default_rng(SEED).standard_normal(min(matrix.shape))
    _, _, right = svds(matrix, k=dimensions, v0=start)
    return np.ascontiguousarray(right.T.astype(np.float32))


def _weigh(rows: Sequence[Mapping[int, float]], terms: Array, weights: Array, average: float) -> csr_matrix:
    """The BM25 weights of each document's known terms, every row of length 1."""
    ends, columns, values = [0], [], []
    for row in rows:
        at, counts = _look_up(terms, row)
        length = K1 * (1 - B + B * sum(row.values()) / average)
        weighed = counts / (counts + length) * weights[at]
        values.append(weighed / (np.linalg.norm(weighed) or 1.0))
        columns.append(at)
        ends.append(ends[-1] + len(at))
    data = np.concatenate([np.zeros(0, np.float32), *values])
    indices = np.concatenate([np.zeros(0, np.int64), *columns])
    return csr_matrix((data, indices, ends), shape=(len(rows), len(terms)), dtype=np.float32)


def _look_up(terms: Array, row: Mapping[int, float]) -> tuple[Array, Array]:
    """The columns of the terms that are known, and their frequencies."""
    hashes = np.fromiter(row.keys(), np.uint32, len(row))
    counts = np.fromiter(row.values(), np.float32, len(row))
    at = np.minimum(np.searchsorted(terms, hashes), len(terms) - 1)
    known = terms[at] == hashes
    return at[known], counts[known]


def _normalise(rows: Array) -> Array:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
