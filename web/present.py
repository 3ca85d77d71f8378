"""Statements and fragments -> what the templates print: marked text, dates in words, safe links.

Markup is made here and nowhere else, from text and spans, and escaped once while it is made. Spans are
half-open, in code points of the text that they belong to.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from corpus import Statement
from search.results import Fragment

Span = tuple[int, int]

RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi")
)
LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
FRAGMENT_WORDS = 6
"""So many words at each end of a quotation find it again on the page where it was published."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure a value is: ``level`` is sure, likely or guess, ``words`` say so to a person."""

    level: str
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, ready to print; ``number`` from 1; ``matches`` counts its marks."""

    number: int
    html: Markup
    matches: int


def mark_up(fragment: Fragment | str) -> Markup:
    """The text, escaped, with each span in ``<mark>``."""
    if isinstance(fragment, str):
        return escape(fragment)
    pieces, last = [], 0
    for start, end in fragment.spans:
        pieces += [escape(fragment.text[last:start]), wrap("mark", fragment.text[start:end])]
        last = end
    return Markup("").join([*pieces, escape(fragment.text[last:])])


def wrap(tag: str, text: str, **attributes: str) -> Markup:
    """``text``, escaped unless it is markup already, as one element; ``class_`` means ``class``."""
    inside = Markup("").join(
        Markup(' {}="{}"').format(name.rstrip("_"), value) for name, value in attributes.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(tag, inside, text)


def set_paragraphs(statement: Statement, marks: Sequence[Span] = ()) -> tuple[Paragraph, ...]:
    """The text in paragraphs; marks are named ``m1``, ``m2`` …, quotations ``q1``, ``q2`` …."""
    quotes = [(quote.start, quote.end) for quote in statement.quotes]
    paragraphs, place, seen = [], 0, 0
    for number, text in enumerate(statement.text.split("\n\n"), start=1):
        stop = place + len(text)
        inside = [(max(start, place), min(end, stop)) for start, end in marks if start < stop and end > place]
        html = Markup("").join(set_quotes(statement.text, (place, stop), quotes, inside, seen))
        paragraphs.append(Paragraph(number, html, len(inside)))
        seen += len(inside)
        place = stop + 2
    return tuple(paragraphs)


def set_quotes(
    text: str, paragraph: Span, quotes: Sequence[Span], marks: Sequence[Span], seen: int
) -> Iterator[Markup]:
    """One paragraph from left to right: plain stretches and quotations, each with its marks."""
    place, stop = paragraph
    for number, (start, end) in enumerate(quotes, start=1):
        first, last = max(start, place), min(end, stop)
        if first >= last:
            continue
        yield set_marks(text, (place, first), marks, seen)
        name = {"id": f"q{number}"} if first == start else {}
        yield wrap("span", set_marks(text, (first, last), marks, seen), class_="said", **name)
        place = last
    yield set_marks(text, (place, stop), marks, seen)


def set_marks(text: str, stretch: Span, marks: Sequence[Span], seen: int) -> Markup:
    """One stretch of the text with its marks; a mark that two stretches share is numbered in its first."""
    place, stop = stretch
    pieces: list[Markup] = []
    for number, (start, end) in enumerate(marks, start=seen + 1):
        first, last = max(start, place), min(end, stop)
        if first >= last:
            continue
        name = {"id": f"m{number}"} if first == start else {}
        pieces += [escape(text[place:first]), wrap("mark", text[first:last], **name)]
        place = last
    return Markup("").join([*pieces, escape(text[place:stop])])


def say_date(day: date | None) -> str:
    """``10 January 2024``; ``undated`` when it is not known."""
    return f"{day.day} {month_name[day.month]} {day.year}" if day else "undated"


def say_month(month: str) -> str:
    """``January 2024`` of ``2024-01``; anything else as it is."""
    year, _, number = month.partition("-")
    if not (year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
        return month
    return f"{month_name[int(number)]} {year}"


def judge(confidence: float) -> Certainty:
    """How sure a value of that confidence is."""
    if confidence >= 0.8:
        return Certainty("sure", "stated by the page")
    if confidence >= 0.5:
        return Certainty("likely", "likely")
    return Certainty("guess", "a guess")


def judge_field(statement: Statement, field: str) -> Certainty | None:
    """How sure that field of the statement is; None when its origin is not known."""
    origin = statement.provenance.get(field)
    return judge(origin.confidence) if origin else None


def say_language(code: str) -> str:
    """The English name of a BCP 47 language, ``English (GB)`` of ``en-GB``; the code where we know none."""
    language, _, rest = code.partition("-")
    name = LANGUAGES.get(language.lower())
    if name is None:
        return code
    return f"{name} ({rest})" if rest else name


def direction(code: str | None) -> str:
    """``rtl`` for languages written from right to left, else ``ltr``."""
    return "rtl" if (code or "").split("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def say_value(field: str, value: str) -> str:
    """A facet's value as a person reads it."""
    if value == "(none)":
        return "not known"
    says = {"language": say_language, "month": say_month}
    return says.get(field, str)(value)


def safe_link(url: str | None) -> str | None:
    """The address when it is a web address (http or https with a host), else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def host_of(url: str) -> str:
    """The host of a web address, without a leading ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def point_at(url: str | None, text: str) -> str | None:
    """The web address with a text fragment that scrolls to ``text``; None where there is no safe link."""
    link, words = safe_link(url), text.split()
    if link is None or not words:
        return link
    ends = [words] if len(words) <= 2 * FRAGMENT_WORDS else [words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]]
    parts = [percent_encode(" ".join(end), safe="").replace("-", "%2D") for end in ends]
    return f"{link.partition('#')[0]}#:~:text={','.join(parts)}"


def count_words(text: str) -> int:
    """The number of words between blanks."""
    return len(text.split())


def group_removals(statement: Statement) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What cleaning cut, by reason, in the order of the page."""
    reasons = dict.fromkeys(removal.reason for removal in statement.removed)
    return tuple((reason, tuple(texts_cut_for(statement, reason))) for reason in reasons)


def texts_cut_for(statement: Statement, reason: str) -> Iterable[str]:
    """The texts that were cut for one reason, without empty ones."""
    return (
        removal.text for removal in statement.removed if removal.reason == reason and removal.text.strip()
    )
