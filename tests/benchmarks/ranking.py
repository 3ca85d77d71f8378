"""How well the search ranks, beside what pip can install, in one run.

    python tests/benchmarks/ranking.py --docs D/docs.jsonl --queries D/queries.tsv --qrels D/qrels.txt
    python tests/benchmarks/ranking.py --docs sample-10k.jsonl.gz --known-items known_items.jsonl

Judged collections give nDCG@10, known items success@1 by type. Documents are JSON lines (also ``.gz`` or
``.xz``) with ``id``, ``title``, ``text`` and, where there are, ``date``, ``issuer``, ``speaker``, ``kind``
and ``lang``. Ours goes the way of a user: the documents are archived and indexed in a temporary home,
the queries typed into ``search``. A peer that is not installed is left out, with a line saying so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import lzma
import math
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from corpus.archive import Archive, Facts
from corpus.statement import Rejected, Statement, digest_of
from index.builder import rebuild
from index.home import Home
from search import QueryError, search

sys.path.insert(0, str(Path(__file__).parent))

from peers import PEERS, Peer

DEPTH = 10
TYPES = ("title_half", "title_half_typo", "phrase", "meta")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as typed, and the documents that answer it: id to grade. ``type`` is None where judged."""

    text: str
    answers: Mapping[str, int]
    type: str | None = None


def open_lines(path: Path) -> IO[str]:
    """A text file, unpacked by its ending."""
    openers: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open}
    opened: IO[str] = openers.get(path.suffix, open)(path, "rt", encoding="utf-8")
    return opened


def read_statements(path: Path) -> Iterator[Statement]:
    """Each document as a statement; its id is the digest of the document's."""
    with open_lines(path) as lines:
        for line in lines:
            data = json.loads(line)
            yield Statement(
                id=digest_of(data["id"]),
                title=data.get("title") or "",
                text=data.get("text") or "",
                issuer=data.get("issuer") or None,
                issued=read_day(data.get("date") or ""),
                kind=data.get("kind") or None,
                speakers=(data["speaker"],) if data.get("speaker") else (),
                language=data.get("lang") or "en",
                source=data["id"],
            )


def read_day(text: str) -> date | None:
    """A day in ISO 8601."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_judged(queries: Path, qrels: Path) -> list[Asked]:
    """The queries that have an answer, as people would type them."""
    answers: dict[str, dict[str, int]] = defaultdict(dict)
    for line in qrels.read_text(encoding="utf-8").splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0:
            answers[query][digest_of(document)] = int(grade)
    rows = (line.split("\t", 1) for line in queries.read_text(encoding="utf-8").splitlines() if line)
    return [Asked(clean(text), answers[query]) for query, text in rows if answers[query]]


def read_known_items(path: Path) -> list[Asked]:
    """The known items; quoted phrases keep their quotation marks."""
    with open_lines(path) as lines:
        items = [json.loads(line) for line in lines]
    return [Asked(type_in(item), {digest_of(item["relevant"]): 1}, item["type"]) for item in items]


def type_in(item: Mapping[str, Any]) -> str:
    text = str(item["query"])
    return text if item["type"] == "phrase" else clean(text)


def clean(text: str) -> str:
    """Lower case, possessive dropped, words joined by blanks."""
    return " ".join(re.findall(r"\w+", re.sub(r"['’]s\b", "", text.lower())))


class Ours:
    """On Record, in a home of its own."""

    def __init__(self, statements: Iterable[Statement], folder: Path, engine: str) -> None:
        self.home = Home(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with Archive(folder / "archive.db") as archive, archive.transaction():
            for number, statement in enumerate(statements):
                facts = Facts(f"docs/{number}-{statement.source}", len(statement.text), number, statement.id)
                kept = archive.keep(facts, statement)
                if isinstance(kept, Rejected):
                    sys.stderr.write(f"{statement.source}: {kept.reason}: {kept.detail}\n")
        rebuild(self.home, engine)

    def find(self, text: str, limit: int) -> list[str]:
        """The ids of the best; a query that can't be read, or is too long, as it is repaired."""
        try:
            results = search(text, self.home, limit=limit, facets=())
        except QueryError as error:
            results = search(error.repaired, self.home, limit=limit, facets=())
        return [hit.statement.id for hit in results]


