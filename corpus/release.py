"""A page's head, outline and address -> the days on which it was issued, modified and delivered.

Pages are full of dates: of other items, of comments, of the day of capture. Only those count that the page
states for itself, or that stand in a short line beside the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from . import datelines, dates
from .head import Head, meta_names
from .headline import Headline
from .outline import Outline
from .reading import Reading

# How many blocks before and after the headline its header may reach, and how much prose may stand between.
BEFORE = 8
AFTER = 25
PROSE = 700
# Within so many blocks a box that says it holds a date is believed, even in an aside or a footer.
NEAR = 10
# So near behind the headline a line is believed, whatever its box is called.
CLOSE = 2
# Roles that a day of issue may have, with what each adds to its distance from the headline.
ROLES = {"issued": -2, "plain": 0, "delivered": 2}


@dataclass(frozen=True, slots=True)
class Release:
    """The days of a page, each with its source; None where nothing tells."""

    issued: Reading[date] | None = None
    modified: Reading[date] | None = None
    delivered: Reading[date] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A header line's date: how its box is labelled, how far from the headline it stands."""

    stamp: datelines.Stamp
    distance: int
    is_dated: bool
    is_pure: bool


def find_release(
    head: Head,
    page: Outline,
    headline: Headline | None,
    language: str | None,
    address: str | None,
) -> Release:
    """The days of the page. ``language`` decides the order of day and month, ``address`` may hold a date."""
    lines = list(_header_lines(page, headline, _times(head), language))
    modified = _modified(head, lines, language)
    shown = _shown(lines, headline is not None and headline.block is not None)
    stated = _stated(head, modified, language)
    issued = _agree(stated, shown) or _labelled(page, headline, language) or _dated_address(address)
    delivered = next((line.stamp.day for line in lines if line.stamp.role == "delivered"), None)
    return Release(issued, modified, Reading(delivered, "header line", 0.9) if delivered else None)


def date_in_address(address: str) -> Reading[date] | None:
    """The date that an address or a file name holds: whole in its path, or a guess in a run of digits."""
    for pattern, source, confidence in _address_patterns():
        for match in pattern.finditer(address[-300:]):
            parts = {name: int(value) for name, value in match.groupdict().items()}
            year = parts["y"] + (2000 if parts["y"] < 100 else 0)
            day = dates.make_date(year, parts["m"], parts["d"])
            if day:
                return Reading(day, source, confidence)
    return None


def _agree(stated: Reading[date] | None, shown: Reading[date] | None) -> Reading[date] | None:
    """Of the day that machines are told and the one that readers see, the one to believe."""
    if stated is None or shown is None:
        return shown or stated
    if stated.value == shown.value:
        return Reading(stated.value, f"{stated.source}, {shown.source}", 1.0)
    if abs(stated.value - shown.value) == timedelta(days=1):
        # Midnight has passed in one of two time zones; readers cite what they see.
        return shown
    return stated if shown.confidence < stated.confidence else shown


def _stated(head: Head, modified: Reading[date] | None, language: str | None) -> Reading[date] | None:
    """The day of issue that the head states."""
    day = dates.parse_date(head.article.published or "", language)
    if day:
        return Reading(day, "json-ld", 0.88)
    for names, confidence in (("issued", 0.88), ("doubtful", 0.55)):
        for name in meta_names(names):
            day = dates.parse_date(head.metas[name][0], language) if name in head.metas else None
            if day and not (confidence < 0.6 and modified and modified.value == day):
                return Reading(day, name, confidence)
    return None


def _modified(head: Head, lines: Sequence[_Line], language: str | None) -> Reading[date] | None:
    day = dates.parse_date(head.article.modified or "", language)
    if day:
        return Reading(day, "json-ld", 0.95)
    for name in meta_names("modified"):
        day = dates.parse_date(head.metas[name][0], language) if name in head.metas else None
        if day:
            return Reading(day, name, 0.95)
    shown = next((line.stamp.day for line in lines if line.stamp.role == "modified"), None)
    return Reading(shown, "header line", 0.9) if shown else None


def _shown(lines: Sequence[_Line], is_anchored: bool) -> Reading[date] | None:
    """The day of issue that stands beside the headline."""
    fit = [
        line
        for line in lines
        if line.stamp.role in ROLES
        and (is_anchored or line.is_dated or line.is_pure or line.stamp.role == "issued")
    ]
    if not fit:
        return None
    line = min(fit, key=_remoteness)
    sure = 0.95 if line.stamp.role == "issued" or line.is_dated else 0.9 if line.is_pure else 0.85
    return Reading(line.stamp.day, "header line", sure if is_anchored else sure - 0.3)


def _remoteness(line: _Line) -> int:
    """The distance from the headline, in blocks, with so many more for each sign that is missing."""
    return line.distance + ROLES[line.stamp.role] + (0 if line.is_dated else 3) + (0 if line.is_pure else 2)


def _labelled(page: Outline, headline: Headline | None, language: str | None) -> Reading[date] | None:
    """The day that is labelled as that of publication: the only one, or the first below the text."""
    top = headline.block if headline is not None and headline.block is not None else 0
    days: list[date] = []
    prose = 0
    for number, block in enumerate(page.blocks[top:], top):
        if len(block.text) <= 120 and _figure().search(block.text):
            day = _labelled_day(page, number, language)
            if day and not days:
                prose = page.prose[number] - page.prose[top]
            days += [day] if day else []
    if not days:
        return None
    return Reading(days[0], "labelled line", 0.8) if len(set(days)) == 1 or prose > 300 else None


