"""Statements into documents: which column holds what, and what a fingerprint notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.statement import Quote, Statement, dumps
from index import document
from index.analysis import BOUNDARY, words
from index.bags import hash_term
from index.document import describe, describe_and_pack, describe_quotes, fingerprint, fingerprint_line
from index.engine import Document
from index.learning import unpack
from index.schema import MISSING, QUOTES, STATEMENTS, Collection, View

STATEMENT = Statement(
    id="0123456789abcdef",
    version=2,
    title="Allies' Missiles",
    text="The missiles arrived.\n\nNo more.",
    issuer="Ministry of Defence",
    issued=date(2024, 1, 10),
    kind="press release",
    speakers=("Jens Müller", "A. B. Smith"),
    places=("Kyiv",),
    quotes=(
        Quote("We deliver missiles", "Jens Müller", "said", 0, 19, 0.9),
        Quote("No more", None, None, 24, 31, 0.3),
    ),
    language="en-GB",
    url="https://www.MOD.example:8080/news/1?x=y",
)


def test_each_field_has_both_views() -> None:
    texts = describe(STATEMENT).texts
    assert texts["title_words"] == "allies missiles"
    assert texts["title_stems"] == "alli missil"
    assert texts["text_words"] == "the missiles arrived ¶ no more"
    assert texts["text_stems"] == "the missil arriv ¶ no more"
    assert texts["speaker_words"] == "jens muller ¶ a b smith"
    assert texts["kind_stems"] == "press releas"
    assert texts["place_words"] == "kyiv"


def test_the_combined_field_holds_the_title_three_times_and_who_speaks_twice() -> None:
    texts = describe(STATEMENT).texts
    parts = texts["all_stems"].split(f" {BOUNDARY} ")
    assert sorted(parts) == sorted(
        ["alli missil"] * 3
        + ["the missil arriv", "no more"]
        + ["ministri of defenc", "jen muller", "a b smith", "press releas"] * 2
    )
    assert texts["all_words"].split(f" {BOUNDARY} ") == [
        "allies missiles",
        "the missiles arrived",
        "no more",
        "ministry of defence",
        "jens muller",
        "a b smith",
        "press release",
    ]


def test_keys_and_days() -> None:
    made = describe(STATEMENT)
    assert (made.id, made.version) == ("0123456789abcdef", 2)
    assert made.keys == {
        "issuer": ("Ministry of Defence",),
        "speaker": ("Jens Müller", "A. B. Smith"),
        "kind": ("press release",),
        "place": ("Kyiv",),
        "language": ("en",),
        "host": ("mod.example",),
        "year": ("2024",),
        "month": ("2024-01",),
    }
    assert made.days == {"issued": date(2024, 1, 10).toordinal()}


def test_what_is_not_known_can_be_counted() -> None:
    made = describe(Statement(id="x", title="", text=""))
    assert set(made.keys.values()) == {(MISSING,)}
    assert made.days == {"issued": 0}
    assert set(made.texts.values()) <= {""}


@pytest.mark.parametrize("url", [None, "", "about:blank", "http://[::1", "not a url", "http://"])
def test_an_address_without_a_host(url: str | None) -> None:
    assert describe(replace(STATEMENT, url=url)).keys["host"] == (MISSING,)


def test_empty_and_repeated_values_are_left_out() -> None:
    made = describe(replace(STATEMENT, speakers=("Ann", "", "Ann", "Bob"), issuer="", places=()))
    assert made.keys["speaker"] == ("Ann", "Bob")
    assert made.keys["issuer"] == made.keys["place"] == (MISSING,)


def test_long_values_are_cut() -> None:
    assert [len(key) for key in describe(replace(STATEMENT, issuer="x" * 70_000)).keys["issuer"]] == [255]


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert describe(replace(STATEMENT, issuer="Army\ud800")).keys["issuer"] == ("Army?",)


def test_quotations_are_documents_of_their_own() -> None:
    first, second = describe_quotes(STATEMENT)
    assert [first.id, second.id] == ["0123456789abcdef-1", "0123456789abcdef-2"]
    assert first.texts["said_stems"] == "we deliv missil"
    assert first.texts["speaker_words"] == "jens muller"
    assert first.texts["title_words"] == "allies missiles"
    assert first.keys["statement"] == second.keys["statement"] == (STATEMENT.id,)
    assert second.keys["speaker"] == (MISSING,)
    assert second.keys["issuer"] == ("Ministry of Defence",)
    assert first.days == {"issued": date(2024, 1, 10).toordinal()}
    assert describe_quotes(replace(STATEMENT, quotes=())) == []


def columns(collection: Collection) -> set[str]:
    return {*collection.columns(View.STEMS), *collection.columns(View.WORDS)}


def check_shape(made: Document, collection: Collection) -> None:
    assert made.texts.keys() <= columns(collection)
    assert {f"{name}_key" for name in made.keys} == set(collection.columns(View.KEY))
    assert {f"{name}_day" for name in made.days} == set(collection.columns(View.DAY))
    assert all(made.keys.values())
    for text in made.texts.values():
        assert text == " ".join(text.split())


def test_documents_have_the_columns_of_their_collection() -> None:
    made = describe(STATEMENT)
    check_shape(made, STATEMENTS)
    assert made.texts.keys() == columns(STATEMENTS)
    for quote in describe_quotes(STATEMENT):
        check_shape(quote, QUOTES)
        assert quote.texts.keys() == columns(QUOTES)


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from([None, "en", "de", "zh"]))
def test_any_text_can_be_described(title: str, text: str, language: str | None) -> None:
    quotes = (Quote(text, title, None, 0, len(text), 0.5),)
    statement = Statement(
        id="x",
        title=title,
        text=text,
        issuer=title,
        speakers=(text,),
        language=language,
        quotes=quotes,
        url=text,
    )
    made = describe(statement)
    check_shape(made, STATEMENTS)
    check_shape(describe_quotes(statement)[0], QUOTES)
    spelled = [token for token in made.texts["text_words"].split() if token != BOUNDARY]
    assert spelled == [word for paragraph in text.split("\n\n") for word in words(paragraph)]


def changes() -> Iterator[Statement]:
    yield replace(STATEMENT, title="Other")
    yield replace(STATEMENT, text="Other")
    yield replace(STATEMENT, version=3)
    yield replace(STATEMENT, issuer=None)
    yield replace(STATEMENT, issued=date(2024, 1, 11))
    yield replace(STATEMENT, kind="speech")
    yield replace(STATEMENT, speakers=())
    yield replace(STATEMENT, places=())
    yield replace(STATEMENT, language="de")
    yield replace(STATEMENT, url="https://mfa.example/")
    yield replace(STATEMENT, quotes=STATEMENT.quotes[:1])


@pytest.mark.parametrize("changed", list(changes()))
def test_a_fingerprint_notices_what_is_indexed(changed: Statement) -> None:
    assert fingerprint(changed) != fingerprint(STATEMENT)
    assert describe(changed).fingerprint == fingerprint(changed)


def test_a_fingerprint_is_that_of_the_line_in_the_archive() -> None:
    assert fingerprint_line(dumps(STATEMENT)) == fingerprint(STATEMENT)
    assert fingerprint_line(dumps(replace(STATEMENT, notes="Call us."))) != fingerprint(STATEMENT)


def test_a_bag_counts_the_stems_of_the_combined_field() -> None:
    made, bag = describe_and_pack(STATEMENT)
    counts = Counter(token for token in made.texts["all_stems"].split() if token != BOUNDARY)
    assert made == describe(STATEMENT)
    assert sorted(zip(*unpack_bag(bag), strict=True)) == sorted(
        (hash_term(stem), count) for stem, count in counts.items()
    )


def unpack_bag(bag: bytes) -> tuple[list[int], list[int]]:
    bags = unpack([bag])
    return bags.terms.tolist(), bags.counts.tolist()


@pytest.mark.parametrize(("name", "value"), [("SCHEMA_VERSION", -1), ("MISSING", MISSING)])
def test_a_fingerprint_changes_with_the_schema(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    before = fingerprint(STATEMENT)
    monkeypatch.setattr(document, name, value)
    assert (fingerprint(STATEMENT) != before) == (name == "SCHEMA_VERSION")


def test_a_fingerprint_changes_with_the_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint(STATEMENT)
    monkeypatch.setattr("index.analysis.ANALYSIS_VERSION", -1)
    assert fingerprint(STATEMENT) != before
