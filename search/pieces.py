"""The pieces of a query as typed: words, quotations, fields, signs, operators, groups, with their places."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from index.schema import QUOTES, STATEMENTS

FIELDS = {
    **dict.fromkeys(("title", "text", "issuer", "speaker", "place", "said"), "words"),
    **dict.fromkeys(("kind", "language", "host"), "value"),
    **dict.fromkeys(("issued", "before", "after"), "days"),
}
"""What can stand before a colon, and what may follow it: words, one whole value, or days."""

ALIASES = {"lang": "language", "site": "host", "date": "issued"}
DESCRIPTIONS = {field.name: field.description for field in (*QUOTES.fields, *STATEMENTS.fields)}


class Mark(enum.Enum):
    """What a piece is."""

    WORD = enum.auto()
    QUOTED = enum.auto()
    FIELD = enum.auto()
    VALUE = enum.auto()
    SIGN = enum.auto()
    OPERATOR = enum.auto()
    OPEN = enum.auto()
    CLOSE = enum.auto()
    GROUP = enum.auto()
    BLANK = enum.auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece, from ``start`` to ``end`` in code points of the text as typed.

    ``text`` is the word, the words in quotes, the value, the sign or the operator; ``name`` the field of
    a FIELD or VALUE as typed, in lower case; ``slop`` the number after ``~``; ``pieces`` what a GROUP holds.
    """

    mark: Mark
    text: str
    start: int
    end: int
    name: str = ""
    slop: int | None = None
    pieces: tuple[Piece, ...] = ()


def field_named(name: str) -> str | None:
    """The field that this name means, None where there is none."""
    name = ALIASES.get(name, name)
    return name if name in FIELDS else None


def neighbours(pieces: list[Piece]) -> Iterator[tuple[Piece, Piece | None]]:
    """Each piece with the next."""
    yield from zip(pieces, [*pieces[1:], None], strict=False)
