"""The statement: what one saved page says, once the boilerplate is gone.

Dates are calendar dates without a time zone. Every offset is in Unicode code points of
``Statement.text``; spans are half-open. ``to_json`` and ``from_json`` are the only serialisation.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was read and how sure we are: 1.0 is stated by the page, below 0.5 is a guess."""

    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece of the page that cleaning cut, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks; ``speaker`` is None rather than wrong.

    ``start`` and ``end`` bound ``text`` (without its quotation marks) in the statement's text.
    """

    text: str
    speaker: str | None
    verb: str | None
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement:
    """One official statement in one version (1 is the first seen)."""

    id: str
    title: str
    text: str
    version: int = 1
    issuer: str | None = None
    issued: date | None = None
    modified: date | None = None
    delivered: date | None = None
    kind: str | None = None
    speakers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    notes: str = ""
    language: str | None = None
    url: str | None = None
    source: str | None = None
    digest: str = ""
    provenance: Mapping[str, Origin] = field(default_factory=dict)
    removed: tuple[Removal, ...] = ()


class Reason(enum.StrEnum):
    """Why a page became no statement."""

    EMPTY = "empty"
    TOO_SHORT = "too short"
    NO_TEXT = "no text"
    NOT_A_STATEMENT = "not a statement"
    BAD_ENCODING = "bad encoding"
    TOO_LARGE = "too large"
    TOO_DEEP = "too deep"
    TIMED_OUT = "timed out"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    OUTSIDE = "outside"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A page that became no statement: its source, the reason, and a sentence for a person."""

    page: str
    reason: Reason
    detail: str = ""


def identify(canonical: str | None, address: str | None, source: str | None) -> str:
    """16 hex digits that name a statement for ever.

    Of the canonical URL when it is absolute and, where the page's own address is known, on the same
    host; else of the page's source (root name and path).
    """
    parts = urlsplit(canonical or "")
    absolute = parts.scheme in ("http", "https") and bool(parts.netloc)
    if absolute and (address is None or urlsplit(address).netloc == parts.netloc):
        return digest_of(canonical or "")
    return digest_of(source or canonical or "")


def digest_of(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of ``text`` in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def to_json(statement: Statement) -> dict[str, Any]:
    """The statement as JSON types, fields in their order; dates as ISO 8601."""
    return {
        "id": statement.id,
        "version": statement.version,
        "title": statement.title,
        "text": statement.text,
        "issuer": statement.issuer,
        "issued": _iso(statement.issued),
        "modified": _iso(statement.modified),
        "delivered": _iso(statement.delivered),
        "kind": statement.kind,
        "speakers": list(statement.speakers),
        "places": list(statement.places),
        "quotes": [_fields(quote) for quote in statement.quotes],
        "notes": statement.notes,
        "language": statement.language,
        "url": statement.url,
        "source": statement.source,
        "digest": statement.digest,
        "provenance": {name: _fields(origin) for name, origin in statement.provenance.items()},
        "removed": [_fields(removal) for removal in statement.removed],
    }


def from_json(data: Mapping[str, Any]) -> Statement:
    """The inverse of ``to_json``; raises KeyError or TypeError on JSON that is no statement."""
    values = dict(data)
    for name in ("issued", "modified", "delivered"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    values["speakers"] = tuple(values["speakers"])
    values["places"] = tuple(values["places"])
    values["quotes"] = tuple(Quote(**quote) for quote in values["quotes"])
    values["provenance"] = {name: Origin(**origin) for name, origin in values["provenance"].items()}
    values["removed"] = tuple(Removal(**removal) for removal in values["removed"])
    return Statement(**values)


def dumps(statement: Statement) -> str:
    """``to_json`` on one line."""
    return json.dumps(to_json(statement), ensure_ascii=False, separators=(",", ":"))


def loads(line: str) -> Statement:
    """The inverse of ``dumps``."""
    return from_json(json.loads(line))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _fields(value: Quote | Origin | Removal) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}
