"""Text -> calendar dates, in the languages that people publish statements in.

The names of the months come from the CLDR (through babel); the order of day and month in figures is the
language's own. A date that could be read in two ways, that lies before 1900 or after tomorrow, is none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_day_names, get_month_names

LANGUAGES = (
    "en fr de es it pt nl pl ru uk tr ar sv da nb fi cs sk hu ro bg el sr sl et lv lt sq mk ca gl he id ga is"
)
EARLIEST = date(1900, 1, 1)
# Spellings in use that the CLDR does not list.
MORE_MONTHS = {
    "sept": 9,
    "janner": 1,
    "feber": 2,
    "mrz": 3,
    "junho": 6,
    "setiembre": 9,
    "aout": 8,
    "agost": 8,
}
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
# Words that may stand beside a date without changing what it is.
FILLERS = (
    "am um at on den le el il la lo the of de del dia pm uhr h gmt utc est edt cst cdt pst pdt cet cest bst "
    "msk года год роки року г р й и ngay z a m p en da do w dnia r th i"
)
# Thai years count from the Buddha's death.
BUDDHIST = 543


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date and where it stands in its text (half-open, code points)."""

    day: date
    start: int
    end: int


def parse_date(text: str, language: str | None = None) -> date | None:
    """The date that the whole of ``text`` is; a time of day and a weekday may stand beside it."""
    text = text.strip()
    if not text or len(text) > 100:
        return None
    stamp = _stamp().match(text)
    if stamp:
        return make_date(*map(int, stamp.groups()))
    spans = find_dates(text, language)
    if len(spans) != 1:
        return None
    rest = text[: spans[0].start] + " " + text[spans[0].end :]
    return spans[0].day if _is_beside_a_date(rest, language) else None


def find_dates(text: str, language: str | None = None) -> list[DateSpan]:
    """The full dates (day, month, year) in ``text``, in order, none overlapping another."""
    found: list[DateSpan] = []
    if not text.isascii():
        text = _other_digits().sub(lambda digit: str(int(digit[0])), text)
    for anchor in _years().finditer(text):
        if found and anchor.start() < found[-1].end:
            continue
        span = _around(text, anchor, language)
        if span and not (found and span.start < found[-1].end):
            found.append(span)
    return found


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is none such, or none that a statement could carry."""
    try:
        made = date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return made if EARLIEST <= made <= date.today() + timedelta(days=1) else None


def month_number(word: str, language: str | None = None) -> int | None:
    """1 to 12 for the name or the abbreviation of a month; without a language in any that is known."""
    folded = fold(word).rstrip(".")
    if language is None:
        return _all_months().get(folded)
    return _months(_base(language)).get(folded) or _months("en").get(folded)


def weekday_number(word: str, language: str | None = None) -> int | None:
    """0 (Monday) to 6 for the name of a weekday in ``language`` or in English."""
    folded = fold(word).rstrip(".")
    number = _weekdays(_base(language or "en")).get(folded)
    return _weekdays("en").get(folded) if number is None else number


def fold(word: str) -> str:
    """Lower case without accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return unicodedata.normalize("NFC", _accents().sub("", decomposed))


@cache
def _accents() -> re.Pattern[str]:
    """The signs that combine with the letter before them."""
    signs = (chr(code) for code in range(0x300, 0xFFFF) if unicodedata.combining(chr(code)))
    return re.compile(f"[{''.join(signs)}]+")


@cache
def _stamp() -> re.Pattern[str]:
    return re.compile(
        r"(\d{4})-?(\d{2})-?(\d{2})(?:$|[T ]\d{1,2}:?\d{2}[\d:.]*\s*(?:Z|[A-Z]{3,4}|[+-]\d\d:?\d\d)?$)"
    )


@cache
def _other_digits() -> re.Pattern[str]:
    """Digits that are digits in a script of their own: Arabic, Persian, Devanagari, Thai, full width."""
    return re.compile(r"(?![0-9])\d")


@cache
def _years() -> re.Pattern[str]:
    """Where a date could be: a year in four figures, a two-figure year after two numbers, or an era."""
    return re.compile(
        r"(?<!\d)(?:19|20|25)\d\d(?!\d)"
        r"|(?<![\d./-])\d{1,2}([./-])\d{1,2}\1\d\d(?![\d./-])"
        r"|[令平昭民][和成國国]\s?\d{1,3}\s?年"
    )


def _around(text: str, anchor: re.Match[str], language: str | None) -> DateSpan | None:
    """The date that holds the year found at ``anchor``: its parts stand before or after it."""
    if anchor[1]:
        return _figures(anchor.start(), anchor.end(), anchor[0], anchor[1], language)
    low = max(0, anchor.start() - 40)
    match = _before().search(text[low : anchor.end()])
    day = _read_before(match, language) if match else None
    if match and day:
        return DateSpan(day, low + match.start(), low + match.end())
    match = _after().match(text, anchor.start())
    day = _read_after(match, language) if match else None
    return DateSpan(day, match.start(), match.end()) if match and day else None


