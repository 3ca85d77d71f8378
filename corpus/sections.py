"""A page's head, address and outline -> the words that may name the kind of its statement.

Pages say it in three places: a type for machines (``DC.type``), a label in the lines around the headline,
and the section of the site that the page lies in (breadcrumb, folders of the address).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from . import kinds
from .head import Head, meta_names
from .headline import Headline, split_title
from .outline import Block, Outline

# Blocks before and behind the headline whose lines tell, and before it where the breadcrumb may stand.
BEFORE, BEHIND, CRUMBS = 2, 4, 12
LONGEST_LINE = 300
LONGEST_CRUMB = 200


def list_types(head: Head, whole: Outline, headline: Headline | None) -> list[tuple[str, str]]:
    """What labels this very page, with its source: its type for machines, then labels beside the headline."""
    types = [(content, name) for name in meta_names("type") for content in head.metas.get(name, ())[:2]]
    labels = [part for line in list_lines(whole, headline) for part in _crumbs().split(line)]
    return types + [(label, "line beside the headline") for label in labels]


def list_lines(whole: Outline, headline: Headline | None) -> list[str]:
    """The short lines around the headline that hold no links, and the headline with its kicker."""
    if headline is None or headline.block is None:
        return []
    near = whole.blocks[max(0, headline.block - BEFORE) : headline.block + BEHIND]
    return [
        line
        for block in near
        if not block.links and len(block.text) < LONGEST_LINE
        for line in block.text.split("\n")
    ]


def list_sections(
    head: Head, whole: Outline, headline: Headline | None, address: str | None
) -> Iterator[tuple[str, str]]:
    """What names the section that the page lies in, with its source, the surest first."""
    for name in meta_names("kind"):
        yield from ((content, name) for content in head.metas.get(name, ())[:2])
    yield from ((part, "title") for part in split_title(head.title, "en")[1:])
    yield from ((folder, "address") for folder in kinds.sections_of(address))
    top = headline.block if headline and headline.block is not None else 0
    for block in whole.blocks[top + 1 : top + BEHIND] + whole.blocks[max(0, top - CRUMBS) : top][::-1]:
        yield from ((part, "line beside the headline") for part in _parts(block, whole))
    yield from ((kind, "json-ld") for kind in head.article.types)


def _parts(block: Block, whole: Outline) -> list[str]:
    """The names in a line or a breadcrumb, the innermost section first."""
    number = block.box
    for _ in range(3):
        box = whole.boxes[number]
        if "crumb" in box.label and box.node is not None:
            steps = [" ".join(node.text().split()) for node in box.node.css("a, li")[:20]] or [block.text]
            return [part for step in reversed(steps) for part in reversed(_crumbs().split(step))]
        number = box.parent
    if len(block.text) >= LONGEST_CRUMB or block.tag == "li":
        return []
    return _crumbs().split(block.text)[::-1]


@cache
def _crumbs() -> re.Pattern[str]:
    return re.compile(r"\s*(?:\n|[»›|>]|\s/\s)\s*")
