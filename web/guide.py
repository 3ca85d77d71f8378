"""The query language, as the help page shows it: what can be typed, and what it finds."""

from __future__ import annotations

from index.schema import STATEMENTS

RULES = (
    ("air defence", "the best match: more and rarer words first, all the words before some"),
    ('"air defence"', "exactly these words, next to each other"),
    ('"defence air"~5', "at most five words between the two, in either order"),
    ("+patriot -missile", "must be there; must not be there"),
    ("(patriot OR missile) AND navy", "either of two, and a third"),
    ("navy NOT exercise", "the one without the other"),
    ("patrio*", "words that start so (three letters or more)"),
    ("stoltenburg~", "words that are spelt nearly so"),
    ("title:ceasefire", "in the headline"),
    ("speaker:minister", "who speaks"),
    ('said:"air defence" speaker:minister', "who said these very words"),
    ("issued:2024", "issued in that year; 2024-01 for a month, 2024-01-10 for a day"),
    ("issued:2024-01..2024-06", "issued from the one to the other"),
    ("after:2023 before:2024-07", "issued after, issued before"),
    ("issued:past-30-days", "issued lately; also issued:last-month"),
)
TYPED = ("title", "issuer", "speaker", "kind", "place", "language", "host", "issued")


def list_fields() -> tuple[tuple[str, str], ...]:
    """Each field that can be typed, with what it holds."""
    fields = tuple((name, STATEMENTS.field(name).description) for name in TYPED)
    return (*fields, ("said", "the words inside quotations"))
