"""The lines of a picked body -> those at its end that are no part of it: links, dates, teasers, appeals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .lines import Line, is_date_line
from .phrases import NAMES, Sign

LONGEST_TEASER = 600  # code points: a heading that is a link over more than this is a heading of the text


def cut_tail(lines: Sequence[Line], signs: Sequence[Sign | None], reasons: list[str | None]) -> None:
    """Cuts share lines, tags, dates and lone links below the last paragraph."""
    cut_teasers(lines, reasons)
    for number in range(len(lines) - 1, -1, -1):
        line, sign = lines[number], signs[number]
        if reasons[number] is not None:
            continue
        reason = tail_reason(line, sign)
        if reason is None:
            keep_introduced(lines, reasons, number)
            break
        reasons[number] = reason


def keep_introduced(lines: Sequence[Line], reasons: list[str | None], last: int) -> None:
    """Keeps the links right below the last paragraph where that ends in a colon: it introduces them."""
    if not lines[last].text.endswith(":"):
        return
    for number in range(last + 1, len(lines)):
        if reasons[number] != "link below the text":
            break
        reasons[number] = None


def tail_reason(line: Line, sign: Sign | None) -> str | None:
    """Why a line below the last paragraph is cut, or None."""
    if sign is not None and sign.kind != "error":
        return NAMES[sign.kind]
    if line.is_linked and len(line.text) < 100 and not line.text.startswith("http"):
        return "link below the text"
    if is_date_line(line.text.partition(":")[2] or line.text):
        return "date line"
    return "heading without text" if line.is_heading else None


def section_sizes(lines: Sequence[Line], reasons: Sequence[str | None], starts: Sequence[int]) -> list[int]:
    """How long the text that is not yet cut is from each start to the next one, in characters."""
    sizes = [0 if reason else len(line.text) for line, reason in zip(lines, reasons, strict=True)]
    return [sum(sizes[first:last]) for first, last in pairwise(starts)]


def cut_teasers(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """Cuts teasers of other pages: from the first heading on that is a link, where at least two are.

    The heading above the teasers ("News") goes with them.
    """
    teasers = [
        number for number, line in enumerate(lines)
        if reasons[number] is None and line.is_heading and line.is_linked
    ]  # fmt: skip
    if len(teasers) < 2 or are_chapters([lines[number].text for number in teasers]):
        return
    first = teasers[0]
    before = sum(len(line.text) for line, reason in zip(lines[:first], reasons, strict=False) if not reason)
    if before < 150:
        return
    if max(section_sizes(lines, reasons, [*teasers, len(lines)])) > LONGEST_TEASER:
        return
    while first and (reasons[first - 1] is not None or lines[first - 1].is_heading):
        first -= 1
    for number in range(first, len(lines)):
        reasons[number] = reasons[number] or "teasers of other pages"


def are_chapters(headings: Sequence[str]) -> bool:
    """Whether headings are numbered in order ("Step 1 …", "Step 2 …"): parts of this text, not other pages."""
    numbers = [int(found[1]) for heading in headings if (found := _NUMBER.match(heading))]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1))


_NUMBER = re.compile(r"(?:[^\W\d]+\s)?(\d{1,2})\b")
