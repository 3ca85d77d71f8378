"""``build`` and ``update``: the pages below the roots -> archive -> the next generation of the index.

The old index answers until the new one is whole. What was archived stays archived, whenever a command is
stopped: ``update`` goes on from there.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.archive import Shared
from corpus.page import ENDINGS, Page, PageError, Root
from corpus.pool import clean_all
from corpus.profile import Profile, ProfileError, read_profiles, read_shipped
from corpus.sites import clean_page, observe_page
from corpus.statement import Rejected
from corpus.template import Traces
from corpus.worker import WorkerError

from .assembly import Assembled, Progress, assemble, count_cores
from .engine import EngineError
from .engines import ENGINES
from .generation import find_damage
from .home import READ_WHOLE, Home, HomeError
from .intake import Intake, Tally, name_rules
from .roots import add_roots, check_paths, is_below, name_paths, replace_roots
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every page that was met: ``pages`` are those ``kept`` and those ``rejected``, no others.

    ``new``, ``changed`` and ``unchanged`` compare them with what the archive knew; ``gone`` were known and
    are not there any more. ``disbelieved`` are the canonical URLs that unrelated pages share. ``bytes`` of
    pages were read; ``index_seconds`` are part of ``seconds``.
    """

    pages: int
    kept: int
    new: int
    changed: int
    unchanged: int
    gone: int
    bytes: int
    rejected: tuple[Rejected, ...]
    disbelieved: tuple[Shared, ...]
    index: Assembled
    index_seconds: float
    seconds: float

    @property
    def pages_per_second(self) -> float:
        """Pages met in each second of ``seconds``."""
        return self.pages / max(self.seconds, 0.001)


@dataclass(frozen=True, slots=True)
class Means:
    """How the work is done: by so many processes, one for each core unless given, or by an executor.

    The executor cleans pages; a page may take ``seconds`` of processor time.
    """

    jobs: int | None = None
    executor: Executor | None = None
    seconds: float = 2.0


AS_USUAL = Means()


def show_nothing(items: Iterable[Any], total: int | None, label: str) -> Iterable[Any]:
    """The progress when nobody looks on."""
    return items


def build(
    home: Home,
    paths: Iterable[Path | str] = (),
    engine: str | None = None,
    means: Means = AS_USUAL,
    progress: Progress = show_nothing,
) -> Report:
    """Make these paths the roots (the known ones, if none) and the index afresh; ``engine`` from now on.

    All pages below the roots are cleaned; pages below none of them leave the index, their history stays.
    Raises HomeError, ArchiveError and EngineError; the index then is what it was.
    """
    _check_engine(engine)
    named = check_paths(paths)
    settings = home.settings
    if named:
        settings = replace_roots(settings, name_paths(named, home.own_root, settings), home.own_root)
    elif not home.roots:
        raise HomeError(f"There is nothing to read. Name a folder or a file: {home.advise('build PATH…')}")
    settings = replace(settings, engine=engine or settings.engine)
    with home.writing(), _explained():
        return _Run(home, settings, means, progress).build()


def update(
    home: Home,
    paths: Iterable[Path | str] = (),
    means: Means = AS_USUAL,
    progress: Progress = show_nothing,
) -> Report:
    """Bring archive and index to what is below the paths, which become roots; below all roots if none.

    Only what is new, changed or gone is cleaned and indexed; pages elsewhere are not touched. Raises as
    ``build`` does.
    """
    named = check_paths(paths)
    if not named and not home.roots:
        raise HomeError(f"There is nothing to update. Name a folder or a file: {home.advise('build PATH…')}")
    settings = home.settings
    roots = name_paths(named, home.own_root, settings, keep=True)
    settings = add_roots(settings, roots, home.own_root)
    with home.writing(), _explained():
        return _Run(home, settings, means, progress).update(roots)


def rebuild(
    home: Home, engine: str | None = None, means: Means = AS_USUAL, progress: Progress = show_nothing
) -> Report:
    """Make the index afresh from the archive alone; no page is read. Raises as ``build`` does."""
    _check_engine(engine)
    settings = replace(home.settings, engine=engine or home.settings.engine)
    if home.archive.counts().pages == 0:
        raise HomeError(f"The archive is empty. Name a folder or a file: {home.advise('build PATH…')}")
    with home.writing(), _explained():
        return _Run(home, settings, means, progress).rebuild()


