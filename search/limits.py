"""How much a query may ask for, and the errors that say where and why one can't be read."""

from __future__ import annotations

MAX_CHARACTERS = 1_000
MAX_CLAUSES = 64
MAX_LEVELS = 16
MAX_DEPTH = 10_000
MAX_SLOP = 100
MIN_PREFIX = 3


class QueryError(ValueError):
    """What was typed can't be read as it stands.

    ``position`` is where, in code points of the text as typed; ``reason`` a sentence for a person;
    ``repaired`` the nearest text that can be read.
    """

    def __init__(self, position: int, reason: str, repaired: str) -> None:
        super().__init__(position, reason, repaired)
        self.position = position
        self.reason = reason
        self.repaired = repaired

    def __str__(self) -> str:
        return self.reason


class LimitError(QueryError):
    """The query is readable but asks for too much; ``repaired`` is as much of it as is allowed."""


class Fault(Exception):
    """One thing that can't be read at ``position``, and the edit that mends it.

    The edit puts ``instead`` in the place of the characters from ``start`` to ``end``.
    """

    def __init__(
        self, position: int, reason: str, edit: tuple[int, int, str], error: type[QueryError] = QueryError
    ) -> None:
        super().__init__(reason)
        self.position = position
        self.reason = reason
        self.edit = edit
        self.error = error

    def mend(self, text: str) -> str:
        """The text with the edit made."""
        start, end, instead = self.edit
        return text[:start] + instead + text[end:]
