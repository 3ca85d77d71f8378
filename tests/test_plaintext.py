"""Pages saved as text: the headline, the lines above the text and the form below it go, the text stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.plaintext import read_text

PAGE = """Radar Station Returns to Service

By

Share this:
Facebook
Twitter
Email

10 January 2024

The radar station on the northern cape is working again, the ministry said on Wednesday (10 January 2024).

The mast was struck by lightning in December.
Two engineers repaired it in the snow.

Share this:
Facebook

RELATED ARTICLES
MORE FROM AUTHOR

Be the first to comment

Leave a Reply
Cancel reply

Your email address will not be published. Required fields are marked *

Comment

Name *

Email *
"""


def test_the_text_is_what_stands_between_the_header_and_the_form() -> None:
    body = read_text(PAGE)
    assert body.headline == "Radar Station Returns to Service"
    assert body.paragraphs[0].startswith("The radar station on the northern cape")
    assert body.paragraphs[-1] == "Two engineers repaired it in the snow."
    assert body.header_lines == ("By", "10 January 2024")


def test_every_cut_has_its_reason() -> None:
    reasons = {removal.reason for removal in read_text(PAGE).removed}
    assert {"byline", "date line", "share line", "related pages", "comment form"} <= reasons


def test_nothing_is_lost() -> None:
    body = read_text(PAGE)
    kept = " ".join([body.headline or "", *body.paragraphs, *(removal.text for removal in body.removed)])
    assert sorted(kept.split()) == sorted(PAGE.split())


def test_the_form_is_cut_in_any_language() -> None:
    for form in (
        "Schreibe einen Kommentar\n\nName *",
        "Добавить комментарий\n\nИмя *",
        "Laisser un commentaire\n\nNom *",
    ):
        body = read_text(f"A Headline\n\nThe first paragraph says something.\n\n{form}")
        assert body.paragraphs == ("The first paragraph says something.",)


def test_a_sentence_about_replies_stays() -> None:
    text = "A Headline\n\nThe minister was asked to leave a reply to the letter.\n\nHe did so."
    assert len(read_text(text).paragraphs) == 2


def test_what_belongs_to_the_text_stays() -> None:
    lines = ["Check against delivery", "Ref. 2024/118", "LONDON, 5 March", "Q: Will it work?", "A: It will."]
    text = "\n\n".join(["A Headline", *lines, "The answer was short."])
    assert read_text(text).paragraphs == (*lines, "The answer was short.")


def test_contacts_are_kept_apart() -> None:
    body = read_text(
        "A Headline\n\n" + "The bridge is open again and traffic is moving freely.\n\n" * 4
        + "Notes to editors\n\nThe bridge was built in 1931.\n\nMedia contact:\n\nJane Doe, 555 0100"
    )  # fmt: skip
    assert body.paragraphs[-1] == "The bridge is open again and traffic is moving freely."
    assert "The bridge was built in 1931." in body.notes
    assert "Jane Doe, 555 0100" in body.notes


def test_an_empty_text_has_an_empty_body() -> None:
    assert read_text(" \n \n").paragraphs == ()
    assert read_text("Only a headline").paragraphs == ()


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    body = read_text(text)
    assert all(paragraph.strip() and "\n\n" not in paragraph for paragraph in body.paragraphs)
