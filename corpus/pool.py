"""Pages -> statements on every core, in the order of the pages, each page within limits of time and memory.

Pages go in batches to an executor; each batch is worked through by a process of its own that can be killed
(``worker``). What hangs or crashes costs its own page alone. Any ``concurrent.futures.Executor`` will do: the
batches and ``clean_batch`` can be pickled, so that the executor's threads may stand on other machines.
"""

from __future__ import annotations

import functools
import os
import secrets
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar, overload

from .cleaner import clean
from .page import Page
from .statement import Rejected, Statement
from .worker import Limits, Task, Worker

Batch: TypeAlias = Sequence[Page | Rejected]
Result = TypeVar("Result")

BATCH_PAGES = 32
BATCH_BYTES = 4_000_000


@overload
def clean_all(
    pages: Iterable[Page | Rejected],
    executor: Executor | None = None,
    seconds: float = 2.0,
    memory: int = 500_000_000,
    *,
    ahead: int | None = None,
) -> Iterator[Statement | Rejected]: ...
@overload
def clean_all(
    pages: Iterable[Page | Rejected],
    executor: Executor | None = None,
    seconds: float = 2.0,
    memory: int = 500_000_000,
    *,
    task: Task[Result],
    ahead: int | None = None,
) -> Iterator[Result | Rejected]: ...
def clean_all(
    pages: Iterable[Page | Rejected],
    executor: Executor | None = None,
    seconds: float = 2.0,
    memory: int = 500_000_000,
    *,
    task: Task[Any] = clean,
    ahead: int | None = None,
) -> Iterator[Any]:
    """A statement or a rejection for each page, in the order of the pages; what was rejected passes through.

    Another ``task`` gives what it returns.

    A page may take ``seconds`` of processor time (TIMED_OUT) and ``memory`` bytes (CRASHED). At most
    ``ahead`` batches are under way at a time, twice the cores unless given; ``pages`` is read no further.
    Without an executor there is one thread a core. Closing the iterator ends all processes at once, and so
    does Ctrl-C while it is asked for the next result.
    Raises WorkerError when no process can be started.
    """
    limits = Limits(seconds, memory)
    cores = os.cpu_count() or 1
    ahead = ahead or 2 * cores
    if executor is None:
        with ThreadPoolExecutor(cores, "clean") as threads:
            yield from _run(pages, threads, task, limits, ahead)
            return
    yield from _run(pages, executor, task, limits, ahead)


def clean_batch(run: str, task: Task[Any], limits: Limits, batch: Batch) -> list[Any]:
    """A result for each page of a batch, in order, from a process kept for the next batch of that run."""
    return _crew(os.getpid(), run).clean(task, limits, batch)


def batch_pages(pages: Iterable[Page | Rejected]) -> Iterator[Batch]:
    """The pages in order, up to BATCH_PAGES of them together; one that is over BATCH_BYTES ends its batch."""
    batch: list[Page | Rejected] = []
    size = 0
    for page in pages:
        batch.append(page)
        size += len(page.data) if isinstance(page, Page) else 0
        if len(batch) == BATCH_PAGES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _run(
    pages: Iterable[Page | Rejected], executor: Executor, task: Task[Any], limits: Limits, ahead: int
) -> Iterator[Any]:
    """The results of all batches, in order, with never more than ``ahead`` batches under way."""
    run = secrets.token_hex(8)
    crew = _crew(os.getpid(), run)
    under_way: deque[Future[list[Any]]] = deque()
    try:
        for batch in batch_pages(pages):
            under_way.append(executor.submit(clean_batch, run, task, limits, batch))
            while under_way and (len(under_way) >= ahead or under_way[0].done()):
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
    finally:
        for future in under_way:
            future.cancel()
        crew.disband()


@dataclass(slots=True)
class _Crew:
    """The worker processes of one run: a thread takes one that is idle, or starts one."""

    idle: list[Worker] = field(default_factory=list)
    busy: set[Worker] = field(default_factory=set)
    disbanded: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def clean(self, task: Task[Any], limits: Limits, batch: Batch) -> list[Any]:
        pages = [page for page in batch if isinstance(page, Page)]
        results = iter(list(self._work(task, limits, pages)))
        return [page if isinstance(page, Rejected) else next(results) for page in batch]

    def disband(self) -> None:
        """End all processes at once; no other will be started."""
        with self.lock:
            self.disbanded = True
            idle, self.idle = self.idle, []
            for worker in self.busy:
                worker.kill()
        for worker in idle:
            worker.close()

    def _work(self, task: Task[Any], limits: Limits, pages: Sequence[Page]) -> Iterator[Any]:
        """After a process has died on a page, a new one goes on with the next."""
        done = 0
        while done < len(pages):
            worker = self._take()
            try:
                for result in worker.work(task, pages[done:], limits):
                    done += 1
                    yield result
            finally:
                self._give_back(worker)

    def _take(self) -> Worker:
        with self.lock:
            if self.disbanded:
                raise CancelledError
            fresh = [worker for worker in self.idle if worker.is_fresh()]
            worker = fresh[0] if fresh else Worker()
            if fresh:
                self.idle.remove(worker)
            self.busy.add(worker)
            return worker

    def _give_back(self, worker: Worker) -> None:
        with self.lock:
            self.busy.remove(worker)
            keep = worker.is_fresh() and not self.disbanded
            if keep:
                self.idle.append(worker)
        if not keep:
            worker.close()


@functools.lru_cache(maxsize=64)
def _crew(process: int, run: str) -> _Crew:
    """The processes that one started for a run; a fork has none of its parent's."""
    return _Crew()
