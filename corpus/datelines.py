"""Dates with a meaning, read from text: header lines ("Published 10 January 2024") and datelines.

A header line is a short line that is mostly a date; the words beside it say what the date is. A dateline
opens the text itself: a place, a date, a dash; or a weekday with its date in brackets.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from . import dates

LABELS = Path(__file__).parent / "data" / "metadata-labels.toml"
LONGEST_LINE = 200
# Letters that may stand beside the date of a header line: a place, a label, a reference number.
BESIDE = 70
# Words in lower case that are part of a place's name or join two places.
SMALL = frozenset(
    (
        "de",
        "del",
        "la",
        "le",
        "les",
        "of",
        "the",
        "and",
        "und",
        "et",
        "y",
        "e",
        "an",
        "am",
        "au",
        "der",
        "i",
        "sur",
    )
)
# How much of how many paragraphs may hold a dateline.
OPENING = 700
FIRST_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date of a header line and its role: issued, modified, delivered, other; plain when nothing says."""

    day: date
    role: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The date (and the place, if any) that opens a text; ``sure`` is a confidence."""

    day: date
    place: str | None
    sure: float


def read_stamps(line: str, language: str | None = None) -> list[Stamp]:
    """The dates of a header line with their roles; none when the line isn't mostly dates."""
    if len(line) > LONGEST_LINE or not _figure().search(line):
        return []
    spans = dates.find_dates(line, language)
    if not spans:
        return []
    beside = len(line) - sum(span.end - span.start for span in spans)
    if beside > BESIDE * len(spans) or _sentence().search(line):
        return []
    stamps = []
    last = 0
    for span in spans:
        before = line[last : span.start]
        after = role_of(line[span.end :]) if len(spans) == 1 else None
        role = role_of(before) or (after if after != "other" else None) or "plain"
        stamps.append(Stamp(span.day, role, before.strip()))
        last = span.end
    return stamps


def has_figure(text: str) -> bool:
    """Whether ``text`` holds a figure, as every date does."""
    return bool(_figure().search(text))


def role_of(label: str) -> str | None:
    """What the words beside a date say it is; None when they say nothing."""
    words = " " + " ".join(_words().findall(dates.fold(label))) + " "
    if words == "  ":
        return None
    for role in ("other", "modified", "delivered", "published", "issued"):
        if any(phrase in words for phrase in _phrases()[role]):
            return "issued" if role == "published" else role
    return None


def is_strong(label: str) -> bool:
    """Whether ``label`` says by itself that its date is the one of publication."""
    words = " " + " ".join(_words().findall(dates.fold(label))) + " "
    return any(phrase in words for phrase in _phrases()["published"])


def find_dateline(
    paragraphs: Sequence[str], language: str | None = None, year: int | None = None
) -> Dateline | None:
    """The dateline of a text; ``year`` is the one to read into a dateline that names none."""
    openings = [paragraph[:OPENING] for paragraph in paragraphs[:FIRST_PARAGRAPHS]]
    for opening in openings:
        found = _in_brackets(opening, language) or _at_start(opening, language)
        if found:
            return found
    if year is None:
        return None
    return next(filter(None, (_without_year(opening, language, year) for opening in openings)), None)


def find_place(paragraphs: Sequence[str]) -> str | None:
    """The place of a dateline that names no date: ``WASHINGTON - The department``."""
    match = _capitals().match(paragraphs[0][:100]) if paragraphs else None
    return spell_place(match[1].strip(" ,")) if match else None


def spell_place(place: str) -> str:
    """``place`` as it is written in running text: datelines set it in capitals (abbreviations stay so)."""
    return _shouted().sub(_spell_word, place)


def _spell_word(word: re.Match[str]) -> str:
    lower = word[0].lower()
    return lower if word.start() and (lower in SMALL or lower == "s") else lower.capitalize()


def find_closing_date(paragraphs: Sequence[str], language: str | None = None) -> date | None:
    """The date of a short last line such as ``Brussels, 10 January 2024``."""
    for paragraph in reversed(paragraphs[-3:]):
        stamps = read_stamps(paragraph, language) if len(paragraph) < 80 else []
        if len(stamps) == 1 and stamps[0].role in ("plain", "issued"):
            return stamps[0].day
    return None


def _at_start(opening: str, language: str | None) -> Dateline | None:
    """``WASHINGTON, Jan. 10, 2024 -``, ``(Geneva) 10 January 2024:``, a date and a dash."""
    for span in dates.find_dates(opening[:160], language)[:1]:
        place = _outer().sub("", opening[: span.start])
        if not is_place(place):
            return None
        if _dash().match(opening, span.end) or (place and _stop().match(opening, span.end)):
            return Dateline(span.day, spell_place(place) or None, 0.9 if place else 0.8)
    return None


