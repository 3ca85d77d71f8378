"""Batches of pages -> results, one process at work: the process itself, and the handle that may kill it.

The process is a new Python that runs ``serve`` and speaks pickles over its standard input and output, which
is why a script needs no ``if __name__ == "__main__"`` around a run, and why a daemon may start one.
A page has so many seconds of processor time, so that a busy machine rejects no honest page; one that only
waits is stopped after ``PATIENCE`` times as long.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias, TypeVar

from .page import Page
from .statement import Reason, Rejected

if sys.platform != "win32":
    import resource

Result = TypeVar("Result")
Task: TypeAlias = Callable[[Page], Result | Rejected]
"""What is done with a page; anything but None, and what it returns can be pickled."""

PATIENCE = 10
"""On a busy machine so many processes may want each core."""

START_SECONDS = 120.0
"""A process that has not imported its task by then never will."""

IDLE_SECONDS = 60.0
"""A process that is given nothing for so long ends by itself."""


class WorkerError(Exception):
    """A process could not be started, or did not find its task."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one page may take: ``seconds`` of processor time, bytes of ``memory`` beyond the process's own."""

    seconds: float = 2.0
    memory: int = 500_000_000


@dataclass(frozen=True, slots=True)
class _Ready:
    """The batch was read, the task found."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """The process ends because of an exception; ``why`` names it."""

    why: str


class Worker:
    """A process that works through batches, and that any thread may kill at any moment."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from corpus.worker import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._tasks = Connection(os.dup(self._process.stdin.fileno()), readable=False)
        self._results = Connection(os.dup(self._process.stdout.fileno()), writable=False)
        self._process.stdin.close()
        self._process.stdout.close()
        self._last = time.monotonic()

    def work(self, task: Task[Any], pages: Sequence[Page], limits: Limits) -> Iterator[Any]:
        """A result for each page, in order. The last one may be a rejection for which the process died.

        Raises WorkerError where it did not even begin.
        """
        begun = self._send((task, pages, limits)) and self._receive(START_SECONDS)
        if not isinstance(begun, _Ready):
            self.kill()
            raise WorkerError(
                f"no page could be cleaned: {begun.why if begun else 'the process did not start'}"
            )
        for page in pages:
            result = self._receive(PATIENCE * limits.seconds)
            if result is not None and not isinstance(result, _Failed):
                self._last = time.monotonic()
                yield result
                continue
            waiting = self.is_alive()
            self.kill()
            yield self._explain(page, result, waiting, limits)
            return

    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def is_fresh(self) -> bool:
        """Whether it can be given a batch: it runs, and is not about to end because it had none for long."""
        return self.is_alive() and time.monotonic() < self._last + IDLE_SECONDS / 2

    def kill(self) -> None:
        """End the process at once, whatever it does, and let the system forget it."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Kill it and close its pipes; no thread may be at ``work``."""
        self.kill()
        self._tasks.close()
        self._results.close()

    def _send(self, message: Any) -> bool:
        try:
            self._tasks.send(message)
        except OSError:
            return False
        return True

    def _receive(self, seconds: float) -> Any:
        """The next message, or None when the process has died or says nothing for so long."""
        try:
            return self._results.recv() if self._results.poll(seconds) else None
        except (EOFError, OSError):
            self._process.wait()
            return None

    def _explain(self, page: Page, message: _Failed | None, waiting: bool, limits: Limits) -> Rejected:
        """Why there is no result for the page."""
        source = page.path or page.url or ""
        if isinstance(message, _Failed):
            return Rejected(source, Reason.CRASHED, message.why)
        if waiting:
            return Rejected(
                source, Reason.TIMED_OUT, f"no result after {PATIENCE * limits.seconds:g} seconds"
            )
        code = self._process.returncode
        if code == -signal.SIGPROF:
            return Rejected(source, Reason.TIMED_OUT, f"it took more than {limits.seconds:g} seconds")
        return Rejected(source, Reason.CRASHED, f"the process that cleaned it ended with {_name_exit(code)}")


def serve() -> None:
    """Work through the batches that come on standard input until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks, results = _take_over()

    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        results.send(_Failed(f"the cleaner failed with {kind.__name__}: {error}"[:500]))

    sys.excepthook = report
    while tasks.poll(IDLE_SECONDS):
        try:
            task, pages, limits = tasks.recv()
        except EOFError:
            return
        results.send(_Ready())
        _limit_memory(limits.memory)
        for page in pages:
            results.send(_attempt(task, page, limits))


def _take_over() -> tuple[Connection, Connection]:
    """The pipes to the parent, out of reach of anything that prints."""
    tasks = Connection(os.dup(0), writable=False)
    results = Connection(os.dup(1), readable=False)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return tasks, results


def _attempt(task: Task[Any], page: Page, limits: Limits) -> Any:
    """The task's result. The system ends the process, even inside a parser, when its time is up."""
    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    try:
        return task(page)
    except MemoryError:
        detail = f"it took more than {limits.memory // 1_000_000:,} MB of memory"
        return Rejected(page.path or page.url or "", Reason.CRASHED, detail)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(room: int) -> None:
    """Let the process grow by so many bytes of address space, where the system can tell and forbid."""
    sizes = Path("/proc/self/statm")
    if sys.platform != "win32" and sizes.exists():
        now = int(sizes.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + room, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _environment() -> dict[str, str]:
    """This process's own, with its paths: another would find another corpus, or none."""
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
    return {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"} | dict(os.environ) | {"PYTHONPATH": paths}


def _name_exit(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"status {code}"
