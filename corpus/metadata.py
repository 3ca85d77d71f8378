"""What a page says about itself: HTML tree -> title, issuer, dates, language, address, kind.

Each field has an ordered list of sources; the value that won keeps its source and its confidence
(1.0 is stated by the page, below 0.5 is a guess). A value that is probably wrong is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

from selectolax.lexbor import LexborHTMLParser

from .page import Page
from .statement import Origin

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """A value, where it was read and how sure we are (0 to 1; below 0.5 is a guess)."""

    value: Value
    source: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a page; None where it doesn't say."""

    title: Reading[str] | None = None
    issuer: Reading[str] | None = None
    issued: Reading[date] | None = None
    modified: Reading[date] | None = None
    delivered: Reading[date] | None = None
    kind: Reading[str] | None = None
    speakers: Reading[tuple[str, ...]] | None = None
    places: Reading[tuple[str, ...]] | None = None
    language: Reading[str] | None = None
    url: Reading[str] | None = None

    def provenance(self) -> dict[str, Origin]:
        """The source and confidence of every field that has a value."""
        readings = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: Origin(reading.source, reading.confidence) for name, reading in readings.items() if reading
        }


def read_metadata(tree: LexborHTMLParser, page: Page) -> Metadata:
    """What ``tree`` says about itself; call it before anything is cut from the tree."""
    title = tree.css_first("title")
    words = " ".join(title.text().split()) if title else ""
    return Metadata(title=Reading(words, "title", 0.7) if words else None)


def complete(
    metadata: Metadata,
    *,
    page: Page,
    paragraphs: Sequence[str],
    headline: str | None = None,
    header_lines: Sequence[str] = (),
) -> Metadata:
    """``metadata`` with what only the cleaned text tells.

    ``headline`` and ``header_lines`` (byline, date) are those of a page saved as text.
    """
    if headline and metadata.title is None:
        metadata = replace(metadata, title=Reading(headline, "first line", 0.9))
    return metadata
