"""Other search libraries as their own documentation sets them up, for comparison in the same run."""

from __future__ import annotations

import importlib
import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from corpus.statement import Statement


class Peer(Protocol):
    """A system that finds the ids of statements."""

    def find(self, text: str, limit: int) -> list[str]:
        """The best first."""


class WhooshDefaults:
    """Whoosh as it comes: words joined by AND, no stems; title and body."""

    group = "AndGroup"
    analyzer = "StandardAnalyzer"

    def __init__(self, statements: Sequence[Statement], folder: Path) -> None:
        fields, index = importlib.import_module("whoosh.fields"), importlib.import_module("whoosh.index")
        qparser = importlib.import_module("whoosh.qparser")
        analyzer = getattr(importlib.import_module("whoosh.analysis"), self.analyzer)()
        text = fields.TEXT(analyzer=analyzer)
        schema = fields.Schema(id=fields.ID(stored=True), title=text, body=text)
        made = index.create_in(str(folder), schema)
        writer = made.writer(limitmb=256)
        for statement in statements:
            writer.add_document(id=statement.id, title=statement.title, body=statement.text)
        writer.commit()
        self.searcher = made.searcher()
        group = getattr(qparser, self.group)
        self.parser = qparser.MultifieldParser(["title", "body"], schema, group=group)

    def find(self, text: str, limit: int) -> list[str]:
        return [hit["id"] for hit in self.searcher.search(self.parser.parse(text), limit=limit)]


class WhooshTuned(WhooshDefaults):
    """Whoosh with OR and stems."""

    group = "OrGroup"
    analyzer = "StemmingAnalyzer"


class Tantivy:
    """tantivy with its own English analysis and parser, title twice."""

    def __init__(self, statements: Sequence[Statement], folder: Path) -> None:
        tantivy = importlib.import_module("tantivy")
        builder = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
        for name in ("title", "body"):
            builder = builder.add_text_field(name, tokenizer_name="en_stem")
        self.index = tantivy.Index(builder.build(), path=str(folder))
        writer = self.index.writer()
        for statement in statements:
            writer.add_document(tantivy.Document(id=statement.id, title=statement.title, body=statement.text))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def find(self, text: str, limit: int) -> list[str]:
        query = self.index.parse_query(text, ["title", "body"], field_boosts={"title": 2.0})
        hits = self.searcher.search(query, limit).hits
        return [self.searcher.doc(address)["id"][0] for _, address in hits]


class Fts5:
    """SQLite's FTS5 with its porter stems and BM25, words joined by OR."""

    def __init__(self, statements: Sequence[Statement], folder: Path) -> None:
        self.database = sqlite3.connect(folder / "peer.db")
        command = (
            "CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, body, tokenize = 'porter unicode61')"
        )
        self.database.execute(command)
        rows = ((statement.id, statement.title, statement.text) for statement in statements)
        self.database.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        self.database.commit()

    def find(self, text: str, limit: int) -> list[str]:
        quoted = text.startswith('"')
        query = text if quoted else " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        command = "SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t, 0, 2, 1) LIMIT ?"
        return [id for (id,) in self.database.execute(command, (query, limit))]


class Bm25s:
    """bm25s with 1.5 and 0.75, Snowball stems and its English stop words; title and body as one text."""

    def __init__(self, statements: Sequence[Statement], folder: Path) -> None:
        self.bm25s = importlib.import_module("bm25s")
        self.stemmer = importlib.import_module("Stemmer").Stemmer("english")
        self.ids = [statement.id for statement in statements]
        self.retriever = self.bm25s.BM25(k1=1.5, b=0.75)
        self.retriever.index(self.split([f"{s.title}\n{s.text}" for s in statements]), show_progress=False)

    def split(self, texts: list[str]) -> Any:
        return self.bm25s.tokenize(texts, stopwords="en", stemmer=self.stemmer, show_progress=False)

    def find(self, text: str, limit: int) -> list[str]:
        found, scores = self.retriever.retrieve(
            self.split([text]), k=min(limit, len(self.ids)), show_progress=False
        )
        return [self.ids[at] for at, score in zip(found[0], scores[0], strict=True) if score > 0]


PEERS: dict[str, Callable[[Sequence[Statement], Path], Peer]] = {
    "whoosh, defaults": WhooshDefaults,
    "whoosh, OR, stems": WhooshTuned,
    "tantivy, its parser": Tantivy,
    "SQLite FTS5, OR": Fts5,
    "bm25s": Bm25s,
}
