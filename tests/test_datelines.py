"""Header lines and datelines: which date is whose."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.datelines import find_closing_date, find_dateline, find_place, read_stamps, role_of, spell_place

TENTH = date(2024, 1, 10)


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("WASHINGTON, Jan. 10, 2024 – The minister said so.", "en", "Washington"),
        ("Washington, D.C. (January 10, 2024) - Today the board met.", "en", "Washington, D.C."),
        ("BRUSSELS, 10 January 2024. The council met today.", "en", "Brussels"),
        ("New York/Geneva, 10 January 2024 — The envoy arrived.", "en", "New York/Geneva"),
        ("10 January 2024 – The council met.", "en", None),
        ("Berlin, den 10. Januar 2024 - Die Ministerin kam.", "de", "Berlin"),
        ("(Paris, le 10 janvier 2024) : Le ministre est venu.", "fr", "Paris"),
        ("МОСКВА, 10 января 2024 г. — Министр прибыл.", "ru", "Москва"),
    ],
)
def test_dateline_opens_the_text(text: str, language: str, place: str | None) -> None:
    found = find_dateline([text], language)
    assert found is not None
    assert (found.day, found.place) == (TENTH, place)
    assert found.sure >= 0.5


def test_weekday_with_its_date_in_brackets() -> None:
    opening = "The council met at its seat on Wednesday (10 January 2024) to talk about air defence."
    found = find_dateline(["A lead without a date.", opening], "en")
    assert found is not None
    assert (found.day, found.sure >= 0.5) == (TENTH, True)


def test_weekday_that_contradicts_its_date_is_a_guess() -> None:
    found = find_dateline(["They met on Monday (10 January 2024)."], "en")
    assert found is not None
    assert found.sure < 0.5


def test_a_year_told_elsewhere_completes_a_dateline() -> None:
    assert find_dateline(["They met on Wednesday (January 10)."], "en") is None
    found = find_dateline(["They met on Wednesday (January 10)."], "en", 2024)
    assert found is not None
    assert found.day == TENTH
    assert find_dateline(["They met on Wednesday (January 10)."], "en", 2023) is None, "the weekday disagrees"
    assert (
        getattr(find_dateline(["BEIJING, Jan. 10 (Agency) -- The two sides met."], "en", 2024), "day", 0)
        == TENTH
    )


@pytest.mark.parametrize(
    "text",
    [
        "On January 10, 2024, the president signed a law.",
        "The law that was signed on 10 January 2024 enters into force.",
        "In 2024 we said so.",
        "",
    ],
)
def test_dates_within_sentences_are_no_dateline(text: str) -> None:
    assert find_dateline([text], "en", 2024) is None


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Published 10 January 2024", "issued"),
        ("For Immediate Release: January 10, 2024", "issued"),
        ("Veröffentlicht am 10. Januar 2024", "issued"),
        ("Last updated: 10 January 2024", "modified"),
        ("Mis à jour le 10 janvier 2024", "modified"),
        ("Wednesday, January 10, 2024", "plain"),
        ("By Jane Doe · Jan 10, 2024 at 3:00 am · One comment so far", "plain"),
        ("10 January 2024 Copyright the Ministry", "plain"),
        ("Copyright 10 January 2024", "other"),
        ("Delivered on January 10, 2024", "delivered"),
    ],
)
def test_the_words_beside_a_date_say_what_it_is(line: str, role: str) -> None:
    language = "de" if "Ver" in line else "fr" if "Mis" in line else "en"
    assert [(stamp.day, stamp.role) for stamp in read_stamps(line, language)] == [(TENTH, role)]


def test_two_dates_on_one_line_have_a_role_each() -> None:
    stamps = read_stamps("Published: 10 January 2024 | Updated: 12 January 2024", "en")
    assert [stamp.role for stamp in stamps] == ["issued", "modified"]


def test_a_sentence_is_no_header_line() -> None:
    assert (
        read_stamps("The minister left. She came back on 10 January 2024 with a plan for everybody.", "en")
        == []
    )


def test_place_in_capitals_and_closing_date() -> None:
    assert find_place(["WASHINGTON, D.C. – Today the committee met."]) == "Washington, D.C."
    assert find_place(["NATO is strong."]) is None
    assert find_place([]) is None
    assert find_closing_date(["Text.", "Brussels, 10 January 2024"], "en") == TENTH
    assert (
        find_closing_date(
            ["We met on 10 January 2024 in the old town hall, as we had done before, all of us."]
        )
        is None
    )


@given(st.lists(st.text(max_size=300), max_size=4), st.sampled_from([None, "en", "ja", "??"]))
def test_any_text_is_read_without_an_error(paragraphs: list[str], language: str | None) -> None:
    find_dateline(paragraphs, language, 2024)
    find_place(paragraphs)
    find_closing_date(paragraphs, language)
    for paragraph in paragraphs:
        read_stamps(paragraph, language)
        role_of(paragraph)


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("WASHINGTON, D.C.", "Washington, D.C."),
        ("RIO DE JANEIRO", "Rio de Janeiro"),
        ("NEW YORK, NY", "New York, NY"),
        ("COEUR D'ALENE, Idaho", "Coeur D'Alene, Idaho"),
        ("ST. JOHN'S", "St. John's"),
        ("PORT-AU-PRINCE", "Port-au-Prince"),
        ("Lower Tarva", "Lower Tarva"),
        ("UK", "UK"),
    ],
)
def test_places_are_spelt_as_in_running_text(written: str, spelt: str) -> None:
    assert spell_place(written) == spelt
