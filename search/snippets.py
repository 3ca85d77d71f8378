"""Statement and query -> the fragments worth reading: text and marked spans, never markup.

Up to two, bounded by sentences: those with the most different words of the query close together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Statement

from .marking import TITLE_FIELDS, Found, Marker
from .results import Fragment

FRAGMENTS = 2
ENOUGH = 4
"""More marks than so many make a fragment no better."""

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


def mark_title(statement: Statement, marker: Marker) -> Fragment:
    """The title with the query's words marked."""
    found = marker.find(statement.title, statement.language, TITLE_FIELDS)
    return Fragment(statement.title, spans_of(found))


def mark_body(statement: Statement, marker: Marker) -> Fragment:
    """The whole text with the query's words marked."""
    return Fragment(statement.text, spans_of(marker.find(statement.text, statement.language)))


def spans_of(found: Sequence[Found]) -> tuple[tuple[int, int], ...]:
    """The spans of the matches."""
    return tuple((item.start, item.end) for item in found)


def find_fragments(statement: Statement, marker: Marker) -> tuple[Fragment, ...]:
    """Up to FRAGMENTS fragments in the order of the text; the beginning where only the title matched."""
    return choose_fragments(statement.text, marker.find(statement.text, statement.language))


def choose_fragments(text: str, found: Sequence[Found]) -> tuple[Fragment, ...]:
    """The same from the matches in the text."""
    if not text.strip():
        return ()
    if not found:
        return (cut(text, lead_of(text)),)
    windows = choose_windows(text, found)
    return tuple(cut(text, window) for window in sorted(windows, key=lambda window: window.start))


def choose_fragment(text: str, found: Sequence[Found]) -> Fragment:
    """The whole of a short text; of a longer one the best fragment."""
    if len(text) <= LONGEST or not found:
        return cut(text, Window(0, len(text), tuple(found)))
    return cut(text, choose_windows(text, found)[0])


def choose_windows(text: str, found: Sequence[Found]) -> list[Window]:
    """The best, and then the best that shows more; they don't overlap."""
    chosen: list[Window] = []
    shown: set[int] = set()
    left = list(found)
    while left and len(chosen) < FRAGMENTS:
        cluster = best_cluster(left, shown)
        low = max((window.end for window in chosen if window.end <= cluster[0].start), default=0)
        high = min((window.start for window in chosen if window.start > cluster[0].start), default=len(text))
        window = open_window(text, cluster, found, low, high)
        chosen.append(window)
        shown.update(item.leaf for item in window.found)
        left = [item for item in left if item.end <= window.start or item.start >= window.end]
    return chosen


def best_cluster(found: Sequence[Found], shown: set[int]) -> Sequence[Found]:
    """Matches close together: more words not yet shown, more words, more marks; the first of these."""
    leaves = {item.leaf for item in found}
    top = (len(leaves - shown), len(leaves), min(len(found), ENOUGH))
    best, most = (0, 1), (-1, -1, -1)
    within: dict[int, int] = {}
    end = 0
    for at, (start, _, leaf) in enumerate(found):
        while end < len(found) and (end <= at or found[end].end <= start + LENGTH):
            within[found[end].leaf] = within.get(found[end].leaf, 0) + 1
            end += 1
        if len(within) >= most[0]:
            worth = (len(within.keys() - shown), len(within), min(end - at, ENOUGH))
            if worth > most:
                best, most = (at, end), worth
                if worth == top:
                    break
        within[leaf] -= 1
        if not within[leaf]:
            del within[leaf]
    return found[slice(*best)]


def open_window(text: str, cluster: Sequence[Found], found: Sequence[Found], low: int, high: int) -> Window:
    """The sentence of the first match, and the next as long as they fit; from ``low`` to ``high``."""
    start, end = sentence_around(text, cluster[0])
    start = max(start, low)
    for item in cluster[1:]:
        further = end if item.end <= end else sentence_around(text, item)[1]
        if further - start > LENGTH:
            break
        end = max(end, further)
    end = min(end, high)
    return Window(start, end, tuple(item for item in found if start <= item.start and item.end <= end))


def sentence_around(text: str, item: Found) -> tuple[int, int]:
    """The sentence that a match begins in; of a very long one the part around it."""
    before = max(0, item.start - LONGEST)
    starts = [end for end in sentence_ends(text, before, item.start) if end <= item.start]
    start = starts[-1] if starts else before
    after = next((end for end in sentence_ends(text, item.end, item.end + LONGEST)), None)
    return start, min(len(text), item.end + LONGEST) if after is None else after


def sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where a sentence ends and the next begins, in order, within that part of the text."""
    for match in _ENDS.finditer(text, start, min(end, len(text))):
        if is_end(text, match.start(), match.end()):
            yield match.end()


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
    ends = [end for end in sentence_ends(text, start, start + LONGEST) if end > start]
    fitting = [end for end in ends if end <= start + LENGTH]
    if len(text) <= start + LENGTH:
        return Window(start, len(text), ())
    return Window(start, fitting[-1] if fitting else ends[0] if ends else len(text), ())


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
    spans = [
        (item.start - start, item.end - start)
        for item in window.found
        if start <= item.start and item.end <= end
    ]
    body, moved = set_on_one_line(text[start:end], spans)
    shift = len(before)
    return Fragment(before + body + after, tuple((first + shift, last + shift) for first, last in moved))


def set_on_one_line(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The text with one blank for each run of blanks, and where the spans are then."""
    gaps = [(match.start() + 1, match.end()) for match in re.finditer(r"\s{2,}", text)]

    def move(place: int) -> int:
        return place - sum(min(place, end) - start for start, end in gaps if place > start)

    return re.sub(r"\s+", " ", text), [(move(start), move(end)) for start, end in spans]


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
