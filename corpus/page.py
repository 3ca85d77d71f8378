"""Saved pages: the files below the roots, and the bytes of each.

A root is a folder or a file that was named to ``build``; a page's source is the root's name and the
POSIX path below it, so the same archive can be moved to another disk. Files that end in ``.html``,
``.htm``, ``.xhtml`` or ``.txt`` are pages, and the same with ``.gz`` behind; a file that is named itself is
read whatever its ending. Another kind of place for pages (a record in a WARC file) is one more kind of
``Found``.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .statement import Reason, Rejected

MAX_BYTES = 20_000_000
"""A page of more bytes, once inflated, is rejected; the largest honest one we saw has 4 million."""

ENDINGS = (".html", ".htm", ".xhtml", ".txt")


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one page as they were saved; only ``data`` is required.

    ``path`` is its source (root name and path below it), ``encoding`` what was declared outside the
    page (an HTTP header), ``saved`` when it was saved, in seconds since 1970.
    """

    data: bytes
    url: str | None = None
    path: str | None = None
    encoding: str | None = None
    saved: float | None = None


@dataclass(frozen=True, slots=True)
class Root:
    """A folder or file whose pages belong to a home, under a name of its own."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Found:
    """A file that holds a page, seen but not yet read; ``size`` in bytes, ``saved`` in seconds since 1970."""

    source: str
    file: Path
    size: int
    saved: float


class PageError(Exception):
    """A root cannot be read; the message is a sentence that says what to do."""


def name_roots(paths: Iterable[Path], taken: Iterable[Root] = ()) -> list[Root]:
    """A root for each path, in order, under its last name, ``-2``, ``-3`` … where that is taken.

    A path that is a root already, or given twice, is that root. A path below a root is named after it
    (``press/2024`` below ``press``), so its pages keep their sources.
    """
    known = {root.path: root for root in taken}
    roots: dict[Path, Root] = {}
    for path in map(_settle, paths):
        roots[path] = known.setdefault(path, Root(_name(path, known), path))
    return list(roots.values())


def walk(roots: Iterable[Root], passed: Counter[str] | None = None) -> Iterator[Found | Rejected]:
    """The pages below the roots, oldest first, ties by source; each file once, whatever leads to it.

    Links within a root are followed, one that leaves it is rejected. Passed over are files with other
    endings and the ``_files`` that browsers save beside a page; ``passed``, if given,
    counts them. Raises PageError where a root is missing.
    """
    search = _Search(passed if passed is not None else Counter())
    for root in roots:
        search.enter(root)
    search.seen.sort(key=lambda entry: entry[:2])
    return (found for _, _, found in search.seen)


def read_page(found: Found | Path | str) -> Page | Rejected:
    """The page in a file, inflated where it is gzip; the source of a mere path is its last name."""
    if not isinstance(found, Found):
        file = Path(found)
        found = Found(_legible(file.name), file, 0, 0.0)
    try:
        data, saved = _read(found.file)
    except OSError as error:
        return Rejected(found.source, Reason.UNREADABLE, _explain(error))
    if data.startswith(GZIP):
        inflated = _inflate(data)
        if inflated is None:
            return Rejected(found.source, Reason.UNREADABLE, "the gzip file is damaged or cut short")
        data = inflated
    if len(data) > MAX_BYTES:
        return Rejected(found.source, Reason.TOO_LARGE, f"more than {MAX_BYTES // 1_000_000} MB")
    return Page(data, path=found.source, saved=saved)


GZIP = b"\x1f\x8b"
PARTS = "_files"


@dataclass(slots=True)
class _Search:
    """One walk: what was seen so far, as (saved, source, what), and the real paths of it."""

    passed: Counter[str]
    seen: list[tuple[float, str, Found | Rejected]] = field(default_factory=list)
    real: set[str] = field(default_factory=set)

    def enter(self, root: Root) -> None:
        try:
            mode = root.path.stat().st_mode
        except OSError as error:
            raise PageError(f"{root.path} cannot be read: {_explain(error)}. Check the path.") from error
        if not stat.S_ISDIR(mode):
            self._look(root.path, root.name, root, named=True)
            return
        folders = [(root.path, root.name)]
        while folders:
            folder, source = folders.pop()
            folders += self._list(folder, source, root)

    def _list(self, folder: Path, source: str, root: Root) -> list[tuple[Path, str]]:
        """Look at what is in one folder; the folders in it, still to be listed."""
        if not self._first(folder):
            return []
        try:
            names = sorted(os.listdir(folder))
        except OSError as error:
            self._reject(folder, source, Reason.UNREADABLE, _explain(error))
            return []
        below, parts = [], _name_parts(names)
        for name in names:
            path, inner = folder / name, f"{source}/{_legible(name)}"
            if name in parts:
                self.passed[PARTS] += 1
            elif self._is_folder(path, inner, root):
                below.append((path, inner))
            else:
                self._look(path, inner, root)
        return below

    def _is_folder(self, path: Path, source: str, root: Root) -> bool:
        return path.is_dir() and not (path.is_symlink() and self._leaves(path, source, root))

    def _leaves(self, path: Path, source: str, root: Root) -> bool:
        target = Path(os.path.realpath(path))
        if target.is_relative_to(root.path):
            return False
        self._reject(path, source, Reason.OUTSIDE, "the link leads out of the folder")
        return True

    def _look(self, path: Path, source: str, root: Root, named: bool = False) -> None:
        """Note the file if it is a page."""
        if not named and not is_page(path.name):
            self.passed[path.suffix.lower()] += 1
            return
        if path.is_symlink() and not named and self._leaves(path, source, root):
            return
        try:
            status = path.stat()
        except OSError as error:
            self._reject(path, source, Reason.UNREADABLE, _explain(error))
            return
        if self._first(path):
            self.seen.append((status.st_mtime, source, Found(source, path, status.st_size, status.st_mtime)))

    def _reject(self, path: Path, source: str, reason: Reason, detail: str) -> None:
        try:
            saved = path.lstat().st_mtime
        except OSError:
            saved = 0.0
        self.seen.append((saved, source, Rejected(source, reason, detail)))

    def _first(self, path: Path) -> bool:
        real = os.path.realpath(path)
        if real in self.real:
            return False
        self.real.add(real)
        return True


def _name_parts(names: list[str]) -> set[str]:
    """The folders in which a browser kept the pictures and frames of a page that lies beside them."""
    stems = {name.rpartition(".")[0] for name in names if is_page(name)}
    return {name for name in names if name.endswith(PARTS) and name.removesuffix(PARTS) in stems}


def is_page(name: str) -> bool:
    """Whether a file of that name is taken for a page."""
    return name.lower().removesuffix(".gz").endswith(ENDINGS)


def _settle(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _name(path: Path, known: dict[Path, Root]) -> str:
    for parent in path.parents:
        if parent in known:
            return f"{known[parent].name}/{_legible(path.relative_to(parent).as_posix())}"
    base, names = _legible(path.name) or "root", {root.name for root in known.values()}
    name, number = base, 1
    while name in names:
        number += 1
        name = f"{base}-{number}"
    return name


def _legible(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 become ``\\xe9``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _read(file: Path) -> tuple[bytes, float]:
    """At most MAX_BYTES + 1 bytes of a regular file, and when it was saved."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is no regular file")
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1), status.st_mtime


def _inflate(data: bytes) -> bytes | None:
    """What a gzip file holds, MAX_BYTES + 1 bytes at most; None if it is damaged or cut short."""
    parts, room = [], MAX_BYTES + 1
    while data.startswith(GZIP) and room > 0:
        stream = zlib.decompressobj(wbits=31)
        try:
            parts.append(stream.decompress(data, room))
        except zlib.error:
            return None
        room -= len(parts[-1])
        if not stream.eof and room > 0:
            return None
        data = stream.unused_data
    return b"".join(parts)


def _explain(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
