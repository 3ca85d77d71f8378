"""Saved pages: the files below the roots, and the bytes of each.

A root is a folder or a file that was named to ``build``; a page's source is the root's name and the
POSIX path below it, so the same archive can be moved to another disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
