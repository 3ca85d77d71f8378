"""A page's head and outline -> its headline: the words that a person would write down as the title.

What machines are told (``og:title``, JSON-LD, ``<title>``) names the headline but carries the site's name
or is shortened; what stands on the page is exact but there are several headings. So the heading
that the machine-readable titles agree with wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from . import dates
from .bodies import is_body
from .head import Head, host_of, meta_names, squeeze
from .outline import Block, Outline

LONGEST = 400
SHORTEST = 3
# How far into the page a line that isn't marked as a heading may be the headline.
NEAR = 80


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, where it was read, how sure that is, and the number of its block (None: not on the page)."""

    text: str
    source: str
    confidence: float
    block: int | None = None


def find_headline(head: Head, page: Outline, sites: Sequence[str]) -> Headline | None:
    """The headline of a page whose site goes by the names ``sites``; None when nothing looks like one."""
    names = {key for key in map(squash, sites) if key}
    language = head.language or "en"
    told = [(text, source) for text, source in _told(head) if squash(text) not in names]
    parts = [
        (part, "part of title") for part in split_title(head.title, language) if squash(part) not in names
    ]
    headings = [(number, block) for number, block in enumerate(page.blocks) if _may_be(block, page, names)]
    return (
        _equal(told, headings)
        or _equal(parts, headings)
        or _longer(told, headings)
        or _shorter(told, headings)
        or _line(told + parts, page)
        or _line([(part, "part of title") for part in _after_colon(head.title)], page)
        or _akin(told, headings)
        or _told_only(told, parts, names)
        or _first(headings)
    )


def squash(text: str) -> str:
    """The letters and digits of ``text`` alone, folded: what two spellings of a title share."""
    return _marks().sub("", dates.fold(text))


def split_title(title: str, language: str) -> list[str]:
    """The parts of a ``<title>`` between its separators, without those that are dates."""
    parts = [part.strip(" :") for part in _separators().split(title)]
    return [part for part in parts if len(part) >= SHORTEST and not dates.parse_date(part, language)]


def site_names(head: Head, address: str | None) -> list[str]:
    """What the page's site calls itself, the surest first."""
    article = head.article
    names = [article.publisher, article.site, article.organisation]
    for name in (*meta_names("site"), *meta_names("issuer")):
        names += head.metas.get(name, ())[:1]
    host = host_of(address)
    names += [host, *host.split(".")[:-1]]
    return [name for name in names if name]


def _after_colon(title: str) -> list[str]:
    """What stands behind a colon in a ``<title>``: the headline, when the page shows it so."""
    _, colon, rest = title.partition(": ")
    return [rest.strip()] if colon else []


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(r"[\W_]+")


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(
        r"\s+[|•·»›/:~>]+\s+|\s+[-–—]+\s+|\s*--+\s*|\s*[|—]\s*|\s::\s|(?<=[\u3000-\u9fff！？])[-_]+(?=[\u3000-\u9fff])"
    )


def _told(head: Head) -> Iterator[tuple[str, str]]:
    """The machine-readable titles with their sources, the surest first."""
    if head.article.headline:
        yield squeeze(head.article.headline), "json-ld"
    for name in meta_names("title"):
        if name in head.metas:
            yield head.metas[name][0], name
    if head.title:
        yield head.title, "title"


def _may_be(block: Block, page: Outline, names: set[str]) -> bool:
    """Whether a block is marked as a heading that isn't the site's name or the name of a section."""
    if len(block.text) > LONGEST:
        return False
    if not block.is_heading and not _names_title(page.boxes[block.box].label):
        return False
    key = squash(block.text)
    return len(key) >= 2 and key not in names


@lru_cache(4096)
def _names_title(label: str) -> bool:
    return bool(_title_class().search(label))


@cache
def _title_class() -> re.Pattern[str]:
    return re.compile(r"(?<![a-z])(?:head(?:line|ing)|title|titulo|titre|titel)(?![a-z])", re.IGNORECASE)


def _rank(block: Block) -> int:
    return int(block.tag[1]) if block.is_heading else 7


