"""One generation of the index on disk: two collections and a manifest of every file, sealed once and for all.

A generation is built aside, sealed (every byte on the disk, every file's SHA-256 in the manifest) and never
written again. The next one links the files that engines do not change and copies the others.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from . import analysis
from .engine import Engine
from .engines import open_engine
from .schema import QUOTES, SCHEMA_VERSION, STATEMENTS
from .vectors import Vectors, load

MANIFEST = "manifest.json"
VECTORS = "vectors"

IMMUTABLE = frozenset(
    (".idx", ".pos", ".term", ".store", ".fast", ".fieldnorm", ".seg", ".trm", ".pst", ".dci", ".vps", ".col")
)
"""Files that engines write once, under a name that is never used again: the next generation links them."""

NOT_CARRIED = (".lock", ".tmp")
"""What an engine leaves behind that the next generation begins without."""


@dataclass(frozen=True, slots=True)
class File:
    """The size in bytes of one file of a generation, and its SHA-256."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is: who made it, what it holds, and every file below its folder (POSIX paths)."""

    engine: str
    schema: int
    analysis: str
    languages: tuple[str, ...]
    statements: int
    quotes: int
    built: str
    files: Mapping[str, File]

    def is_stale(self) -> bool:
        """Whether this version of On Record would index the same statements otherwise."""
        return (self.schema, self.analysis) != (SCHEMA_VERSION, analysis.signature())

    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.size for file in self.files.values())


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Generation:
    """An open generation. Keep it while its engines are used: they are closed when nobody holds it.

    ``languages``: those of 1 % of the statements or more, most first; ``built``: when, in UTC; ``vectors``:
    of the statements, None in an index too small to learn from.
    """

    name: str
    statements: Engine
    quotes: Engine
    languages: tuple[str, ...]
    built: datetime
    manifest: Manifest
    vectors: Vectors | None = None


def open_generation(folder: Path, manifest: Manifest) -> Generation:
    """Open the engines of a sealed generation; raises EngineError."""
    statements = open_engine(manifest.engine, folder / STATEMENTS.name, STATEMENTS)
    quotes = open_engine(manifest.engine, folder / QUOTES.name, QUOTES)
    built = datetime.fromisoformat(manifest.built)
    vectors = load(folder / VECTORS)
    generation = Generation(folder.name, statements, quotes, manifest.languages, built, manifest, vectors)
    weakref.finalize(generation, _close, statements, quotes).atexit = False
    return generation


def seal(folder: Path, manifest: Manifest, before: Path | None = None, known: Manifest | None = None) -> str:
    """Bring all files of a new generation to the disk and write its manifest; the manifest's SHA-256.

    A file that is linked from the generation ``before`` keeps the digest that is ``known``, so that
    damage to it is found and not sworn to.
    """
    files = {}
    for path in list_files(folder):
        name = path.relative_to(folder).as_posix()
        files[name] = _known(path, name, before, known) or File(path.stat().st_size, digest_file(path))
        sync(path)
    for inner in sorted(path for path in folder.rglob("*") if path.is_dir()):
        sync(inner)
    text = json.dumps(asdict(replace(manifest, files=files)), indent=1)
    write_safely(folder / MANIFEST, text)
    return hashlib.sha256(text.encode()).hexdigest()


def read_manifest(folder: Path, digest: str) -> Manifest:
    """The manifest of a sealed generation; raises OSError or ValueError where it is not what was sealed."""
    data = (folder / MANIFEST).read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError("its manifest was changed")
    values = json.loads(data)
    files = {name: File(**file) for name, file in values.pop("files").items()}
    return Manifest(**values | {"languages": tuple(values["languages"]), "files": files})


def find_damage(folder: Path, manifest: Manifest, digests: bool = True) -> Iterator[tuple[str, str]]:
    """The files that are not as they were sealed, and what is wrong; without ``digests`` sizes only."""
    for name, file in manifest.files.items():
        path = folder / name
        if not path.is_file():
            yield name, "missing"
        elif path.stat().st_size != file.size:
            yield name, "cut short or grown"
        elif digests and digest_file(path) != file.digest:
            yield name, "changed"
    names = (path.relative_to(folder).as_posix() for path in list_files(folder))
    yield from ((name, "extra") for name in names if name not in manifest.files)


def carry_over(before: Path, folder: Path) -> None:
    """Fill a new generation's folder with the engines' files of the one before, linked where that is safe."""
    for path in list_files(before):
        if path.parent == before / VECTORS:
            continue
        target = folder / path.relative_to(before)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in IMMUTABLE:
            _link(path, target)
        else:
            shutil.copyfile(path, target)


def list_files(folder: Path) -> list[Path]:
    """Every file of a generation but its manifest and what engines leave behind, in order."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if path.name != MANIFEST and not path.name.endswith(NOT_CARRIED))


def digest_file(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Bring a file's bytes, or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_safely(path: Path, text: str) -> None:
    """Put a text in a file's place: after a power cut either the old text is there or the new."""
    aside = path.with_name(path.name + ".tmp")
    aside.write_text(text, encoding="utf-8")
    sync(aside)
    os.replace(aside, path)
    sync(path.parent)


def one_percent(counts: Sequence[tuple[str, int]], total: int) -> tuple[str, ...]:
    """The values that hold 1 % of the total or more, most first."""
    return tuple(value for value, count in counts if count * 100 >= total)


def _known(path: Path, name: str, before: Path | None, known: Manifest | None) -> File | None:
    """What the generation before says of a file, if this is the very same one."""
    if before is None or known is None or name not in known.files:
        return None
    return known.files[name] if (before / name).exists() and path.samefile(before / name) else None


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # a file system without links
        shutil.copyfile(path, target)


def _close(*engines: Engine) -> None:
    for engine in engines:
        engine.close()
