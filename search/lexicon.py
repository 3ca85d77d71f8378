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
        self._found: dict[tuple[str, str], WordCounts] = {}
        keys = tuple(field for field in ("kind", "language", "host") if field in STATEMENTS.facets())
        self._values = {
            field: tuple(value for value, _ in counts if value != MISSING)
            for field, counts in engine.search(Query(limit=0, facets=keys)).facets.items()
        }

    def words(self, field: str, prefix: str) -> WordCounts:
        """The words of a field that start so, most first."""
        if len(prefix) > 1:
            return self._words(field, prefix)
        if (field, prefix) not in self._found:
            self._found[field, prefix] = self._words(field, prefix)
        return self._found[field, prefix]

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
