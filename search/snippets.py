"""Statement and query -> the fragments worth reading: text and marked spans, never markup.

Up to two, bounded by sentences: those with the most different words of the query close together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Statement
from index.query import Query

from .marking import TITLE_FIELDS, Found, Leaf, find_matches, leaves_of
from .results import Fragment

FRAGMENTS = 2
LENGTH = 240
"""A fragment grows by whole sentences up to so many code points."""

LONGEST = 320
"""A sentence that is longer is cut at blanks around its marks."""

ELLIPSIS = "…"
_ENDS = re.compile(r"[.!?…。！？\n][.!?…\"'”’»)\]]*\s*")
_TITLES = frozenset(
    [
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Prof",
        "Gen",
        "Col",
        "Lt",
        "Sgt",
        "Sen",
        "Rep",
        "Gov",
        "St",
        "No",
        "vs",
        "Nr",
        "Art",
        "Hon",
        "Rev",
    ]
)


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences from ``start`` to ``end`` in code points of the text, and the matches in them."""

    start: int
    end: int
    found: tuple[Found, ...]

    def leaves(self) -> frozenset[int]:
        """The numbers of the leaves that match in it."""
        return frozenset(found.leaf for found in self.found)


def mark_title(statement: Statement, query: Query) -> Fragment:
    """The title with the query's words marked."""
    return mark_text(statement.title, leaves_of(query.clause, TITLE_FIELDS), statement.language)


def mark_body(statement: Statement, query: Query) -> Fragment:
    """The whole text with the query's words marked."""
    return mark_text(statement.text, leaves_of(query.clause), statement.language)


def mark_text(text: str, leaves: Sequence[Leaf], language: str | None) -> Fragment:
    """The text with every match marked."""
    return Fragment(text, tuple((found.start, found.end) for found in find_matches(text, leaves, language)))


def find_fragments(statement: Statement, query: Query) -> tuple[Fragment, ...]:
    """Up to FRAGMENTS fragments in the order of the text; the beginning where only the title matched."""
    text = statement.text
    if not text.strip():
        return ()
    found = find_matches(text, leaves_of(query.clause), statement.language)
    if not found:
        return (cut(text, lead_of(text)),)
    chosen = choose_windows(windows_of(text, found))
    return tuple(cut(text, window) for window in sorted(chosen, key=lambda window: window.start))


def choose_windows(windows: Sequence[Window]) -> list[Window]:
    """The best, and then the best that shows more; they don't overlap."""
    chosen: list[Window] = []
    while windows and len(chosen) < FRAGMENTS:
        known = frozenset(number for window in chosen for number in window.leaves())
        best = max(windows, key=lambda window: worth(window, known))
        chosen.append(best)
        windows = [window for window in windows if window.end <= best.start or window.start >= best.end]
    return chosen


def worth(window: Window, known: frozenset[int]) -> tuple[int, int, int, int]:
    """More words that are not yet shown; more words; more marks; the earlier."""
    leaves = window.leaves()
    return len(leaves - known), len(leaves), min(len(window.found), 4), -window.start


def windows_of(text: str, found: Sequence[Found]) -> list[Window]:
    """For each sentence with a match, it and as many of the next as fit, ending at the last that matches."""
    ends = sentence_ends(text)
    sentences: dict[tuple[int, int], list[Found]] = {}
    for item in found:
        at = bisect_right(ends, item.start)
        bounds = (ends[at - 1] if at else 0, ends[at] if at < len(ends) else len(text))
        sentences.setdefault(bounds, []).append(item)
    windows = []
    listed = list(sentences.items())
    for number, ((start, end), items) in enumerate(listed):
        held = list(items)
        for (_, next_end), more in listed[number + 1 :]:
            if next_end - start > LENGTH:
                break
            end, held = next_end, [*held, *more]
        windows.append(Window(start, end, tuple(held)))
    return windows


def sentence_ends(text: str) -> list[int]:
    """Where a sentence ends and the next begins, in order."""
    return [match.end() for match in _ENDS.finditer(text) if is_end(text, match.start(), match.end())]


def is_end(text: str, start: int, end: int) -> bool:
    """Whether these stops and the blanks after them end a sentence."""
    if text[start] in "\n。！？":
        return True
    if end >= len(text) or not text[end - 1].isspace():
        return False
    if "\n" in text[start:end]:
        return True
    if text[end].islower():
        return False
    before = text[max(0, start - 5) : start].rpartition(" ")[2]
    return text[start] != "." or not (before in _TITLES or is_initial(before.rpartition(".")[2]))


def is_initial(text: str) -> bool:
    """A single letter."""
    return len(text) == 1 and text.isalpha()


def lead_of(text: str) -> Window:
    """The first sentences, up to LENGTH."""
    start = len(text) - len(text.lstrip())
    ends = [end for end in [*sentence_ends(text), len(text)] if start < end <= start + LENGTH]
    first = next((end for end in [*sentence_ends(text), len(text)] if end > start), len(text))
    return Window(start, ends[-1] if ends else first, ())


def cut(text: str, window: Window) -> Fragment:
    """The window on one line; where it is too long, the part around its first marks, at blanks."""
    start, end = trim(text, window.start, window.end)
    before = after = ""
    if end - start > LONGEST:
        first = window.found[0].start if window.found else start
        left = max(start, min(first - LENGTH // 4, end - LENGTH))
        left = start if left == start else next_blank(text, left, first)
        right = max(previous_blank(text, left, left + LENGTH), window.found[0].end if window.found else left)
        before = f"{ELLIPSIS} " if left > start else ""
        after = f" {ELLIPSIS}" if right < end else ""
        start, end = trim(text, left, right)
    body = re.sub(r"\s", " ", text[start:end])
    shift = len(before) - start
    spans = tuple(
        (item.start + shift, item.end + shift)
        for item in window.found
        if start <= item.start and item.end <= end
    )
    return Fragment(before + body + after, spans)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def next_blank(text: str, start: int, limit: int) -> int:
    """The first blank from ``start`` on, before ``limit``; else ``limit``."""
    return next((place for place in range(start, limit) if text[place].isspace()), limit)


def previous_blank(text: str, start: int, end: int) -> int:
    """The last blank before ``end``; else ``end``."""
    return next((place for place in range(min(end, len(text)) - 1, start, -1) if text[place].isspace()), end)
