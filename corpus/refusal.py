"""A cleaned body and its page -> why it is no statement, or None: an error page, a search, a list of pages.

Each rule needs two signals, since a statement may be short, may be titled "Search" and may list links.
"""

from __future__ import annotations

from collections.abc import Sequence

from .content import Body
from .outline import Outline
from .phrases import recognise

FEWEST_TEASERS = 5
MOST_WORDS = 150  # of an error page or a list of hits; more is read as a statement


def refuse(page: Outline, title: str | None, body: Body) -> str | None:
    """Why a page is no statement, in a sentence for a person, or None."""
    words = sum(len(paragraph.split()) for paragraph in body.paragraphs)
    if words < MOST_WORDS:
        for name in (title, body.headline, *body.paragraphs[:1]):
            if name and says_error(name):
                return f"it is an error page, a search or a wall: {name[:80]!r}"
    teasers = count_teasers(page, body.paragraphs)
    if teasers >= FEWEST_TEASERS and words < 12 * teasers:
        return f"it lists {teasers} other pages"
    return None


def says_error(name: str) -> bool:
    """Whether a title or a first line is that of an error page, a search or a wall."""
    sign = recognise(name)
    return sign is not None and sign.kind == "error"


def count_teasers(page: Outline, paragraphs: Sequence[str]) -> int:
    """How many headings are links, if the first of them stands above the first paragraph of the body."""
    first = paragraphs[0] if paragraphs else ""
    count = 0
    for block in page.blocks:
        if block.text == first and not count:
            return 0
        if block.is_heading and block.tag != "h1" and block.links > 0.8 * len(block.text):
            count += 1
    return count
