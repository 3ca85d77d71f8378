"""Pages below the roots -> archive: cleaned where they are new or changed, forgotten where they are gone."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import corpus
from corpus.archive import Archive, Entry, Facts
from corpus.page import Found, Page, Root, read_page, walk
from corpus.sites import Observer, learn_templates
from corpus.statement import Reason, Rejected, Statement
from corpus.template import Template

from .assembly import Progress

Outcome = Statement | Rejected
Cleaner = Callable[[Iterable[Page | Rejected]], Iterator[Outcome]]
"""Cleans pages, in their order (``corpus.pool.clean_all``)."""

BATCH = 100
"""Pages in one transaction; what a killed process had done since the last one is done again."""

BATCH_SECONDS = 1.0

AGAIN = frozenset((Reason.TIMED_OUT, Reason.CRASHED, Reason.UNREADABLE))
"""Pages that were rejected so are tried again, though they did not change."""


@dataclass(slots=True)
class Tally:
    """What was met: pages by what they are compared with the archive, and bytes that were read."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bytes: int = 0
    sources: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)


class Intake:
    """One run over some roots; ``rules`` names the rules that pages are cleaned by."""

    def __init__(self, archive: Archive, roots: Sequence[Root], rules: str, everything: bool) -> None:
        """Lists the pages, all to be cleaned if ``everything``; raises PageError where a root is missing."""
        self.tally = Tally()
        self.seen = list(walk(roots))
        self._archive = archive
        self._roots = roots
        self._everything = everything
        self._rules = rules
        self._todo = [found for found in self.seen if not self._is_known(found)]
        self._under_way: deque[Facts] = deque()
        self._touched: list[Facts] = []

    def run(self, clean: Cleaner, progress: Progress) -> None:
        """Clean and archive; what was archived stays so, whenever this is stopped."""
        outcomes = progress(clean(self._read(self._todo)), len(self._todo), "cleaning")
        pairs = ((self._under_way.popleft(), outcome) for outcome in outcomes)
        waiting: list[tuple[Facts, Outcome]] = []
        written = time.monotonic()
        try:
            for pair in pairs:
                waiting.append(pair)
                if len(waiting) >= BATCH or time.monotonic() - written > BATCH_SECONDS:
                    self._write(waiting)
                    written = time.monotonic()
        finally:
            self._write(waiting)

    def learn(self, observer: Observer) -> dict[str, Template]:
        """The templates to clean with: those of the archive, and of the sites that are new to it.

        When everything is cleaned, everything is learned afresh.
        """
        known = {} if self._everything else self._archive.templates()
        files = [found for found in self._todo if isinstance(found, Found)]
        learned = learn_templates(files, known, observer)
        self._archive.keep_templates(learned)
        return {**known, **learned}

    def forget_gone(self, everywhere: bool) -> int:
        """Forget the pages whose files are gone below the roots, or ``everywhere``; how many there were."""
        scopes = [None] if everywhere else [root.name for root in self._roots]
        gone = iter([source for scope in scopes for source in self._find_gone(scope)])
        forgotten = 0
        while batch := list(islice(gone, BATCH)):
            forgotten += self._archive.forget(batch)
        return forgotten

    def list_rejected(self) -> Iterator[Rejected]:
        """The pages met in this run that hold no statement, as the archive has them, in order of source."""
        for entry in self._archive.pages():
            if entry.rejected is not None and entry.facts.source in self.tally.sources:
                yield entry.rejected

    def _is_known(self, found: Found | Rejected) -> bool:
        """Whether the archive has the page as it is; counts and notes it."""
        if isinstance(found, Rejected):
            self.tally.sources.add(found.page)
            if found.reason is Reason.UNREADABLE:
                self.tally.unreadable.add(found.page)
            return False
        self.tally.sources.add(found.source)
        if self._everything:
            return False
        entry = self._archive.page(found.source)
        if entry is None or not self._is_settled(entry):
            return False
        same = (entry.facts.size, entry.facts.saved) == (found.size, found.saved)
        self.tally.unchanged += same
        return same

    def _is_settled(self, entry: Entry) -> bool:
        """Whether cleaning the same bytes again would give the same."""
        again = entry.rejected is not None and entry.rejected.reason in AGAIN
        return entry.facts.rules == self._rules and not again

    def _read(self, todo: Iterable[Found | Rejected]) -> Iterator[Page | Rejected]:
        """The pages that have to be cleaned; notes the facts of each, in the same order."""
        for found in todo:
            page = found if isinstance(found, Rejected) else read_page(found)
            facts = self._state(found, page)
            if self._compare(facts):
                self._touched.append(facts)
                continue
            self._under_way.append(facts)
            yield page

    def _state(self, found: Found | Rejected, page: Page | Rejected) -> Facts:
        digest = ""
        if isinstance(page, Page):
            self.tally.bytes += len(page.data)
            digest = hashlib.sha256(page.data).hexdigest()
        if isinstance(found, Rejected):
            return Facts(found.page, 0, 0.0, digest, self._rules)
        return Facts(found.source, found.size, found.saved, digest, self._rules)

    def _compare(self, facts: Facts) -> bool:
        """Count the page as new, changed or unchanged; whether only its file was touched."""
        entry = self._archive.page(facts.source)
        if entry is None:
            self.tally.new += 1
        elif entry.facts.digest != facts.digest:
            self.tally.changed += 1
        else:
            self.tally.unchanged += 1
            return not self._everything and self._is_settled(entry)
        return False

    def _write(self, waiting: list[tuple[Facts, Outcome]]) -> None:
        with self._archive.transaction():
            for facts, outcome in waiting:
                self._archive.keep(facts, outcome)
            for facts in self._touched:
                self._archive.touch(facts)
        waiting.clear()
        self._touched.clear()

    def _find_gone(self, scope: str | None) -> Iterator[str]:
        for entry in self._archive.pages(scope):
            source = entry.facts.source
            if source not in self.tally.sources and not self._is_below_unreadable(source):
                yield source

    def _is_below_unreadable(self, source: str) -> bool:
        """Whether the page may be there still, in a folder that cannot be read now."""
        parts = source.split("/")
        return any("/".join(parts[:count]) in self.tally.unreadable for count in range(1, len(parts)))


def name_rules(profiles: Path) -> str:
    """16 hex digits that change with any rule of cleaning: modules and data of ``corpus``, own profiles."""
    folder = Path(corpus.__file__).parent
    files = [*folder.glob("*.py"), *folder.glob("data/**/*"), *folder.glob("profiles/**/*")]
    digest = hashlib.sha256()
    for file in [*sorted(path for path in files if path.is_file()), *sorted(profiles.glob("*.toml"))]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
