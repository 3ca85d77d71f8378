"""Bags -> the space they span, and where each of them lies in it: all the sums that only a build makes.

A truncated singular value decomposition of the BM25-weighted matrix of documents and terms (Deerwester et
al. 1990, "Indexing by Latent Semantic Analysis"), found by chance and refined (Halko, Martinsson and Tropp
2011, "Finding Structure with Randomness", algorithms 4.4 and 5.1). Documents are folded into it (Deerwester
et al., section 4.2), those that it was learned from as well as others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .vectors import K1, KEPT, NO_TERM, Array, B, Places, Space, normalise

DIMENSIONS = 128
"""nDCG@10 of TIME and Cranfield fused at 0.4: .666/.433, with 200 dimensions .677/.428, in more space.
Never more than a quarter of the documents or terms: with as many there is nothing latent."""

FEWEST = 200
"""With fewer documents there is nothing to learn from: no vectors are made."""

TERMS = 50_000
"""The terms kept: those in two documents of the sample or more, the most frequent first."""

SEED = 20_240_110

OVERSAMPLING = 12
ROUNDS = 2
"""Power iterations: TIME, Cranfield and CACM .677, .434, .510; with 10 .677, .432, .507."""

COMMON = 0.10
"""A term in a larger share of the documents tells nothing of one of them: with these RM3 loses."""

Sparse: TypeAlias = Any
"""A ``csr_matrix``."""


@dataclass(frozen=True, slots=True)
class Bags:
    """Several bags one after the other: those of document ``i`` from ``ends[i]`` to ``ends[i + 1]``."""

    terms: NDArray[np.uint32]
    counts: NDArray[np.uint16]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ends) - 1

    def measure(self) -> Array:
        """The number of tokens of each document."""
        sums = np.concatenate([[0], np.cumsum(self.counts, dtype=np.int64)])
        return np.asarray(sums[self.ends[1:]] - sums[self.ends[:-1]])


def unpack(packed: Iterable[bytes]) -> Bags:
    """What ``bags.pack`` made, as arrays."""
    whole = list(packed)
    sizes = np.array([len(bag) // 6 for bag in whole], np.int64)
    terms = b"".join([bag[: len(bag) // 6 * 4] for bag in whole])
    counts = b"".join([bag[len(bag) // 6 * 4 :] for bag in whole])
    ends = np.concatenate([[0], np.cumsum(sizes)])
    return Bags(np.frombuffer(terms, "<u4"), np.frombuffer(counts, "<u2"), ends)


def learn(bags: Bags) -> Space | None:
    """The space of these documents; None where there are fewer than FEWEST, or none with a word."""
    if len(bags) < FEWEST or not len(bags.terms):
        return None
    average = float(bags.measure().mean()) or 1.0
    found, counts = np.unique(bags.terms, return_counts=True)
    common = np.argsort(-counts, kind="stable")[: max(1, min(TERMS, int((counts > 1).sum())))]
    kept = np.sort(common)
    documents = counts[kept].astype(np.float32)
    weights = np.log1p((len(bags) - documents + 0.5) / (documents + 0.5)).astype(np.float32)
    return Space(found[kept], weights, _decompose(_weigh(bags, found[kept], weights, average)), average)


def fold(space: Space, bags: Bags) -> Places:
    """Where documents lie in a space that is known, in their order."""
    weighed = _weigh(bags, space.terms, space.weights, space.average)
    rows = normalise(weighed @ space.basis).astype(np.float16)
    return Places(rows, *_keep_best(weighed, space.weights))


def _weigh(bags: Bags, terms: Array, weights: Array, average: float) -> Sparse:
    """The BM25 weights of each document's known terms: documents × terms."""
    columns = np.minimum(np.searchsorted(terms, bags.terms), len(terms) - 1).astype(np.int32)
    known = terms[columns] == bags.terms
    lengths = K1 * (1 - B + B * bags.measure() / average)
    lengths = np.repeat(lengths.astype(np.float32), np.diff(bags.ends))[known]
    ends = np.concatenate([[0], np.cumsum(known)])[bags.ends]
    counts = bags.counts[known].astype(np.float32)
    values = counts / (counts + lengths) * weights[columns[known]]
    return csr_matrix((values, columns[known], ends), shape=(len(bags), len(terms)))


def _decompose(matrix: Sparse) -> Array:
    """The right singular vectors of the rows, each of length 1: terms × dimensions, the first first.

    A fixed start gives the same index the same.
    """
    matrix = _even_out(matrix)
    across = matrix.T.tocsr()
    dimensions = max(1, min(DIMENSIONS, min(matrix.shape) // 4))
    width = min(dimensions + OVERSAMPLING, *matrix.shape)
    chance = np.random.default_rng(SEED)
    guess = matrix @ chance.standard_normal((matrix.shape[1], width), dtype=np.float32)
    span = _orthogonalise(guess)
    for _ in range(ROUNDS):
        span = _orthogonalise(across @ span)
        span = _orthogonalise(matrix @ span)
    right = _orthogonalise(across @ span)
    return np.ascontiguousarray(right[:, :dimensions])


def _orthogonalise(tall: Array) -> Array:
    """The left singular vectors of a matrix of few columns, the greatest first; zeros where it has fewer.

    By way of its Gram matrix: two products instead of the hundreds of small steps of a QR or an SVD, between
    which the threads of a numerical library wait for each other, for ever so long on a busy machine.
    """
    squares, turn = np.linalg.eigh((tall.T @ tall).astype(np.float64))
    values = np.sqrt(np.maximum(squares[::-1], 0.0))
    known = values > 1e-4 * (values[0] or 1.0)  # below that single precision has only noise
    scale = np.where(known, 1.0 / np.where(known, values, 1.0), 0.0)
    return np.asarray(tall @ (turn[:, ::-1] * scale).astype(np.float32))


def _even_out(matrix: Sparse) -> Sparse:
    """The rows at length 1; those without a weight as they are."""
    sizes = np.diff(matrix.indptr)
    owners = np.repeat(np.arange(len(sizes)), sizes)
    lengths = np.sqrt(np.bincount(owners, matrix.data.astype(np.float64) ** 2, len(sizes)))
    values = matrix.data / lengths[owners].astype(np.float32)
    return csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def _keep_best(weighed: Sparse, weights: Array) -> tuple[Array, Array]:
    """The marks and strengths of each row of weights: the KEPT highest, ties by column."""
    telling = (np.asarray(weights) > np.log1p((1 - COMMON) / COMMON))[weighed.indices]
    sizes = np.diff(np.concatenate([[0], np.cumsum(telling)])[weighed.indptr])
    # One number for each weight sorts them all at once: by row, then falling, then by column.
    owners = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    halves = weighed.data[telling].astype(np.float16).view(np.uint16)
    keys = (
        owners << 32 | (0xFFFF - halves.astype(np.uint64)) << 16 | weighed.indices[telling].astype(np.uint64)
    )
    keys.sort()
    places = (np.cumsum(sizes) - sizes)[:, None] + np.arange(KEPT)
    there = np.arange(KEPT) < sizes[:, None]
    best = np.concatenate([keys, np.zeros(1, np.uint64)])[np.where(there, places, len(keys))]
    marks = np.where(there, best & 0xFFFF, NO_TERM).astype(np.uint16)
    strengths = np.where(there, 0xFFFF - (best >> 16 & 0xFFFF), 0).astype(np.uint16).view(np.float16)
    return marks, strengths
