"""Leaves of a query -> where in a text they may match, at the speed of C, before anything is analysed.

In a text of plain letters the first letters of each leaf are looked for as they are; in other texts one
pattern with all the ways to write these letters. Every match begins at a candidate; not every candidate is
a match. Places are in code points.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from index.analysis import stem, words
from index.query import Fuzzy, Phrase, Prefix, Term
from index.schema import View

from .meaning import count_common

Leaf: TypeAlias = Term | Phrase | Prefix | Fuzzy

PREFIX = 4
"""So many letters of a word must agree before its stem is looked at."""

FEWEST_LETTERS = 2
"""A single letter stands everywhere: a pattern finds it faster where it begins a word."""

_BETWEEN = r"(?:['’]s)?[\W_]+"
_LONGEST_ACRONYM = 5


def tokens_of(leaf: Leaf) -> tuple[str, ...]:
    return leaf.tokens if isinstance(leaf, Phrase) else (leaf.token,)


def start_of(leaf: Leaf, token: str, language: str | None) -> str:
    """The letters that every match of one token of the leaf begins with."""
    if isinstance(leaf, Fuzzy):
        return token[:1]
    if isinstance(leaf, Prefix) or leaf.view is not View.STEMS:
        return token
    return token[: min(count_common(token, stem(token, language)), PREFIX)]


def starts_of(leaves: Iterable[Leaf], language: str | None) -> tuple[str, ...]:
    """What to look for in plain lower-case text, dotted as well; nothing where it takes a pattern."""
    starts: dict[str, None] = {}
    for leaf in leaves:
        if isinstance(leaf, Phrase):
            return ()
        start = start_of(leaf, leaf.token, language)
        if len(start) < FEWEST_LETTERS:
            return ()
        starts[start] = None
        if len(leaf.token) <= _LONGEST_ACRONYM:
            starts[".".join(start)] = None
    return tuple(starts)


def find_starts(lowered: str, starts: Iterable[str]) -> list[int]:
    """Where a word of the text begins with one of these, in order."""
    places: list[int] = []
    for start in starts:
        place = lowered.find(start)
        while place >= 0:
            if place == 0 or not lowered[place - 1].isalnum():
                places.append(place)
            place = lowered.find(start, place + 1)
    places.sort()
    return places


def join_patterns(parts: Sequence[str | None]) -> re.Pattern[str]:
    """Any of these at the start of a word."""
    return re.compile(rf"\b(?:{'|'.join(map(str, parts))})")


def pattern_of(leaf: Leaf, language: str | None, form: Callable[[str], str | None]) -> str | None:
    """A pattern that every match of the leaf begins with; None where a letter has no simple ``form``."""
    stems = not isinstance(leaf, (Prefix, Fuzzy)) and leaf.view is View.STEMS
    parts = []
    for token in tokens_of(leaf):
        start = start_of(leaf, token, language)
        whole = start == token and not isinstance(leaf, Prefix) and not stems
        letters = [form(letter) for letter in start]
        if not letters or not all(letters):
            return None
        joint = r"\.?" if len(token) <= _LONGEST_ACRONYM else ""
        parts.append(joint.join(map(str, letters)) + ("" if whole else r"\w*"))
    return _BETWEEN.join(parts)


@functools.cache
def forms_of(letter: str) -> str | None:
    """A class of the characters that are folded to this letter; None for scripts that need more than that."""
    return f"[{''.join(map(re.escape, sorted(forms)))}]" if (forms := all_forms().get(letter)) else None


@functools.cache
def all_forms() -> dict[str, set[str]]:
    """Folded letter to what it is written as: digits, Latin, Greek, Cyrillic."""
    forms: dict[str, set[str]] = {}
    for first, last in ((0x30, 0x5A), (0x61, 0x7A), (0xAA, 0x52F), (0x1E00, 0x1FFF)):
        for character in map(chr, range(first, last + 1)):
            if unicodedata.category(character)[0] in "LN":
                for word in words(character)[:1]:
                    forms.setdefault(word[0], set()).add(character)
    return forms
