"""The system of record: every page that was seen and every version of every statement, in SQLite.

A page keeps one row, whatever became of it. A statement keeps all its versions for ever; current is the
version whose page was saved last, as long as a page holds it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from pathlib import Path

from . import template
from .database import ArchiveError as ArchiveError
from .database import Database
from .statement import Reason, Rejected, Statement, dumps, loads
from .template import Template
from .versions import Facts as Facts
from .versions import forget, keep

TABLES = """
CREATE TABLE statements (
  id TEXT NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL, digest TEXT NOT NULL,
  text_digest TEXT NOT NULL, issuer TEXT, issued TEXT, language TEXT, kind TEXT, json TEXT NOT NULL,
  seal TEXT NOT NULL, first_seen REAL NOT NULL, cleaned REAL NOT NULL,
  PRIMARY KEY (id, version));
CREATE TABLE pages (
  source TEXT PRIMARY KEY, size INTEGER NOT NULL, saved REAL NOT NULL, digest TEXT NOT NULL,
  rules TEXT NOT NULL, statement TEXT, version INTEGER, reason TEXT, detail TEXT NOT NULL, claimed TEXT,
  FOREIGN KEY (statement, version) REFERENCES statements (id, version),
  CHECK (statement IS NOT NULL OR reason IS NOT NULL));
CREATE INDEX pages_by_statement ON pages (statement, saved, version);
CREATE INDEX pages_by_claim ON pages (claimed) WHERE claimed IS NOT NULL;
CREATE TABLE templates (site TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE disbelieved (id TEXT PRIMARY KEY, url TEXT NOT NULL, since REAL NOT NULL);
CREATE VIEW live AS SELECT * FROM statements AS s WHERE version = (
  SELECT version FROM pages WHERE statement = s.id ORDER BY saved DESC, version DESC LIMIT 1)
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a page: the statement it holds, in which version, or why it holds none."""

    facts: Facts
    statement: str | None
    version: int | None
    rejected: Rejected | None


@dataclass(frozen=True, slots=True)
class Shared:
    """A canonical URL that is not believed, and the sources of the unrelated pages that share it."""

    url: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an archive holds; the mappings count current statements (``reasons``: pages), most first."""

    pages: int
    statements: int
    versions: int
    issuers: Mapping[str, int] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)


