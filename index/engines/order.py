"""The total order of the answers, for engines that can order by one number only.

The number is made of the day and the beginning of the id (``ages``); rows that are equal in it are put in
the order of their whole ids (``cut_page``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from ..engine import Document
from ..plan import ISSUED

_ID_BYTES = 5
_ID_BITS = 8 * _ID_BYTES
_NO_DAY = 1 << 22
"""Later than any day: the last of them, 9999-12-31, is number 3,652,059."""

Row: TypeAlias = tuple[str, int, float]
"""Id, version and score."""


def ages(document: Document) -> tuple[int, int]:
    """The numbers by which the newest come first in falling order, and the oldest in rising order.

    Both fit into 63 bits. Documents without a day come last in both.
    """
    day = document.days.get(ISSUED, 0)
    start = int.from_bytes(document.id.encode()[:_ID_BYTES].ljust(_ID_BYTES, b"\0"), "big")
    last = (1 << _ID_BITS) - 1
    return day << _ID_BITS | last - start, (day or _NO_DAY) << _ID_BITS | start


def cut_page(keys: Sequence[Any], offset: int, limit: int, read: Callable[[int], Row]) -> list[Row]:
    """The rows from ``offset`` on, at most ``limit``; rows of equal keys are ordered by their ids.

    ``keys`` are in order already, and complete as to those equal to the last of the page; ``read`` gives
    the row at a place of them.
    """
    end = min(offset + limit, len(keys))
    rows: list[Row] = []
    first = offset
    while 0 < first < end and keys[first - 1] == keys[first]:
        first -= 1
    start = first
    while start < end:
        stop = start + 1
        while stop < len(keys) and keys[stop] == keys[start]:
            stop += 1
        rows.extend(sorted(read(place) for place in range(start, stop)))
        start = stop
    return rows[offset - first : offset - first + limit]
