"""From the bytes of a page to a statement or the reason why there is none."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Page, Reason, Rejected, Statement, clean
from corpus.cleaner import is_html

PARAGRAPH = "The council met on Monday and agreed on the budget for the coming year after a long debate."
HTML = f"""<!doctype html><html lang="en"><head><title>Budget agreed - Town of Ekvik</title></head><body>
<nav><a href="/">Home</a></nav><main><h1>Budget agreed</h1><article><p>{PARAGRAPH}</p>
<p>“We are glad,” said Ann Lee.</p></article></main><footer>Town of Ekvik</footer></body></html>"""


def statement(data: bytes) -> Statement:
    found = clean(Page(data, path="root/page.html"))
    assert isinstance(found, Statement)
    return found


def rejected(data: bytes) -> Rejected:
    found = clean(Page(data, path="root/page.html"))
    assert isinstance(found, Rejected)
    return found


def test_a_page_becomes_a_statement() -> None:
    found = statement(HTML.encode())
    assert found.title == "Budget agreed"
    assert found.text == f"{PARAGRAPH}\n\n“We are glad,” said Ann Lee."
    assert found.source == "root/page.html"
    assert found.provenance["title"].confidence > 0.5
    assert any("Home" in removal.text for removal in found.removed)


def test_the_same_page_gives_the_same_statement() -> None:
    assert statement(HTML.encode()) == statement(HTML.encode())


def test_other_bytes_have_another_digest() -> None:
    assert statement(HTML.encode()).digest != statement(HTML.encode() + b" ").digest


def test_text_and_html_are_told_apart() -> None:
    assert is_html(HTML)
    assert is_html("<P>Hello")
    assert not is_html("A headline\n\nThe value is < 5 and > 3.")


def test_why_a_page_is_no_statement() -> None:
    assert rejected(b"").reason is Reason.EMPTY
    assert rejected(b" \n ").reason is Reason.EMPTY
    assert rejected(b"<html><body></body></html>").reason is Reason.NO_TEXT
    assert rejected(b"<html><body><p>Too short.</p></body></html>").reason is Reason.TOO_SHORT
    assert rejected(b"<title>Page not found</title><p>The page does not exist, or no longer.</p>").reason is (
        Reason.NOT_A_STATEMENT
    )


def test_a_list_of_pages_is_no_statement() -> None:
    teasers = "".join(f'<h2><a href="/{n}">Story {n}</a></h2><p>A few words on it.</p>' for n in range(8))
    assert rejected(f"<main><h1>News</h1>{teasers}</main>".encode()).reason is Reason.NOT_A_STATEMENT


def test_a_short_statement_is_one() -> None:
    text = "<p>The King has learned with great sadness of the death of Ada Holm.</p>"
    assert statement(f"<h1>Condolence</h1>{text}".encode()).text.startswith("The King")


def test_a_rejection_names_its_page_and_explains_itself() -> None:
    found = rejected(b"")
    assert found.page == "root/page.html"
    assert found.detail


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_cleaned(data: bytes) -> None:
    assert isinstance(clean(Page(data)), Statement | Rejected)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(HTML.encode()) - 1), st.binary(min_size=1, max_size=8), st.integers(0, 60))
def test_a_damaged_page_is_cleaned(place: int, damage: bytes, lost: int) -> None:
    data = HTML.encode()
    assert isinstance(clean(Page(data[:place] + damage + data[place + lost :])), Statement | Rejected)