def _equal(told: Iterable[tuple[str, str]], headings: Sequence[tuple[int, Block]]) -> Headline | None:
    """A heading that is one of the machine-readable titles, letter for letter."""
    keys = {key: source for text, source in reversed(list(told)) if (key := squash(text))}
    same = [
        (_rank(block), number, block)
        for number, block in headings
        if (source := keys.get(squash(block.text))) and (block.is_heading or source != "title")
    ]
    if not same:
        return None
    _, number, block = min(same, key=lambda found: found[:2])
    return Headline(_show(block.text), f"{block.tag} as {keys[squash(block.text)]}", 1.0, number)


def _longer(told: Iterable[tuple[str, str]], headings: Sequence[tuple[int, Block]]) -> Headline | None:
    """A heading that a machine-readable title holds together with other words, the site's or the kind's."""
    keys = [(squash(text), source) for text, source in told]
    best: tuple[int, int, Headline] | None = None
    for number, block in headings:
        key = squash(block.text)
        source = next((source for text, source in keys if key in text and key != text), None)
        if source is None or len(key) < 8 or 3 * len(key) < min(len(text) for text, _ in keys if key in text):
            continue
        found = Headline(_show(block.text), f"{block.tag} within {source}", 0.9, number)
        order = (-_rank(block) if block.is_heading else -4, len(key))
        if best is None or order > best[:2]:
            best = (*order, found)
    return best[2] if best else None


def _shorter(told: Iterable[tuple[str, str]], headings: Sequence[tuple[int, Block]]) -> Headline | None:
    """A machine-readable title that a heading holds, with a kicker before it or a label behind it."""
    for text, source in told:
        key = squash(text)
        if len(key) < 12:
            continue
        for number, block in headings:
            whole = squash(block.text)
            beside = len(whole) - len(key)
            if (whole.endswith(key) or (whole.startswith(key) and beside < 20)) and block.tag in ("h1", "h2"):
                return Headline(text, f"{source} within {block.tag}", 0.9, number)
    return None


def _line(told: Iterable[tuple[str, str]], page: Outline) -> Headline | None:
    """A line near the top, not marked as a heading, that is one of the titles: pages of the 1990s."""
    keys = {key: source for text, source in told if len(key := squash(text)) >= 8}
    found: Headline | None = None
    for number, block in enumerate(page.blocks[:NEAR]):
        if block.links:
            continue
        for line in block.text.split("\n"):
            if len(line) <= LONGEST and (source := keys.get(squash(line))):
                found = found or Headline(_show(line), f"line as {source}", 0.9, number)
                if not is_body(line):
                    return Headline(_show(line), f"line as {source}", 0.9, number)
    return found


def _akin(told: Iterable[tuple[str, str]], headings: Sequence[tuple[int, Block]]) -> Headline | None:
    """The one first-level heading when it shares words with a title that is worded otherwise."""
    first = [(number, block) for number, block in headings if block.tag == "h1"]
    words = {word for text, _ in told for word in dates.fold(text).split() if len(word) > 3}
    for number, block in first:
        own = [word for word in dates.fold(block.text).split() if len(word) > 3]
        if len(own) > 2 and 3 * sum(word in words for word in own) >= len(own):
            return Headline(_show(block.text), "h1", 0.8, number)
    return None


def _told_only(
    told: Sequence[tuple[str, str]], parts: Sequence[tuple[str, str]], names: set[str]
) -> Headline | None:
    """The machine-readable title by itself, without the site's name."""
    for text, source in told:
        if source != "title":
            return Headline(_without(text, names), source, 0.8)
    if parts:
        return Headline(max((part for part, _ in parts), key=len), "title", 0.6)
    return None


def _without(text: str, names: set[str]) -> str:
    """``text`` without a first or last part that is a name of the site."""
    for match in _separators().finditer(text):
        if squash(text[match.end() :]) in names:
            return text[: match.start()].strip()
        if squash(text[: match.start()]) in names:
            return text[match.end() :].strip()
    return text


def _first(headings: Sequence[tuple[int, Block]]) -> Headline | None:
    ranked = sorted(headings, key=lambda entry: (_rank(entry[1]), entry[0]))
    for number, block in ranked[:1]:
        return Headline(_show(block.text), block.tag, 0.5, number)
    return None


def _show(text: str) -> str:
    return squeeze(text)
