"""An outline -> for each block the reason why it is suspected to be no part of the statement, or none.

Verdicts on names and tags (``boilerplate``) and what repeats on a site (``template``) are suspicions; a
box that holds the statement after all is cleared here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from .boilerplate import Verdict, holds_body, holds_lead, judge
from .outline import Box, Outline
from .template import Template


def mark(page: Outline) -> list[str | None]:
    """For each block the reason why structure says that it is no part of the statement, or None.

    Firm verdicts come first: what they leave is what a soft one is measured against.
    """
    marks: list[str | None] = [None] * len(page.blocks)
    tops = [number for number, block in enumerate(page.blocks) if block.tag == "h1"]
    total = page.prose[-1]
    soft: list[tuple[Box, Verdict]] = []
    done = 0
    for box in page.boxes:
        if box.first < done or box.first == box.last:
            continue
        verdict = judge(box.tag, box.label)
        if verdict is None or page.size_of(box) > verdict.longest:
            continue
        if not verdict.firm:
            soft.append((box, verdict))
        elif not _lies(page, box, verdict, total, tops):
            marks[box.first : box.last] = [verdict.reason] * (box.last - box.first)
            done = box.last
    rest = measure(page, marks)[-1]
    for box, verdict in soft:
        if marks[box.first] is None and not _lies(page, box, verdict, rest, tops):
            fill(marks, box.first, box.last, verdict.reason)
    return marks


def mark_template(page: Outline, template: Template, marks: list[str | None]) -> None:
    """Marks what repeats on the pages of the site, unless that is most of this one."""
    for first, last, seen in template.judge(page):
        if page.prose[last] - page.prose[first] <= 0.5 * page.prose[-1]:
            fill(marks, first, last, f"template of the site, on {seen} of {template.pages} pages")


def fill(marks: list[str | None], first: int, last: int, reason: str) -> None:
    """Marks the blocks of a half-open range that bear no mark yet."""
    for number in range(first, last):
        marks[number] = marks[number] or reason


def _lies(page: Outline, box: Box, verdict: Verdict, rest: int, tops: Sequence[int]) -> bool:
    """Whether a suspected box holds the statement after all."""
    prose = page.prose_of(box)
    total = page.prose[-1]
    if not prose:
        return verdict.reason == "page header or footer" and heads_section(page, box)
    if verdict.firm:
        has_top = any(box.first <= top < box.last for top in tops)
        is_all = total - prose < 100 and prose > 300
        return verdict.reason != "comments" and (
            is_all or (prose > 0.5 * total and (has_top or holds_body(box.label)))
        )
    if holds_body(box.label) and box.tag not in ("aside", "footer"):
        return prose > 0.2 * total
    if holds_lead(box.label) and prose == page.size_of(box):
        return True
    return prose > 0.5 * max(rest, 1)


def heads_section(page: Outline, box: Box) -> bool:
    """Whether a box holds headings of sections and nothing else: it is the head of one, not of the page."""
    blocks = page.blocks[box.first : box.last]
    return all(block.is_heading and block.tag != "h1" and not block.links for block in blocks)


def measure(page: Outline, marks: Sequence[str | None]) -> list[int]:
    """Running sums of the prose in unmarked blocks: ``[i]`` is that of blocks 0 to i (exclusive)."""
    steps = (
        0 if mark else after - before
        for mark, before, after in zip(marks, page.prose, page.prose[1:], strict=False)
    )
    return [0, *accumulate(steps)]
