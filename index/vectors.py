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
from itertools import pairwise
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

KEPT = 32
"""Terms kept of each document, those of the highest weight, for feedback: with 48 and 64 no figure rises."""

COMMON = 0.10
"""A term in a larger share of the documents tells nothing of one of them: with these RM3 loses."""

NO_TERM = 65_535


@dataclass(frozen=True, slots=True)
class Space:
    """What was learned: ``terms`` (sorted hashes), ``weights`` (idf), ``basis`` (terms × dimensions)."""

    terms: Array
    weights: Array
    basis: Array
    average: float

    def weigh(self, rows: Sequence[Mapping[int, float]]) -> csr_matrix:
        """The BM25 weights of bags of hashed terms (hash to frequency): documents × terms."""
        return _weigh(rows, self.terms, self.weights, self.average)

    def place(self, weighed: csr_matrix) -> Array:
        """A unit vector for each row of weights; zeros where it has none."""
        return _normalise(weighed @ self.basis)

    def point(self, tokens: Mapping[str, float]) -> Array:
        """The unit vector of a query, its stems weighed by idf; zeros where none is known."""
        hashes = {hash_term(token): weight for token, weight in tokens.items()}
        columns, values = _look_up(self.terms, hashes)
        weighed: Array = (values * self.weights[columns])[None, :] @ self.basis[columns]
        row: Array = _normalise(weighed)[0]
        return row


@dataclass(frozen=True, slots=True)
class Vectors:
    """The space of an index and its documents in it, each a row of the arrays: ``ids`` in order.

    ``rows`` are their unit vectors; ``marks`` the KEPT terms of the highest weight, as columns of the space
    (NO_TERM where there are fewer), and ``strengths`` their BM25 weights.
    """

    space: Space
    ids: Array
    rows: Array
    marks: Array
    strengths: Array

    def find(self, ids: Sequence[str]) -> Array:
        """The vectors of these documents, one row each, in their order; zeros for one it does not know."""
        at, known = self._places(ids)
        return np.asarray(np.where(known[:, None], self.rows[at], 0), dtype=np.float32)

    def tell(self, ids: Sequence[str]) -> tuple[Array, Array]:
        """The marks and strengths of these documents, one row each, in their order."""
        at, known = self._places(ids)
        marks = np.where(known[:, None], self.marks[at], NO_TERM)
        return marks, np.asarray(np.where(known[:, None], self.strengths[at], 0), dtype=np.float32)

    def _places(self, ids: Sequence[str]) -> tuple[Array, Array]:
        """The row of each document, and whether there is one."""
        wanted = np.array([number(id) for id in ids], dtype=np.uint64)
        at = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return at, self.ids[at] == wanted


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
    return Space(found[kept], weights, _decompose(_weigh(rows, found[kept], weights, average)), average)


def place(space: Space, bags: Bags) -> Vectors:
    """Where the documents lie, in order of id, in half precision."""
    order = np.argsort(np.array(bags.ids, dtype=np.uint64), kind="stable")
    ids = np.array(bags.ids, dtype=np.uint64)[order]
    rows = np.zeros((len(ids), space.basis.shape[1]), np.float16)
    marks = np.full((len(ids), KEPT), NO_TERM, np.uint16)
    strengths = np.zeros((len(ids), KEPT), np.float16)
    for start in range(0, len(ids), CHUNK):
        chunk = slice(start, start + CHUNK)
        weighed = space.weigh(bags.rows(order[chunk].tolist()))
        rows[chunk] = space.place(weighed)
        marks[chunk], strengths[chunk] = _keep_best(weighed, space)
    return Vectors(space, ids, rows, marks, strengths)


def renew(vectors: Vectors, gone: Iterable[str], bags: Bags) -> Vectors:
    """The same space with some documents taken out and others folded in (or in place of themselves)."""
    out = np.array([*map(number, gone), *bags.ids], dtype=np.uint64)
    stay = ~np.isin(vectors.ids, out)
    new = place(vectors.space, bags)
    ids = np.concatenate([vectors.ids[stay], new.ids])
    order = np.argsort(ids, kind="stable")
    pairs = ((vectors.rows, new.rows), (vectors.marks, new.marks), (vectors.strengths, new.strengths))
    return Vectors(
        vectors.space, ids[order], *(np.concatenate([old[stay], more])[order] for old, more in pairs)
    )


PARTS = ("terms", "weights", "basis", "ids", "rows", "marks", "strengths")


def save(vectors: Vectors, folder: Path) -> None:
    """Write the parts as files of ``folder``, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    space = vectors.space
    learned = (space.terms, space.weights, space.basis)
    placed = (vectors.ids, vectors.rows, vectors.marks, vectors.strengths)
    for name, part in zip(PARTS, (*learned, *placed), strict=True):
        np.save(folder / f"{name}.npy", part, allow_pickle=False)
    (folder / "space.json").write_text(json.dumps({"average": space.average}))


def load(folder: Path) -> Vectors | None:
    """The vectors in ``folder``, memory-mapped; None where there are none. Raises EngineError if damaged."""
    if not (folder / "space.json").exists():
        return None
    try:
        average = float(json.loads((folder / "space.json").read_text())["average"])
        terms, weights, basis, *rows = (
            np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in PARTS
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"The vectors in {folder} are damaged ({error}). Run: onrecord build") from error
    return Vectors(Space(terms, weights, basis, average), *rows)


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
    """The right singular vectors of the rows, each of length 1: terms × dimensions.

    A fixed start gives the same index the same.
    """
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    matrix = csr_matrix(matrix.multiply(1.0 / np.where(lengths > 0, lengths, 1.0)))
    dimensions = max(1, min(DIMENSIONS, min(matrix.shape) // 4))
    start = np.random.default_rng(SEED).standard_normal(min(matrix.shape))
    _, _, right = svds(matrix, k=dimensions, v0=start)
    return np.ascontiguousarray(right.T.astype(np.float32))


def _weigh(rows: Sequence[Mapping[int, float]], terms: Array, weights: Array, average: float) -> csr_matrix:
    """The BM25 weights of each document's known terms."""
    ends, columns, values = [0], [], []
    for row in rows:
        at, counts = _look_up(terms, row)
        length = K1 * (1 - B + B * sum(row.values()) / average)
        values.append(counts / (counts + length) * weights[at])
        columns.append(at)
        ends.append(ends[-1] + len(at))
    data = np.concatenate([np.zeros(0, np.float32), *values])
    indices = np.concatenate([np.zeros(0, np.int64), *columns])
    return csr_matrix((data, indices, ends), shape=(len(rows), len(terms)), dtype=np.float32)


def _keep_best(weighed: csr_matrix, space: Space) -> tuple[Array, Array]:
    """The marks and strengths of each row of weights."""
    marks = np.full((weighed.shape[0], KEPT), NO_TERM, np.uint16)
    strengths = np.zeros((weighed.shape[0], KEPT), np.float32)
    telling = np.asarray(space.weights) > np.log1p((1 - COMMON) / COMMON)
    for row, (start, end) in enumerate(pairwise(weighed.indptr)):
        columns, values = weighed.indices[start:end], weighed.data[start:end]
        columns, values = columns[telling[columns]], values[telling[columns]]
        best = np.argsort(-values, kind="stable")[:KEPT]
        marks[row, : len(best)] = columns[best]
        strengths[row, : len(best)] = values[best]
    return marks, strengths


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
