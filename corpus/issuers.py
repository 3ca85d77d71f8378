"""A page's head and outline -> who issues it.

Machines are told in a dozen ways, half of them the name of a site and not of a body. Each source offers a
name; names that are addresses, sections of the site or the headline itself are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice

from selectolax.lexbor import LexborNode

from . import dates
from .bodies import is_body, is_section
from .head import Head, host_of, meta_names, squeeze
from .headline import split_title, squash
from .names import is_country
from .outline import Outline
from .reading import Reading

LONGEST = 120
# How many blocks from the end the copyright line is looked for.
FOOTER = 40
# Links to the home page, and how many of them may be the logo.
LOGOS = 'a[rel~="home"], a[href="/"], [class*="logo"] a, a[class*="logo"], a[class*="brand"]'
MOST_LOGOS = 12
# What boxes around it are named, and how many boxes from the top it is looked for.
LOGO_WORDS = ("logo", "brand", "site-name", "sitename", "site-title")
HEADER_WORDS = ("header", "banner", "masthead", "navbar")
TOP = 60
# Blocks that a box has which is named for its logo; a bigger one only holds a logo, too.
SMALL = 4


def find_issuer(head: Head, page: Outline, headline: str | None, address: str | None) -> Reading[str] | None:
    """The body that issues the page; the host's name, with little confidence, where nothing else tells."""
    label = _host_label(address)
    named: list[Reading[str]] = []
    addresses: list[Reading[str]] = []
    for reading in _offers(head, page, headline, label):
        name = tidy(_without_headline(reading.value, headline))
        if not is_name(name, headline):
            continue
        (addresses if is_address(name) else named).append(Reading(name, reading.source, reading.confidence))
        if named and " " in named[0].value:
            break
    if named:
        best = _in_full(named, label)
        spelt = (
            _spelt_out(squash(best.value), page) if len(best.value) > 7 and " " not in best.value else None
        )
        return Reading(spelt or best.value, best.source, best.confidence)
    return _by_host(addresses, label, address, page)


def _by_host(
    addresses: list[Reading[str]], label: str, address: str | None, page: Outline
) -> Reading[str] | None:
    """The name that the page spells as its host does (``whitehouse``: The White House), else the host."""
    names = [squash(_host_label(f"https://{reading.value}/")) for reading in addresses] + [label]
    for name in filter(None, names):
        spelt = _spelt_out(name, page)
        if spelt:
            return Reading(spelt, "host, spelt as in the text", 0.6)
    if addresses:
        return Reading(addresses[0].value.removeprefix("www."), addresses[0].source, 0.4)
    host = host_of(address)
    return Reading(host, "host", 0.3) if host else None


def is_name(name: str, headline: str | None) -> bool:
    """Whether ``name`` can be that of an issuer: not the headline again, not a section of the site."""
    key = squash(name)
    return len(key) >= 2 and len(name) <= LONGEST and key != squash(headline or "") and not is_section(name)


def is_acronym(name: str) -> bool:
    """Whether a name is one short word."""
    return " " not in name and len(name) <= 8 and name.isascii()


def _in_full(named: list[Reading[str]], label: str) -> Reading[str]:
    """The first name; instead of an acronym or a bare word what stands for it in full or is the host's."""
    first = named[0]
    if " " in first.value:
        return first
    letters = dates.fold(first.value)
    for other in named[1:]:
        if other.confidence < 0.8 or " " not in other.value or not is_acronym(first.value):
            continue
        initials = dates.fold("".join(word[0] for word in other.value.split()))
        if letters[:1] == initials[:1] and letters[-1:] in initials and is_body(other.value):
            return Reading(other.value, other.source, first.confidence)
    if not is_body(first.value) and squash(first.value) not in label and label not in squash(first.value):
        return next((other for other in named[1:] if label and squash(other.value) == label), first)
    return first