def is_place(text: str) -> bool:
    """Whether ``text`` (or nothing) may stand before a date: a few names, hardly a sentence."""
    words = _words().findall(text)
    if len(text) > 70 or len(words) > 9 or any(word.isdigit() for word in words):
        return False
    return all(not word[0].islower() or word in SMALL for word in words)


def _in_brackets(opening: str, language: str | None) -> Dateline | None:
    """``on Wednesday (10 January 2024)``: weekday and date must agree."""
    for word, inside in _brackets(opening):
        weekday = dates.weekday_number(word, language)
        day = dates.parse_date(inside, language)
        if weekday is not None and day:
            return Dateline(day, None, 0.9 if day.weekday() == weekday else 0.4)
    return None


def _without_year(opening: str, language: str | None, year: int) -> Dateline | None:
    """``WASHINGTON, Jan. 10 -`` and ``on Wednesday (January 10)``, in a year told elsewhere."""
    for word, inside in _brackets(opening):
        weekday = dates.weekday_number(word, language)
        day = _day_of_year(inside, language, year)
        if weekday is not None and day:
            return Dateline(day, None, 0.7) if day.weekday() == weekday else None
    named = _yearless().match(opening[:160])
    day = _day_of_year(named["date"], language, year) if named else None
    if not named or not day or not is_place(named["place"]):
        return None
    return Dateline(day, spell_place(_outer().sub("", named["place"])) or None, 0.6)


def _day_of_year(text: str, language: str | None, year: int) -> date | None:
    """``January 10`` or ``10 January`` in ``year``."""
    return dates.parse_date(f"{text.strip(' .,')} {year}", language)


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    """The labels by role, each as whole words between blanks."""
    with LABELS.open("rb") as file:
        table = tomllib.load(file)
    return {
        role: tuple(f" {' '.join(_words().findall(dates.fold(label)))} " for label in labels)
        for role, labels in table.items()
    }


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+|©")


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(r"\d")


@cache
def _sentence() -> re.Pattern[str]:
    """What a sentence has and a header line hasn't: a full stop between lower-case words, a question."""
    return re.compile(r"[^\W\d_]{4,}[.!?;] [^\W\d_]{2,} (?=[^\W\d_A-Z])[^\W\d_]{2,}|\?")


@cache
def _dash() -> re.Pattern[str]:
    return re.compile(r"(?:\s?г\.)?\s?[)\]]?\s?[.,]?\s?(?:[–—:•|/]|--?[\s-]|\n|$)|\s?[)\]]")


@cache
def _stop() -> re.Pattern[str]:
    """A full stop and the capital letter of the first sentence."""
    return re.compile(r"\.\s{1,2}(?=[^\W\d_])(?![a-zà-ÿа-я])")


@cache
def _outer() -> re.Pattern[str]:
    """What surrounds the place: brackets, dashes, commas, and the small words before a date."""
    return re.compile(
        r"^[\s(\[*–—-]+|(?:[\s,(\[:–—-]|\b(?:den|le|the|on|el|a|il|em|am|vom)\b)+$", re.IGNORECASE
    )


@cache
def _capitals() -> re.Pattern[str]:
    """A place in capitals (with its state) and a dash."""
    return re.compile(
        r"\(?([A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .'’/-]{2,30}(?:, [^\W\d_][\w.]{1,20}){0,2})\)?\s?(?:[–—]|--?)\s"
    )


@cache
def _shouted() -> re.Pattern[str]:
    """A word in capitals that is no abbreviation (``D.C.``, ``NY``), or what its apostrophe cuts off."""
    return re.compile(
        r"(?<![^\W\d_])(?!(?:NATO|USA|UAE|UNHQ)\b)(?:[^\W\d_a-zà-ÿа-я]{3,}|DE|DEL|LA|EL|LE|AM|AN|AU|ST|MT|FT)(?![^\W\d_]|\.\w)"
        r"|(?<=['’])S\b"
    )


def _brackets(opening: str) -> Iterator[tuple[str, str]]:
    """What stands in brackets with a figure, each behind the word before it."""
    if "(" not in opening:
        return
    for match in _bracket().finditer(opening):
        word = _last_word().search(opening, max(0, match.start() - 18), match.start())
        if word:
            yield word[1], match[1]


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(r"\((?=[^()\n]*\d)([^()\n]{3,30})\)")


@cache
def _last_word() -> re.Pattern[str]:
    return re.compile(r"([^\W\d_]{2,15}),?\s$")


@cache
def _yearless() -> re.Pattern[str]:
    return re.compile(
        r"(?P<place>[^\W\d_][^\d\n]{1,60}?)[,(]\s?"
        r"(?P<date>[^\W\d_]{3,12}\.? \d{1,2}|\d{1,2}\.? [^\W\d_]{3,12})"
        r"\.?\)?\s?(?:\([\w\s/]{2,20}\)\s?)?[–—-]"
    )
