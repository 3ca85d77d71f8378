"""The documents of an index as vectors, and its learned space: kept in files, mapped into memory, asked.

What makes them is ``learning``; here is what a search needs. Everything is a memory-mapped file of the
generation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .bags import hash_term as hash_term
from .bags import number
from .engine import EngineError

Array: TypeAlias = NDArray[Any]

KEPT = 32
"""Terms kept of each document, those of the highest weight, for feedback: with 48 and 64 no figure rises."""

NO_TERM = 65_535

K1, B = 1.2, 0.75

LEARNED = ("terms", "weights", "basis")
PLACED = ("rows", "marks", "strengths")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of known terms, document after document: ``indices`` are columns of the space."""

    indices: Array
    data: Array


@dataclass(frozen=True, slots=True)
class Space:
    """What was learned: ``terms`` (sorted hashes), ``weights`` (idf), ``basis`` (terms × dimensions)."""

    terms: Array
    weights: Array
    basis: Array
    average: float

    def weigh(self, documents: Sequence[Mapping[int, float]]) -> Weighed:
        """The BM25 weights of a few documents, each a mapping of hashed terms to how often they occur."""
        indices: list[Array] = [np.zeros(0, np.int64)]
        data: list[Array] = [np.zeros(0, np.float32)]
        for document in documents:
            hashes = np.fromiter(document.keys(), np.uint32, len(document))
            columns, counts = self._look_up(hashes, np.fromiter(document.values(), np.float32, len(document)))
            length = K1 * (1 - B + B * sum(document.values()) / self.average)
            indices.append(columns)
            data.append(counts / (counts + length) * self.weights[columns])
        return Weighed(np.concatenate(indices), np.concatenate(data))

    def point(self, tokens: Mapping[str, float]) -> Array:
        """The unit vector of a query, its stems weighed by idf; zeros where none is known."""
        hashes = np.fromiter(map(hash_term, tokens), np.uint32, len(tokens))
        columns, counts = self._look_up(hashes, np.fromiter(tokens.values(), np.float32, len(tokens)))
        weighed: Array = (counts * self.weights[columns])[None, :] @ self.basis[columns]
        row: Array = normalise(weighed)[0]
        return row

    def _look_up(self, hashes: Array, values: Array) -> tuple[Array, Array]:
        """The columns of the terms that are known, and their values."""
        at = np.minimum(np.searchsorted(self.terms, hashes), len(self.terms) - 1)
        known = self.terms[at] == hashes
        return at[known], values[known]


@dataclass(frozen=True, slots=True)
class Places:
    """Where documents lie, a row of each array for each.

    ``rows`` are their unit vectors; ``marks`` the KEPT terms of the highest weight, as columns of the space
    (NO_TERM where there are fewer), and ``strengths`` their BM25 weights. All in half precision.
    """

    rows: Array
    marks: Array
    strengths: Array


@dataclass(frozen=True, slots=True)
class Vectors:
    """The space of an index and its documents in it: ``ids`` in order, as numbers, and their places."""

    space: Space
    ids: Array
    places: Places

    def find(self, ids: Sequence[str]) -> Array:
        """The vectors of these documents, one row each, in their order; zeros for one it does not know."""
        at, known = self._look_up(ids)
        return np.asarray(np.where(known[:, None], self.places.rows[at], 0), dtype=np.float32)

    def tell(self, ids: Sequence[str]) -> tuple[Array, Array]:
        """The marks and strengths of these documents, one row each, in their order."""
        at, known = self._look_up(ids)
        marks = np.where(known[:, None], self.places.marks[at], NO_TERM)
        strengths = np.where(known[:, None], self.places.strengths[at], 0)
        return marks, np.asarray(strengths, dtype=np.float32)

    def _look_up(self, ids: Sequence[str]) -> tuple[Array, Array]:
        """The row of each document, and whether there is one."""
        wanted = np.array([number(id) for id in ids], dtype=np.uint64)
        at = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return at, self.ids[at] == wanted


def load(folder: Path) -> Vectors | None:
    """The vectors in ``folder``, memory-mapped; None where there are none. Raises EngineError if damaged."""
    if not (folder / "space.json").exists():
        return None
    try:
        average = float(json.loads((folder / "space.json").read_text())["average"])
        terms, weights, basis, ids, *places = (
            np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in (*LEARNED, "ids", *PLACED)
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError(f"The vectors in {folder} are damaged ({error}). Run: onrecord build") from error
    return Vectors(Space(terms, weights, basis, average), ids, Places(*places))


def normalise(rows: Array) -> Array:
    """The rows at length 1; those of zeros as they are."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)
