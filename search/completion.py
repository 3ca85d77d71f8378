"""The beginning of a query -> how it may go on: issuers and speakers, then titles of statements.

Issuers and speakers are read once from an open index; titles are asked for, the last word as a prefix.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from corpus.archive import Archive
from index.analysis import stem, words
from index.engine import Engine
from index.generation import Generation
from index.query import And, Clause, Prefix, Query, Term
from index.schema import MISSING, View

from .ranking import TITLE, best, stems

NAMED = ("issuer", "speaker")
SHORTEST = 2
"""A single letter begins too much."""

LONGEST = 100
"""Nobody types a longer beginning; what is longer is not completed."""

PREFIX = 3
"""A word of fewer letters is looked for as it is: too many begin so."""


@dataclass(frozen=True, slots=True)
class Completion:
    """``text`` to show, the ``query`` to type for it, and the field it comes from."""

    text: str
    query: str
    field: str


@dataclass(frozen=True, slots=True)
class Name:
    """An issuer or a speaker, its folded words, and how many statements have it."""

    field: str
    value: str
    words: tuple[str, ...]
    count: int


def complete(prefix: str, generation: Generation, archive: Archive, limit: int) -> list[Completion]:
    """Names whose words begin with those typed, most statements first; then the best titles."""
    typed = words(prefix[:LONGEST])
    if len("".join(typed)) < SHORTEST or len(prefix) > LONGEST:
        return []
    found = [
        Completion(name.value, write_field(name.field, name.value), name.field)
        for name in names_of(generation.statements)
        if begins_like(name.words, typed)
    ][: max(1, limit // 2)]
    titles = find_titles(typed, generation, archive, limit)
    return list(dict.fromkeys([*found, *titles]))[:limit]


def find_titles(
    typed: Sequence[str], generation: Generation, archive: Archive, limit: int
) -> Iterator[Completion]:
    """The titles that hold all the words typed, the last of them as a beginning."""
    *whole, last = typed
    languages = generation.languages or ("en",)
    parts: list[Clause] = [
        best([Term(TITLE, View.STEMS, token) for token in stems(word, languages)]) for word in whole
    ]
    parts.append(Prefix(TITLE, last) if len(last) >= PREFIX else Term(TITLE, View.STEMS, stem(last, "en")))
    for doc in generation.statements.search(Query(And(tuple(parts)), limit=limit)).docs:
        found = archive.statement(doc.id, doc.version)
        if found is not None and found.title.strip():
            yield Completion(found.title, write_field(TITLE, found.title), TITLE)


def write_field(field: str, value: str) -> str:
    """``issuer:"Foreign Office"``."""
    return f'{field}:"{value.translate(_QUOTES)}"'


_QUOTES = str.maketrans(dict.fromkeys('"“”„‟«»＂', "'"))


def begins_like(name: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether the words typed stand side by side in the name, the last as a beginning."""
    *whole, last = typed
    return any(
        name[at : at + len(whole)] == tuple(whole) and name[at + len(whole)].startswith(last)
        for at in range(len(name) - len(whole))
    )


def names_of(engine: Engine) -> tuple[Name, ...]:
    """The issuers and speakers of an open index, most statements first."""
    if engine not in _names:
        facets = engine.search(Query(limit=0, facets=NAMED)).facets
        found = [
            Name(field, value, tuple(words(value)), count)
            for field, counts in facets.items()
            for value, count in counts
            if value != MISSING
        ]
        _names[engine] = tuple(sorted(found, key=lambda name: (-name.count, name.value)))
    return _names[engine]


_names: WeakKeyDictionary[Engine, tuple[Name, ...]] = WeakKeyDictionary()
