"""An outline and its picked box -> the headline of the statement, and a lead that stands above the box."""

from __future__ import annotations

from collections.abc import Sequence

from .boilerplate import holds_lead
from .outline import Block, Box, Outline
from .phrases import fold

_SOFT = frozenset(("page header or footer", "byline or page data"))


def find_headline(page: Outline, marks: Sequence[str | None], main: Box, headline: str | None) -> int | None:
    """The number of the block that is the headline of the statement, or None."""
    wanted = fold(headline or "")
    best: tuple[int, int] | None = None
    for number, block in enumerate(page.blocks[: main.last]):
        if not may_be_headline(block, len(headline or ""), number < main.first + 12):
            continue
        words = fold(block.text)
        same = wanted and (words == wanted or (len(words) > 12 and words in wanted))
        if not same and not (block.tag == "h1" and not is_firm(marks[number])):
            continue
        rank = 3 * bool(same) + 2 * (block.tag == "h1") + (block.tag == "h2" and number < main.first)
        if best is None or rank >= best[0]:
            best = (rank, number)
    return best[1] if best else None


def may_be_headline(block: Block, size: int, is_early: bool) -> bool:
    """Whether a block is worth comparing with a title of the given length."""
    return block.is_heading or (is_early and 12 < len(block.text) < size + 12)


def is_firm(mark: str | None) -> bool:
    """Whether a mark keeps a block from being a headline; page headers often hold it."""
    return mark is not None and mark not in _SOFT


def find_lead(page: Outline, marks: list[str | None], main: Box, top: int | None) -> int:
    """The first block of the body: that of the picked box, or of a lead between the headline and it.

    A lead is named as one, or a sentence right above the body. One in the page's header loses its mark;
    what else stands between it and the body is marked.
    """
    if top is None or top >= main.first or main.first - top > 40:
        return main.first
    above = range(top + 1, main.first)
    leads = [number for number in above if is_lead(page, marks, number) and not repeats(page, main, number)]
    if not leads:
        return main.first
    for number in range(leads[0], main.first):
        marks[number] = None if number in leads else marks[number] or "above the text"
    return leads[0]


def is_lead(page: Outline, marks: Sequence[str | None], number: int) -> bool:
    """Whether a block above the body is its lead: a sentence, and named so or in no suspected box.

    Bare words beside a picture tell what it shows.
    """
    sentence = page.prose[number + 1] - page.prose[number] > 60
    if not sentence or not (marks[number] is None or marks[number] in _SOFT):
        return False
    box = page.boxes[page.blocks[number].box]
    around = page.boxes[box.parent]
    if any(holds_lead(label) for label in (box.label, around.label, page.boxes[around.parent].label)):
        return True
    if page.blocks[number].tag not in ("p", "h2", "h3") and holds_picture(box):
        return False
    return marks[number] is None and box.tag not in ("figcaption", "li")


def holds_picture(box: Box) -> bool:
    """Whether a picture stands right in a box, not in a part of it."""
    return box.node is not None and any(child.tag in ("img", "picture") for child in box.node.iter())


def repeats(page: Outline, main: Box, number: int) -> bool:
    """Whether a block above the body only says again how the body begins, perhaps cut short."""
    words = fold(page.blocks[number].text.rstrip(".…]["))
    beginning = " ".join(fold(block.text) for block in page.blocks[main.first : main.first + 5])
    return words[:200] in beginning
