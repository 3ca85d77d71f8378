"""What an index holds: the fields of the two collections, and how each appears to an engine.

A TEXT field has two columns, ``NAME_stems`` (for ranking) and ``NAME_words`` (folded surface forms: for
quoted phrases, prefixes and fuzzy words). A KEYWORD field has one, ``NAME_key``, of raw values. A DATE
field has one, ``NAME_day``, the proleptic Gregorian ordinal of the day, 0 when unknown.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

SCHEMA_VERSION = 1
MISSING = "(none)"
"""The KEYWORD value of a document that has none, so that a missing value can be counted and chosen."""


class Kind(enum.Flag):
    """How a field can be asked; issuer and speaker are both TEXT and KEYWORD."""

    TEXT = enum.auto()
    KEYWORD = enum.auto()
    DATE = enum.auto()


class View(enum.StrEnum):
    """The column of a field that a clause looks into."""

    STEMS = "stems"
    WORDS = "words"
    KEY = "key"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; ``boost`` is how often its tokens stand in the combined field ``all``."""

    name: str
    kind: Kind
    description: str
    boost: int = 0
    facet: bool = False
    sortable: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of documents of one shape."""

    name: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of that name; raises KeyError."""
        return {field.name: field for field in self.fields}[name]

    def columns(self, view: View) -> tuple[str, ...]:
        """The columns of one view, in the order of the fields."""
        kind = KIND_OF[view]
        return tuple(column(field.name, view) for field in self.fields if kind in field.kind)

    def facets(self) -> tuple[str, ...]:
        """The names of the fields that can be counted."""
        return tuple(field.name for field in self.fields if field.facet)


KIND_OF = {View.STEMS: Kind.TEXT, View.WORDS: Kind.TEXT, View.KEY: Kind.KEYWORD, View.DAY: Kind.DATE}


def column(field: str, view: View) -> str:
    """The name under which an engine holds one view of a field."""
    return f"{field}_{view}"


STATEMENTS = Collection(
    "statements",
    (
        Field("all", Kind.TEXT, "everything together: what a word without a field is looked up in"),
        Field("title", Kind.TEXT, "the headline", boost=3),
        Field("text", Kind.TEXT, "the body", boost=1),
        Field("issuer", Kind.TEXT | Kind.KEYWORD, "who issued it", boost=2, facet=True),
        Field("speaker", Kind.TEXT | Kind.KEYWORD, "who speaks in it", boost=2, facet=True),
        Field("kind", Kind.TEXT | Kind.KEYWORD, "press release, statement, speech, …", boost=2, facet=True),
        Field("place", Kind.TEXT | Kind.KEYWORD, "where it was issued or delivered", facet=True),
        Field("language", Kind.KEYWORD, "the language it is written in (en, de, …)", facet=True),
        Field("host", Kind.KEYWORD, "the site it was published on", facet=True),
        Field("year", Kind.KEYWORD, "the year it was issued", facet=True),
        Field("month", Kind.KEYWORD, "the month it was issued (2024-01)", facet=True),
        Field("issued", Kind.DATE, "the day it was issued", sortable=True),
    ),
)

QUOTES = Collection(
    "quotes",
    (
        Field("said", Kind.TEXT, "the words quoted"),
        Field("speaker", Kind.TEXT | Kind.KEYWORD, "who said them", facet=True),
        Field("statement", Kind.KEYWORD, "the id of the statement they stand in"),
        Field("title", Kind.TEXT, "the headline of that statement"),
        Field("issuer", Kind.TEXT | Kind.KEYWORD, "who issued that statement", facet=True),
        Field("kind", Kind.KEYWORD, "the kind of that statement", facet=True),
        Field("language", Kind.KEYWORD, "the language of that statement", facet=True),
        Field("issued", Kind.DATE, "the day that statement was issued", sortable=True),
    ),
)