def _labelled_day(page: Outline, number: int, language: str | None) -> date | None:
    block = page.blocks[number]
    if _is_other(_labels(page, page.boxes[block.box].parent, -1)):
        return None
    before = page.blocks[number - 1].text if number else ""
    for stamp in datelines.read_stamps(block.text, language):
        label = stamp.label or (before if len(before) < 40 else "")
        if datelines.role_of(label) == "issued" and datelines.is_strong(label):
            return stamp.day
    return None


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(r"(?:19|20|25)\d\d|\d\.\d\d\b|[年년]|\u0660")


def _header_lines(
    page: Outline, headline: Headline | None, times: dict[str, date], language: str | None
) -> Iterator[_Line]:
    """The dated short lines around the headline, the nearest after it first."""
    start = headline.block if headline is not None and headline.block is not None else -1
    prose = 0
    for number in range(max(start, 0), min(len(page.blocks), max(start, 0) + AFTER)):
        block = page.blocks[number]
        yield from _lines_of(page, number, start, times, language)
        prose += page.prose[number + 1] - page.prose[number]
        if prose > PROSE:
            break
    for number in range(start - 1, max(-1, start - 1 - BEFORE), -1):
        block = page.blocks[number]
        if page.prose[number + 1] - page.prose[number] > 200:
            break
        if block.links <= 40:
            yield from _lines_of(page, number, start, times, language)


def _lines_of(
    page: Outline, number: int, anchor: int, times: dict[str, date], language: str | None
) -> Iterator[_Line]:
    distance = number - anchor if number >= anchor else 2 * (anchor - number)
    block = page.blocks[number]
    if len(block.text) > 600 or not (datelines.has_figure(block.text) or block.text in times):
        return
    own = page.boxes[block.box].label
    around = _labels(page, block.box, anchor)
    is_near = distance < NEAR and (_is_dated(own) or (number > anchor and distance <= CLOSE))
    if _is_other(around) if is_near else _elsewhere(around):
        return
    for line in block.text.split("\n"):
        pure = times.get(line) or (dates.parse_date(line, language) if len(line) < 60 else None)
        if 2 * block.links > len(block.text) and not pure and not _is_dated(own):
            continue
        stamps = datelines.read_stamps(line, language)
        if not stamps and pure:
            stamps = [datelines.Stamp(pure, "plain")]
        for stamp in stamps:
            if stamp.role == "plain" and pure:
                stamp = _relabel(stamp, own, page.blocks[number - 1].text if number else "")
            yield _Line(stamp, distance, _is_dated(own), pure is not None)


def _relabel(stamp: datelines.Stamp, box: str, before: str) -> datelines.Stamp:
    """A bare date with the role that its box's label or the short block before it gives."""
    role = datelines.role_of(box.replace("-", " ").replace("_", " "))
    if role != "modified":
        role = datelines.role_of(before) if len(before) < 40 and not _figure().search(before) else None
    return datelines.Stamp(stamp.day, role, stamp.label) if role else stamp


def _labels(page: Outline, number: int, anchor: int) -> str:
    """The labels of a box and of the boxes around it, as far as they don't hold the block ``anchor`` too."""
    labels = []
    for _ in range(6):
        box = page.boxes[number]
        if box.parent == number or box.tag == "body" or box.first <= anchor < box.last:
            break
        labels.append(box.tag + " " + box.label)
        number = box.parent
    return " ".join(labels)


@lru_cache(4096)
def _elsewhere(label: str) -> bool:
    """Whether a box so labelled holds other items, comments, or the site's own furniture."""
    return bool(_other_boxes().search(label))


@lru_cache(4096)
def _is_other(label: str) -> bool:
    """Whether a box so labelled holds what others wrote, or what is listed beside the page's own text."""
    return any(
        word in label.lower()
        for word in ("comment", "related", "recent", "latest", "widget", "card", "teaser")
    )


@cache
def _other_boxes() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:aside|nav|footer)\b|related|recent|latest|sidebar|widget|comment|teaser|calendar|upcoming|(?<![\w-])more-|popular"
        r"|trending|\bmenu|carousel|slider|copyright|read-next|next-|prev|event-list|news-list|listing",
        re.IGNORECASE,
    )


@lru_cache(4096)
def _is_dated(label: str) -> bool:
    return bool(_date_boxes().search(label))


@cache
def _date_boxes() -> re.Pattern[str]:
    return re.compile(
        r"date|(?<![a-z])time(?!line)|meta|submitted|publi(?!c\b)|posted|datum|fecha|data(?![-a-z])|byline",
        re.IGNORECASE,
    )


def _times(head: Head) -> dict[str, date]:
    """The visible words of the first ``<time>`` elements, with the days that they stand for."""
    found: dict[str, date] = {}
    for stamp, words in head.times:
        day = dates.parse_date(stamp) if words else None
        if day:
            found.setdefault(words, day)
    return found


def _dated_address(address: str | None) -> Reading[date] | None:
    return date_in_address(address) if address else None


@cache
def _address_patterns() -> tuple[tuple[re.Pattern[str], str, float], ...]:
    year, month, day = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
    return (
        (re.compile(rf"/{year}/{month}/{day}(?=/)"), "address", 0.8),
        (re.compile(rf"(?<!\d){year}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"), "address", 0.8),
        (re.compile(rf"(?<!\d)(?P<d>\d\d)[-.](?P<m>\d\d)[-.]{year}(?!\d)"), "address", 0.6),
        (re.compile(rf"(?<!\d){year}_?(?P<m>\d\d)_?(?P<d>\d\d)(?!\d)"), "address", 0.6),
        (re.compile(r"(?<![\d/])(?<=/)(?P<y>[012]\d)(?P<m>\d\d)(?P<d>\d\d)[-_]"), "address", 0.4),
    )
