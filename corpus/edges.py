"""The lines of a picked body -> its paragraphs: header lines, share lines, forms and contacts set apart.

Used for pages in HTML and for pages saved as text alike. A phrase alone cuts nothing: it must be strong
and alone on its line, or stand at an edge of the text, or beside others of its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .lines import Line, is_credit, is_date_line, is_running, names_contact, repeats_title
from .phrases import NAMES, Sign, fold, recognise
from .tails import cut_tail


@dataclass(slots=True)
class Kept:
    """What is left of the lines, and what went where; ``removed`` holds texts with their reasons."""

    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)
    header_lines: list[str] = field(default_factory=list)
    links: int = 0


# Kinds that a text may begin with; contacts and notes never do.
HEADER_KINDS = frozenset(
    (
        "byline",
        "date",
        "tags",
        "release",
        "credit",
        "share",
        "navigation",
        "related",
        "subscribe",
        "form",
        "cookies",
        "notice",
    )
)
# Kinds that are cut near an edge of the text only: a line of the text itself may well look like one.
EDGE_KINDS = frozenset(("byline", "date", "tags", "release", "credit"))
EDGE = 6  # lines
HEADER_REASONS = frozenset(("byline", "date line", "byline or page data", "line of the header"))


def trim(lines: Sequence[Line], titles: Sequence[str]) -> Kept:
    """The paragraphs among the lines; ``titles`` are the headline in the forms the page gives it."""
    folded = {fold(title) for title in titles}
    lines = part_header(lines, folded)
    signs = [recognise(line.text) for line in lines]
    reasons = [
        reason_of(line, sign, min(number, len(lines) - 1 - number) < EDGE)
        for number, (line, sign) in enumerate(zip(lines, signs, strict=True))
    ]
    cut_sections(lines, signs, reasons)
    cut_head(lines, signs, reasons, folded)
    cut_tail(lines, signs, reasons)
    return sort_out(lines, reasons)


def part_header(lines: Sequence[Line], titles: set[str]) -> list[Line]:
    """The lines, with a first block of several (speaker, title, place, date) parted into its lines."""
    parted: list[Line] = []
    for number, line in enumerate(lines):
        pieces = line.text.split("\n") if number < 3 else [line.text]
        if len(pieces) > 1 and any(is_date_line(piece) or repeats_title(piece, titles) for piece in pieces):
            parted += [Line(piece, line.tag, 0, line.mark) for piece in pieces]
        else:
            parted.append(line)
    return parted


def sort_out(lines: Sequence[Line], reasons: Sequence[str | None]) -> Kept:
    """Where each line goes."""
    kept = Kept()
    for line, reason in zip(lines, reasons, strict=True):
        if reason is None:
            kept.paragraphs.append(line.text)
            kept.links += line.links
            continue
        if reason in ("contact", "notes", "contact box"):
            kept.notes.append(line.text)
        elif reason in HEADER_REASONS and not kept.paragraphs:
            kept.header_lines.append(line.text)
        kept.removed.append((line.text, reason))
    return kept


def reason_of(line: Line, sign: Sign | None, at_edge: bool) -> str | None:
    """Why a line is cut wherever it stands (or where it stands near an edge), or None."""
    if line.mark:
        return line.mark
    if sign is not None and sign.strong and sign.kind not in ("contact", "notes", "author", "error"):
        return NAMES[sign.kind] if at_edge or sign.kind not in EDGE_KINDS else None
    if line.tag and is_credit(line.text):
        return "caption or credit"
    if not any(char.isalnum() for char in line.text):
        return "no words"
    return None


SECTION_KINDS = frozenset(("related", "contact", "notes", "form", "author", "record"))
MOST_SECTIONS = 20  # looked at on one page


def cut_sections(lines: Sequence[Line], signs: Sequence[Sign | None], reasons: list[str | None]) -> None:
    """Cuts what follows a heading such as "Related posts" or "Media contact", to the end of its section."""
    total = sum(len(line.text) for line in lines) or 1
    done = looked_at = 0
    for number, sign in enumerate(signs):
        if sign is None or not sign.strong or sign.kind not in SECTION_KINDS or number < done:
            continue
        end = section_end(lines, sign, number)
        size = sum(len(line.text) for line in lines[number:end])
        if size <= largest_part(sign, signs[number:end]) * total and is_section(
            lines[number + 1 : end], sign
        ):
            done = end
            for other in range(number, end):
                reasons[other] = reasons[other] or NAMES[sign.kind]
        looked_at += 1
        if looked_at > MOST_SECTIONS:
            break


def largest_part(sign: Sign, signs: Sequence[Sign | None]) -> float:
    """How much of a text a section may be; a form that shows two signs or more may be longer than it."""
    forms = sum(other is not None and other.kind == "form" for other in signs)
    return 0.8 if sign.kind == "form" and forms > 1 else 0.45


def is_section(lines: Sequence[Line], sign: Sign) -> bool:
    """Whether the lines under a heading are what it promises: there is no running text in a list of links."""
    return sign.kind != "related" or not any(is_running(line) for line in lines)


def section_end(lines: Sequence[Line], sign: Sign, start: int) -> int:
    """Where the section that begins with line ``start`` ends (exclusive): at a heading of its level or above.

    Contacts end where running text without a number or an address begins.
    """
    level = lines[start].tag if lines[start].is_heading else "h9"
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.is_heading and line.tag <= level:
            return number
        if sign.kind == "contact" and is_running(line) and not names_contact(line.text):
            return number
    return len(lines)


def cut_head(
    lines: Sequence[Line], signs: Sequence[Sign | None], reasons: list[str | None], titles: set[str]
) -> None:
    """Cuts the headline, the byline, the date line and the like above the first paragraph."""
    cut_header(lines, reasons, titles)
    label: str | None = None
    in_header = True
    for number, (line, sign) in enumerate(zip(lines[:40], signs, strict=False)):
        if reasons[number] is not None:
            continue
        reason = head_reason(line, sign, titles)
        if label is not None and is_value(line):
            reason = reason or label
        elif not in_header:
            reason = reason if is_label(line, sign) else None
        label = reason if reason and is_label(line, sign) else None
        in_header = in_header and reason is not None
        if is_running(line):
            break
        reasons[number] = reason


def is_label(line: Line, sign: Sign | None) -> bool:
    """Whether a line is nothing but a label ("Author", "Published") whose value is the next line."""
    return (
        sign is not None
        and sign.kind in ("byline", "date")
        and len(line.text) < 25
        and line.tag not in ("p", "")
    )


def cut_header(lines: Sequence[Line], reasons: list[str | None], titles: set[str]) -> None:
    """Cuts short lines (speaker, occasion, place) above a second headline."""
    last = -1
    for number, line in enumerate(lines[:EDGE]):
        if len(line.text) > 150 or line.text[-1] in ".:;":
            break
        if repeats_title(line.text, titles) or (last >= 0 and is_date_line(line.text)):
            last = number
    for number, line in enumerate(lines[: last + 1]):
        reasons[number] = reasons[number] or head_reason(line, None, titles) or "line of the header"


def head_reason(line: Line, sign: Sign | None, titles: set[str]) -> str | None:
    """Why a line above the first paragraph is cut, or None."""
    if (line.tag == "h1" and not titles) or repeats_title(line.text, titles):
        return "headline"
    if is_date_line(line.text):
        return "date line"
    if sign is not None and sign.kind in HEADER_KINDS:
        return NAMES[sign.kind]
    if len(line.text) < 120 and ((sign is not None and sign.kind == "contact") or names_contact(line.text)):
        return "contact"
    if line.is_linked and len(line.text) < 80:
        return "link above the text"
    return None


def is_value(line: Line) -> bool:
    """Whether a line may be the value of the label on the line before ("Author", then a name)."""
    return line.tag not in ("p", "") and len(line.text) < 60 and line.text[-1] not in ".:!?"
