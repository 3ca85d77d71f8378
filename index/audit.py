"""A home -> where pages, archive, index and manifest do not agree."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpus.archive import Archive, ArchiveError
from corpus.page import Found, Page, PageError, Root, read_page, walk
from corpus.statement import Reason, Rejected, loads

from .document import fingerprint_line
from .engine import Engine, EngineError
from .generation import Generation, find_damage
from .home import Home, HomeError


class Place(enum.StrEnum):
    """What does not agree with the rest, in the order in which a page travels."""

    PAGES = "pages"
    ARCHIVE = "archive"
    FILES = "files"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it should be: ``how`` is missing, extra, changed, or a sentence."""

    place: Place
    what: str
    how: str


def compare(home: Home) -> Iterator[Difference]:
    """Every difference, by place. Reads every page, statement and file once.

    Raises HomeError where nothing was built yet.
    """
    archive = home.archive
    yield from _compare_pages(archive, home.roots)
    try:
        for fault in archive.faults():
            yield Difference(Place.ARCHIVE, str(archive.path), fault)
        yield from _compare_index(home, archive)
    except ArchiveError as error:
        yield Difference(Place.ARCHIVE, str(archive.path), str(error))


def _compare_pages(archive: Archive, roots: tuple[Root, ...]) -> Iterator[Difference]:
    """The files against what the archive knows of them."""
    met = set()
    for found in _walk(roots):
        if isinstance(found, Difference):
            yield found
            continue
        source = found.page if isinstance(found, Rejected) else found.source
        met.add(source)
        how = _compare_page(archive, source, found)
        if how is not None:
            yield Difference(Place.PAGES, source, how)
    for entry in archive.pages():
        if entry.facts.source not in met:
            yield Difference(Place.PAGES, entry.facts.source, "missing: the file is gone")


def _walk(roots: tuple[Root, ...]) -> Iterator[Found | Rejected | Difference]:
    try:
        yield from walk(roots)
    except PageError as error:
        yield Difference(Place.PAGES, ", ".join(root.name for root in roots), str(error))


def _compare_page(archive: Archive, source: str, found: Found | Rejected) -> str | None:
    entry = archive.page(source)
    if entry is None:
        return "extra: not in the archive yet"
    page = found if isinstance(found, Rejected) else read_page(found)
    digest = hashlib.sha256(page.data).hexdigest() if isinstance(page, Page) else ""
    if digest == entry.facts.digest:
        return None
    if isinstance(page, Rejected) and page.reason is Reason.UNREADABLE:
        return f"changed: unreadable, {page.detail}"
    return "changed: the file has other bytes now"


def _compare_index(home: Home, archive: Archive) -> Iterator[Difference]:
    """The current generation against its manifest and against the archive."""
    try:
        current = home.current()
        damages = list(find_damage(*current)) if current else []
        for name, damage in damages:
            yield Difference(Place.FILES, name, damage)
        if not damages:  # an engine is not to be trusted with files that are not its own work
            yield from _compare_documents(home.open(), archive)
    except (HomeError, EngineError) as error:
        yield Difference(Place.INDEX, str(home.path / "current"), str(error))


def _compare_documents(generation: Generation, archive: Archive) -> Iterator[Difference]:
    statements: dict[str, str] = {}
    quotes: dict[str, str] = {}
    for id, line in archive.lines():
        statements[id] = mark = fingerprint_line(line)
        quotes |= {f"{id}-{number}": mark for number in range(1, len(loads(line).quotes) + 1)}
    yield from _compare_marks("statement", statements, generation.statements)
    yield from _compare_marks("quotation", quotes, generation.quotes)


def _compare_marks(what: str, expected: Mapping[str, str], engine: Engine) -> Iterator[Difference]:
    indexed = engine.fingerprints()
    for id in sorted(expected.keys() | indexed.keys()):
        if id not in indexed:
            yield Difference(Place.INDEX, f"{what} {id}", "missing")
        elif id not in expected:
            yield Difference(Place.INDEX, f"{what} {id}", "extra")
        elif indexed[id] != expected[id]:
            yield Difference(Place.INDEX, f"{what} {id}", "changed")


def advise(differences: list[Difference]) -> str | None:
    """The command that mends them, None where there is nothing to mend."""
    places = {difference.place for difference in differences}
    if Place.ARCHIVE in places:
        return "build"
    if Place.FILES in places:
        return "build --from-archive"
    return "update" if places else None
