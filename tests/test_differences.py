"""What changed between two versions: nothing lost, nothing invented, all of it text."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from corpus import Statement
from web.differences import Change, compare_facts, compare_texts, compare_words, pair_up

WORD = st.sampled_from(["air", "defence", "<b>", "&amp;", "battery", "late,", "“ours”", "not"])
PARAGRAPH = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
TEXTS = st.lists(PARAGRAPH, min_size=1, max_size=6)


def without(tag: str, html: str) -> str:
    """The text when what stands in that tag is left out."""
    return unescape(re.sub(r"</?(?:del|ins)>", "", re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.S)))


@given(PARAGRAPH, PARAGRAPH)
def test_both_versions_can_be_read_from_the_difference(was: str, now: str) -> None:
    html = compare_words(was, now)
    assert without("ins", html) == was
    assert without("del", html) == now


@given(TEXTS, TEXTS)
def test_pairs_keep_every_paragraph_in_order(old: list[str], new: list[str]) -> None:
    pairs = list(pair_up(old, new))
    assert [was for was, _ in pairs if was] == old
    assert [now for _, now in pairs if now] == new


@given(TEXTS, TEXTS)
def test_every_paragraph_of_the_new_text_is_counted(old: list[str], new: list[str]) -> None:
    changes = compare_texts("\n\n".join(old), "\n\n".join(new))
    assert sum(change.count for change in changes if change.kind != "cut") == len(new)


def test_a_moved_neighbour_does_not_hide_a_changed_paragraph() -> None:
    old = "We ordered one battery.\n\nThe price is 2 million crowns for each."
    new = "We ordered one battery.\n\nA whole new paragraph.\n\nThe price is 3 million crowns for each."
    assert compare_texts(old, new) == (
        Change("same", compare_words("We ordered one battery.", "We ordered one battery.")),
        Change("added", compare_words("", "A whole new paragraph.")),
        Change(
            "changed",
            compare_words(
                "The price is 2 million crowns for each.", "The price is 3 million crowns for each."
            ),
        ),
    )


def test_a_very_long_text_is_compared_in_good_time() -> None:
    old = "\n\n".join("the same words " * 800 + str(number) for number in range(120))
    new = "\n\n".join("the same words " * 800 + str(number) for number in range(200, 320))
    assert len(compare_texts(old, new)) > 100


def test_facts_that_differ_are_named() -> None:
    before = Statement("0" * 16, "Old", "x", kind="statement")
    after = Statement("0" * 16, "New", "x", kind="statement", issuer="Navy")
    assert [(fact.name, fact.before, fact.after) for fact in compare_facts(before, after)] == [
        ("Title", "Old", "New"),
        ("Issuer", "not known", "Navy"),
    ]
