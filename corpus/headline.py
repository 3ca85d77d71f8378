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
from .outline import HEADINGS, Block, Outline

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


@dataclass(frozen=True, slots=True)
class _Told:
    """A title that machines are told, where, and its letters and digits alone."""

    text: str
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class _Heading:
    """A block that is marked as a heading, its number and its letters and digits alone.

    ``is_aside`` says that only screen readers are given it: often the site's name.
    """

    number: int
    block: Block
    key: str
    is_aside: bool = False


def find_headline(head: Head, page: Outline, sites: Sequence[str]) -> Headline | None:
    """The headline of a page whose site goes by the names ``sites``; None when nothing looks like one."""
    names = {key for key in map(squash, sites) if key}
    told = [entry for entry in _told(head) if entry.key not in names]
    parts = _as_told(
        part for part in split_title(head.title, head.language or "en") if squash(part) not in names
    )
    headings = list(_headings(page, names))
    return (
        _equal(told, headings)
        or _equal(parts, headings)
        or _longer(told, headings)
        or _shorter(told, headings)
        or _shorter(sorted(parts, key=lambda part: -len(part.key))[:1], headings)
        or _line(told + parts, page)
        or _line(_as_told(_after_colon(head.title)), page)
        or _akin(told, headings)
        or _told_only(told, parts, names)
        or _first(headings)
    )


@lru_cache(4096)
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
        r"\s+[|•·»›/:~>]+\s+|\s+[-–—]+\s+|\s*--+\s*|\s*[|｜—]\s*|\s::\s|(?<=[\u3000-\u9fff！？])[-_]+(?=[\u3000-\u9fff])"
    )


def _told(head: Head) -> Iterator[_Told]:
    """The machine-readable titles with their sources, the surest first."""
    if head.article.headline:
        text = squeeze(head.article.headline)
        yield _Told(text, "json-ld", squash(text))
    for name in meta_names("title"):
        if name in head.metas:
            text = head.metas[name][0]
            yield _Told(text, name, squash(text))
    if head.title:
        yield _Told(head.title, "title", squash(head.title))


def _as_told(parts: Iterable[str]) -> list[_Told]:
    return [_Told(part, "part of title", squash(part)) for part in parts]


def _headings(page: Outline, names: set[str]) -> Iterator[_Heading]:
    """The blocks marked as headings that aren't the site's name or the name of a section."""
    labels = {box.label for box in page.boxes}
    titles = {label for label in labels if _has_anchor(label) and _names_title(label)}
    for number, block in enumerate(page.blocks):
        if len(block.text) <= LONGEST and (block.tag in HEADINGS or page.boxes[block.box].label in titles):
            key = squash(block.text)
            if len(key) >= 2 and key not in names:
                yield _Heading(number, block, key, _is_unseen(page.boxes[block.box].label))


def _has_anchor(label: str) -> bool:
    """Whether ``_title_class`` may find something: four letters are looked for faster than a pattern."""
    lower = label.lower()
    return "tit" in lower or "head" in lower


@lru_cache(4096)
def _names_title(label: str) -> bool:
    """Whether a box by its label holds a title, and neither the page's path nor what nobody sees."""
    return bool(_title_class().search(label)) and not _other_class().search(label)


@cache
def _title_class() -> re.Pattern[str]:
    return re.compile(r"(?<![a-z])(?:head(?:line|ing)|title|titulo|titre|titel)(?![a-z])", re.IGNORECASE)


@lru_cache(4096)
def _is_unseen(label: str) -> bool:
    lower = label.lower()
    return any(word in lower for word in ("sr-only", "visually-hidden", "hide-accessible", "screen-reader"))


@cache
def _other_class() -> re.Pattern[str]:
    return re.compile(r"crumb|hidden=|menu|(?<![a-z])nav", re.IGNORECASE)


def _rank(block: Block) -> int:
    return int(block.tag[1]) if block.is_heading else 7


