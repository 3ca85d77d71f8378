"""What is said when nothing was found: the part that is to blame, and a query that does find something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query import And, Best, Clause, Not, Or, Phrase, Query, Term
from search.grammar import parse
from search.suggestions import Suggestion, find_blame

ARCHIVE = [{"air", "defence", "north"}, {"floods", "north"}, {"floods", "air"}]


def holds(clause: Clause, words: set[str]) -> bool:
    match clause:
        case And(clauses, _):
            return all(holds(part, words) for part in clauses)
        case Or(clauses) | Best(clauses):
            return any(holds(part, words) for part in clauses)
        case Not(part):
            return not holds(part, words)
        case Term(token=token):
            return token in words
        case Phrase():
            return False
    return True


def count(query: Query) -> int:
    if query.filters:
        return 0
    return sum(holds(query.clause, words) for words in ARCHIVE)


@pytest.mark.parametrize(
    ("text", "blame", "instead"),
    [
        ("floods AND zebra", "“zebra” is to blame; without that there are 2 to find.", "floods"),
        ("+zebra +north +air", "“zebra” is to blame; without that there is 1 to find.", "north AND air"),
        (
            "floods issuer:zebra",
            "“issuer has zebra” is to blame; without that there are 2 to find.",
            "floods",
        ),
        ('"air defence"', "“air defence” stands nowhere; without that there are 2 to find.", "air defence"),
        ('"air zebra" -air', "“air zebra” is to blame; without that there is 1 to find.", "NOT air"),
        ("zebra", "No statement has any of this.", None),
        ("zebra AND giraffe", None, None),
    ],
)
def test_the_part_to_blame(text: str, blame: str | None, instead: str | None) -> None:
    assert find_blame(parse(text), count) == Suggestion(blame, instead)


def test_chosen_values_are_blamed_first() -> None:
    query = Query(parse("floods").clause, filters={"year": ("1999",)})
    assert find_blame(query, count) == Suggestion(
        "The chosen values leave nothing; without them there are 2 to find."
    )


def typed() -> Iterator[str]:
    yield from ("air", "north", "zebra", "giraffe", '"air north"', "-air", "-zebra", "+floods", "+zebra")


@given(st.lists(st.sampled_from(list(typed())), min_size=1, max_size=5).map(" ".join))
def test_what_is_suggested_has_hits(text: str) -> None:
    query = parse(text)
    if count(query) == 0:
        told = find_blame(query, count)
        assert told.text is None or count(parse(told.text)) > 0
