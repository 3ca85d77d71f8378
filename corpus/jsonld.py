"""JSON-LD of a page -> what it says about the page's own article.

Read as it is found in the wild: several scripts, lists, ``@graph``, references by ``@id``, HTML
entities and comments around the JSON, control characters within. Broken JSON says nothing.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from .letters import purify

LONGEST = 1_000_000
DEEPEST = 6
# What can be a statement, the surest first; any other type with a headline and a date comes after these.
ARTICLES = ("article", "release", "posting", "statement", "report", "speech", "transcript", "webpage")
ORGANISATIONS = ("organization", "governmentorganization", "newsmediaorganization", "governmentoffice")


@dataclass(frozen=True, slots=True)
class Article:
    """What JSON-LD says about the page's article; texts as they stand, None where it doesn't say."""

    headline: str | None = None
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    organisation: str | None = None
    language: str | None = None
    url: str | None = None
    types: tuple[str, ...] = ()
    site: str | None = None


def read_article(scripts: Sequence[str]) -> Article:
    """The article that the page's JSON-LD ``scripts`` describe."""
    items = [item for script in scripts for item in _items(_load(script), 0)]
    known = {item["@id"]: item for item in items if isinstance(item.get("@id"), str) and len(item) > 1}
    main = _main(items)
    authors = [
        _resolve(author, known) for author in _listed(main.get("author")) + _listed(main.get("creator"))
    ]
    return Article(
        headline=_text(main.get("headline") or main.get("headLine")),
        published=_text(main.get("datePublished") or main.get("dateCreated")),
        modified=_text(main.get("dateModified")),
        publisher=_first_name(main.get("publisher"), known),
        authors=tuple(filter(None, (_name(author) for author in authors if not _is_organisation(author)))),
        organisation=next(
            filter(None, (_name(author) for author in authors if _is_organisation(author))), None
        ),
        language=_text(main.get("inLanguage")),
        url=_text(main.get("url")) or _address(main.get("mainEntityOfPage")),
        types=_types(main),
        site=next((_name(item) for item in items if "website" in _types(item)), None)
        or next((_name(item) for item in items if _is_organisation(item)), None),
    )


def _load(script: str) -> Any:
    """The JSON of one script, mended where the damage is of a known kind; None when it can't be read."""
    if len(script) > LONGEST:
        return None
    bare = _wrapping().sub("", script).strip().rstrip(";")
    for text in (bare, html.unescape(bare), _comma().sub("", bare)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


@cache
def _wrapping() -> re.Pattern[str]:
    return re.compile(r"^\s*(?:<!--|(?://)?\s?<!\[CDATA\[)|(?:-->|(?://)?\s?\]\]>)\s*$")


@cache
def _comma() -> re.Pattern[str]:
    """A comma that ends a list or an object."""
    return re.compile(r",(?=\s{0,20}[\]}])")


def _items(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for entry in value[:500]:
            yield from _items(entry, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemReviewed"):
            if isinstance(value.get(key), (dict, list)):
                yield from _items(value[key], depth + 1)


def _main(items: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The item that is the page's article: by its type, then by having a headline or a date."""
    best: tuple[int, Mapping[str, Any]] = (len(ARTICLES) + 1, {})
    for item in items:
        types = " ".join(_types(item))
        rank = next((number for number, word in enumerate(ARTICLES) if word in types), len(ARTICLES))
        told = (
            item.get("datePublished")
            or item.get("headline")
            or item.get("headLine")
            or item.get("dateModified")
        )
        if told and rank < best[0]:
            best = (rank, item)
    return best[1]


def _types(item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(entry.lower() for entry in _listed(item.get("@type")) if isinstance(entry, str))


def _is_organisation(item: Any) -> bool:
    return isinstance(item, dict) and any(kind in ORGANISATIONS for kind in _types(item))


def _resolve(value: Any, known: Mapping[str, Mapping[str, Any]]) -> Any:
    """The item that ``value`` refers to, or ``value`` itself."""
    if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
        return known.get(value["@id"], value)
    return value


def _first_name(value: Any, known: Mapping[str, Mapping[str, Any]]) -> str | None:
    return next(filter(None, (_name(_resolve(entry, known)) for entry in _listed(value))), None)


def _name(value: Any) -> str | None:
    return _text(value.get("name") or value.get("legalName")) if isinstance(value, dict) else _text(value)


def _address(value: Any) -> str | None:
    return _text(value.get("@id") or value.get("url")) if isinstance(value, dict) else _text(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    """``value`` as one line of plain text when it is a text (or the first of a list of texts)."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    return " ".join(purify(html.unescape(value)).split()) or None