def _equal(told: Sequence[_Told], headings: Sequence[_Heading]) -> Headline | None:
    """A heading that is one of the machine-readable titles, letter for letter."""
    sources = {entry.key: entry.source for entry in reversed(told) if entry.key}
    same = [
        heading
        for heading in headings
        if heading.key in sources and (heading.block.is_heading or sources[heading.key] != "title")
    ]
    if not same:
        return None
    best = min(same, key=lambda heading: (heading.is_aside, _rank(heading.block), heading.number))
    source = f"{best.block.tag} as {sources[best.key]}"
    return Headline(squeeze(best.block.text), source, 1.0, best.number)


def _longer(told: Sequence[_Told], headings: Sequence[_Heading]) -> Headline | None:
    """A heading that a machine-readable title holds together with other words, the site's or the kind's."""
    best: tuple[int, int, Headline] | None = None
    for heading in headings:
        key, block = heading.key, heading.block
        holding = [entry for entry in told if key in entry.key] if len(key) >= 8 else []
        source = next((entry.source for entry in holding if entry.key != key), None)
        if source is None or 3 * len(key) < min(len(entry.key) for entry in holding):
            continue
        found = Headline(squeeze(block.text), f"{block.tag} within {source}", 0.9, heading.number)
        order = (-_rank(block) if block.is_heading else -4, len(key))
        if best is None or order > best[:2]:
            best = (*order, found)
    return best[2] if best else None


def _shorter(told: Sequence[_Told], headings: Sequence[_Heading]) -> Headline | None:
    """A machine-readable title that a heading holds, with a kicker before it or a label behind it."""
    first = [heading for heading in headings if heading.block.tag in ("h1", "h2")]
    for entry in told:
        if len(entry.key) < 12:
            continue
        for heading in first:
            beside = len(heading.key) - len(entry.key)
            if heading.key.endswith(entry.key) or (heading.key.startswith(entry.key) and beside < 20):
                source = f"{entry.source} within {heading.block.tag}"
                return Headline(entry.text, source, 0.9, heading.number)
    return None


def _line(told: Sequence[_Told], page: Outline) -> Headline | None:
    """A line near the top, not marked as a heading, that is one of the titles: pages of the 1990s."""
    sources = {entry.key: entry.source for entry in told if len(entry.key) >= 8}
    found: Headline | None = None
    for number, block in enumerate(page.blocks[:NEAR] if sources else ()):
        if block.links or _other_class().search(page.boxes[block.box].label):
            continue
        for line in block.text.split("\n"):
            if len(line) <= LONGEST and (source := sources.get(squash(line))):
                found = found or Headline(squeeze(line), f"line as {source}", 0.9, number)
                if not is_body(line):
                    return Headline(squeeze(line), f"line as {source}", 0.9, number)
    return found


def _akin(told: Sequence[_Told], headings: Sequence[_Heading]) -> Headline | None:
    """The one first-level heading when it shares words with a title that is worded otherwise."""
    words = {word for entry in told for word in dates.fold(entry.text).split() if len(word) > 3}
    for heading in headings:
        own = [word for word in dates.fold(heading.block.text).split() if len(word) > 3]
        if heading.block.tag == "h1" and len(own) > 2 and 3 * sum(word in words for word in own) >= len(own):
            return Headline(squeeze(heading.block.text), "h1", 0.8, heading.number)
    return None


def _told_only(told: Sequence[_Told], parts: Sequence[_Told], names: set[str]) -> Headline | None:
    """The machine-readable title by itself, without the site's name."""
    for entry in told:
        if entry.source != "title":
            return Headline(_without(entry.text, names), entry.source, 0.8)
    if parts:
        return Headline(max((part.text for part in parts), key=len), "title", 0.6)
    return None


def _without(text: str, names: set[str]) -> str:
    """``text`` without a first or last part that is a name of the site."""
    for match in _separators().finditer(text):
        if squash(text[match.end() :]) in names:
            return text[: match.start()].strip()
        if squash(text[: match.start()]) in names:
            return text[match.end() :].strip()
    return text


def _first(headings: Sequence[_Heading]) -> Headline | None:
    if not headings:
        return None
    best = min(headings, key=lambda heading: (_rank(heading.block), heading.number))
    return Headline(squeeze(best.block.text), best.block.tag, 0.5, best.number)
