"""Prefixes and misspelt words become words of the index; what is asked is checked before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import (
    MAX_EXPANSIONS,
    Among,
    And,
    Best,
    Clause,
    Everything,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
)
from index.schema import View
from index.vocabulary import NOTHING, expand, neighbours

COUNTS = {"patriot": 5, "patriots": 9, "patrol": 9, "peace": 3, "piece": 3, "peaceful": 1, "stoltenberg": 2}


def words(field: str, prefix: str, limit: int | None = None, /) -> Sequence[tuple[str, int]]:
    found = [(word, count) for word, count in COUNTS.items() if word.startswith(prefix)]
    return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]


def best(*tokens: str, boost: float = 1.0) -> Clause:
    return Best(tuple(Term("title", View.WORDS, token, boost) for token in tokens))


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (Prefix("title", "patr"), best("patriots", "patrol", "patriot")),
        (Prefix("title", "patriots", 0.5), best("patriots", boost=0.5)),
        (Prefix("title", "zzz"), NOTHING),
        (Fuzzy("title", "peice"), best("peace", "piece")),
        (Fuzzy("title", "stoltenburgg", 2.0), best("stoltenberg", boost=2.0)),
        (Fuzzy("title", "poltenberg"), NOTHING),
        (Fuzzy("title", ""), NOTHING),
        (Phrase("title", View.WORDS, ("peace",), 3.0), Term("title", View.WORDS, "peace", 3.0)),
        (Near("title", View.STEMS, ("peac",), 3), Term("title", View.STEMS, "peac")),
        (Phrase("title", View.WORDS, ()), NOTHING),
        (Near("title", View.WORDS, (), 1), NOTHING),
        (Term("all", View.WORDS, "¶"), NOTHING),
        (Phrase("all", View.WORDS, ("peace", "¶")), NOTHING),
        (Near("all", View.WORDS, ("\ud800", "peace"), 1), NOTHING),
        (Prefix("all", "\udfff"), NOTHING),
        (
            Among("year", ("2024", "\ud800", "2025"), (1.0, 2.0, 3.0)),
            Among("year", ("2024", "2025"), (1.0, 3.0)),
        ),
        (Among("year", ("\ud800",)), Among("year", ())),
        (Everything(), Everything()),
    ],
)
def test_expand(clause: Clause, expected: Clause) -> None:
    assert expand(clause, words) == expected
    assert expand(Not(clause), words) == Not(expected)
    for made in (Or, Best, And):
        assert expand(made((clause, clause)), words) == made((expected, expected))
    assert expand(And((), (clause,)), words) == And((), (expected,))


def test_a_prefix_stands_for_its_most_frequent_words() -> None:
    def many(field: str, prefix: str, limit: int | None = None, /) -> Sequence[tuple[str, int]]:
        assert limit == MAX_EXPANSIONS
        return [(f"{prefix}{number:05}", 1) for number in range(5_000)][:limit]

    made = expand(Prefix("title", "pre"), many)
    assert isinstance(made, Best)
    assert len(made.clauses) == MAX_EXPANSIONS


@pytest.mark.parametrize(
    ("word", "other", "near"),
    [
        ("peace", "peace", True),
        ("peace", "peaces", True),
        ("peace", "pece", True),
        ("peace", "place", True),
        ("peace", "peices", False),
        ("peace", "paece", True),
        ("peace", "beace", False),
        ("ministry", "minsitry", True),
        ("ministry", "monastery", False),
        ("ministry", "minitsy", True),
        ("ministry", "minister", True),
        ("defence", "defensse", False),
        ("", "a", False),
    ],
)
def test_neighbours(word: str, other: str, near: bool) -> None:
    assert neighbours(word, [(other, 1)]) == ([(other, 1)] if near else [])


def test_neighbours_come_most_frequent_first() -> None:
    counted = [("peacf", 1), ("peacb", 5), ("peaca", 5), ("war", 99)]
    assert neighbours("peace", counted) == [("peaca", 5), ("peacb", 5), ("peacf", 1)]


def distance(one: str, other: str) -> int:
    """Optimal string alignment, as it is defined."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if not i or not j:
                rows[i][j] = i + j
                continue
            changed = one[i - 1] != other[j - 1]
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + changed)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


short = st.text(st.sampled_from("abc"), min_size=1, max_size=9)


@given(short, st.lists(short, max_size=8, unique=True))
def test_neighbours_are_those_within_the_distance(word: str, others: list[str]) -> None:
    edits = 2 if len(word) >= 8 else 1
    right = {other for other in others if other[0] == word[0] and distance(word, other) <= edits}
    assert {other for other, _ in neighbours(word, [(other, 1) for other in others])} == right