def measure(find: Callable[[str, int], Sequence[str]], asked: Sequence[Asked]) -> dict[str, float]:
    """Each measure, and milliseconds of processor time a query: the median and the 95th percentile."""
    scores: dict[str, list[float]] = defaultdict(list)
    times = []
    for query in asked:
        began = time.process_time()
        found = list(find(query.text, DEPTH))
        times.append(time.process_time() - began)
        if query.type is None:
            scores["nDCG@10"].append(discounted_gain(found, query.answers))
        else:
            scores[query.type].append(float(found[:1] == list(query.answers)))
    times.sort()
    means = {name: sum(values) / len(values) for name, values in scores.items()}
    ordered = {name: means[name] for name in ("nDCG@10", *TYPES) if name in means} | means
    return ordered | {"ms p50": percentile(times, 50), "ms p95": percentile(times, 95)}


def percentile(times: Sequence[float], part: int) -> float:
    return times[min(len(times) * part // 100, len(times) - 1)] * 1000


def discounted_gain(found: Sequence[str], answers: Mapping[str, int]) -> float:
    """nDCG@10 with the gain 2^grade - 1 (Burges et al. 2005)."""
    gains = [(2 ** answers.get(id, 0) - 1) / math.log2(place + 2) for place, id in enumerate(found[:DEPTH])]
    best = sorted(answers.values(), reverse=True)[:DEPTH]
    ideal = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))
    return sum(gains) / ideal


@contextmanager
def folder_for(name: str) -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f"ranking-{name}-") as folder:
        yield Path(folder)


def run_system(name: str, make: Callable[[Path], Peer], asked: Sequence[Asked]) -> dict[str, float] | None:
    """The measures of one system; None where its library is not installed."""
    with folder_for(name) as folder:
        try:
            system = make(folder)
        except ImportError as error:
            sys.stderr.write(f"{name} is left out: {error}\n")
            return None
        return measure(system.find, asked)


def print_table(measures: Mapping[str, Mapping[str, float]]) -> None:
    names = list(next(iter(measures.values())))
    print(f"{'':28}" + "".join(f"{name:>17}" for name in names))
    for system, values in measures.items():
        print(f"{system:28}" + "".join(f"{values[name]:17.4f}" for name in names))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--docs", type=Path, required=True, metavar="F")
    parser.add_argument("--queries", type=Path, metavar="F")
    parser.add_argument("--qrels", type=Path, metavar="F")
    parser.add_argument("--known-items", type=Path, metavar="F")
    parser.add_argument("--json", type=Path, metavar="F", help="write {system: {measure: value}} here")
    parser.add_argument("--only", action="append", metavar="SYSTEM", help="only this system")
    parser.add_argument("--engine", default="tantivy", help="the engine of onrecord")
    args = parser.parse_args(argv)
    if not args.known_items and not (args.queries and args.qrels):
        parser.error("give --queries and --qrels, or --known-items")
    asked = read_known_items(args.known_items) if args.known_items else []
    if args.queries and args.qrels:
        asked += read_judged(args.queries, args.qrels)
    statements = list(read_statements(args.docs))
    systems: dict[str, Callable[[Path], Peer]] = {
        "onrecord": lambda folder: Ours(statements, folder, args.engine),
        **{name: (lambda folder, peer=peer: peer(statements, folder)) for name, peer in PEERS.items()},
    }
    wanted = args.only or list(systems)
    found = {name: run_system(name, systems[name], asked) for name in wanted}
    measures = {name: values for name, values in found.items() if values is not None}
    print_table(measures)
    if args.json:
        args.json.write_text(json.dumps(measures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
