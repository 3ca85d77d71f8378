"""Why a hit is there: each word of the query with the fields it stands in, what narrows, what weighs more.

A few words each, in the order of the query; only what can be seen in the statement is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus import Statement
from index.query import And, Clause, Fuzzy, Near, Not, Phrase, Prefix, Query, Term

from .joins import DEFAULT, is_limit
from .marking import TEXT_FIELDS, TITLE_FIELDS, Found, Marker
from .ranking import PAIR_SLOP
from .reading import read_leaf, read_part

METADATA_FIELDS = frozenset({DEFAULT})
"""What is looked up in who issued a statement, who speaks in it, and its kind."""

FAR = 60
"""No two words with PAIR_SLOP words between them are so many code points apart, but the longest."""

Words = Counter[str]


class Explainer:
    """Gives reasons for the hits of one query; made once for all statements of an answer."""

    def __init__(self, query: Query, marker: Marker) -> None:
        self._marker = marker
        self._limits = list(name_limits(query.clause))
        self._names = {
            fields: [read_leaf(leaf) for leaf in marker.leaves(fields)]
            for fields in (TITLE_FIELDS, TEXT_FIELDS, METADATA_FIELDS)
        }
        self._words = dict.fromkeys([*self._names[TITLE_FIELDS], *self._names[TEXT_FIELDS]])
        self._wanted = frozenset(self._names[METADATA_FIELDS])
        self._known: dict[tuple[str, str | None], frozenset[str]] = {}

    def explain(
        self, statement: Statement, in_title: Sequence[Found], in_text: Sequence[Found]
    ) -> tuple[str, ...]:
        """``air: title, text 3 times``, ``issued in 2024``, ``all words in the title``, ``side by side``."""
        titled = self.count(TITLE_FIELDS, in_title)
        fields = {"title": titled, "text": self.count(TEXT_FIELDS, in_text)}
        fields |= {name: Counter(self.look_up(statement, value)) for name, value in list_metadata(statement)}
        reasons = [f"{word}: {places}" for word in self._words if (places := name_places(word, fields))]
        reasons += self._limits
        if len(self._wanted) > 1:
            if self._wanted <= titled.keys():
                reasons.append("all words in the title")
            elif all(any(word in words for words in fields.values()) for word in self._wanted):
                reasons.append("all words")
            if is_side_by_side(statement.title, in_title) or is_side_by_side(statement.text, in_text):
                reasons.append("side by side")
        return tuple(reasons)

    def count(self, fields: frozenset[str], found: Sequence[Found]) -> Words:
        """The words found, and how often."""
        names = self._names[fields]
        return Counter([names[item.leaf] for item in found])

    def look_up(self, statement: Statement, value: str) -> frozenset[str]:
        """The words that stand in a value of the metadata; the same comes again and again."""
        key = (value, statement.language)
        if key not in self._known:
            self._known[key] = frozenset(
                self.count(METADATA_FIELDS, self._marker.find(*key, METADATA_FIELDS))
            )
        return self._known[key]


def list_metadata(statement: Statement) -> Iterator[tuple[str, str]]:
    """The fields beside title and text that a word without a field is looked up in, where they are known."""
    if statement.issuer:
        yield "issuer", statement.issuer
    if statement.speakers:
        yield "speaker", " · ".join(statement.speakers)
    if statement.kind:
        yield "kind", statement.kind


def name_places(word: str, fields: dict[str, Words]) -> str:
    """``title, text 3 times``; empty where the word stands nowhere."""
    counts = [(field, words[word]) for field, words in fields.items() if word in words]
    return ", ".join(field if count == 1 else f"{field} {count} times" for field, count in counts)


def name_limits(clause: Clause) -> Iterator[str]:
    """What narrows, in words; nothing for what is left out, or is told with the words of title and text."""
    for part in clause.clauses if isinstance(clause, And) else (clause,):
        told = isinstance(part, (Term, Phrase, Near, Prefix, Fuzzy)) and part.field in ("title", "text")
        if is_limit(part) and not told and not isinstance(part, Not):
            yield read_part(part)


def is_side_by_side(text: str, found: Sequence[Found]) -> bool:
    """Whether two words that follow each other in the query have PAIR_SLOP words between them at most."""
    return any(
        abs(first.leaf - second.leaf) == 1
        and second.start - first.end < FAR
        and len(text[first.end : second.start].split()) <= PAIR_SLOP
        for first, second in pairwise(found)
    )
