"""Paragraphs -> the spans of what stands in quotation marks, whichever marks a language uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

# What may close what was opened by a mark.
CLOSERS = {
    "“": "”“\"", "„": "“”\"", "«": "»", "»": "«»", "”": "”", '"': '"”', "‘": "’", "‚": "‘’", "'": "'",
    "「": "」", "『": "』", "‹": "›", "›": "‹", "《": "",
}  # fmt: skip
# A quotation that isn't closed within so many characters is none.
LONGEST = 6_000
# Spans in one paragraph; what has more is no text of a person.
MOST = 200


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open span of the words between two marks; ``is_open`` when the closing mark is missing."""

    start: int
    end: int
    is_open: bool = False


def find_spans(text: str, start: int, end: int) -> list[Span]:
    """What is quoted in the paragraph ``text[start:end]``, in order, outermost marks only."""
    spans: list[Span] = []
    opened: re.Match[str] | None = None
    for mark in _marks().finditer(text, start, end):
        if opened is None:
            if _opens(text, mark, start):
                opened = mark
        elif mark[0] in CLOSERS[opened[0]] and _closes(text, mark, opened, end):
            if mark.start() - opened.end() <= LONGEST:
                spans.append(Span(*_trim(text, opened.end(), mark.start())))
            opened = None
            if len(spans) >= MOST:
                break
    if opened is not None and opened[0] in '“„«»"「' and end - opened.end() <= LONGEST:
        spans.append(Span(*_trim(text, opened.end(), end), True))
    return [span for span in spans if span.start < span.end]


def find_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The half-open spans of the paragraphs of ``text``: what stands between line ends."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end > start:
            yield start, end
        start = end + 1


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    """Whether a mark opens a quotation: it may also close one, or be an apostrophe."""
    kind, at = mark[0], mark.start()
    if kind not in CLOSERS or not CLOSERS[kind]:
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if kind in "“„«「『‹":
        return True
    if after.isspace():
        return False
    return not (before.isalnum() or before in ".,!?…")


def _closes(text: str, mark: re.Match[str], opened: re.Match[str], end: int) -> bool:
    """Whether a mark closes what ``opened`` opened, and is no apostrophe or inner opening mark."""
    at = mark.start()
    after = text[at + 1] if at + 1 < end else " "
    if mark[0] in "’'":
        return not after.isalnum()
    if mark[0] in '"“»' and opened[0] in ('"', "“", "»"):
        before = text[at - 1]
        return not (before.isspace() and after.isalnum())
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


@cache
def _marks() -> re.Pattern[str]:
    return re.compile("[“”„«»\"‘’‚'「」『』‹›]")
