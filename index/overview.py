"""A home -> what is in it: sizes, counts, roots, versions, as ``info`` prints them."""

from __future__ import annotations

import re
from dataclasses import asdict
from importlib.metadata import requires, version
from typing import Any

from corpus.archive import Archive
from corpus.database import sqlite_version

from .home import Home, HomeError

OUTGROWN = 50_000
"""From so many statements on, one common word costs whoosh a tenth of a second and more."""


def summarise(home: Home) -> dict[str, Any]:
    """Everything that ``info`` tells, as JSON types; raises HomeError where nothing was built yet."""
    archive = home.archive
    index, problem = _summarise_index(home)
    counts = archive.counts()
    return {
        "home": str(home.path),
        "engine": home.engine,
        "roots": [
            {"name": root.name, "path": str(root.path), "there": root.path.exists()} for root in home.roots
        ],
        "archive": {"bytes": _measure(archive), "pages": counts.pages}
        | _count(counts.statements, counts.versions),
        "index": index,
        "problem": problem or _warn(home.engine, counts.statements),
        "rejected": dict(counts.reasons),
        "issuers": dict(counts.issuers),
        "years": dict(sorted(counts.years.items())),
        "languages": dict(counts.languages),
        "kinds": dict(counts.kinds),
        "disbelieved": [asdict(shared) for shared in archive.disbelieved()],
        "versions": list_versions(),
    }


def list_versions() -> dict[str, str]:
    """The versions of On Record, of SQLite, and of every library it needs."""
    needed = [requirement for requirement in requires("onrecord") or [] if "extra ==" not in requirement]
    names = [re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in needed]
    own = {"onrecord": version("onrecord"), "sqlite": sqlite_version()}
    return own | {name: version(name) for name in sorted(names)}


def _count(statements: int, versions: int) -> dict[str, int]:
    return {"statements": statements, "versions": versions}


def _measure(archive: Archive) -> int:
    """Bytes on the disk, with what was not merged into the main file yet."""
    files = archive.path.parent.glob(archive.path.name + "*")
    return sum(file.stat().st_size for file in files)


def _summarise_index(home: Home) -> tuple[dict[str, Any] | None, str | None]:
    """What the current generation is, or what is wrong with it."""
    try:
        generation = home.open()
    except HomeError as error:
        return None, str(error)
    manifest = generation.manifest
    return {
        "generation": generation.name,
        "engine": manifest.engine,
        "built": manifest.built,
        "bytes": manifest.size(),
        "statements": manifest.statements,
        "quotes": manifest.quotes,
        "languages": list(manifest.languages),
    }, None


def _warn(engine: str, statements: int) -> str | None:
    if engine == "whoosh" and statements > OUTGROWN:
        return (
            f"{statements:,} statements are many for whoosh: onrecord build --from-archive --engine tantivy"
        )
    return None