@cache
def _before() -> re.Pattern[str]:
    """Day and month before the year, in words or figures; ends with the year."""
    return re.compile(
        r"(?:(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|[eºª°])?[.,]?\s{0,3}(?:(?:of|de|d['’]|di|a|ta['’])\s{0,2})?-?"
        r"(?P<month>[^\W\d_]{3,14})\.?"
        r"|(?<![^\W\d_])(?P<month2>[^\W\d_]{3,14})\.?\s{0,3}(?P<day2>\d{1,2})(?:st|nd|rd|th)?"
        r"|(?<![\d./-])(?P<a>\d{1,2})\s?(?P<mark>[./-])\s?(?P<b>\d{1,2})(?:\s?(?P=mark)\s?)"
        r"|(?<!\d)(?P<day3>\d{1,2})\s?tháng\s?(?P<month3>\d{1,2}),?(?:\s?năm)?)"
        r"[,.]?-?\s{0,3}(?:(?:of|de|del|du|dem|в|г)\.?\s{1,2})?(?P<year>\d{4})$"
    )


@cache
def _after() -> re.Pattern[str]:
    """Month and day after the year."""
    return re.compile(
        r"(?:(?P<era>[令平昭民][和成國国])\s?)?(?P<year>\d{1,4})"
        r"(?:\s?[年년][度]?\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]?"
        r"|(?P<mark>[./-])\s?(?P<month2>\d{1,2})(?P=mark)\s?(?P<day2>\d{1,2})(?![\d])"
        r"|[.,]?\s?(?:m\.\s?|ж\.\s?|gada\s)?(?P<word>[^\W\d_]{3,14})\.?\s(?P<day3>\d{1,2})(?:\.|\b))"
    )


def _read_before(match: re.Match[str], language: str | None) -> date | None:
    year = int(match["year"])
    if match["a"]:
        return _order(int(match["a"]), int(match["b"]), year, match["mark"], language)
    if match["month3"]:
        return make_date(year, int(match["month3"]), int(match["day3"]))
    month = month_number(match["month"] or match["month2"], language)
    year = year - BUDDHIST if year > 2500 else year
    return make_date(year, month, int(match["day"] or match["day2"])) if month else None


def _read_after(match: re.Match[str], language: str | None) -> date | None:
    year = int(match["year"]) + ERAS.get(match["era"] or "", 0)
    if match["word"]:
        month = month_number(match["word"], language)
        return make_date(year, month, int(match["day3"])) if month else None
    return make_date(year, int(match["month"] or match["month2"]), int(match["day"] or match["day2"]))


def _figures(start: int, end: int, text: str, mark: str, language: str | None) -> DateSpan | None:
    """A date with a year in two figures, which counts from 1970 to 2069."""
    a, b, short = map(int, text.split(mark))
    day = _order(a, b, short + (1900 if short >= 70 else 2000), mark, language)
    return DateSpan(day, start, end) if day else None


def _order(a: int, b: int, year: int, mark: str, language: str | None) -> date | None:
    """Two numbers before a year: day first or month first, as figures or else the language tell."""
    english = (language or "").startswith("en")
    if a > 12 or a == b or (mark == "." and not english):
        return make_date(year, b, a)
    if b > 12:
        return make_date(year, a, b)
    first = _first_part(language)
    if first is None:
        return None
    return make_date(year, b, a) if first == "d" else make_date(year, a, b)


@lru_cache(256)
def _first_part(language: str | None) -> str | None:
    """The letter d or m by the short date of the language; None where it tells nothing (bare English)."""
    if not language or language == "en":
        return None
    try:
        pattern = Locale.parse(language.replace("-", "_")).date_formats["short"].pattern.casefold()
    except (ValueError, UnknownLocaleError):
        return None
    return pattern[0] if pattern[0] in "dm" else None


def _is_beside_a_date(rest: str, language: str | None) -> bool:
    words = _words().findall(_clock().sub(" ", rest))
    return all(weekday_number(word, language) is not None or fold(word) in _fillers() for word in words)


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[^\W_]+")


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\d)\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\b\.?)?(?:\s?[+-]\d{2}:?\d{2})?", re.IGNORECASE
    )


@cache
def _fillers() -> frozenset[str]:
    return frozenset(FILLERS.split())


def _base(language: str) -> str:
    return language.partition("-")[0].partition("_")[0].lower()


@cache
def _months(language: str) -> dict[str, int]:
    table = dict(MORE_MONTHS)
    try:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, language)
                table.update({fold(name).rstrip("."): number for number, name in names.items()})
    except (ValueError, UnknownLocaleError):
        return table
    return table


@cache
def _weekdays(language: str) -> dict[str, int]:
    try:
        return {
            fold(name).rstrip("."): number
            for width in ("wide", "abbreviated")
            for context in ("format", "stand-alone")
            for number, name in get_day_names(width, context, language).items()
        }
    except (ValueError, UnknownLocaleError):
        return {}


@cache
def _all_months() -> dict[str, int]:
    """The months of every known language, without the names that mean two months."""
    table: dict[str, int] = {}
    doubtful: set[str] = set()
    for entries in map(_months, LANGUAGES.split()):
        doubtful.update(name for name, number in entries.items() if table.get(name, number) != number)
        table = entries | table
    return {name: number for name, number in table.items() if name not in doubtful}
