"""Fragments and marks: which words are marked in which texts, and what holds for every text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Statement
from index.analysis import stem, words
from search.grammar import parse
from search.marking import Marker
from search.results import Fragment
from search.snippets import LONGEST, find_fragments, mark_body, mark_title


def statement(text: str, title: str = "A title", language: str | None = "en") -> Statement:
    return Statement(id="0" * 16, title=title, text=text, language=language)


def marked(fragment: Fragment) -> list[str]:
    return [fragment.text[start:end] for start, end in fragment.spans]


@pytest.mark.parametrize(
    ("query", "text", "language", "expected"),
    [
        ("defend", "They defended it; defending is what defences are for.", "en", ["defended", "defending"]),
        ("defence", "Our defences. The defence's aim. DEFENCE!", "en", ["defences", "defence", "DEFENCE"]),
        ('"defence"', "Our defences, our defence.", "en", ["defence"]),
        (
            '"air defence"',
            "Air defence, air and defence; AIR  DEFENCE.",
            "en",
            ["Air defence", "AIR  DEFENCE"],
        ),
        ('"ukraine army"', "Ukraine's army fights.", "en", ["Ukraine's army"]),
        ('"air defence"~3', "Defence of the air.", "en", ["Defence", "air"]),
        ("Covid-19", "COVID-19 and Covid 19, not covid alone.", "en", ["COVID-19", "Covid 19"]),
        ("US", "The U.S. Army, U.S.-led; us.", "en", ["U.S.", "U.S.", "us"]),
        ("defense", "La Défense et la défense.", "fr", ["Défense", "défense"]),
        ("hauser", "Die Häuser und das Haus.", "de", ["Häuser", "Haus"]),
        ("обороны", "Оборона и обороны страны.", "ru", ["Оборона", "обороны"]),
        ("patrio*", "Patriot, patriotism, patrol.", "en", ["Patriot", "patriotism"]),
        ("stoltenburg~", "Stoltenberg spoke.", "en", ["Stoltenberg"]),
        ("防空", "俄罗斯防空系统。", "zh", ["防空"]),
        ("防空系统", "俄罗斯防空系统。", "zh", ["防空系统"]),
        ("air -defence", "Air defence.", "en", ["Air"]),
        ("the air of peace", "The air of peace.", "en", ["air", "peace"]),
        ("title:air defence", "Air defence.", "en", ["defence"]),
        ("said:air issuer:office kind:air", "Air office.", "en", ["Air"]),
        ("text:air", "Air.", "en", ["Air"]),
        ("issued:2024", "In 2024.", "en", []),
        ("straße", "Die Strasse, die Straße.", "de", ["Strasse", "Straße"]),
        ("army", "Armies and the army.", "en", ["Armies", "army"]),
    ],
)
def test_surface_forms_are_marked(query: str, text: str, language: str, expected: list[str]) -> None:
    assert marked(mark_body(statement(text, language=language), Marker(parse(query)))) == expected


def test_the_title_has_marks_of_its_own() -> None:
    found = statement("Nothing here.", title="Air defence of the north")
    assert marked(mark_title(found, Marker(parse("title:air text:north defence")))) == ["Air", "defence"]


FILLER = "Nothing of note happened on this quiet day in the valley. " * 6


def test_the_fragments_hold_the_most_different_words() -> None:
    last = "More air, more air, more air."
    text = f"Air again. {FILLER}The air defence of missiles was shown. {FILLER}{last} {FILLER}"
    fragments = find_fragments(statement(text), Marker(parse("air defence missiles patriot")))
    assert [fragment.text for fragment in fragments] == ["The air defence of missiles was shown.", last]


def test_the_second_fragment_shows_what_the_first_does_not() -> None:
    text = f"Air defence. {FILLER}Air defence again. {FILLER}A patriot at last. {FILLER}"
    fragments = find_fragments(statement(text), Marker(parse("air defence patriot")))
    assert [fragment.text for fragment in fragments] == ["Air defence.", "A patriot at last."]


def test_a_sentence_does_not_end_at_an_abbreviation() -> None:
    text = f"{FILLER}Gen. John P. Smith of the U.S. Army spoke of air at No. 5. {FILLER}"
    (fragment,) = find_fragments(statement(text), Marker(parse("air")))
    assert fragment.text == "Gen. John P. Smith of the U.S. Army spoke of air at No. 5."


def test_without_a_match_the_lead_is_shown() -> None:
    fragments = find_fragments(
        statement("The lead. It goes on.\n\nMore. " + FILLER, title="Air"), Marker(parse("air"))
    )
    assert fragments[0].text.startswith("The lead. It goes on. More.")
    assert len(fragments) == 1
    assert fragments[0].spans == ()


def test_a_very_long_sentence_is_cut_around_its_mark() -> None:
    (fragment,) = find_fragments(
        statement("word " * 500 + "missile " + "word " * 500), Marker(parse("missile"))
    )
    assert marked(fragment) == ["missile"]
    assert fragment.text.startswith("… word")
    assert fragment.text.endswith("word …")
    assert len(fragment.text) <= LONGEST


def test_paragraphs_run_on_in_one_line() -> None:
    (fragment,) = find_fragments(
        statement("Our air.\n\n  Our\t\tair   defence."), Marker(parse('air "air defence"'))
    )
    assert fragment.text == "Our air. Our air defence."
    assert marked(fragment) == ["air", "air defence"]


def test_markup_in_a_text_is_text() -> None:
    fragments = find_fragments(statement("<b>air</b> <script>alert('air')</script>"), Marker(parse("air")))
    assert fragments[0].text == "<b>air</b> <script>alert('air')</script>"


def test_an_empty_text_has_no_fragment() -> None:
    assert find_fragments(statement(""), Marker(parse("air"))) == ()
    assert find_fragments(statement(" \n\n "), Marker(parse("air"))) == ()


LETTERS = st.text("abcdeéè ABC.!?\n'’-\"´üß東京防жÉ", max_size=300) | st.text(max_size=200)
QUERIES = st.lists(st.text("abcdeéüß東京防ж", min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=300, deadline=None)
@given(LETTERS, QUERIES, st.sampled_from(["en", "de", "zh", None]), st.booleans())
def test_spans_are_sorted_disjoint_and_words_that_match(
    text: str, typed: list[str], language: str | None, quoted: bool
) -> None:
    query = Marker(parse(f'"{" ".join(typed)}"' if quoted else " ".join(typed)))
    found = statement(text, language=language)
    roots = {stem(word, language) for word in words(" ".join(typed))}
    for fragment in (mark_body(found, query), *find_fragments(found, query)):
        last = 0
        for start, end in fragment.spans:
            assert last <= start < end <= len(fragment.text)
            last = end
            assert {stem(word, language) for word in words(fragment.text[start:end])} <= roots


@settings(max_examples=200, deadline=None)
@given(LETTERS, QUERIES)
def test_fragments_are_pieces_of_the_text_on_one_line(text: str, typed: list[str]) -> None:
    flat = re.sub(r"\s+", " ", text)
    for fragment in find_fragments(statement(text), Marker(parse(" ".join(typed)))):
        assert fragment.text.removeprefix("… ").removesuffix(" …") in flat
        assert fragment.text.strip()


@given(LETTERS, st.text("abcde", min_size=1, max_size=2))
def test_every_word_of_the_same_form_is_marked(text: str, typed: str) -> None:
    marks = mark_body(statement(text), Marker(parse(f'"{typed}"'))).spans
    assert len(marks) == words(text).count(typed)
