"""The lines of a picked body -> those at its end that are no part of it: links, dates, teasers, appeals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .appeals import FEWEST, count_appeals
from .lines import Line, is_date_line
from .phrases import NAMES, Sign

LONGEST_TEASER = 600  # code points: a heading that is a link over more than this is a heading of the text
LARGEST_FAREWELL = 0.3  # of the text


def cut_tail(lines: Sequence[Line], signs: Sequence[Sign | None], reasons: list[str | None]) -> None:
    """Cuts what stands below the last paragraph of the text."""
    cut_teasers(lines, reasons)
    cut_links(lines, signs, reasons)
    if cut_farewell(lines, reasons):
        cut_links(lines, signs, reasons)


def cut_links(lines: Sequence[Line], signs: Sequence[Sign | None], reasons: list[str | None]) -> None:
    """Cuts share lines, tags, dates and lone links, from the end up to the last paragraph."""
    for number in range(len(lines) - 1, -1, -1):
        line, sign = lines[number], signs[number]
        if reasons[number] is not None:
            continue
        reason = tail_reason(line, sign)
        if reason is None:
            keep_introduced(lines, reasons, number)
            keep_headed(lines, reasons, number)
            break
        reasons[number] = reason


def cut_farewell(lines: Sequence[Line], reasons: list[str | None]) -> bool:
    """Cuts the last paragraphs where they appeal to the readers; False where they do not.

    Several short ones, each with an appeal of its own, are one farewell, with what stands among them.
    """
    left = [number for number, reason in enumerate(reasons) if reason is None]
    limit = LARGEST_FAREWELL * sum(len(lines[number].text) for number in left)
    size = appeals = 0
    start = None
    for number in reversed(left):
        size += len(lines[number].text)
        if size > limit:
            break
        found = count_appeals(lines[number].text)
        appeals += found
        if found >= FEWEST or (found and appeals >= FEWEST):
            start = number
        elif not appeals:
            break
    if start is None:
        return False
    for number in left[left.index(start) :]:
        reasons[number] = "appeal to the readers"
    return True


def keep_introduced(lines: Sequence[Line], reasons: list[str | None], last: int) -> None:
    """Keeps the links right below the last paragraph where that ends in a colon: it introduces them."""
    if not lines[last].text.endswith(":"):
        return
    for number in range(last + 1, len(lines)):
        if reasons[number] != "link below the text":
            break
        reasons[number] = None


def keep_headed(lines: Sequence[Line], reasons: list[str | None], last: int) -> None:
    """Keeps two or more lists of links below the last paragraph, each under a heading like those above.

    One such list is a box of the page; several in the text's own order of headings are resources of it.
    """
    levels = {line.tag for line, reason in zip(lines[:last], reasons, strict=False) if reason is None}
    below = [number for number in range(last + 1, len(lines)) if not lines[number].mark]
    lists, end = 0, last + 1
    for number, after in pairwise(below):
        if reasons[number] == "heading without text" and lines[number].tag in levels:
            if reasons[after] != "link below the text" or lines[after].tag != "li":
                break
            lists += 1
        elif reasons[number] != "link below the text":
            break
        end = after + 1 if reasons[after] == "link below the text" else end
    if lists > 1:
        for number in range(last + 1, end):
            reasons[number] = lines[number].mark


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
    """Whether headings are numbered in order ("Step 1 …", "Step 2 …"): parts of this text."""
    numbers = [int(found[1]) for heading in headings if (found := _NUMBER.match(heading))]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1))


_NUMBER = re.compile(r"(?:[^\W\d]+\s)?(\d{1,2})\b")
