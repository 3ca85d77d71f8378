"""Build a home of so many statements from its archive, then time eight kinds of queries on it.

    python tests/benchmarks/scale.py --size 28139 150000

The statements are the shared measuring data (``--data``); beyond their number, their paragraphs are put
together anew with a seed, as many for each as a real statement has. Seconds and milliseconds are of the
clock; memory is that of all processes together, sampled: their own, and files that are mapped into it.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from engines import DATA, make_queries, read_statements

from corpus.archive import Facts
from corpus.statement import Statement, digest_of
from index.builder import rebuild
from index.generation import Generation
from index.home import Home
from search import search

BATCH = 500
ROUNDS = 40
SEED = 5
TYPED: dict[str, Callable[[str, str, str], str]] = {
    "rare": lambda rare, medium, common: rare,
    "common": lambda rare, medium, common: common,
    "OR of 4": lambda rare, medium, common: f"{common} {medium} {rare} {medium[:-1]}",
    "AND of 2": lambda rare, medium, common: f"{common} AND {medium}",
    "phrase": lambda rare, medium, common: f'"of the {medium}"',
    "near": lambda rare, medium, common: f'"{medium} {common}"~5',
    "prefix": lambda rare, medium, common: f"{medium[:3]}*",
    "dates": lambda rare, medium, common: f"{common} issued:1990..2015",
}


def make_statements(path: Path, size: int) -> Iterator[Statement]:
    """The real statements, then others of their paragraphs."""
    real = list(islice(read_statements(path), size))
    yield from real
    if len(real) == size:
        return
    chance = random.Random(SEED)
    paragraphs = [paragraph for statement in real for paragraph in statement.text.split("\n\n")]
    for number in range(size - len(real)):
        model = chance.choice(real)
        text = "\n\n".join(chance.choices(paragraphs, k=model.text.count("\n\n") + 1))
        id = digest_of(f"made {number}")
        yield replace(model, id=id, text=text, url=f"https://made.example/{id}")


def fill(home: Home, statements: Iterator[Statement]) -> int:
    """Archive the statements; the bytes of their texts."""
    size = 0
    with home.writing():
        while batch := list(islice(statements, BATCH)):
            with home.archive.transaction():
                for statement in batch:
                    facts = Facts(f"made/{statement.id}.html", len(statement.text), 1.0, statement.id, "")
                    home.archive.keep(facts, statement)
                    size += len(statement.text.encode())
    return size


class Watch:
    """The most memory that this process and those below it had at once, in bytes; a context manager."""

    def __init__(self) -> None:
        self.own = self.mapped = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.2):
            states = [read_state(pid) for pid in list_processes(os.getpid())]
            self.own = max(self.own, sum(state.get("RssAnon", 0) for state in states))
            self.mapped = max(self.mapped, sum(state.get("RssFile", 0) for state in states))


def list_processes(pid: int) -> list[int]:
    """A process and all below it (Linux)."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        below = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return []
    return [pid, *(inner for child in below for inner in list_processes(child))]


def read_state(pid: int) -> dict[str, int]:
    """The sizes that the system tells of a process, in bytes."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    return {
        name: 1024 * int(rest.split()[0])
        for name, _, rest in (line.partition(":") for line in lines)
        if rest.endswith("kB")
    }


def build(home: Home, size: int) -> None:
    """Print what the index takes; ``size``: bytes of text."""
    before = os.times()
    with Watch() as watch:
        report = rebuild(home)
    after = os.times()
    spent = sum(after[:4]) - sum(before[:4])
    current = home.current()
    assert current is not None
    print(f"statements       {report.index.statements:12,}")
    print(f"text             {size / 1e6:12.1f} MB")
    print(f"index            {report.index_seconds:12.1f} s, {spent:.1f} s of processors")
    print(f"rate             {size / 1e6 / report.index_seconds:12.2f} MB/s")
    print(f"size             {current[1].size() / 1e6:12.1f} MB")
    print(f"memory           {watch.own / 1e6:12.0f} MB, and {watch.mapped / 1e6:.0f} MB of files")


def draw_words(generation: Generation) -> Callable[[], tuple[str, str, str]]:
    """A rare, a medium and a common word at every call."""
    chance = random.Random(SEED)
    counted = [
        pair for pair in generation.statements.words("all", "") if pair[0].isalpha() and len(pair[0]) > 3
    ]
    total = generation.statements.count()
    rare = [word for word, count in counted if 2 <= count <= max(3, total // 1000)]
    medium = [word for word, count in counted if total / 100 <= count <= total / 10]
    common = [word for word, count in counted if count > total / 5]
    return lambda: (chance.choice(rare), chance.choice(medium), chance.choice(common))


def time_calls(calls: list[Callable[[], object]]) -> str:
    """The median and the 95th percentile of the milliseconds they take."""
    took = []
    for call in calls:
        start = time.perf_counter()
        call()
        took.append(1000 * (time.perf_counter() - start))
    took.sort()
    return f"{statistics.median(took):>10.2f}{took[int(0.95 * len(took))]:>10.2f}"


def time_queries(home: Home) -> None:
    """Print a line for each kind of query: through the engine alone, and through the whole search."""
    generation = home.open()
    draw = draw_words(generation)
    words = [draw() for _ in range(ROUNDS)]
    pairs = [("of", "the"), *((medium, common) for _, medium, common in words)]
    print(f"{'':<12}{'engine':>16}{'':>4}{'search, ten hits, facets':>24}")
    print(f"{'query':<12}{'p50 ms':>10}{'p95 ms':>10}{'p50 ms':>14}{'p95 ms':>10}")
    made = make_queries(generation.statements, pairs)
    for kind, typed in TYPED.items():
        queries = [made[kind]() for _ in range(ROUNDS)]
        engine = time_calls([partial(generation.statements.search, query) for query in queries])
        whole = time_calls([partial(search, typed(*drawn), home) for drawn in words])
        print(f"{kind:<12}{engine}    {whole}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, nargs="+", default=[28_139], help="how many statements")
    parser.add_argument("--data", type=Path, default=DATA, help="the statements, JSON lines in xz")
    options = parser.parse_args()
    for size in options.size:
        with tempfile.TemporaryDirectory() as folder:
            home = Home(folder)
            text = fill(home, make_statements(options.data, size))
            build(home, text)
            time_queries(home)


if __name__ == "__main__":
    main()
