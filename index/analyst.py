"""Statements as JSON lines -> analysed documents, on every core.

Each process is a new Python that speaks pickles over its standard input and output. It ends with its parent,
however that ends, and holds no lock and no file of it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from queue import SimpleQueue

from corpus.statement import loads

from .document import describe_and_pack, describe_quotes
from .engine import Document, EngineError

CHUNK = 64
"""Statements in one message."""


FEW = 400
"""So many statements are analysed here and now, before another process would have started."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a statement is to the engines: its documents. ``bag``: its stems, packed (``bags``)."""

    statement: Document
    bag: bytes
    quotes: tuple[Document, ...]


def describe_line(line: str) -> Described:
    """The documents of one statement."""
    statement = loads(line)
    return Described(*describe_and_pack(statement), tuple(describe_quotes(statement)))


def describe_all(lines: Iterable[str], jobs: int) -> Iterator[Described]:
    """The same for many, in their order, by so many processes; in this one where they are FEW.

    Raises EngineError where a process ends before its work.
    """
    rest = iter(lines)
    first = list(islice(rest, FEW + 1))
    if jobs <= 1 or len(first) <= FEW:
        yield from map(describe_line, chain(first, rest))
        return
    with _Analysts(jobs) as analysts:
        yield from analysts.describe(chain(first, rest))


class _Analysts:
    """So many processes, each served by a thread; no more than two chunks wait for each."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._threads = ThreadPoolExecutor(jobs, "describe")
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._all = [_Process() for _ in range(jobs)]
        for process in self._all:
            self._idle.put(process)

    def __enter__(self) -> _Analysts:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._all:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            process.close()

    def describe(self, lines: Iterator[str]) -> Iterator[Described]:
        """The lines described, in their order."""
        waiting: deque[Future[list[Described]]] = deque()
        while chunk := list(islice(lines, CHUNK)):
            waiting.append(self._threads.submit(self._ask, chunk))
            if len(waiting) > 2 * self._jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _ask(self, chunk: Sequence[str]) -> list[Described]:
        process = self._idle.get()
        try:
            return process.ask(chunk)
        finally:
            self._idle.put(process)


class _Process:
    """One process that describes statements."""

    def __init__(self) -> None:
        paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from index.analyst import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(os.environ) | {"PYTHONPATH": paths},
        )

    def ask(self, chunk: Sequence[str]) -> list[Described]:
        """The answer to one chunk; raises EngineError where the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(chunk, self._process.stdin)
            self._process.stdin.flush()
            answer: list[Described] = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            problem = "A process that analyses statements has ended; run the command again."
            raise EngineError(problem) from error
        return answer

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def close(self) -> None:
        """Let the system forget it, once it is killed and no thread asks it."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:  # what was not read yet is of no use any more
                continue


def serve() -> None:
    """Answer chunks from standard input until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # nothing that prints may come between the answers
        while True:
            try:
                chunk: Sequence[str] = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            pickle.dump([describe_line(line) for line in chunk], answers)
            answers.flush()
