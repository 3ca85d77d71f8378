"""What the templates print: every letter escaped once, every mark in its place."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Origin, Quote, Removal, Statement
from search.results import Fragment
from web import present

TAG = re.compile(r"</?(?:mark|span)(?: (?:id|class)=\"[a-z0-9]+\")*>")
TEXT = st.text(st.sampled_from("ab <>&\"'é\n日"), max_size=60)


def strip(html: str) -> str:
    """The text of our own markup."""
    return unescape(TAG.sub("", html))


@st.composite
def fragments(draw: st.DrawFn) -> Fragment:
    text = draw(TEXT)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return Fragment(text, tuple(zip(cuts[::2], cuts[1::2], strict=False)))


@st.composite
def statements(draw: st.DrawFn) -> tuple[Statement, tuple[tuple[int, int], ...]]:
    """A statement with quotations, and marks in its text."""
    text = "\n\n".join(draw(st.lists(TEXT, min_size=1, max_size=4)))
    quotes = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=4))
    made = tuple(Quote(text[a:b], None, None, a, b, 0.5) for a, b in sorted(map(sorted, quotes)))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return Statement("0" * 16, "t", text, quotes=made), tuple(zip(cuts[::2], cuts[1::2], strict=False))


@given(fragments())
def test_marked_text_is_the_text_and_the_marks_are_the_spans(fragment: Fragment) -> None:
    html = present.mark_up(fragment)
    assert strip(html) == fragment.text
    assert [unescape(part) for part in re.findall(r"<mark>(.*?)</mark>", html, re.S)] == [
        fragment.text[start:end] for start, end in fragment.spans
    ]


def test_markup_in_a_fragment_is_text() -> None:
    fragment = Fragment("<mark><script>alert(1)</script>", ((6, 14),))
    assert present.mark_up(fragment) == ("&lt;mark&gt;<mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;")
    assert present.mark_up("<b>") == "&lt;b&gt;"


@given(statements())
def test_paragraphs_are_the_text(case: tuple[Statement, tuple[tuple[int, int], ...]]) -> None:
    statement, marks = case
    paragraphs = present.set_paragraphs(statement, marks)
    assert "\n\n".join(strip(paragraph.html) for paragraph in paragraphs) == statement.text
    assert [paragraph.number for paragraph in paragraphs] == list(range(1, len(paragraphs) + 1))
    names = re.findall(r'id="(m\d+)"', "".join(paragraph.html for paragraph in paragraphs))
    assert len(names) == len(set(names))
    marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", "".join(p.html for p in paragraphs), re.S))
    assert len(unescape(marked)) == sum(
        1 for start, end in marks for place in range(start, end) if not in_a_gap(statement.text, place)
    )


def in_a_gap(text: str, place: int) -> bool:
    """Whether that code point is one of the two line ends between paragraphs."""
    stop = 0
    for paragraph in text.split("\n\n"):
        if stop <= place < stop + len(paragraph):
            return False
        stop += len(paragraph) + 2
    return True


def test_a_quotation_can_be_linked_to_and_holds_its_marks() -> None:
    text = "He said “we need air defence now”.\n\nThen he left."
    start = text.index("we need")
    statement = Statement("0" * 16, "t", text, quotes=(Quote("", "He", "said", start, start + 23, 0.9),))
    first, second = present.set_paragraphs(
        statement, [(start + 8, start + 11), (len(text) - 5, len(text) - 1)]
    )
    assert first.html == (
        'He said “<span class="said" id="q1">we need <mark id="m1">air</mark> defence now</span>”.'
    )
    assert second.html == 'Then he <mark id="m2">left</mark>.'
    assert (first.matches, second.matches) == (1, 1)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//host/path",
        "/path",
        "http://",
        "http://[::1",
        "",
        None,
    ],
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert present.safe_link(url) is None
    assert present.point_at(url, "some words") is None


def test_a_link_points_at_the_words() -> None:
    url = "https://a.example/page#part"
    assert present.safe_link(url) == url
    assert (
        present.point_at(url, "air-defence, now") == "https://a.example/page#:~:text=air%2Ddefence%2C%20now"
    )
    long = " ".join(str(number) for number in range(20))
    assert present.point_at(url, long) == (
        "https://a.example/page#:~:text=0%201%202%203%204%205,14%2015%2016%2017%2018%2019"
    )


def test_dates_and_values_in_words() -> None:
    assert present.say_date(date(2024, 1, 10)) == "10 January 2024"
    assert present.say_date(None) == "undated"
    assert present.say_value("month", "2024-03") == "March 2024"
    assert present.say_value("month", "2024-13") == "2024-13"
    assert present.say_value("language", "pt-BR") == "Portuguese (BR)"
    assert present.say_value("language", "tlh") == "tlh"
    assert present.say_value("issuer", "(none)") == "not known"
    assert present.say_value("issuer", "Navy") == "Navy"


def test_a_guess_is_shown_as_a_guess() -> None:
    statement = Statement("0" * 16, "t", "x", provenance={"issued": Origin("URL", 0.4)})
    certainty = present.judge_field(statement, "issued")
    assert certainty
    assert (certainty.level, certainty.words) == ("guess", "a guess")
    assert present.judge(0.7).level == "likely"
    assert present.judge(0.95).level == "sure"
    assert present.judge_field(replace(statement, provenance={}), "issued") is None


def test_the_direction_follows_the_language() -> None:
    assert [present.direction(code) for code in ("ar", "fa-IR", "he", "en", None)] == ["rtl"] * 3 + [
        "ltr"
    ] * 2


def test_what_was_removed_is_grouped_by_reason() -> None:
    cuts = (Removal("Home", "navigation"), Removal("Share", "sharing"), Removal("About", "navigation"))
    statement = Statement("0" * 16, "t", "x", removed=(*cuts, Removal("  ", "sharing")))
    assert present.group_removals(statement) == (("navigation", ("Home", "About")), ("sharing", ("Share",)))
