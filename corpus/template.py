"""Many pages of one site -> its template: the blocks that stand on page after page and are no statement.

Repetition needs no rule and no language: a menu, a sign-up box or a notice is the same wherever it
stands. Running text repeats too ("Thank you.", the closing clauses of an order), so a lone block counts
only where nearly every page has it, and a box only where all of its blocks repeat.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from .outline import LEAVES, Box, Outline
from .page import Page

FEWEST_PAGES = 4
"""Fewer pages of a site show no template."""

FEWEST_REPEATS = 3
BOX_SHARE, BLOCK_SHARE = 0.2, 0.6
"""A box repeats on a fifth of the pages (a site has several templates), a block on most of them."""

MOST_PAGES = 100
"""So many pages of a site are looked at: a block on a fifth of them is seen 20 times."""

_ADDRESS = re.compile(rb"""(?:href|content)\s*=\s*["']?\s*(https?://[^"'\s>]+)""", re.IGNORECASE)
_SAYS_WHERE = re.compile(
    rb"""<(?:link|meta)\b[^>]{0,300}\b(?:canonical|og:url)\b[^>]{0,600}>""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Traces:
    """What one page shows of its template: marks of its blocks and of its boxes."""

    blocks: frozenset[int]
    boxes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Template:
    """How many ``pages`` of a site were looked at, and on how many of them each mark was seen."""

    pages: int
    blocks: Mapping[int, int]
    boxes: Mapping[int, int]

    def judge(self, page: Outline) -> Iterator[tuple[int, int, int]]:
        """The parts of a page that are template: half-open ranges of blocks, and on how many pages."""
        for box, mark in _mark_boxes(page):
            if seen := self.boxes.get(mark):
                yield box.first, box.last, seen
        for number, block in enumerate(page.blocks):
            if seen := self.blocks.get(_mark(block.text)):
                yield number, number + 1, seen


def observe(page: Outline) -> Traces:
    """What one page shows."""
    blocks = frozenset(_mark(block.text) for block in page.blocks)
    return Traces(blocks, frozenset(mark for _, mark in _mark_boxes(page)))


def learn(pages: Iterable[Traces]) -> Template | None:
    """The template of a site from some of its pages; None where there are fewer than FEWEST_PAGES.

    Pages that show exactly the same are one page saved twice, and count once.
    """
    different = set(pages)
    count = len(different)
    if count < FEWEST_PAGES:
        return None
    blocks = Counter(mark for page in different for mark in page.blocks)
    boxes = Counter(mark for page in different for mark in page.boxes)
    return Template(count, _often(blocks, count, BLOCK_SHARE), _often(boxes, count, BOX_SHARE))


def find_site(page: Page) -> str | None:
    """The host that a page says it is from, without ``www.``: its address, canonical link or og:url."""
    if page.url:
        return _host(page.url)
    for says in _SAYS_WHERE.finditer(page.data, 0, 200_000):
        if address := _ADDRESS.search(says[0]):
            return _host(address[1].decode("ascii", "replace"))
    return None


def to_json(template: Template) -> dict[str, Any]:
    """The template as JSON types."""
    blocks = {f"{mark:x}": seen for mark, seen in sorted(template.blocks.items())}
    boxes = {f"{mark:x}": seen for mark, seen in sorted(template.boxes.items())}
    return {"pages": template.pages, "blocks": blocks, "boxes": boxes}


def from_json(data: Mapping[str, Any]) -> Template:
    """The inverse of ``to_json``; raises KeyError, TypeError or ValueError on other JSON."""
    blocks = {int(mark, 16): int(seen) for mark, seen in data["blocks"].items()}
    boxes = {int(mark, 16): int(seen) for mark, seen in data["boxes"].items()}
    return Template(int(data["pages"]), blocks, boxes)


def _often(counts: Counter[int], pages: int, share: float) -> dict[int, int]:
    needed = max(FEWEST_REPEATS, share * pages)
    return {mark: seen for mark, seen in counts.items() if seen >= needed}


def _mark_boxes(page: Outline) -> Iterator[tuple[Box, int]]:
    """The boxes that hold several blocks, or one and a label, with a mark of all that they hold."""
    sums = [0, *accumulate(_mark(block.text) for block in page.blocks)]
    for box in page.boxes:
        size = box.last - box.first
        if box.tag not in LEAVES and (size > 1 or (size == 1 and box.label)):
            yield box, (sums[box.last] - sums[box.first]) * 31 + size


def _mark(text: str) -> int:
    """48 bits that stand for a block: CRC-32 and length. Numbers count: daily reports differ in no more."""
    folded = text.casefold().encode("utf-8", "surrogatepass")
    return zlib.crc32(folded) << 16 | len(folded) & 0xFFFF


def _host(address: str) -> str | None:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None
