"""A statement -> what its page shows beside the text: the record with its sources, quotations, meta tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import Quote, Statement

from .addresses import Address, write_address
from .present import count_words, host_of, judge, judge_field, point_at, safe_link, say_date, say_language

QUOTES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record: a value, where it was read, how sure it is, and where a click leads.

    ``query`` is the address of other statements with this value, ``link`` an address outside. ``foreign``
    values are in the statement's language, ``exact`` ones are to be copied letter by letter; ``saved`` is
    the page as saved.
    """

    name: str
    value: str
    source: str = ""
    level: str = "sure"
    query: str = ""
    link: str | None = None
    foreign: bool = False
    exact: bool = False
    saved: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One quotation; ``number`` from 1 as in the text, ``outside`` its place on the page as published."""

    number: int
    quote: Quote
    level: str
    words: str
    outside: str | None


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a statement and its date in words."""

    number: int
    note: str


def list_record(statement: Statement) -> tuple[Entry, ...]:
    """What is known of the statement, each with its source, in the order a reader asks."""
    return (*describe_issue(statement), *describe_page(statement))


def describe_issue(statement: Statement) -> Iterator[Entry]:
    """Who issued it, when, what it is, who speaks, where, in which language."""
    yield from list_values(statement, "issuer", "Issuer", [statement.issuer] if statement.issuer else ())
    yield explain(statement, "issued", Entry("Issued", say_date(statement.issued)))
    if statement.delivered and statement.delivered != statement.issued:
        yield explain(statement, "delivered", Entry("Delivered", say_date(statement.delivered)))
    if statement.modified and statement.modified != statement.issued:
        yield explain(statement, "modified", Entry("Changed", say_date(statement.modified)))
    yield from list_values(statement, "kind", "Kind", [statement.kind] if statement.kind else ())
    yield from list_values(statement, "speakers", "Speaker", statement.speakers, facet="speaker")
    yield from list_values(statement, "places", "Place", statement.places, facet="place")
    if statement.language:
        query = write_address(Address().choose("language", statement.language.partition("-")[0].lower()))
        entry = Entry("Language", say_language(statement.language), query=query)
        yield explain(statement, "language", entry)
    if "title" in statement.provenance:
        yield explain(statement, "title", Entry("Title", statement.title, foreign=True))


def describe_page(statement: Statement) -> Iterator[Entry]:
    """How long it is, where it was published, where the saved page lies, and its fingerprint."""
    yield Entry("Length", f"{count_words(statement.text):,} words")
    if link := safe_link(statement.url):
        yield explain(statement, "url", Entry("Published at", host_of(link), link=link))
    if statement.source:
        yield Entry("Saved page", statement.source, saved=True)
    if statement.digest:
        yield Entry("SHA-256 of the saved page", statement.digest, exact=True)
    yield Entry("Permanent id", f"{statement.id}, version {statement.version}")


def list_values(
    statement: Statement, field: str, name: str, values: Sequence[str], facet: str = ""
) -> Iterator[Entry]:
    """An entry for each value, leading to the other statements that have it; the last one says the source."""
    for number, value in enumerate(values, start=1):
        query = write_address(Address().choose(facet or field, value))
        entry = Entry(name if number == 1 else "", value, query=query, foreign=True)
        yield explain(statement, field, entry) if number == len(values) else entry


def explain(statement: Statement, field: str, entry: Entry) -> Entry:
    """The entry with the source of that field, where it is known."""
    origin, certainty = statement.provenance.get(field), judge_field(statement, field)
    if origin is None or certainty is None:
        return entry
    doubt = "" if certainty.level == "sure" else f"{certainty.words}; "
    return replace(entry, source=f"{doubt}source: {origin.source}", level=certainty.level)


def list_quotes(statement: Statement) -> tuple[Said, ...]:
    """The first quotations, numbered as in the text."""
    return tuple(
        describe_quote(statement, number, quote)
        for number, quote in enumerate(statement.quotes[:QUOTES_SHOWN], start=1)
    )


def describe_quote(statement: Statement, number: int, quote: Quote) -> Said:
    """One quotation with how sure its speaker is."""
    certainty = judge(quote.confidence)
    return Said(number, quote, certainty.level, certainty.words, point_at(statement.url, quote.text))


def list_editions(versions: Sequence[Statement]) -> tuple[Edition, ...]:
    """The versions, latest first."""
    return tuple(
        Edition(version.version, f"{count_words(version.text):,} words") for version in reversed(versions)
    )


def list_meta_tags(statement: Statement, permalink: str) -> tuple[tuple[str, str], ...]:
    """Highwire Press and Dublin Core tags, which reference managers read."""
    people = statement.speakers or ((statement.issuer,) if statement.issuer else ())
    tags = [
        ("description", " ".join(statement.text.split())[:200]),
        ("citation_title", statement.title),
        *(("citation_author", name) for name in people),
        ("citation_publication_date", f"{statement.issued:%Y/%m/%d}" if statement.issued else ""),
        ("citation_publisher", statement.issuer or ""),
        ("citation_language", statement.language or ""),
        ("citation_public_url", safe_link(statement.url) or permalink),
        ("DC.title", statement.title),
        *(("DC.creator", name) for name in people),
        ("DC.publisher", statement.issuer or ""),
        ("DC.date", statement.issued.isoformat() if statement.issued else ""),
        ("DC.type", statement.kind or ""),
        ("DC.language", statement.language or ""),
        ("DC.identifier", permalink),
        ("DC.source", safe_link(statement.url) or ""),
    ]
    return tuple((name, content) for name, content in tags if content)
