"""Build an index of real statements with one engine and time eight kinds of queries on it.

    python tests/benchmarks/engines.py --size 28139 --engine tantivy

The statements are the shared measuring data (``--data``). Seconds and milliseconds are of CPU time; the
words of the queries are drawn with a seed from the index itself, by how many documents hold them.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from corpus.statement import Statement, digest_of
from index.document import describe
from index.engine import Document, Engine
from index.engines import ENGINES, open_engine
from index.query import And, Clause, Dates, Near, Or, Phrase, Prefix, Query, Term
from index.schema import STATEMENTS, Collection, View

DATA = Path(__file__).parents[3] / "shared/data/statements/large-28k.jsonl.xz"
FACETS = ("issuer", "kind", "year", "language", "speaker")
ROUNDS = 60


def read_statements(path: Path) -> Iterator[Statement]:
    """The statements of the measuring data, in its order."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            data = json.loads(line)
            yield Statement(
                id=digest_of(data["id"]),
                title=data["title"],
                text=data["text"].replace("\n", "\n\n"),
                issuer=data["issuer"] or None,
                issued=read_day(data["date"]),
                kind=data["kind"] or None,
                speakers=(data["speaker"],) if data["speaker"] else (),
                language=data["lang"] or None,
                url=data["url"] or None,
            )


def read_day(text: str) -> date | None:
    """A day from ``2016``, ``2016-03`` or ``2016-03-01``; None from anything else."""
    parts = [int(part) for part in text[:10].split("-") if part.isdigit()]
    return date(*[*parts, 1, 1][:3]) if parts else None


def build(
    engine_name: str, folder: Path, statements: Iterator[Statement], collection: Collection
) -> list[tuple[str, str]]:
    """Print what it takes; the answer is one pair of neighbouring words of each hundredth statement."""
    pairs: list[tuple[str, str]] = []
    described = indexed = 0.0
    size = 0
    with open_engine(engine_name, folder, collection).writer(fresh=True) as writer:
        for number, statement in enumerate(statements):
            start = time.process_time()
            document = describe(statement)
            middle = time.process_time()
            writer.add(keep_columns(document, collection))
            described += middle - start
            indexed += time.process_time() - middle
            size += len(statement.text.encode())
            words = document.texts["all_words"].split()
            if number % 100 == 0 and len(words) > 40:
                pairs.append((words[30], words[31]))
        start = time.process_time()
    indexed += time.process_time() - start
    on_disk = sum(path.stat().st_size for path in folder.iterdir())
    print(f"text             {size / 1e6:10.1f} MB")
    print(f"analyse          {described:10.1f} s")
    print(f"index            {indexed:10.1f} s")
    print(f"on disk          {on_disk / 1e6:10.1f} MB")
    print(f"peak memory      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:10.0f} MB")
    return pairs


def keep_columns(document: Document, collection: Collection) -> Document:
    """The document with the columns of the collection only."""
    known = {*collection.columns(View.STEMS), *collection.columns(View.WORDS)}
    if document.texts.keys() <= known:
        return document
    values = {name: getattr(document, name) for name in document.__slots__}
    return Document(
        **values | {"texts": {name: text for name, text in document.texts.items() if name in known}}
    )


def make_queries(engine: Engine, pairs: list[tuple[str, str]]) -> dict[str, Callable[[], Query]]:
    """Each kind of query, made anew at every call."""
    dice = random.Random(1)
    counted = [(word, count) for word, count in engine.words("all", "") if word.isalpha() and len(word) > 2]
    total = engine.count()
    rare = [word for word, count in counted if 2 <= count <= max(3, total // 1000)]
    medium = [word for word, count in counted if total / 100 <= count <= total / 10]
    common = [word for word, count in counted if count > total / 5]

    def term(words: list[str]) -> Clause:
        return Term("all", View.WORDS, dice.choice(words))

    def prefix() -> str:
        return dice.choice(medium)[:3]

    year = 1990
    return {
        "rare": lambda: Query(term(rare)),
        "common": lambda: Query(term(common)),
        "OR of 4": lambda: Query(Or((term(common), term(medium), term(medium), term(rare)))),
        "AND of 2": lambda: Query(And((term(common), term(medium)))),
        "phrase": lambda: Query(Phrase("all", View.WORDS, dice.choice(pairs))),
        "near": lambda: Query(Near("all", View.WORDS, dice.choice(pairs), 5)),
        "prefix": lambda: Query(Prefix("all", prefix())),
        "dates": lambda: Query(term(common), issued=Dates(date(year, 1, 1), date(2015, 12, 31))),
        "facets": lambda: Query(term(common), filters={"kind": ("speech",)}, facets=FACETS),
    }


def time_queries(engine: Engine, pairs: list[tuple[str, str]]) -> None:
    print(f"{'query':<12}{'p50 ms':>10}{'p95 ms':>10}{'total':>10}")
    for kind, make in make_queries(engine, pairs).items():
        seconds, totals = [], []
        for query in [make() for _ in range(ROUNDS)]:
            start = time.process_time()
            totals.append(engine.search(query).total)
            seconds.append(1000 * (time.process_time() - start))
        seconds.sort()
        late = seconds[int(0.95 * len(seconds))]
        print(f"{kind:<12}{statistics.median(seconds):>10.2f}{late:>10.2f}{statistics.median(totals):>10.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=28_139, help="how many statements")
    parser.add_argument("--engine", choices=list(ENGINES), default="tantivy")
    parser.add_argument("--data", type=Path, default=DATA, help="the statements, JSON lines in xz")
    parser.add_argument("--without", action="append", default=[], metavar="FIELD", help="leave a field out")
    options = parser.parse_args()
    kept = tuple(field for field in STATEMENTS.fields if field.name not in options.without)
    collection = Collection(STATEMENTS.name, kept)
    with tempfile.TemporaryDirectory() as folder:
        statements = islice(read_statements(options.data), options.size)
        pairs = build(options.engine, Path(folder) / "index", statements, collection)
        start = time.process_time()
        engine = open_engine(options.engine, Path(folder) / "index", collection)
        print(f"open             {time.process_time() - start:10.3f} s")
        start = time.process_time()
        print(f"fingerprints     {len(engine.fingerprints()):10} in {time.process_time() - start:.3f} s")
        time_queries(engine, pairs)
        engine.close()


if __name__ == "__main__":
    main()
