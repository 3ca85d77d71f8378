"""One folder that holds everything a build makes: archive, settings, generations of the index.

::

    archive.db             the system of record
    home.json              the engine, and the roots: what was read
    pages/                 pages fetched into this home; a root by itself
    generations/7/         one whole index: statements, quotes, manifest.json
    current                names a generation and its manifest's SHA-256; replaced, never written in place
    lock, writer.json      who writes now

A reader keeps the generation it opened; the one before the current stays until the next swap.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import filelock

from corpus.archive import Archive
from corpus.page import Root

from .engine import EngineError
from .generation import (
    Generation,
    Manifest,
    find_damage,
    open_generation,
    read_manifest,
    sync,
    write_safely,
)
from .settings import Settings, read_settings, write_settings

OWN_PAGES = "fetched"
"""The root name of the home's own ``pages/``."""

WAIT = 10.0
"""Seconds that a second writer waits for the first."""

READ_WHOLE = 125_000_000
"""An index of no more bytes is read and compared with its manifest when it is opened (0.12 seconds for so
many); of a larger one only the sizes of its files are, and ``check`` reads it."""

REBUILD = "build --from-archive"


class HomeError(Exception):
    """The home cannot be read or written; the message is a sentence that says what to do."""


class Home:
    """A home in a folder; nothing is read or made before it is needed. Safe for many threads."""

    def __init__(self, path: Path | str | None = None) -> None:
        """``path``: the folder; without one that of ONRECORD_HOME, else ``var``."""
        self.path = Path(path if path is not None else os.environ.get("ONRECORD_HOME") or "var")
        self._guard = threading.Lock()
        self._archive: Archive | None = None
        self._open: tuple[str, Generation] | None = None
        self._retired: deque[Generation] = deque(maxlen=2)

    def __repr__(self) -> str:
        return f"Home({str(self.path)!r})"

    @property
    def archive(self) -> Archive:
        """The archive; raises HomeError where nothing was built yet, ArchiveError where it is damaged."""
        with self._guard:
            if self._archive is None:
                if not self._archive_file.is_file():
                    raise self._error(f"There is nothing in {self.path} yet", "build PATH…")
                self._archive = Archive(self._archive_file)
            return self._archive

    @property
    def settings(self) -> Settings:
        """What the home remembers; the defaults where there is nothing yet."""
        try:
            return read_settings(self.path / "home.json")
        except ValueError as error:
            raise self._error(
                f"{error}; delete it and name again what is to be read", "build PATH…"
            ) from error

    @property
    def engine(self) -> str:
        """The name of the engine that the next build uses."""
        return self.settings.engine

    @property
    def own_profiles(self) -> Path:
        """The folder of profiles that its user may write (``corpus.profile``)."""
        return self.path / "profiles"

    @property
    def own_root(self) -> Root:
        """The folder of the pages that were fetched into this home, whether it is there or not."""
        return Root(OWN_PAGES, Path(os.path.realpath(self.path / "pages")))

    @property
    def roots(self) -> tuple[Root, ...]:
        """What is read: the home's own pages if there are any, then what was named, in that order."""
        own = self.own_root
        return (*([own] if own.path.is_dir() else []), *self.settings.roots)

    def open(self) -> Generation:
        """The current generation, the same until another is swapped in; raises HomeError, EngineError."""
        with self._guard:
            line = self._read_current()
            while self._open is None or self._open[0] != line:
                try:
                    opened = self._open_generation(line)
                except (HomeError, EngineError):
                    if line == (line := self._read_current()):
                        raise
                    continue  # another was swapped in, and this one removed
                if self._open is not None:
                    self._retired.append(self._open[1])
                self._open = (line, opened)
            return self._open[1]

    def current(self) -> tuple[Path, Manifest] | None:
        """The folder and manifest of the current generation, unopened; None where there is none yet."""
        if not (self.path / "current").exists():
            return None
        return self._read_generation(self._read_current())

    @contextmanager
    def writing(self, wait: float = WAIT) -> Iterator[None]:
        """Only one process or thread at a time is in here; makes the folder, clears what a killed one left.

        Raises HomeError, which names the other process, after ``wait`` seconds, and where the folder
        cannot be written.
        """
        lock = filelock.FileLock(self.path / "lock")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=wait)
        except filelock.Timeout as error:
            raise HomeError(self._name_writer()) from error
        except OSError as error:
            raise HomeError(self._explain(error)) from error
        try:
            self._settle_in()
            yield
        except OSError as error:
            raise HomeError(self._explain(error)) from error
        finally:
            lock.release()

    def remember(self, settings: Settings) -> None:
        """Write the settings down; only inside ``writing``."""
        write_settings(self.path / "home.json", settings)

    def begin(self) -> Path:
        """An empty folder to build the next generation in; only inside ``writing``."""
        number = max((int(path.name) for path in self._list_whole()), default=0) + 1
        folder = self._generations / f"{number}.new"
        folder.mkdir()
        return folder

    def swap(self, folder: Path, digest: str) -> None:
        """Make a sealed generation the current one; only inside ``writing``."""
        place = folder.with_suffix("")
        os.rename(folder, place)
        sync(self._generations)
        write_safely(self.path / "current", json.dumps({"generation": place.name, "manifest": digest}))
        self._clear()

    def advise(self, command: str) -> str:
        """A command to type, for this home."""
        home = "" if self.path == Path("var") else f" --home {self.path}"
        return f"onrecord {command}{home}"

    @property
    def _archive_file(self) -> Path:
        return self.path / "archive.db"

    @property
    def _generations(self) -> Path:
        return self.path / "generations"

    def _error(self, problem: str, command: str) -> HomeError:
        return HomeError(f"{problem}. Run: {self.advise(command)}")

    def _read_current(self) -> str:
        try:
            return (self.path / "current").read_text(encoding="utf-8")
        except FileNotFoundError as error:
            command = "update" if self._archive_file.is_file() else "build PATH…"
            raise self._error(f"There is no index in {self.path} yet", command) from error
        except (OSError, ValueError) as error:
            raise self._error(f"{self.path / 'current'} cannot be read ({error})", REBUILD) from error

    def _read_generation(self, line: str) -> tuple[Path, Manifest]:
        try:
            values = json.loads(line)
            folder = self._generations / str(int(values["generation"]))
            return folder, read_manifest(folder, values["manifest"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._error(f"The index in {self.path} is damaged ({error})", REBUILD) from error

    def _open_generation(self, line: str) -> Generation:
        folder, manifest = self._read_generation(line)
        if manifest.is_stale():
            problem = (
                f"The index in {self.path} was made by another version of On Record and would answer wrongly"
            )
            raise self._error(problem, REBUILD)
        for name, damage in find_damage(folder, manifest, digests=manifest.size() <= READ_WHOLE):
            raise self._error(f"The index in {self.path} is damaged ({name}: {damage})", REBUILD)
        return open_generation(folder, manifest)

    def _settle_in(self) -> None:
        """What a writer does first: say who it is, remove what a killed one left, open the archive."""
        writer = {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        write_safely(self.path / "writer.json", json.dumps(writer))
        self._generations.mkdir(exist_ok=True)
        self._clear()
        with self._guard:
            self._archive = self._archive or Archive(self._archive_file)

    def _list_whole(self) -> list[Path]:
        """The folders of whole generations, the oldest first."""
        whole = [path for path in self._generations.iterdir() if path.name.isdecimal()]
        return sorted(whole, key=lambda path: int(path.name))

    def _clear(self) -> None:
        """Remove what is half built, and whole generations that are neither current nor the one before."""
        whole = self._list_whole()
        try:
            number = int(json.loads(self._read_current())["generation"])
        except (HomeError, ValueError, KeyError, TypeError):
            keep = whole  # none is current, or we cannot tell which
        else:
            before = [path for path in whole if int(path.name) < number]
            keep = [*before[-1:], self._generations / str(number)]
        for path in self._generations.iterdir():
            if path not in keep:
                shutil.rmtree(path)

    def _name_writer(self) -> str:
        try:
            writer = json.loads((self.path / "writer.json").read_text(encoding="utf-8"))
            who = f"process {writer['pid']} since {writer['since']}"
        except (OSError, ValueError, KeyError, TypeError):
            who = "another process"
        return f"{self.path} is being written by {who}. Wait for its end, then run the command again."

    def _explain(self, error: OSError) -> str:
        what = f"{error.filename or self.path}: {(error.strerror or str(error)).lower()}"
        advice = "Check its rights and the room on the disk, or choose another --home."
        return f"{self.path} cannot be written ({what}). {advice}"
