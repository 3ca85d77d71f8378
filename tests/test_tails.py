"""What stands below the last paragraph of a text, and what looks like it and stays."""

from __future__ import annotations

import pytest

from corpus.appeals import FEWEST, count_appeals
from corpus.edges import trim
from corpus.lines import Line
from corpus.tails import are_chapters

TEXT = [
    Line("The council met on Tuesday and agreed on the budget of the coming year, after nine hours."),
    Line("It will be put before the assembly in March, when the members have read all of its four volumes."),
    Line("The mayor thanked the clerks, who had counted every lamp post and every bench of the city twice."),
]


def link(text: str) -> Line:
    return Line(text, "li", len(text))


def test_links_below_the_text_go() -> None:
    assert trim([*TEXT, link("Budget of last year"), link("Minutes")], []).paragraphs == [
        line.text for line in TEXT
    ]


def test_links_that_a_colon_introduces_stay() -> None:
    lines = [*TEXT, Line("The papers of the meeting are these:"), link("Budget"), link("Minutes")]
    assert trim(lines, []).paragraphs[-3:] == ["The papers of the meeting are these:", "Budget", "Minutes"]


@pytest.mark.parametrize(
    "farewell",
    [
        "If you enjoyed this post, please consider subscribing to our newsletter.",
        "Share this with your friends, follow us on Instagram and let me know in the comments!",
        "What do you think? Leave a comment below, and sign up for your weekly letter from us.",
        "Wenn Ihnen der Artikel gefällt, abonnieren Sie unseren Newsletter.",
    ],
)
def test_a_farewell_to_the_readers_goes(farewell: str) -> None:
    kept = trim([*TEXT, Line(farewell)], [])
    assert kept.paragraphs == [line.text for line in TEXT]
    assert (farewell, "appeal to the readers") in kept.removed


@pytest.mark.parametrize(
    "last",
    [
        "The minister called on all members to share the burden and to follow the rules of March.",
        "Please send your comments on the draft to the secretariat before the first of June.",
        "The donations were handed over to the mayor, who shared them out among eleven schools.",
    ],
)
def test_a_last_sentence_that_asks_for_less_stays(last: str) -> None:
    assert count_appeals(last) < FEWEST
    assert trim([*TEXT, Line(last)], []).paragraphs[-1] == last


@pytest.mark.parametrize(
    ("headings", "are"),
    [
        (["Step 1 - Back up", "Step 2 - Lock", "More"], True),
        (["2. Phones", "3. Passwords"], True),
        (["12 tips for winter", "7 ways to save"], False),
        (["News"], False),
        ([], False),
    ],
)
def test_numbered_headings_are_chapters(headings: list[str], are: bool) -> None:
    assert are_chapters(headings) is are
