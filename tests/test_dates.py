"""Dates in the languages of the world, and what must not be read as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import find_dates, fold, make_date, month_number, parse_date

TENTH = date(2024, 1, 10)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2024-01-10", None),
        ("20240110", None),
        ("2024-01-10T23:05:00+03:00", None),
        ("2024-01-10 20:54:16", None),
        ("2024/01/10", None),
        ("January 10, 2024", "en"),
        ("Jan. 10, 2024", "en"),
        ("Wednesday, January 10th, 2024 at 5:45 pm", "en"),
        ("10 January 2024", "en"),
        ("10-Jan-2024", "en"),
        ("Wed, 10 Jan 2024 10:00:00 GMT", "en"),
        ("10. Januar 2024, 15:29 Uhr", "de"),
        ("10. Jänner 2024", "de-AT"),
        ("10.01.2024", "de"),
        ("le 10 janvier 2024", "fr"),
        ("10/01/2024", "fr"),
        ("miércoles, 10 de enero de 2024", "es"),
        ("10 gennaio 2024", "it"),
        ("10 de Janeiro de 2024", "pt"),
        ("10 januari 2024", "nl"),
        ("10 stycznia 2024", "pl"),
        ("10 января 2024 года", "ru"),
        ("10 січня 2024", "uk"),
        ("10 Ocak 2024 Çarşamba", "tr"),
        ("١٠ يناير ٢٠٢٤", "ar"),
        ("2024年1月10日", "zh"),
        ("令和6年1月10日", "ja"),
        ("2024년 1월 10일", "ko"),
        ("10 มกราคม 2567", "th"),
        ("ngày 10 tháng 1 năm 2024", "vi"),
        ("2024. január 10.", "hu"),
        ("10 de Octubre de 2020", None),
    ],
)
def test_reads_a_date(text: str, language: str | None) -> None:
    assert parse_date(text, language) == (date(2020, 10, 10) if "2020" in text else TENTH)


def test_finds_dates_where_they_stand() -> None:
    text = "It was signed on 10 January 2024 and published on February 1, 2024."
    spans = find_dates(text, "en")
    assert [text[span.start : span.end] for span in spans] == ["10 January 2024", "February 1, 2024"]
    assert [span.day for span in spans] == [TENTH, date(2024, 2, 1)]


@pytest.mark.parametrize("text", ["06/11/2020", "1/2/2003"])
def test_order_of_day_and_month_is_the_languages(text: str) -> None:
    us, gb = parse_date(text, "en-US"), parse_date(text, "en-GB")
    assert us is not None
    assert gb is not None
    assert (us.month, us.day) == (gb.day, gb.month)
    assert parse_date(text, "en") is None, "English of no country tells nothing"
    assert parse_date(text, "fr") == gb


def test_figures_tell_the_order_when_only_one_can_be_a_month() -> None:
    assert parse_date("08/21/2025", "en") == date(2025, 8, 21)
    assert parse_date("21/08/2025", "en") == date(2025, 8, 21)


def test_a_month_that_means_two_needs_a_language() -> None:
    assert month_number("listopada", "pl") == 11
    assert month_number("listopada", "hr") == 10


@pytest.mark.parametrize(
    "text",
    [
        "", "2024", "January 2024", "1899-12-31", "2999-01-01", "2024-02-30", "31 April 2020", "Room 10 2024",
        "the memorandum of 5 May 2019 and more", "12.10", "Seite 10/2024", "10 Monkeys 2024", "555-2024-1234",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text, "en") is None


def test_dates_of_the_future_are_refused() -> None:
    tomorrow = date.today() + timedelta(days=1)
    after = date.today() + timedelta(days=2)
    assert make_date(tomorrow.year, tomorrow.month, tomorrow.day) == tomorrow
    assert make_date(after.year, after.month, after.day) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2024, 12, 31)))
def test_every_day_is_read_back_in_several_spellings(day: date) -> None:
    month = day.strftime("%B")
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{month} {day.day}, {day.year}", "en") == day
    assert parse_date(f"{day.day} {month} {day.year}", "en") == day
    assert parse_date(f"{day.day}.{day.month}.{day.year}", "de") == day


@given(st.text(), st.sampled_from([None, "en", "de", "zh-Hans", "xx", "???"]))
def test_any_text_has_spans_within_it_in_order(text: str, language: str | None) -> None:
    last = 0
    for span in find_dates(text, language):
        assert last <= span.start < span.end <= len(text)
        last = span.end
    parse_date(text, language)
    fold(text)


@given(st.text(alphabet="0123456789./- 年月日JanOctuber,", max_size=60))
def test_texts_of_figures_never_break_it(text: str) -> None:
    for span in find_dates(text, "en"):
        assert date(1900, 1, 1) <= span.day
