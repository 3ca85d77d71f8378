"""A document's stems -> a bag: how often each occurs, in few bytes, to travel and wait at little cost.

A term is known by a hash of 32 bits, so that nothing grows with the vocabulary. Needs no numerical library.
"""

from __future__ import annotations

import sys
import threading
import zlib
from array import array
from collections.abc import Mapping

MOST = 65_535
"""A term that occurs more often is counted so often."""

_MAX_HASHES = 200_000
"""The dictionary of hashes of one thread starts anew when it holds so many terms."""


def pack(counts: Mapping[str, int]) -> bytes:
    """The bag of stems and their counts: first 4 bytes for the hash of each, then 2 for the count of each.

    Little-endian; in the order given.
    """
    frequencies = list(counts.values())
    if frequencies and max(frequencies) > MOST:
        frequencies = [min(frequency, MOST) for frequency in frequencies]
    parts = array("I", map(_hashes.by_term.__getitem__, counts)), array("H", frequencies)
    if sys.byteorder == "big":
        for part in parts:
            part.byteswap()
    return b"".join(part.tobytes() for part in parts)


def number(id: str) -> int:
    """The 64 bits that an id's first 16 hex digits stand for."""
    return int(id[:16], 16)


def hash_term(token: str) -> int:
    """32 bits that stand for a term (CRC-32 of its UTF-8)."""
    return zlib.crc32(token.encode("utf-8", "surrogatepass"))


class _ByTerm(dict[str, int]):
    """Term to hash, filled as terms come."""

    def __missing__(self, term: str) -> int:
        if len(self) >= _MAX_HASHES:
            self.clear()
        made = self[term] = hash_term(term)
        return made


class _Hashes(threading.local):
    """The hashes of this thread."""

    def __init__(self) -> None:
        self.by_term = _ByTerm()


_hashes = _Hashes()
