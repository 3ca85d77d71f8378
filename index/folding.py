"""Bags as they come -> the vectors' files of a generation, in memory that does not grow with their number.

A space is learned from the first documents: these come in order of id, which is a digest, so they are a
sample by chance. They and the others are folded in by a thread while the next ones are still analysed.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from numpy.lib import format as npy

from .bags import number
from .learning import fold, learn, unpack
from .vectors import KEPT, LEARNED, PLACED, Array, Places, Space, Vectors

SAMPLE = 8_192
"""Documents that a space is learned from."""

CHUNK = 4_096
"""Documents folded in at a time."""

PENDING = 2
"""So many chunks may wait to be folded in."""


class Folding:
    """Writes the vectors of the documents added, in order of id, below ``folder``; a context manager.

    With a ``space`` into that, else into the one learned from them; none is written where they are too few
    to learn from.
    """

    def __init__(self, folder: Path, space: Space | None = None) -> None:
        self._folder = folder
        self._space = space
        self._size = CHUNK if space else SAMPLE
        self._bags: list[tuple[int, bytes]] = []
        self._tables: _Tables | None = None
        self._thread = ThreadPoolExecutor(1, "fold")
        self._pending: deque[Future[None]] = deque()

    def __enter__(self) -> Folding:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(cancel_futures=True)
        if self._tables is not None:
            self._tables.close()

    def add(self, id: str, bag: bytes) -> None:
        """Take in a document."""
        self._bags.append((number(id), bag))
        if len(self._bags) >= self._size:
            self._hand_over()
            self._size = CHUNK

    def finish(self) -> None:
        """Write what is still to be written."""
        self._hand_over()
        while self._pending:
            self._pending.popleft().result()
        if self._tables is not None:
            self._tables.close()

    def _hand_over(self) -> None:
        self._pending.append(self._thread.submit(self._fold, self._bags))
        self._bags = []
        while len(self._pending) > PENDING:
            self._pending.popleft().result()

    def _fold(self, bags: list[tuple[int, bytes]]) -> None:
        """What the thread does with each chunk; the first may be a sample to learn from."""
        self._space = self._space or learn(unpack(bag for _, bag in bags))
        if self._space is None:
            return
        if self._tables is None:
            write_space(self._space, self._folder)
            self._tables = _Tables(self._folder, self._space.basis.shape[1])
        for start in range(0, len(bags), CHUNK):
            chunk = bags[start : start + CHUNK]
            ids = np.array([id for id, _ in chunk], np.uint64)
            self._tables.append(ids, fold(self._space, unpack(bag for _, bag in chunk)))


def merge(old: Vectors, gone: Iterable[str], new: Vectors, folder: Path) -> None:
    """Write below ``folder`` the old documents without those gone, and the new ones, all in order of id.

    A new one stands in the place of an old one of the same id. Both lie in the same space.
    """
    out = np.concatenate([np.array([number(id) for id in gone], np.uint64), new.ids])
    stay = np.flatnonzero(~np.isin(old.ids, out))
    ids = np.concatenate([old.ids[stay], new.ids])
    order = np.argsort(ids, kind="stable")
    rows = np.concatenate([stay, np.arange(len(new.ids))])
    write_space(old.space, folder)
    with ExitStack() as stack:
        tables = _Tables(folder, old.space.basis.shape[1])
        stack.callback(tables.close)
        for start in range(0, len(order), CHUNK):
            some = order[start : start + CHUNK]
            tables.append(ids[some], _pick(old.places, new.places, some >= len(stay), rows[some]))


def write_space(space: Space, folder: Path) -> None:
    """Write what was learned below ``folder``, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in LEARNED:
        np.save(folder / f"{name}.npy", getattr(space, name), allow_pickle=False)
    (folder / "space.json").write_text(json.dumps({"average": space.average}))


def _pick(old: Places, new: Places, is_new: Array, rows: Array) -> Places:
    """These rows, each of the old or the new places."""
    parts = []
    for name in PLACED:
        before, after = getattr(old, name), getattr(new, name)
        part = np.empty((len(rows), before.shape[1]), before.dtype)
        part[~is_new] = before[rows[~is_new]]
        part[is_new] = after[rows[is_new]]
        parts.append(part)
    return Places(*parts)


class _Tables:
    """The files of documents, row upon row."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._ids = _Table(folder / "ids.npy", np.dtype(np.uint64))
        self._parts = {
            "rows": _Table(folder / "rows.npy", np.dtype(np.float16), dimensions),
            "marks": _Table(folder / "marks.npy", np.dtype(np.uint16), KEPT),
            "strengths": _Table(folder / "strengths.npy", np.dtype(np.float16), KEPT),
        }

    def append(self, ids: Array, places: Places) -> None:
        self._ids.append(ids)
        for name, table in self._parts.items():
            table.append(getattr(places, name))

    def close(self) -> None:
        for table in (self._ids, *self._parts.values()):
            table.close()


class _Table:
    """One file in numpy's format, whose number of rows is written last."""

    def __init__(self, path: Path, dtype: np.dtype, *width: int) -> None:
        self._stream = path.open("wb")
        self._dtype = dtype
        self._width = width
        self._rows = 0
        self._write_header()

    def append(self, rows: Array) -> None:
        self._stream.write(np.ascontiguousarray(rows, self._dtype).data)
        self._rows += len(rows)

    def close(self) -> None:
        if not self._stream.closed:
            self._stream.seek(0)
            self._write_header()  # it leaves room for a larger number of rows
            self._stream.close()

    def _write_header(self) -> None:
        shape = (self._rows, *self._width)
        fields = {"descr": npy.dtype_to_descr(self._dtype), "fortran_order": False, "shape": shape}
        npy.write_array_header_1_0(self._stream, fields)
