"""A cleaned page -> which version of which statement it is, written into the archive's tables.

The rule, in this order, among the versions of the same id: the same bytes are that version, cleaned again;
the same text is that version, and the page a duplicate if another page holds it; any other text is the
next version. The page that a version was read from is its holder; when that goes, a duplicate inherits.
An id of a canonical URL that unrelated pages share is not believed: each gets the id of its own path.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from dataclasses import dataclass, replace

from .resemblance import are_unrelated
from .statement import Origin, Reason, Rejected, Statement, digest_of, dumps, identify, loads

NOT_BELIEVED = "canonical URL, not believed: unrelated pages share it"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a page's file, and compared by ``update``.

    ``size`` in bytes, ``saved`` in seconds since 1970, ``digest`` the SHA-256 of the bytes (empty where
    they could not be read), ``rules`` names the rules it was cleaned by.
    """

    source: str
    size: int
    saved: float
    digest: str
    rules: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """One version as the tables have it: where it was read, of which bytes, with which text."""

    version: int
    source: str
    digest: str
    text_digest: str


def keep(tables: sqlite3.Connection, facts: Facts, outcome: Statement | Rejected) -> Statement | Rejected:
    """Write down what became of a page, inside a transaction; the outcome as it stands then."""
    before = held_by(tables, facts.source)
    if isinstance(outcome, Rejected):
        _note(tables, facts, None, outcome, claimed=None)
    else:
        statement = replace(outcome, source=facts.source, digest=facts.digest)
        outcome = _keep_statement(tables, facts, statement)
    if before is not None and before != held_by(tables, facts.source):
        _pass_on(tables, facts.source, *before)
    return outcome


def forget(tables: sqlite3.Connection, source: str) -> bool:
    """Take a page out, inside a transaction; whether it was known. Its statement's versions all stay."""
    before = held_by(tables, source)
    known = tables.execute("DELETE FROM pages WHERE source = ?", (source,)).rowcount > 0
    if before is not None:
        _pass_on(tables, source, *before)
    return known


def held_by(tables: sqlite3.Connection, source: str) -> tuple[str, int] | None:
    """The id and version that a page holds."""
    command = "SELECT statement, version FROM pages WHERE source = ? AND statement IS NOT NULL"
    row: tuple[str, int] | None = tables.execute(command, (source,)).fetchone()
    return row