class _Run:
    """One command at work, inside ``home.writing``."""

    def __init__(self, home: Home, settings: Settings, means: Means, progress: Progress) -> None:
        self._home = home
        self._settings = settings
        self._means = means
        self._progress = progress
        self._began = time.monotonic()

    def build(self) -> Report:
        """Everything below the roots, from nothing."""
        intake = Intake(self._home.archive, self._roots(), self._rules(), everything=True)
        if not intake.seen:
            where = ", ".join(str(root.path) for root in self._roots())
            endings = f"{', '.join(ENDINGS)}, or one of these and .gz"
            raise HomeError(f"There is no page in {where}: a page ends in {endings}. Nothing was changed.")
        return self._bring_in(intake, everywhere=True, fresh=True)

    def update(self, named: Sequence[Root]) -> Report:
        """What is new, changed or gone below the roots named, or below all."""
        roots = self._roots()
        if named:
            # Roots that lie below a named one go first: their pages keep their sources.
            inner = [root for root in roots if any(is_below(root, other) for other in named)]
            roots = [*inner, *(root for root in named if root not in inner)]
        intake = Intake(self._home.archive, roots, self._rules(), everything=False)
        return self._bring_in(intake, everywhere=not named, fresh=not self._can_go_on())

    def rebuild(self) -> Report:
        """The index alone."""
        self._home.remember(self._settings)
        made, seconds = self._assemble(fresh=True)
        return self._report(Tally(), (), 0, made, seconds)

    def _bring_in(self, intake: Intake, everywhere: bool, fresh: bool) -> Report:
        self._home.remember(self._settings)
        try:
            self._clean(intake)
            gone = intake.forget_gone(everywhere)
            made, seconds = self._assemble(fresh)
        except KeyboardInterrupt:
            known = self._home.archive.counts().pages
            raise KeyboardInterrupt(
                f"Stopped. The {known:,} pages in the archive stay there, the index is what it was. "
                f"Go on with: {self._home.advise('update')}"
            ) from None
        return self._report(intake.tally, tuple(intake.list_rejected()), gone, made, seconds)

    def _clean(self, intake: Intake) -> None:
        with ExitStack() as stack:
            executor = self._means.executor
            if executor is None and self._means.jobs:
                executor = stack.enter_context(ThreadPoolExecutor(self._means.jobs, "clean"))
            seconds = self._means.seconds

            def observe(pages: Iterable[Page | Rejected]) -> Iterator[Traces | Rejected]:
                return clean_all(pages, executor, seconds, task=observe_page)

            task = functools.partial(clean_page, intake.learn(observe), self._profiles())
            clean = functools.partial(clean_all, executor=executor, seconds=seconds, task=task)
            intake.run(clean, self._progress)

    def _rules(self) -> str:
        return name_rules(self._home.own_profiles)

    def _profiles(self) -> dict[str, Profile]:
        """Those that are shipped, and those of the home in place of them."""
        return {**read_shipped(), **read_profiles(self._home.own_profiles)}

    def _assemble(self, fresh: bool) -> tuple[Assembled, float]:
        """The index as it is then, and the seconds it took."""
        began = time.monotonic()
        jobs = self._means.jobs or count_cores()
        made = assemble(self._home, self._settings.engine, fresh, jobs, self._progress)
        return made, time.monotonic() - began

    def _report(
        self, tally: Tally, rejected: tuple[Rejected, ...], gone: int, made: Assembled, index_seconds: float
    ) -> Report:
        return Report(
            pages=len(tally.sources),
            kept=len(tally.sources) - len(rejected),
            new=tally.new,
            changed=tally.changed,
            unchanged=tally.unchanged,
            gone=gone,
            bytes=tally.bytes,
            rejected=rejected,
            disbelieved=self._home.archive.disbelieved(),
            index=made,
            index_seconds=index_seconds,
            seconds=time.monotonic() - self._began,
        )

    def _roots(self) -> list[Root]:
        """All roots as they are to be from now on."""
        own = self._home.own_root
        return [*([own] if own.path.is_dir() else []), *self._settings.roots]

    def _can_go_on(self) -> bool:
        """Whether the current index is whole, of this engine and of these rules."""
        try:
            current = self._home.current()
        except HomeError:
            return False
        if current is None:
            return False
        folder, manifest = current
        fits = manifest.engine == self._settings.engine and not manifest.is_stale()
        return fits and not any(find_damage(folder, manifest, manifest.size() <= READ_WHOLE))


def _check_engine(name: str | None) -> None:
    if name is not None and name.partition(":")[0] not in ENGINES:
        raise EngineError(f"There is no engine {name!r}; choose one of {', '.join(ENGINES)}.")


@contextmanager
def _explained() -> Iterator[None]:
    """What the pages' side complains of, as the home's own errors."""
    try:
        yield
    except (PageError, ProfileError, WorkerError) as error:
        raise HomeError(str(error)) from error