def _host_label(address: str | None) -> str:
    """The part of a host that names its owner: ``example`` of ``www.example.gov.uk``."""
    labels = [part for part in host_of(address).split(".")[:-1] if part not in _suffixes()]
    return squash(labels[-1]) if labels else ""


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(
        ("gov", "gob", "gouv", "govt", "com", "co", "org", "ac", "edu", "net", "go", "gc", "mil", "or")
    )


def _spelt_out(label: str, page: Outline) -> str | None:
    """How the page itself writes the words that a host runs together, with their blanks and capitals."""
    if not 4 <= len(label) <= 40 or not label.isalnum():
        return None
    text = "\n".join([block.text[:2_000] for block in page.blocks[:300]])
    found = Counter(match[0] for match in _spelling(label).finditer(text) if match[0][0].isupper())
    words = Counter({name: count for name, count in found.items() if " " in name or not name.isascii()})
    if not words:
        return None
    name, count = words.most_common(1)[0]
    return f"The {name}" if 5 * text.count("The " + name) >= count else name


@lru_cache(256)
def _spelling(label: str) -> re.Pattern[str]:
    """The letters of ``label`` in order with single blanks between them; ``oe`` may be ö."""
    letters = re.sub("[aou]e", lambda pair: f"(?:{pair[0]}|{'äöü'['aou'.index(pair[0][0])]})", label)
    pieces = re.findall(r"\(\?:.*?\)|.", letters)
    return re.compile(r"(?<!\w)" + r"[ -]?".join(pieces) + r"(?!\w)", re.IGNORECASE)


def _without_headline(name: str, headline: str | None) -> str:
    """A site's name without the headline that some templates put before it."""
    title = squash(headline or "")
    if not title or not squash(name).startswith(title):
        return name
    return next((part for part in reversed(split_title(name, "en")) if squash(part) not in title), name)


def tidy(name: str) -> str:
    """A name without what templates put around it: copyright marks, years, ``Home |``, logo words."""
    return _around().sub("", squeeze(name)).strip(" -–—|:,.·•»\"'")


def is_address(name: str) -> bool:
    """Whether a name is a host or an account and not the name of a body."""
    return name.startswith("@") or ("." in name.strip(".") and " " not in name and "/" not in name)


def _offers(head: Head, page: Outline, headline: str | None, label: str) -> Iterator[Reading[str]]:
    """The names that the page offers, the surest first."""
    article = head.article
    for name, confidence in ((article.publisher, 0.95), (article.organisation, 0.9)):
        if name:
            yield Reading(name, "json-ld", confidence)
    for key in meta_names("issuer"):
        name = _corporate(head.metas[key][0]) if key in head.metas else ""
        if name and (key.endswith("publisher") or is_body(name) or _is_country_body(name)):
            yield Reading(name, key, 0.9)
    for key in meta_names("site")[:1]:
        if key in head.metas:
            yield Reading(head.metas[key][0], key, 0.9)
    author = head.first("author", "dc.contributor", "article:author")
    if author and is_body(author[1]) and not _press_words().search(author[1]):
        yield Reading(author[1], author[0], 0.8)
    if article.site:
        yield Reading(article.site, "json-ld", 0.85)
    yield from _shown(page)
    yield from _from_title(head, headline, label)
    for key in meta_names("site")[1:]:
        if key in head.metas:
            yield Reading(head.metas[key][0], key, 0.6)


def _shown(page: Outline) -> Iterator[Reading[str]]:
    """What stands on the page itself: the logo, the copyright line."""
    for name in _logo_names(page):
        if is_body(name):
            yield Reading(name, "logo", 0.7)
    for block in reversed(page.blocks[-FOOTER:]):
        match = _copyright().search(block.text[:300])
        if match and is_body(match[1]):
            yield Reading(match[1], "copyright line", 0.65)


def _logo_names(page: Outline) -> Iterator[str]:
    """The texts of the links to the home page and of the pictures in them, in order."""
    for node in islice(_logos(page), MOST_LOGOS):
        image = node.css_first("img[alt]")
        yield from filter(
            None, (node.attributes.get("title"), image and image.attributes.get("alt"), node.text())
        )


