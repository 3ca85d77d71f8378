"""The outline of a page -> its body: the paragraphs of the statement, the notes, and what was cut and why.

The page is outlined in one walk; parts that structure gives away are marked (``boilerplate``); the part
that holds most of the remaining sentences is picked; its edges and its lone lines are then judged by
phrases (``phrases``). Nothing is cut without a reason in ``Body.removed``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from .boilerplate import holds_body
from .choice import pick
from .edges import trim
from .leads import find_headline, find_lead
from .lines import Line
from .outline import Box, Outline
from .phrases import recognise
from .scrutiny import scrutinise
from .statement import Removal
from .suspicion import fill, mark, mark_template, measure
from .template import Template

# When nothing is left, these reasons stay and the others are dropped.
_SURE = frozenset(("comments", "navigation", "cookie or consent notice", "search or sign-in form"))
FEWEST_PROSE = 100  # characters of sentences worth looking for
MOST_NOTES = 12  # blocks under one heading
LONGEST_REMOVAL = 400  # code points kept of one removed piece


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a page: paragraphs in order, each without blank lines.

    ``notes`` are notes to editors and contacts; ``header_lines`` the byline and date lines above the
    first paragraph; ``links`` counts the characters inside links; ``doubt`` says why the body was looked
    at a second time.
    """

    paragraphs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()
    headline: str | None = None
    header_lines: tuple[str, ...] = ()
    links: int = 0
    doubt: str | None = None


def read_body(
    page: Outline, headline: str | None = None, template: Template | None = None, careful: bool = True
) -> Body:
    """The body of a page; ``headline`` is its title, if that is known. An empty body if it holds none.

    ``template`` is what repeats on the pages of the site. A doubtful body is looked at a second time,
    unless ``careful`` is False.
    """
    marks = mark(page)
    if template is not None:
        mark_template(page, template, marks)
    clean = measure(page, marks)
    main = pick(page, marks, clean)
    body = read_part(page, marks, main, headline)
    if not body.paragraphs and page.prose[-1] > FEWEST_PROSE:
        marks = [mark if mark in _SURE else None for mark in marks]
        main = pick(page, marks, measure(page, marks))
        body = read_part(page, marks, main, headline)
    if main.node is not None and (doubt := find_doubt(page, body, main)):
        return look_again(page, marks, main, body, headline, doubt) if careful else replace(body, doubt=doubt)
    return body


def read_part(page: Outline, marks: list[str | None], main: Box, headline: str | None) -> Body:
    """The body that the picked box holds, with a lead above it."""
    top = find_headline(page, marks, main, headline)
    first = find_lead(page, marks, main, top)
    lines = [
        Line(block.text, block.tag, block.links, marks[number])
        for number, block in enumerate(page.blocks[first : main.last], first)
    ]
    title = page.blocks[top].text if top is not None else None
    kept = trim(lines, [text for text in (title, headline) if text])
    outside = [*_outside(page, marks, 0, first), *kept.removed, *_outside(page, marks, main.last, len(marks))]
    return Body(
        tuple(kept.paragraphs),
        (*kept.notes, *find_notes(page, marks, main.last)),
        tuple(merge(outside)),
        title,
        tuple(kept.header_lines),
        kept.links,
    )


def find_doubt(page: Outline, body: Body, main: Box) -> str | None:
    """Why a body deserves a second look, or None."""
    size = sum(map(len, body.paragraphs))
    if page.prose[-1] > 500 and size < 0.4 * page.prose[-1]:
        return "little of the page's text"
    if body.links > 0.25 * size:
        return "many links"
    scraps = sum(is_scrap(text) for text in body.paragraphs)
    if scraps >= 3 and scraps > 0.1 * len(body.paragraphs) and not is_named(page, main):
        return "scraps in a part that is not named as the body"
    return None


def is_scrap(text: str) -> bool:
    """Whether a paragraph is a few words and no sentence."""
    return len(text) < 80 and text[-1] not in '.!?:;…”"»。！？'


def is_named(page: Outline, main: Box) -> bool:
    """Whether the picked box, or one around it, is named as the body of an article."""
    box = main
    while not (holds_body(box.label) or box.tag in ("article", "main") or "articlebody" in box.label.lower()):
        if box.parent == 0:
            return False
        box = page.boxes[box.parent]
    return True


def look_again(
    page: Outline, marks: list[str | None], main: Box, body: Body, headline: str | None, doubt: str
) -> Body:
    """The body after the careful look; the first one where that would leave too little."""
    body = replace(body, doubt=doubt)
    if main.node is None:
        return body
    main.node.strip_tags(["script", "style", "svg", "noscript", "iframe", "template"], recursive=True)
    found = scrutinise(main.node.html or "")
    again = list(marks)
    if not sum(mark_run(page, again, main, removal) for removal in found):
        return body
    second = read_part(page, again, main, headline)
    before, after = sum(map(len, body.paragraphs)), sum(map(len, second.paragraphs))
    return replace(second, doubt=doubt) if 0.3 * before <= after <= before else body


def mark_run(page: Outline, marks: list[str | None], main: Box, removal: Removal) -> bool:
    """Marks the blocks of the picked box that together say what was found; False where there are none."""
    wanted = squeeze(removal.text)
    for first in range(main.first, main.last):
        text = squeeze(page.blocks[first].text)
        last = first + 1
        while len(text) < len(wanted) and last < main.last and wanted.startswith(text):
            text += squeeze(page.blocks[last].text)
            last += 1
        if text == wanted:
            fill(marks, first, last, removal.reason)
            return True
    return False


def squeeze(text: str) -> str:
    """The text without white space and the bars between the cells of a row."""
    return "".join(text.replace(" | ", "").split())


def find_notes(page: Outline, marks: Sequence[str | None], start: int) -> list[str]:
    """Contacts and notes to editors that lie in a box of their own, from block ``start`` on."""
    notes = []
    number = start
    while number < len(page.blocks):
        if marks[number] == "contact box":
            notes.append(page.blocks[number].text)
        sign = recognise(page.blocks[number].text) if marks[number] in (None, "side column") else None
        if sign is None or not sign.strong or sign.kind not in ("contact", "notes"):
            number += 1
            continue
        around = page.boxes[page.boxes[page.blocks[number].box].parent]
        end = max(number + 1, min(around.last, number + MOST_NOTES))
        notes += [block.text for block in page.blocks[number:end]]
        number = end
    return notes


def _outside(page: Outline, marks: Sequence[str | None], first: int, last: int) -> list[tuple[str, str]]:
    return [
        (block.text, mark or "outside the body")
        for block, mark in zip(page.blocks[first:last], marks[first:last], strict=True)
    ]


def merge(pieces: Sequence[tuple[str, str]]) -> Iterator[Removal]:
    """Neighbouring texts with one reason become one removal, shortened to ``LONGEST_REMOVAL``."""
    for reason, group in groupby(pieces, itemgetter(1)):
        yield Removal(shorten("\n".join(text for text, _ in group)), reason)


def shorten(text: str) -> str:
    """The text, or its beginning and an ellipsis when it is long."""
    return text if len(text) <= LONGEST_REMOVAL else text[: LONGEST_REMOVAL - 1].rstrip() + "…"
