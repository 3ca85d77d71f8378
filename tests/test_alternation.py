"""One pattern for many words finds what a plain alternation of them finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.alternation import any_of

WORDS = st.text(alphabet="ab.é部", min_size=1, max_size=5)


@given(st.sets(WORDS, min_size=1, max_size=12), st.text(alphabet="ab.é部 ", max_size=40))
def test_it_finds_what_the_words_joined_find(words: set[str], text: str) -> None:
    plain = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    assert re.findall(f"(?:{any_of(words)})", text) == re.findall(plain, text)


def test_words_share_their_beginnings() -> None:
    assert any_of(["said", "says"]) == "sa(?:id|ys)"
    assert any_of([]) == ""