def _logos(page: Outline) -> Iterator[LexborNode]:
    """The links in boxes that are named for a logo, then those to the home page in the page's header.

    Looking there is faster than everywhere, which is left for pages that have neither.
    """
    count = 0
    for words, links, most in ((LOGO_WORDS, "a", SMALL), (HEADER_WORDS, LOGOS, len(page.blocks))):
        for box in _outermost(page, words, most):
            for node in box.css(links):
                count += 1
                yield node
    if not count and page.boxes and page.boxes[0].node is not None:
        yield from page.boxes[0].node.css(LOGOS)


def _outermost(page: Outline, words: Sequence[str], most: int) -> Iterator[LexborNode]:
    """The first boxes of ``most`` blocks whose tag or label has one of ``words``, none within another."""
    last = 0
    for box in page.boxes[1:TOP]:
        if box.first >= last and box.last - box.first <= most and box.node is not None:
            label = f"{box.tag} {box.label}".lower()
            if any(word in label for word in words):
                last = box.last
                yield box.node


def _from_title(head: Head, headline: str | None, label: str) -> Iterator[Reading[str]]:
    """The last part of ``<title>`` that isn't the headline; the part that the host spells goes first."""
    title = squash(headline or "")
    words = set(dates.fold(headline or "").split())
    parts = [part for part in split_title(head.title, head.language or "en") if squash(part) not in title]
    parts += _beside_colon(head.title, headline)
    parts = [part for part in parts if title and title not in squash(part) and len(part) <= 70]
    parts = [part for part in parts if 2 * len(words & set(dates.fold(part).split())) <= len(part.split())]
    parts.reverse()
    for part in sorted(parts, key=lambda part: squash(part) != label):
        yield Reading(part, "title", 0.7 if is_body(part) else 0.6)


def _beside_colon(title: str, headline: str | None) -> list[str]:
    """What a ``<title>`` has before or behind the headline and a colon: ``Ministry: Headline``."""
    before, found, behind = title.partition(headline) if headline else (title, "", "")
    if not found:
        return []
    return [
        part
        for part in (before.removesuffix(": "), behind.removeprefix(": "))
        if part not in (before, behind)
    ]


def _corporate(name: str) -> str:
    """The name in a value of several parts: ``corporateName=Department of Transport; jurisdiction=...``."""
    _, found, rest = name.partition("corporateName=")
    return rest.partition(";")[0].strip() if found else name


def _is_country_body(name: str) -> bool:
    """Whether a name is a subject and a country, as bodies of some states are called: no person is."""
    words = name.split()
    return 2 <= len(words) <= 4 and is_country(words[-1]) and not is_country(words[0])


@cache
def _press_words() -> re.Pattern[str]:
    """Words of those who publish for a body and aren't the body itself."""
    return re.compile(r"press|communication|information|public affairs|media|redaktion|пресс", re.IGNORECASE)


@cache
def _around() -> re.Pattern[str]:
    """What stands around a name: marks, years, ``official site of``, what a link or a picture is."""
    before = (
        "copyright|©|\\(c\\)|by|(?:home|startseite)(?=\\s*[|:–-])|(?:the )?official (?:web)?site of(?: the)?"
        "|website of(?: the)?|welcome to(?: the)?|logo(?: of| der| des)?|link zur seite"
    )
    after = "logo|home ?page|home|official (?:web)?site|all rights reserved|seal|startseite|(?:19|20)\\d\\d"
    return re.compile(
        rf"^(?:(?:{before})\b|©)[\s:|–-]*(?:(?:19|20)\d\d\b[\s,–-]*)*"
        rf"|\s*(?:[|–-]\s*)?(?:\b(?:{after})\.?|\((?:link|zur|zum|retour|back|go to)[^()]*\))$",
        re.IGNORECASE,
    )


@cache
def _copyright() -> re.Pattern[str]:
    return re.compile(
        r"(?:©|\(c\)|copyright)[\s:©]{0,4}(?:(?:19|20)\d\d[\s,–-]{0,4}){0,3}([^\W\d_][^|.©\n]{2,100})",
        re.IGNORECASE,
    )
