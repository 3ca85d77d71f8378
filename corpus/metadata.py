"""What a page says about itself: HTML tree -> title, issuer, dates, language, address, kind.

Each field has an ordered list of sources; the value that won keeps its source and its confidence
(1.0 is stated by the page, below 0.5 is a guess). A value that is probably wrong is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from . import datelines, kinds
from .canonical import find_url
from .fullnames import FullNames
from .head import Head, host_of, read_head
from .headline import Headline, find_headline, site_names
from .issuers import find_issuer
from .language import AGREED, read_language, sounds_like
from .outline import Outline, read_outline
from .page import Page
from .people import find_quotes, find_speakers, speaker_line
from .reading import Reading, Value
from .release import date_in_address, find_release
from .sections import list_lines, list_sections, list_types
from .statement import Origin, Quote

__all__ = ["Metadata", "Reading", "Value", "complete", "name_people", "read_metadata"]

# Kinds that one person delivers.
SPOKEN = ("speech", "remarks", "statement", "message", None)
# Characters of running text that the language is heard in.
SAMPLE = 2_000
# Top-level domains whose English puts the day first, or the month.
COUNTRIES = {
    "us": "US",
    "gov": "US",
    "mil": "US",
    "uk": "GB",
    "au": "AU",
    "ie": "IE",
    "in": "IN",
    "nz": "NZ",
    "za": "ZA",
}


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


def read_metadata(tree: LexborHTMLParser, page: Page, whole: Outline | None = None) -> Metadata:
    """What ``tree`` says about itself; call it before anything is cut from the tree.

    ``whole`` is the outline of the tree where it has been made already.
    """
    whole = whole or read_outline(tree)
    head = read_head(tree)
    url = find_url(tree, head, page)
    address = url.value if url else page.url
    language = read_language(head.language, _prose(whole))
    headline = find_headline(head, whole, site_names(head, address))
    title = headline.text if headline else None
    release = find_release(head, whole, headline, _dialect(language, head, address), address)
    kind = kinds.read_kind(
        title or "",
        list_sections(head, whole, headline, address),
        list_lines(whole, headline),
        list_types(head, whole, headline),
    )
    return Metadata(
        title=Reading(headline.text, headline.source, headline.confidence) if headline else None,
        issuer=find_issuer(head, whole, title, address),
        issued=release.issued,
        modified=release.modified,
        delivered=release.delivered,
        kind=kind,
        speakers=_speaker(whole, headline, kind.value if kind else None),
        language=language,
        url=url,
    )


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
    title = metadata.title or (Reading(headline, "first line", 0.9) if headline else None)
    metadata = replace(metadata, title=title, language=_heard(metadata.language, paragraphs))
    language = metadata.language.value if metadata.language else None
    metadata = _dated(metadata, page, paragraphs, header_lines, language)
    kind = kinds.kind_of_text(paragraphs)
    if metadata.kind is None or (kind and metadata.kind.confidence < kind.confidence):
        sections = [(line, "header line") for line in header_lines]
        found = metadata.kind or kinds.read_kind(title.value if title else "", sections)
        metadata = replace(metadata, kind=kind or found)
    return metadata


def name_people(metadata: Metadata, text: str) -> tuple[Metadata, tuple[Quote, ...]]:
    """``metadata`` with the speakers of ``text`` (its cleaned body), and the quotations of the text."""
    language = metadata.language.value if metadata.language else None
    title = metadata.title.value if metadata.title else ""
    kind = metadata.kind.value if metadata.kind else None
    context = [reading.value for reading in (metadata.title, metadata.issuer) if reading]
    told = metadata.speakers.value if metadata.speakers else ()
    known = FullNames((*context, *told, text))
    quotes = find_quotes(text, language, known=known)
    found = find_speakers(title, text, kind, quotes, language, known=known)
    speakers = tuple(dict.fromkeys((*told, *found)))
    if speakers and speakers != told:
        reading = metadata.speakers or Reading(speakers, "headline, turns and quotations", 0.7)
        metadata = replace(metadata, speakers=Reading(speakers, reading.source, reading.confidence))
    return metadata, quotes


def _speaker(whole: Outline, headline: Headline | None, kind: str | None) -> Reading[tuple[str, ...]] | None:
    """The speaker whom a line beside the headline names, on the page of a speech or a statement."""
    if headline is None or headline.block is None:
        return None
    for block in (
        whole.blocks[headline.block + 1 : headline.block + 7]
        + whole.blocks[max(0, headline.block - 2) : headline.block]
    ):
        if len(block.text) > 300 or block.links > 60:
            continue
        label = whole.boxes[block.box].label
        is_labelled = "speaker" in label or ("author" in label and kind in ("speech", "remarks"))
        name = speaker_line(block.text, is_labelled, kind in SPOKEN)
        if name:
            return Reading((name,), "header line", 0.9 if is_labelled else 0.8)
    return None


def _prose(whole: Outline) -> str:
    """The beginning of the running text of a page, wherever it stands; of all its text when it has none."""
    pieces: list[str] = []
    size = 0
    for number, block in enumerate(whole.blocks):
        if whole.prose[number + 1] - whole.prose[number] > 60:
            pieces.append(block.text[:SAMPLE])
            size += len(pieces[-1])
            if size > SAMPLE:
                break
    if size < 100:
        pieces = [block.text[:200] for block in whole.blocks[:60]]
    return " ".join(pieces)


def _dialect(language: Reading[str] | None, head: Head, address: str | None) -> str | None:
    """The language with a country where the page names one: English dates are read by country."""
    tag = language.value if language else None
    if tag != "en":
        return tag
    locale = head.first("og:locale")
    if locale and locale[1].startswith("en_"):
        return locale[1].replace("_", "-")
    country = COUNTRIES.get(host_of(address).rpartition(".")[2])
    return f"en-{country}" if country else tag


def _heard(declared: Reading[str] | None, paragraphs: Sequence[str]) -> Reading[str] | None:
    """The language of the body where that is long enough to tell, else the one known."""
    if declared is not None and declared.source == "declared" and declared.confidence >= AGREED:
        return declared
    text = " ".join(paragraphs)[:SAMPLE]
    if declared is None or declared.source == "detected":
        return (
            declared
            if declared and sounds_like(declared.value, text)
            else read_language(None, text) or declared
        )
    return read_language(declared.value, text) or declared


def _dated(
    metadata: Metadata,
    page: Page,
    paragraphs: Sequence[str],
    header_lines: Sequence[str],
    language: str | None,
) -> Metadata:
    """``metadata`` with the day of issue from a header line, the dateline or the file name."""
    for line in header_lines:
        for stamp in datelines.read_stamps(line, language):
            if stamp.role in ("plain", "issued") and metadata.issued is None:
                metadata = replace(metadata, issued=Reading(stamp.day, "header line", 0.9))
            elif stamp.role == "modified" and metadata.modified is None:
                metadata = replace(metadata, modified=Reading(stamp.day, "header line", 0.9))
    file_date = date_in_address(page.path) if page.path else None
    hint = metadata.issued or metadata.modified or file_date
    found = datelines.find_dateline(paragraphs, language, hint.value.year if hint else None)
    place = found.place if found else datelines.find_place(paragraphs)
    if place and metadata.places is None:
        metadata = replace(metadata, places=Reading((place,), "dateline", 0.9))
    if metadata.issued is not None and metadata.issued.confidence >= 0.6:
        return metadata
    if found:
        return replace(metadata, issued=Reading(found.day, "dateline", found.sure))
    closing = datelines.find_closing_date(paragraphs, language)
    if closing:
        return replace(metadata, issued=Reading(closing, "last line", 0.6))
    if metadata.issued is None and file_date:
        return replace(metadata, issued=Reading(file_date.value, "file name", file_date.confidence - 0.15))
    return metadata
