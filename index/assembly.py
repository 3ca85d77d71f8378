"""Archive -> the next generation of the index, built aside and swapped in whole.

Each current statement's fingerprint is compared with the one under which it is indexed; what differs is
written, what is gone is deleted. From nothing, that is everything.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from corpus.archive import Counts

from . import analysis
from .analyst import Described, describe_all
from .document import fingerprint_line
from .engine import Engine, Writer
from .engines import open_engine
from .folding import Folding, merge
from .generation import VECTORS, Manifest, carry_over, one_percent, seal
from .home import Home
from .schema import QUOTES, SCHEMA_VERSION, STATEMENTS
from .vectors import Vectors, load

Progress: TypeAlias = Callable[[Iterable[Any], int | None, str], Iterable[Any]]
"""Passes the items on and shows how far it is: items, their number if known, what is done."""


NEW_VECTORS = "new-vectors"
"""Where an update keeps what it folds in until it is joined with what was there."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """What became of the index: documents written and deleted, and all that it holds now."""

    written: int
    deleted: int
    statements: int
    quotes: int


def assemble(home: Home, engine: str, fresh: bool, jobs: int, progress: Progress) -> Assembled:
    """Bring the index of the home to what its archive holds; only inside ``home.writing``.

    From nothing if ``fresh``; else what differs from the current generation, in a copy of it; if nothing
    does, the current one stays. Raises EngineError, ArchiveError, HomeError, OSError; the current
    generation then stays as it is.
    """
    before = None if fresh else home.current()
    counts = home.archive.counts()
    folder = home.begin()
    try:
        if before is not None:
            carry_over(before[0], folder)
        with ExitStack() as stack:
            statements, quotes = _open(stack, engine, folder)
            known = dict(statements.fingerprints()) if before else {}
            numbers = _known_quotes(quotes) if before else {}
            with statements.writer(fresh) as some, quotes.writer(fresh) as others:
                vectors = load(before[0] / VECTORS) if before else None
                folding = stack.enter_context(_fold(folder, vectors, before is None))
                changes = _Changes(some, others, numbers, folding)
                lines = progress(home.archive.lines(), counts.statements, "indexing")
                changes.apply(describe_all(_leave_out(lines, known), jobs), known)
        if before is not None and not changes.written and not changes.deleted:
            shutil.rmtree(folder)
            return Assembled(0, 0, before[1].statements, before[1].quotes)
        if vectors is not None:
            _merge_vectors(folder, vectors, changes.gone)
        manifest = _sum_up(engine, folder, counts)
        home.swap(folder, seal(folder, manifest, *(before or ())))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return Assembled(changes.written, changes.deleted, manifest.statements, manifest.quotes)


@dataclass(slots=True)
class _Changes:
    """Two writers, and what was done with them; ``numbers``: statement to the ids of its quotes."""

    statements: Writer
    quotes: Writer
    numbers: Mapping[str, list[str]]
    folding: Folding | None
    written: int = 0
    gone: list[str] = field(default_factory=list)

    @property
    def deleted(self) -> int:
        """How many statements were deleted and not written again."""
        return len(self.gone)

    def apply(self, found: Iterable[Described], gone: Mapping[str, str]) -> None:
        """Write what was described; delete what is ``gone``, of which more is known once all was written."""
        for described in found:
            self._delete_quotes(described.statement.id)
            self.statements.add(described.statement)
            if self.folding is not None:
                self.folding.add(described.statement.id, described.bag)
            for quote in described.quotes:
                self.quotes.add(quote)
            self.written += 1
        for id in sorted(gone):
            self.statements.delete(id)
            self._delete_quotes(id)
            self.gone.append(id)
        if self.folding is not None:
            self.folding.finish()

    def _delete_quotes(self, id: str) -> None:
        for number in self.numbers.get(id, ()):
            self.quotes.delete(number)


def _leave_out(lines: Iterable[tuple[str, str]], known: dict[str, str]) -> Iterator[str]:
    """The statements that differ from what is ``known`` of them; only those that are gone stay known."""
    for id, line in lines:
        if known.pop(id, None) != fingerprint_line(line):
            yield line


def _fold(folder: Path, known: Vectors | None, fresh: bool) -> AbstractContextManager[Folding | None]:
    """What takes in the bags: into a space of their own or, aside, into one that is known; or nothing."""
    if fresh:
        return Folding(folder / VECTORS)
    return Folding(folder / NEW_VECTORS, known.space) if known else nullcontext()


def _merge_vectors(folder: Path, known: Vectors, gone: Iterable[str]) -> None:
    """Join what was folded in with what is known and not gone."""
    new = load(folder / NEW_VECTORS)
    assert new is not None
    merge(known, gone, new, folder / VECTORS)
    shutil.rmtree(folder / NEW_VECTORS)


def _open(stack: ExitStack, engine: str, folder: Path) -> tuple[Engine, Engine]:
    """The engines of both collections, closed with the stack."""
    statements = open_engine(engine, folder / STATEMENTS.name, STATEMENTS)
    stack.callback(statements.close)
    quotes = open_engine(engine, folder / QUOTES.name, QUOTES)
    stack.callback(quotes.close)
    return statements, quotes


def _known_quotes(quotes: Engine) -> dict[str, list[str]]:
    """Statement to the ids of its quotes that are indexed."""
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    for number in quotes.fingerprints():
        numbers[number.rpartition("-")[0]].append(number)
    return numbers


def _sum_up(engine: str, folder: Path, counts: Counts) -> Manifest:
    """What the new generation of an archive with these counts holds; the files are still to be listed."""
    with ExitStack() as stack:
        statements, quotes = _open(stack, engine, folder)
        languages = [pair for pair in counts.languages.items() if pair[0]]
        return Manifest(
            engine=engine,
            schema=SCHEMA_VERSION,
            analysis=analysis.signature(),
            languages=one_percent(languages, counts.statements),
            statements=statements.count(),
            quotes=quotes.count(),
            built=datetime.now(UTC).isoformat(timespec="seconds"),
            files={},
        )


def count_cores() -> int:
    """How many processes may run at once."""
    return os.cpu_count() or 1
