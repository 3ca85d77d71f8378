"""Golden pairs: a saved page, and beside it in ``pages/`` what a careful person reads from it.

The pages are those of the sample corpus and, in ``pages/`` itself, small ones of other shapes. A pair
names the page and either the reason of its rejection or its fields:

``title``, ``issued``, ``modified``, ``issuer``, ``kind``, ``language`` (the primary tag), ``url``
    exactly; null where the page does not say and nothing may be guessed.
``speakers``
    exactly, in any order.
``first``, ``last``
    the words with which the text begins and ends, white space folded.
``outline``
    how the paragraphs and lines between them begin, in their order.
``must``, ``forbid``
    strings that have to be in the text, or must not be.
``quotes``
    all quotations of five words or more in their order: how each begins, and who speaks (null: nobody
    may be named).
``notes``
    strings that belong to the notes and not to the text.

Where careful persons may differ, ``{"any": [...]}`` lists what is right.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from corpus import Quote, Rejected, Statement, clean, read_page

ROOT = Path(__file__).parent.parent
PAIRS = sorted((ROOT / "tests" / "pages").glob("*.json"))
SHORTEST_QUOTE = 5
EXACT = ("title", "issued", "modified", "issuer", "kind", "url")


def read_pair(path: Path) -> dict[str, Any]:
    pair: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return pair


def clean_page(pair: dict[str, Any]) -> Statement | Rejected:
    page = read_page(ROOT / pair["page"])
    return page if isinstance(page, Rejected) else clean(page)


def fold(text: str) -> str:
    """The text with its white space folded."""
    return " ".join(text.split())


def accepts(expected: Any, is_right: Callable[[Any], bool]) -> bool:
    """Whether ``is_right`` holds for the expected value, or for one of several that are."""
    if isinstance(expected, dict):
        return any(is_right(value) for value in expected["any"])
    return is_right(expected)


def differences(pair: dict[str, Any], found: Statement | Rejected) -> list[str]:
    """What a pair and a result disagree about, a line each."""
    if isinstance(found, Rejected):
        reason = pair.get("rejected")
        return [] if reason == found.reason else [f"rejected as {found.reason}, expected {reason}"]
    if "rejected" in pair:
        return [f"became a statement, expected to be rejected as {pair['rejected']}: {found.text[:80]!r}"]
    return [*differing_fields(pair, found), *differing_text(pair, found), *differing_quotes(pair, found)]


def differing_fields(pair: dict[str, Any], found: Statement) -> Iterator[str]:
    for name in EXACT:
        value = getattr(found, name)
        text = value if value is None else str(value)
        if name in pair and not accepts(pair[name], lambda right, text=text: right == text):
            yield f"{name}: {text!r}, expected {pair[name]!r}"
    language = (found.language or "").split("-")[0] or None
    if language != pair["language"]:
        yield f"language: {language!r}, expected {pair['language']!r}"
    if not accepts(pair["speakers"], lambda right: sorted(right) == sorted(found.speakers)):
        yield f"speakers: {found.speakers!r}, expected {pair['speakers']!r}"


def differing_text(pair: dict[str, Any], found: Statement) -> Iterator[str]:
    text = fold(found.text)
    if not accepts(pair["first"], text.startswith):
        yield f"begins {text[:60]!r}, expected {pair['first']!r}"
    if not accepts(pair["last"], text.endswith):
        yield f"ends {text[-60:]!r}, expected {pair['last']!r}"
    yield from lost_paragraphs(pair.get("outline", ()), text)
    yield from (f"lacks {string!r}" for string in pair.get("must", ()) if string not in text)
    yield from (f"leaks {string!r}" for string in pair.get("forbid", ()) if string in text)
    notes = fold(found.notes)
    yield from (f"notes lack {string!r}" for string in pair.get("notes", ()) if string not in notes)


def lost_paragraphs(outline: Sequence[str], text: str) -> Iterator[str]:
    place = 0
    for start in outline:
        found = text.find(start, place)
        if found < 0:
            yield f"lost, or out of order: {start!r}"
        else:
            place = found + 1


def differing_quotes(pair: dict[str, Any], found: Statement) -> Iterator[str]:
    quotes = [quote for quote in found.quotes if len(quote.text.split()) >= SHORTEST_QUOTE]
    for expected, quote in zip_longest(pair["quotes"], quotes):
        if expected is None:
            yield f"quotes {quote.text[:40]!r} of {quote.speaker!r}, expected no more"
        elif quote is None:
            yield f"does not quote {expected[0]!r}"
        else:
            yield from differing_quote(expected, quote)


def differing_quote(expected: list[Any], quote: Quote) -> Iterator[str]:
    start, speaker = expected
    if not fold(quote.text).startswith(start):
        yield f"quotes {quote.text[:40]!r}, expected {start!r}"
    elif not accepts(speaker, lambda right: right == quote.speaker):
        yield f"{quote.speaker!r} says {start!r}, expected {speaker!r}"


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_a_page_becomes_what_a_person_reads(path: Path) -> None:
    pair = read_pair(path)
    found = differences(pair, clean_page(pair))
    if found:
        pytest.fail("\n".join([pair["page"], *found]), pytrace=False)


def test_every_page_has_its_pair_and_every_pair_its_page() -> None:
    files = [path for path in (ROOT / "corpus" / "sample").iterdir() if path.is_file()]
    files += [path for path in (ROOT / "tests" / "pages").iterdir() if path.suffix != ".json"]
    pages = sorted(path.relative_to(ROOT).as_posix() for path in files)
    assert sorted(read_pair(path)["page"] for path in PAIRS) == pages


def test_differences_are_seen() -> None:
    pair = read_pair(ROOT / "tests" / "pages" / "straits-alliance-joint-order.txt.json")
    statement = Statement(id="0" * 16, title="Another title", text="Leave a Reply", kind="poem")
    lines = differences(pair, statement)
    assert "title: 'Another title'" in lines[0]
    seen = {line.split(" ")[0] for line in lines}
    assert seen >= {"issued:", "kind:", "language:", "speakers:"}
    assert seen >= {"begins", "ends", "lost,", "lacks", "leaks", "does"}
    assert differences({"rejected": "empty"}, statement) != []
