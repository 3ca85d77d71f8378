"""HTML -> a reason why no parser should be given it, or none: one linear look before any tree is built.

Parsers take quadratic time over some pages, and memory without end: 100,000 nested tags cost lexbor 24
seconds, one tag with 50,000 attributes 6, and 2,500 ``<b id=…>`` left open before 2,500 paragraphs 2 GB.
Cheap counts come first; three honest pages in four need no more, and only the others are read tag by tag.
A page that slips through anyway meets the deadline of its worker.
"""

from __future__ import annotations

import re

from .nesting import MAX_DEPTH, MAX_REBUILT, Nesting
from .statement import Reason, Rejected

MAX_CHARACTERS = 20_000_000
MAX_TAGS = 1_000_000
"""End tags not counted."""

MAX_ATTRIBUTES = 1_000
"""In one tag; honest pages have up to 131."""

MAX_ATTRIBUTE = 5_000_000
"""Characters in one tag; pages saved as a single file carry their pictures there."""

FEW_TAGS = 6_000
"""Start and end tags; so few are parsed in 50 milliseconds, however they are nested."""

SHORT_TAG = 20_000
"""Characters without ``>``; a tag that is no longer holds at most half as many attributes, 0.15 seconds."""


def inspect(html: str, source: str = "") -> Rejected | None:
    """Why no parser should be given this page, or None. Time is linear in the page's length."""
    if len(html) > MAX_CHARACTERS:
        return Rejected(source, Reason.TOO_LARGE, f"the page has more than {MAX_CHARACTERS:,} characters")
    if html.count("<") > 2 * MAX_TAGS:
        return Rejected(source, Reason.TOO_LARGE, f"the page has more than {MAX_TAGS:,} tags")
    simple = _is_simple(html)
    if simple and _has_short_tags(html):
        return None
    tags = _TAG.findall(html)
    detail = _judge_attributes(tags) or (None if simple else _judge_nesting(tags))
    return Rejected(source, Reason.TOO_DEEP, detail) if detail else None


def _is_simple(html: str) -> bool:
    """Whether the tags are too few to nest badly, and those that could be left open too few."""
    tags = html.count("<")
    return tags <= FEW_TAGS and tags * len(_FORMATTING_TAG.findall(html)) <= 2 * MAX_REBUILT


_FORMATTING_TAG = re.compile(
    r"<(?=[bcefinstu])(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE
)
"""Of ``a`` only one is open at a time."""


def _has_short_tags(html: str) -> bool:
    """Whether there is a ``>`` in each stretch of SHORT_TAG characters."""
    place = 0
    while place + SHORT_TAG < len(html):
        place = html.rfind(">", place, place + SHORT_TAG) + 1
        if place == 0:
            return False
    return True


Tag = tuple[str, str, str, str]
"""Name of an element that holds no markup, or of any other tag; attributes; blanks and slashes behind."""

_ATTRIBUTE = r"""[\s/]*+(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE, re.ASCII)
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"
_TAG = re.compile(
    rf"""<(?:
        !--(?:-?>|.*?(?:--!?>|\Z))
      | (?:(?P<raw>{_RAW})(?=[\s/>])|(?P<name>/?[a-z][^\s/>]*+))
        (?P<attributes>(?:{_ATTRIBUTE})*+) (?P<end>[\s/]*+) >?
        (?(raw)[^<]*+(?:<(?!/(?P=raw))[^<]*+)*+)
      | [!?/][^>]*+
    )""",
    re.ASCII | re.DOTALL | re.IGNORECASE | re.VERBOSE,
)


def _judge_attributes(tags: list[Tag]) -> str | None:
    for _, _, attributes, _ in tags:
        if len(attributes) > MAX_ATTRIBUTE:
            return f"an attribute or tag has {len(attributes):,} characters"
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            count = len(_ATTRIBUTES.findall(attributes))
            if count > MAX_ATTRIBUTES:
                return f"a tag has {count:,} attributes"
    return None


def _judge_nesting(tags: list[Tag]) -> str | None:
    nesting = Nesting()
    for _, name, attributes, end in tags:
        if name.startswith("/"):
            nesting.close(name[1:].lower())
        elif name:
            nesting.open(name.lower(), attributes, closed="/" in end)
        if nesting.depth > MAX_DEPTH:
            return f"more than {MAX_DEPTH:,} tags are nested"
        if nesting.rebuilt > MAX_REBUILT:
            return "too many formatting tags are left open"
    return None
