"""What an index knows: its words and values, looked up once for each open index.

An open index never changes, so what was looked up stays true; it is let go of with the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from index.analysis import words
from index.engine import Engine
from index.query import Query
from index.schema import MISSING, STATEMENTS

WordCounts = Sequence[tuple[str, int]]


class Lexicon:
    """The words and values of one open index; safe for many threads."""

    def __init__(self, engine: Engine) -> None:
        self._words = engine.words
        self._by_length: dict[tuple[str, str], dict[int, list[tuple[str, int]]]] = {}
        keys = tuple(field for field in ("kind", "language", "host") if field in STATEMENTS.facets())
        self._values = {
            field: tuple(value for value, _ in counts if value != MISSING)
            for field, counts in engine.search(Query(limit=0, facets=keys)).facets.items()
        }

    def words(self, field: str, prefix: str) -> WordCounts:
        """The words of a field that start so, most first."""
        return self._words(field, prefix)

    def words_like(self, field: str, word: str) -> list[tuple[str, int]]:
        """The words of a field with the same first letter and a letter more or less at most."""
        key = (field, word[0])
        if key not in self._by_length:
            lengths: dict[int, list[tuple[str, int]]] = {}
            for other, count in self._words(field, word[0]):
                lengths.setdefault(len(other), []).append((other, count))
            self._by_length[key] = lengths
        lengths = self._by_length[key]
        return [pair for length in (-1, 0, 1) for pair in lengths.get(len(word) + length, ())]

    def values(self, field: str, typed: str) -> tuple[str, ...]:
        """The values of a field that are meant: without case and accents; a language with its regions,
        a host with what is below it.
        """
        wanted = words(typed)
        known = self._values.get(field, ())
        if field == "language":
            return tuple(value for value in known if words(value)[: len(wanted)] == wanted)
        if field == "host":
            return tuple(value for value in known if value == typed or value.endswith(f".{typed}"))
        return tuple(value for value in known if words(value) == wanted)


_lexicons: WeakKeyDictionary[Engine, Lexicon] = WeakKeyDictionary()


def lexicon_of(engine: Engine) -> Lexicon:
    """The lexicon of an open index."""
    found = _lexicons.get(engine)
    if found is None:
        found = _lexicons[engine] = Lexicon(engine)
    return found