class Archive:
    """Pages and statements in one file; safe for many threads. Every method raises ArchiveError."""

    def __init__(self, path: Path | str) -> None:
        """Opens the archive, or makes an empty one."""
        self.path = Path(path)
        self._database = Database(self.path, TABLES)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def transaction(self) -> AbstractContextManager[object]:
        """Everything kept and forgotten in this ``with`` is kept as a whole, or not at all after an error."""
        return self._database.writing()

    def keep(self, facts: Facts, outcome: Statement | Rejected) -> Statement | Rejected:
        """Write down what became of a page; the statement with its version, or why it is none.

        The same bytes cleaned again replace that version's text; other bytes with a text we have are
        DUPLICATE if another page holds that text; other bytes with another text are the next version.
        """
        if isinstance(outcome, Statement) and not _can_be_written(outcome):
            outcome = Rejected(facts.source, Reason.BAD_ENCODING, "its text holds halves of characters")
        with self._database.writing() as connection:
            return keep(connection, facts, outcome)

    def forget(self, sources: Iterable[str]) -> int:
        """The files of these pages are gone: how many were known. No version of a statement is lost."""
        with self._database.writing() as connection:
            return sum(forget(connection, source) for source in sources)

    def page(self, source: str) -> Entry | None:
        """What became of one page."""
        with self._database.reading() as connection:
            row = connection.execute(f"SELECT {ENTRY} FROM pages WHERE source = ?", (source,)).fetchone()
        return _entry(row) if row else None

    def pages(self, below: str | None = None) -> Iterator[Entry]:
        """What became of all pages, or of those at or below one source, in order of source."""
        where = "" if below is None else "WHERE source = :at OR (source > :at || '/' AND source < :at || '0')"
        command = f"SELECT {ENTRY} FROM pages {where} ORDER BY source"
        with self._database.reading() as connection, closing(connection.cursor()) as cursor:
            yield from map(_entry, cursor.execute(command, {"at": below}))

    def touch(self, facts: Facts) -> None:
        """The file of a known page was saved again with the same bytes: only when has changed."""
        with self._database.writing() as connection:
            command = "UPDATE pages SET size = ?, saved = ?, rules = ? WHERE source = ?"
            connection.execute(command, (facts.size, facts.saved, facts.rules, facts.source))

    def current(self) -> Iterator[Statement]:
        """The current version of every statement that a page holds, in order of id."""
        return (loads(line) for _, line in self.lines())

    def lines(self) -> Iterator[tuple[str, str]]:
        """The same as ``current``: each id with the statement's JSON (``corpus.statement.dumps``)."""
        with self._database.reading() as connection, closing(connection.cursor()) as cursor:
            yield from cursor.execute("SELECT id, json FROM live ORDER BY id")

    def statement(self, id: str, version: int | None = None) -> Statement | None:
        """Exactly that version; without one the current, or the last there was if no page holds it now."""
        with self._database.reading() as connection:
            if version is None:
                row = connection.execute("SELECT json FROM live WHERE id = ?", (id,)).fetchone()
                if row is None:
                    command = "SELECT json FROM statements WHERE id = ? ORDER BY version DESC"
                    row = connection.execute(command, (id,)).fetchone()
            else:
                command = "SELECT json FROM statements WHERE id = ? AND version = ?"
                row = connection.execute(command, (id, version)).fetchone()
        return loads(row[0]) if row else None

    def versions(self, id: str) -> tuple[Statement, ...]:
        """Every version of a statement, the first seen first; nothing where there is none of that id."""
        with self._database.reading() as connection:
            command = "SELECT json FROM statements WHERE id = ? ORDER BY version"
            return tuple(loads(line) for (line,) in connection.execute(command, (id,)))

    def arrivals(self) -> list[tuple[str, float, float]]:
        """Each statement's id, when it was first seen and when its latest version was (seconds since 1970).

        The latest arrival first, ties by id; a rebuild changes neither.
        """
        command = (
            "SELECT id, min(first_seen) AS came, max(first_seen) FROM statements "
            "GROUP BY id ORDER BY came DESC, id"
        )
        with self._database.reading() as connection:
            return connection.execute(command).fetchall()

    def disbelieved(self) -> tuple[Shared, ...]:
        """The canonical URLs that unrelated pages share, in order, as long as one of these is there."""
        command = (
            "SELECT d.url, p.source FROM disbelieved AS d JOIN pages AS p ON p.claimed = d.id "
            "ORDER BY d.url, p.source"
        )
        shared: dict[str, list[str]] = {}
        with self._database.reading() as connection:
            for url, source in connection.execute(command):
                shared.setdefault(url, []).append(source)
        return tuple(Shared(url, tuple(sources)) for url, sources in shared.items())

    def templates(self) -> dict[str, Template]:
        """Site to what repeats on its pages, as it was learned last."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT site, json FROM templates ORDER BY site").fetchall()
        return {site: template.from_json(json.loads(line)) for site, line in rows}

    def keep_templates(self, learned: Mapping[str, Template]) -> None:
        """Keep these, in place of others of the same sites."""
        rows = [(site, json.dumps(template.to_json(value))) for site, value in learned.items()]
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO templates VALUES (?, ?)", rows)

    def counts(self) -> Counts:
        """How much there is."""
        with self._database.reading() as connection:
            return Counts(
                pages=_count(connection, "pages"),
                statements=_count(connection, "live"),
                versions=_count(connection, "statements"),
                issuers=_tally(connection, "issuer", "live"),
                years=_tally(connection, "substr(issued, 1, 4)", "live"),
                languages=_tally(connection, PRIMARY, "live"),
                kinds=_tally(connection, "kind", "live"),
                reasons=_tally(connection, "reason", "pages WHERE reason IS NOT NULL"),
            )

    def faults(self) -> list[str]:
        """What is wrong with the file: what SQLite finds, and statements that were not written so."""
        command = "SELECT id, version, json, seal FROM statements ORDER BY id, version"
        with self._database.reading() as connection, closing(connection.cursor()) as cursor:
            changed = [
                f"version {version} of statement {id} is not as it was written"
                for id, version, line, seal in cursor.execute(command)
                if hashlib.sha256(line.encode()).hexdigest() != seal
            ]
        return self._database.faults() + changed


PRIMARY = "lower(substr(language, 1, instr(language || '-', '-') - 1))"
"""The language of a statement without its region: en of en-GB."""

ENTRY = "source, size, saved, digest, rules, statement, version, reason, detail"


def _entry(row: tuple[str, int, float, str, str, str | None, int | None, str | None, str]) -> Entry:
    *_, statement, version, reason, detail = row
    rejected = Rejected(row[0], Reason(reason), detail) if reason else None
    return Entry(Facts(*row[:5]), statement, version, rejected)


def _count(tables: sqlite3.Connection, table: str) -> int:
    (number,) = tables.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(number)


def _tally(tables: sqlite3.Connection, value: str, table: str) -> dict[str, int]:
    """Value to count, most first, ties by value; what has none stands under the empty word."""
    columns = f"coalesce({value}, '') AS value, count(*) AS n"
    rows = tables.execute(f"SELECT {columns} FROM {table} GROUP BY 1 ORDER BY n DESC, 1")
    return dict(rows.fetchall())


def _can_be_written(statement: Statement) -> bool:
    """Whether it is text throughout; half a surrogate pair is not."""
    try:
        dumps(statement).encode()
    except UnicodeEncodeError:
        return False
    return True
