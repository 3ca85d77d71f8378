"""One SQLite file of ours: opened by any number of threads, written in whole transactions.

A file that is not ours is never opened: SQLite marks each file with an application's number, and ours
is checked first. Nothing is lost with the power: the write-ahead log is synchronised at every commit.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

APPLICATION = 0x4F6E5263  # "OnRc"
FORMAT = 1
WAIT = 10.0
"""Seconds to wait for another process that is writing."""


class ArchiveError(Exception):
    """The archive cannot be read or written; the message is a sentence that says what to do."""


class Database:
    """Connections to one file, as many as threads use at once; ``script`` makes the tables of a new one."""

    def __init__(self, path: Path, script: str) -> None:
        """Opens the file, or makes it; raises ArchiveError where it is not ours or cannot be opened."""
        self.path = path
        self._idle: deque[sqlite3.Connection] = deque()
        self._writing = threading.Lock()
        self._mine = threading.local()
        with self._explained(), self._borrowed() as connection:
            self._check_ours(connection)
            self._create(connection, script)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with; inside ``writing`` it sees what was written so far."""
        with self._explained():
            mine: sqlite3.Connection | None = getattr(self._mine, "connection", None)
            if mine is not None:
                yield mine
                return
            with self._borrowed() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: kept as a whole at the end, or not at all after an error.

        Inside another ``writing`` of the same thread it is part of that one.
        """
        if getattr(self._mine, "connection", None) is not None:
            with self.reading() as connection:
                yield connection
            return
        with self._explained(), self._writing, self._borrowed() as connection:
            connection.execute("BEGIN IMMEDIATE")
            self._mine.connection = connection
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                self._mine.connection = None
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def faults(self) -> list[str]:
        """What ``PRAGMA integrity_check`` and the foreign keys complain of; nothing when all is well."""
        with self.reading() as connection:
            lines = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            lost = [f"{row[0]}: row {row[1]} names no row of {row[2]}" for row in _lost(connection)]
        return [line for line in lines if line != "ok"] + lost

    def close(self) -> None:
        """Let go of the file; it opens again by itself when it is used."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _borrowed(self) -> Iterator[sqlite3.Connection]:
        """An idle connection or a new one, put back afterwards; a thread at a time uses it."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        finally:
            self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _check_ours(self, connection: sqlite3.Connection) -> None:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if mark != APPLICATION and (mark or tables):
            raise ArchiveError(f"{self.path} is the database of another program; choose another --home.")
        if version > FORMAT:
            raise ArchiveError(
                f"{self.path} was made by a newer On Record (format {version}, this one reads {FORMAT}): "
                "install the newer one, or choose another --home."
            )

    def _create(self, connection: sqlite3.Connection, script: str) -> None:
        if _is_marked(connection):
            return
        connection.execute("PRAGMA journal_mode = WAL")
        with self.writing() as writer:
            if _is_marked(writer):  # another process was faster
                return
            for command in filter(str.strip, script.split(";")):
                writer.execute(command)
            writer.execute(f"PRAGMA user_version = {FORMAT}")
            writer.execute(f"PRAGMA application_id = {APPLICATION}")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """SQLite's own errors as sentences."""
        try:
            yield
        except sqlite3.Error as error:
            raise ArchiveError(_explain(error, self.path)) from error


def _is_marked(connection: sqlite3.Connection) -> bool:
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    return bool(mark == APPLICATION)


def _lost(connection: sqlite3.Connection) -> list[tuple[str, int, str]]:
    return connection.execute("PRAGMA foreign_key_check").fetchall()


ADVICE = {
    sqlite3.SQLITE_BUSY: "is being written by another process; try again when that one has ended",
    sqlite3.SQLITE_LOCKED: "is being written by another process; try again when that one has ended",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full; make room and run the command again",
    sqlite3.SQLITE_CORRUPT: "is damaged; move it away (or put a copy back) and run: onrecord build",
    sqlite3.SQLITE_NOTADB: "is damaged or no database; move it away and run: onrecord build",
    sqlite3.SQLITE_READONLY: "cannot be written; check whose folder it is, or choose another --home",
    sqlite3.SQLITE_PERM: "cannot be opened; check whose folder it is, or choose another --home",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check the folder and its rights, or choose another --home",
    sqlite3.SQLITE_IOERR: "cannot be read or written, the disk reports an error",
}


def _explain(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return f"The archive {path} {ADVICE.get(code, 'cannot be used')} (SQLite: {error})."


def sqlite_version() -> str:
    """The version of the SQLite library, as ``info`` prints it."""
    return sqlite3.sqlite_version
