"""The lines of a picked body -> its paragraphs: header lines, share lines, forms and contacts set apart.

Used for pages in HTML and for pages saved as text alike. A phrase alone cuts nothing: it must be strong
and alone on its line, or stand at an edge of the text, or beside others of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .phrases import Sign, fold, recognise
from .statement import Removal


@dataclass(slots=True)
class Line:
    """A candidate paragraph; ``mark`` is why structure would cut it, ``part`` where its box begins."""

    text: str
    tag: str = "p"
    links: int = 0
    mark: str | None = None
    part: int = 0

    @property
    def is_linked(self) -> bool:
        """Whether the line is nearly nothing but links."""
        return self.links > 0.8 * len(self.text)


@dataclass(slots=True)
class Kept:
    """What is left of the lines, and what went where."""

    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    header_lines: list[str] = field(default_factory=list)


HEADER_KINDS = frozenset(
    ("byline", "date", "tags", "release", "credit", "share", "navigation", "related", "subscribe")
)
NAMES = {
    "form": "comment form", "share": "share line", "related": "related pages", "navigation": "navigation",
    "subscribe": "subscription box", "cookies": "cookie or consent notice", "release": "release header",
    "byline": "byline", "date": "date line", "tags": "tags", "credit": "caption or credit",
    "contact": "contact", "notes": "notes",
}  # fmt: skip
_DATE = re.compile(
    r"^\W*(?:\d{1,4}[./\-年]\s?\d{1,2}[./\-月]\s?\d{1,4}日?|(?:[^\W\d]+\.?,?\s+){0,2}\d{1,2}(?:st|nd|rd|th|\.|º|er)?,?\s+(?:de\s+|d'|of\s+)?"
    r"[^\W\d]+\.?,?\s+(?:de\s+|del\s+)?\d{4}|(?:[^\W\d]+,?\s+)?[^\W\d]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4})(?:\s*(?:г\.|року|р\.|года))?"
    r"(?:[\s,|@–-]*(?:at\s+|um\s+|às\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?|uhr)?\s*(?:[A-Z]{2,4})?)?\W*$",
    re.IGNORECASE,
)


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a date, perhaps with a time."""
    return len(text) < 60 and bool(_DATE.match(text))


def trim(lines: Sequence[Line], titles: Sequence[str]) -> Kept:
    """The paragraphs among the lines; ``titles`` are the headline in the forms the page gives it."""
    kept = Kept()
    signs = [recognise(line.text) for line in lines]
    reasons = [reason_of(line, sign) for line, sign in zip(lines, signs, strict=True)]
    cut_sections(lines, signs, reasons)
    cut_head(lines, signs, reasons, {fold(title) for title in titles})
    cut_tail(lines, signs, reasons)
    for line, reason in zip(lines, reasons, strict=True):
        if reason is None:
            kept.paragraphs.append(line.text)
            continue
        if reason in ("contact", "notes", "contact box"):
            kept.notes.append(line.text)
        elif reason in ("byline", "date line", "byline or page data") and not kept.paragraphs:
            kept.header_lines.append(line.text)
        kept.removed.append(Removal(line.text, reason))
    return kept


def reason_of(line: Line, sign: Sign | None) -> str | None:
    """Why a line is cut wherever it stands, or None."""
    if line.mark:
        return line.mark
    if sign is not None and sign.strong and sign.kind not in ("contact", "notes"):
        return NAMES[sign.kind]
    if not any(char.isalnum() for char in line.text):
        return "no words"
    return None


def cut_sections(lines: Sequence[Line], signs: Sequence[Sign | None], reasons: list[str | None]) -> None:
    """Cuts what follows a heading such as "Related posts" or "Media contact", to the end of its section."""
    total = sum(len(line.text) for line in lines) or 1
    for number, sign in enumerate(signs):
        if sign is None or not sign.strong or sign.kind not in ("related", "contact", "notes", "form"):
            continue
        end = section_end(lines, signs, number)
        if sum(len(line.text) for line in lines[number:end]) > 0.4 * total:
            continue
        if sign.kind == "related" and any(is_running(line) for line in lines[number + 1 : end]):
            continue
        for other in range(number, end):
            reasons[other] = reasons[other] or NAMES[sign.kind]


def section_end(lines: Sequence[Line], signs: Sequence[Sign | None], start: int) -> int:
    """Where the section that begins with line ``start`` ends (exclusive)."""
    level = lines[start].tag if lines[start].tag[0] == "h" else "h9"
    for number in range(start + 1, len(lines)):
        if lines[number].tag[0] == "h" and lines[number].tag[1:].isdigit() and lines[number].tag <= level:
            return number
    return len(lines)


def is_running(line: Line) -> bool:
    """Whether a line is running text: a sentence that is no link."""
    return len(line.text) > 120 and line.links < 0.5 * len(line.text)


def cut_head(
    lines: Sequence[Line], signs: Sequence[Sign | None], reasons: list[str | None], titles: set[str]
) -> None:
    """Cuts the headline, the byline, the date line and the like above the first paragraph."""
    for number, (line, sign) in enumerate(zip(lines, signs, strict=True)):
        if reasons[number] is not None:
            continue
        if fold(line.text) in titles:
            reasons[number] = "headline"
        elif is_date_line(line.text):
            reasons[number] = "date line"
        elif sign is not None and sign.kind in HEADER_KINDS:
            reasons[number] = NAMES[sign.kind]
        elif line.is_linked and len(line.text) < 80 or line.tag == "h1":
            reasons[number] = "link above the text" if line.is_linked else "headline"
        else:
            break


def cut_tail(lines: Sequence[Line], signs: Sequence[Sign | None], reasons: list[str | None]) -> None:
    """Cuts share lines, tags, dates and lone links below the last paragraph."""
    for number in range(len(lines) - 1, -1, -1):
        line, sign = lines[number], signs[number]
        if reasons[number] is not None:
            continue
        if sign is not None:
            reasons[number] = NAMES[sign.kind]
        elif line.is_linked and len(line.text) < 100:
            reasons[number] = "link below the text"
        elif is_date_line(line.text):
            reasons[number] = "date line"
        elif line.tag[0] == "h" and line.tag[1:].isdigit():
            reasons[number] = "heading without text"
        else:
            break
