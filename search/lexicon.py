"""What an index knows: its words and values, looked up once for each open index.

An open index never changes, so what was looked up stays true; it is let go of with the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from index.analysis import words
from index.engine import Engine
from index.query import Query
from index.schema import MISSING, STATEMENTS

BATCH = 1_000
"""Of words compared with a misspelt one at a time: most are meant for a frequent word."""

WordCounts = Sequence[tuple[str, int]]


class Lexicon:
    """The words and values of one open index; safe for many threads."""

    def __init__(self, engine: Engine) -> None:
        self._words = engine.words
        self._begun: dict[tuple[str, str], WordCounts] = {}
        self._alike: dict[tuple[str, str, int], list[tuple[str, int]]] = {}
        keys = tuple(field for field in ("kind", "language", "host") if field in STATEMENTS.facets())
        self._values = {
            field: tuple(value for value, _ in counts if value != MISSING)
            for field, counts in engine.search(Query(limit=0, facets=keys)).facets.items()
        }

    def words(self, field: str, prefix: str) -> WordCounts:
        """The words of a field that start so, most first."""
        return self._words(field, prefix)

    def words_like(self, field: str, word: str) -> Iterator[WordCounts]:
        """The words of a field with the same first letter and a letter more or less at most, most first.

        In batches: whoever finds one in the first need not look at the others.
        """
        key = (field, word[0], len(word))
        if key not in self._alike:
            if key[:2] not in self._begun:
                self._begun[key[:2]] = self._words(field, word[0])
            begun = self._begun[key[:2]]
            self._alike[key] = [pair for pair in begun if abs(len(pair[0]) - len(word)) <= 1]
        alike = self._alike[key]
        return (alike[at : at + BATCH] for at in range(0, len(alike), BATCH))

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