def digest_text(text: str) -> str:
    """The SHA-256 of a text, however its blanks and lines are set."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def _keep_statement(tables: sqlite3.Connection, facts: Facts, statement: Statement) -> Statement | Rejected:
    claimed = statement.id
    if _is_disbelieved(tables, claimed):
        statement = _name_by_path(statement, facts.source)
    versions = _versions(tables, statement.id)
    found = _recognise(versions, statement)
    if found is None and _has_nothing_in_common(tables, facts.source, statement):
        _disbelieve(tables, facts.source, statement)
        statement = _name_by_path(statement, facts.source)
        versions = _versions(tables, statement.id)
        found = _recognise(versions, statement)
    shared = claimed if claimed != statement.id else None
    if found is not None and _is_held_elsewhere(tables, facts.source, statement.id, found):
        rejected = Rejected(facts.source, Reason.DUPLICATE, f"the same text as {found.source}")
        _note(tables, facts, (statement.id, found.version), rejected, shared)
        return rejected
    number = found.version if found else max((held.version for held in versions), default=0) + 1
    statement = replace(statement, version=number)
    _write(tables, statement)
    _note(tables, facts, (statement.id, number), None, shared)
    return statement


def _versions(tables: sqlite3.Connection, id: str) -> list[Holding]:
    command = "SELECT version, source, digest, text_digest FROM statements WHERE id = ? ORDER BY version"
    return [Holding(*row) for row in tables.execute(command, (id,))]


def _recognise(versions: list[Holding], statement: Statement) -> Holding | None:
    """The version that has the same bytes, else the newest that has the same text."""
    text = digest_text(statement.text)
    same_bytes = [held for held in versions if held.digest == statement.digest]
    same_text = [held for held in versions if held.text_digest == text]
    return next(iter(same_bytes + same_text[::-1]), None)


def _is_held_elsewhere(tables: sqlite3.Connection, source: str, id: str, held: Holding) -> bool:
    """Whether the page that this version was read from is another, and still holds it."""
    return held.source != source and held_by(tables, held.source) == (id, held.version)


def _has_nothing_in_common(tables: sqlite3.Connection, source: str, statement: Statement) -> bool:
    """Whether other pages hold this id now, and the text is unrelated to those of all of them."""
    if statement.id == identify(None, None, source):
        return False
    command = (
        "SELECT DISTINCT json FROM pages AS p JOIN statements AS s ON s.id = p.statement AND "
        "s.version = p.version WHERE p.statement = ? AND p.source != ?"
    )
    others = [loads(line).text for (line,) in tables.execute(command, (statement.id, source))]
    return bool(others) and all(are_unrelated(text, statement.text) for text in others)


def _is_disbelieved(tables: sqlite3.Connection, id: str) -> bool:
    return tables.execute("SELECT 1 FROM disbelieved WHERE id = ?", (id,)).fetchone() is not None


def _disbelieve(tables: sqlite3.Connection, source: str, statement: Statement) -> None:
    """From now on no page has this id; those that hold it get the ids of their paths."""
    values = (statement.id, statement.url or "", time.time())
    tables.execute("INSERT INTO disbelieved (id, url, since) VALUES (?, ?, ?)", values)
    command = (
        "SELECT p.source, p.size, p.saved, p.digest, p.rules, s.json FROM pages AS p JOIN statements AS s "
        "ON s.id = p.statement AND s.version = p.version WHERE p.statement = ? AND p.source != ?"
    )
    for *values, line in tables.execute(command, (statement.id, source)).fetchall():
        facts = Facts(*values)
        _keep_statement(tables, facts, replace(loads(line), source=facts.source, digest=facts.digest))


def _name_by_path(statement: Statement, source: str) -> Statement:
    """The statement under the id of its path; a URL that was the wrong one is shown as a guess."""
    provenance = dict(statement.provenance)
    if statement.url is not None and digest_of(statement.url) == statement.id:
        provenance["url"] = Origin(NOT_BELIEVED, 0.0)
    return replace(statement, id=identify(None, None, source), provenance=provenance)


def _pass_on(tables: sqlite3.Connection, source: str, id: str, version: int) -> None:
    """Where that version was read from this page, which has let go of it, the next that holds it inherits."""
    command = "SELECT json FROM statements WHERE id = ? AND version = ? AND source = ?"
    row = tables.execute(command, (id, version, source)).fetchone()
    command = "SELECT source, digest FROM pages WHERE statement = ? AND version = ? ORDER BY saved, source"
    heir = tables.execute(command, (id, version)).fetchone()
    if row is None or heir is None:
        return
    _write(tables, replace(loads(row[0]), source=heir[0], digest=heir[1]))
    tables.execute("UPDATE pages SET reason = NULL, detail = '' WHERE source = ?", heir[:1])


WRITE = """
INSERT INTO statements (id, version, source, digest, text_digest, issuer, issued, language, kind, json,
  seal, first_seen, cleaned)
VALUES (:id, :version, :source, :digest, :text, :issuer, :issued, :language, :kind, :json, :seal, :now, :now)
ON CONFLICT (id, version) DO UPDATE SET source = :source, digest = :digest, text_digest = :text,
  issuer = :issuer, issued = :issued, language = :language, kind = :kind, json = :json, seal = :seal,
  cleaned = :now
"""

NOTE = """
INSERT INTO pages (source, size, saved, digest, rules, statement, version, reason, detail, claimed)
VALUES (:source, :size, :saved, :digest, :rules, :statement, :version, :reason, :detail, :claimed)
ON CONFLICT (source) DO UPDATE SET size = :size, saved = :saved, digest = :digest, rules = :rules,
  statement = :statement, version = :version, reason = :reason, detail = :detail, claimed = :claimed
"""


def _write(tables: sqlite3.Connection, statement: Statement) -> None:
    line = dumps(statement)
    values = {
        "id": statement.id,
        "version": statement.version,
        "source": statement.source,
        "digest": statement.digest,
        "text": digest_text(statement.text),
        "issuer": statement.issuer,
        "issued": statement.issued.isoformat() if statement.issued else None,
        "language": statement.language,
        "kind": statement.kind,
        "json": line,
        "seal": hashlib.sha256(line.encode()).hexdigest(),
        "now": time.time(),
    }
    tables.execute(WRITE, values)


def _note(
    tables: sqlite3.Connection,
    facts: Facts,
    holds: tuple[str, int] | None,
    rejected: Rejected | None,
    claimed: str | None,
) -> None:
    values = {
        "source": facts.source,
        "size": facts.size,
        "saved": facts.saved,
        "digest": facts.digest,
        "rules": facts.rules,
        "statement": holds[0] if holds else None,
        "version": holds[1] if holds else None,
        "reason": rejected.reason.value if rejected else None,
        "detail": rejected.detail if rejected else "",
        "claimed": claimed,
    }
    tables.execute(NOTE, values)
