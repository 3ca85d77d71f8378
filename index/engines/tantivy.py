"""tantivy (tantivy-py 0.27): the default engine, built of queries made by hand, never by its parser.

A TEXT column is split at blanks by a tokenizer that has to be registered whenever the index is opened. Keys
are single terms and fast columns, for counting. tantivy orders by one number (``order.ages``); what is equal
in it is fetched to the last and ordered here. BM25 is the same as the plain engine's but for lengths, which
are rounded above 40 tokens, and for counts, which include deleted documents until segments are merged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur

from ..analysis import BOUNDARY
from ..engine import Document, EngineError, ScoredDoc, TopDocs, round_score
from ..plan import ID, Plan, make_plan
from ..query import Among, And, Best, Between, Clause, Everything, Near, Not, Or, Phrase, Query, Sort, Term
from ..schema import Collection, View, column
from .disk import empty_folder, make_folder, sync_folder
from .failures import turn_panics
from .order import Row, ages, cut_page

_VERSION, _MARK, _NEWEST, _OLDEST = "version", "mark", "newest", "oldest"
_BLANKS, _MAX_VALUES = "blanks", 65_000
_HEAP, _THREADS = 128_000_000, 2


class TantivyEngine:
    """One collection in one folder of tantivy's."""

    def __init__(self, folder: Path, collection: Collection) -> None:
        self._folder = folder
        self._collection = collection
        self._schema = _make_schema(collection)
        self._searcher: tantivy.Searcher | None = None
        self._has_deletions = False
        with turn_panics(f"The index in {folder} cannot be opened; build it anew"):
            if folder.is_dir() and tantivy.Index.exists(str(folder)):
                self._searcher = self._open().searcher()
                segments = json.loads((folder / "meta.json").read_bytes())["segments"]
                self._has_deletions = any(segment["deletes"] for segment in segments)

    @contextmanager
    def writer(self, fresh: bool = False) -> Iterator[TantivyWriter]:
        """See ``Engine``."""
        was_empty = make_folder(self._folder)
        with turn_panics(f"The index in {self._folder} cannot be written to"):
            # Opened anew each time: writers in turn on one open index leave files behind.
            writer = self._open(create=was_empty).writer(_HEAP, _THREADS)
            if fresh:
                writer.delete_all_documents()
        try:
            yield TantivyWriter(writer, self._schema)
            with turn_panics(f"The index in {self._folder} cannot be written"):
                writer.commit()
                writer.wait_merging_threads()
                sync_folder(self._folder)
        except BaseException:
            with suppress(EngineError), turn_panics("The writer cannot be closed"):
                writer.rollback()
                writer.wait_merging_threads()
            if was_empty:
                empty_folder(self._folder)
            raise

    def search(self, query: Query) -> TopDocs:
        """See ``Engine``."""
        searcher = self._opened()
        plan = make_plan(query, self._collection, self.words)
        with turn_panics(f"The index in {self._folder} cannot answer"):
            clause = self._translate(plan.clause)
            total, docs = self._rank(searcher, plan, clause)
            return TopDocs(total, True, docs, self._count_facets(searcher, plan, clause))

    def words(self, field: str, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """See ``Engine``."""
        alive = tantivy.Query.all_query() if self._has_deletions else None
        wanted = None if limit is None else limit + 1
        with turn_panics(f"The index in {self._folder} cannot list its words"):
            found = self._opened().terms_with_prefix(column(field, View.WORDS), prefix, alive, wanted)
        return [(word, count) for word, count in found if word != BOUNDARY][:limit]

    def fingerprints(self) -> Mapping[str, str]:
        """See ``Engine``."""
        searcher = self._opened()
        if not searcher.num_docs:
            return {}
        with turn_panics(f"The index in {self._folder} cannot list its documents"):
            everything = tantivy.Query.all_query()
            found = searcher.search(everything, searcher.num_docs, count=False, order_by_field=_MARK)
        return dict(str(mark).rsplit(" ", 1) for mark, _ in found.hits)

    def count(self) -> int:
        """See ``Engine``."""
        return self._opened().num_docs

    def close(self) -> None:
        """See ``Engine``."""
        self._searcher = None

    def _opened(self) -> tantivy.Searcher:
        if self._searcher is None:
            raise EngineError(f"There is no index open in {self._folder}; build one first.")
        return self._searcher

    def _open(self, create: bool = False) -> tantivy.Index:
        """The index on disk; it does not follow later changes."""
        path = str(self._folder)
        index = tantivy.Index(self._schema, path) if create else tantivy.Index.open(path)
        for name in (*self._collection.columns(View.STEMS), *self._collection.columns(View.KEY)):
            tantivy.Query.term_query(index.schema, name, "")
        blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer(_BLANKS, blanks)
        index.config_reader(reload_policy="manual")
        return index

    def _rank(
        self, searcher: tantivy.Searcher, plan: Plan, clause: tantivy.Query
    ) -> tuple[int, list[ScoredDoc]]:
        """The total and the page: the best of one order, read on until what is equal to the last is there."""
        query = self._narrow(clause, plan.filters())
        wanted = min(plan.offset + plan.limit, searcher.num_docs) + 1
        while True:
            found = searcher.search(query, wanted, **_order(plan))
            total: int = found.count  # type: ignore[attr-defined]
            end = min(plan.offset + plan.limit, total)
            firsts = [round_score(key) if plan.scores else key for key, _ in found.hits]
            if end <= plan.offset:
                return total, []
            if len(firsts) < wanted or firsts[end - 1] != firsts[-1]:
                return total, self._page(searcher, plan, firsts, [address for _, address in found.hits])
            wanted = min(4 * wanted, total + 1)

    def _page(
        self, searcher: tantivy.Searcher, plan: Plan, firsts: list[Any], addresses: list[tantivy.DocAddress]
    ) -> list[ScoredDoc]:
        """The documents of the page; ``firsts`` are what tantivy ordered by."""
        seconds = searcher.fast_field_values(_NEWEST, addresses) if plan.scores else firsts
        ranked = list(zip(firsts, seconds, addresses, strict=True))
        ranked.sort(key=lambda row: row[:2], reverse=plan.sort is not Sort.OLDEST)

        def read(place: int) -> Row:
            stored: dict[str, Any] = searcher.doc(ranked[place][2]).to_dict()
            return stored[ID][0], stored[_VERSION][0], ranked[place][0] if plan.scores else 0.0

        rows = cut_page([row[:2] for row in ranked], plan.offset, plan.limit, read)
        return [ScoredDoc(*row) for row in rows]

    def _count_facets(
        self, searcher: tantivy.Searcher, plan: Plan, clause: tantivy.Query
    ) -> dict[str, list[tuple[str, int]]]:
        """One aggregation for all fields that obey the same filters."""
        groups: dict[tuple[Clause, ...], list[str]] = {}
        for name in plan.facets:
            groups.setdefault(plan.filters(but=name), []).append(name)
        facets: dict[str, list[tuple[str, int]]] = {}
        for filters, names in groups.items():
            wanted = {name: _terms_of(name) for name in names}
            found = searcher.aggregate(self._narrow(clause, filters), wanted)
            for name in names:
                counts = [(bucket["key"], bucket["doc_count"]) for bucket in found[name]["buckets"]]
                facets[name] = sorted(counts, key=lambda item: (-item[1], item[0]))
        return {name: facets[name] for name in plan.facets}

    def _narrow(self, clause: tantivy.Query, filters: Sequence[Clause]) -> tantivy.Query:
        return _every(clause, *map(self._translate, filters)) if filters else clause

    def _translate(self, clause: Clause) -> tantivy.Query:
        match clause:
            case And(clauses, optional):
                parts = [(Occur.Must, self._translate(part)) for part in clauses or (Everything(),)]
                parts += [(Occur.Should, self._translate(part)) for part in optional]
                return tantivy.Query.boolean_query(parts)
            case Or(clauses) if clauses:
                return _some(*map(self._translate, clauses))
            case Best(clauses) if clauses:
                return tantivy.Query.disjunction_max_query([self._translate(part) for part in clauses])
            case Or() | Best():
                return tantivy.Query.empty_query()
            case Not(part):
                everything = (Occur.Must, _fix(tantivy.Query.all_query()))
                return tantivy.Query.boolean_query([everything, (Occur.MustNot, self._translate(part))])
            case _:
                return self._translate_leaf(clause)

    def _translate_leaf(self, clause: Clause) -> tantivy.Query:
        match clause:
            case Term(field, View.KEY, token, _):
                return _fix(self._key(field, token))
            case Term(field, view, token, boost):
                term = tantivy.Query.term_query(self._schema, column(field, view), token, "freq")
                return tantivy.Query.boost_query(term, boost)
            case Phrase(field, view, tokens, boost):
                return tantivy.Query.boost_query(self._phrase(column(field, view), *tokens), boost)
            case Near(field, view, tokens, slop, boost):
                words = [self._translate_leaf(Term(field, view, token, boost)) for token in tokens]
                pairs = [self._pair(column(field, view), *pair, slop) for pair in pairwise(tokens)]
                return _every(*words, *map(_fix, pairs))
            case Between(field, start, end):
                days = start.toordinal() if start else 1, end.toordinal() if end else None
                integer, name = tantivy.FieldType.Integer, column(field, View.DAY)
                return _fix(tantivy.Query.range_query(self._schema, name, integer, *days))
            case Among(field, values, scores):
                weighed = zip(values, scores or repeat(0.0), strict=False)
                parts = [_fix(self._key(field, value), score) for value, score in weighed]
                return tantivy.Query.disjunction_max_query(parts) if parts else tantivy.Query.empty_query()
            case _:
                return _fix(tantivy.Query.all_query())

    def _pair(self, name: str, first: str, second: str, slop: int) -> tantivy.Query:
        """The two tokens with at most ``slop`` between them, in one order or the other."""
        if first != second:
            orders = (first, second), (second, first)
            return _some(*(self._phrase(name, *order, slop=slop) for order in orders))
        # With a slop, tantivy takes one occurrence for both: each distance has to be asked for.
        return _some(*(self._phrase(name, (0, first), (step, first)) for step in range(1, slop + 2)))

    def _phrase(self, name: str, *tokens: str | tuple[int, str], slop: int = 0) -> tantivy.Query:
        return tantivy.Query.phrase_query(self._schema, name, [*tokens], slop)

    def _key(self, field: str, value: str) -> tantivy.Query:
        name = ID if field == ID else column(field, View.KEY)
        return tantivy.Query.term_query(self._schema, name, value, "basic")


class TantivyWriter:
    """Documents for one commit."""

    def __init__(self, writer: tantivy.IndexWriter, schema: tantivy.Schema) -> None:
        self._writer = writer
        self._schema = schema

    def add(self, document: Document) -> None:
        """See ``Writer``."""
        self.delete(document.id)
        with turn_panics(f"The statement {document.id} cannot be indexed"):
            self._writer.add_document(_make_document(document, self._schema))

    def delete(self, id: str) -> None:
        """See ``Writer``."""
        self._writer.delete_documents_by_term(ID, id)


def _make_schema(collection: Collection) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in (*collection.columns(View.STEMS), *collection.columns(View.WORDS)):
        builder.add_text_field(name, tokenizer_name=_BLANKS, index_option="position")
    for name in collection.columns(View.KEY):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    for name in (_NEWEST, _OLDEST, *collection.columns(View.DAY)):
        builder.add_integer_field(name, fast=True)
    builder.add_text_field(ID, tokenizer_name="raw", stored=True, index_option="basic")
    builder.add_text_field(_MARK, tokenizer_name="raw", fast=True, index_option="basic")
    builder.add_integer_field(_VERSION, stored=True)
    return builder.build()


def _make_document(document: Document, schema: tantivy.Schema) -> tantivy.Document:
    fields = {
        **{name: text for name, text in document.texts.items() if text},
        **{column(name, View.KEY): list(values) for name, values in document.keys.items()},
        **{column(name, View.DAY): day for name, day in document.days.items()},
        ID: document.id,
        _MARK: f"{document.id} {document.fingerprint}",
        _VERSION: document.version,
        **dict(zip((_NEWEST, _OLDEST), ages(document), strict=True)),
    }
    return tantivy.Document.from_dict(fields, schema)


def _order(plan: Plan) -> dict[str, Any]:
    if plan.scores:
        return {}
    if plan.sort is Sort.OLDEST:
        return {"order_by_field": _OLDEST, "order": tantivy.Order.Asc}
    return {"order_by_field": _NEWEST, "order": tantivy.Order.Desc}


def _terms_of(name: str) -> dict[str, Any]:
    return {"terms": {"field": column(name, View.KEY), "size": _MAX_VALUES, "segment_size": _MAX_VALUES}}


def _every(*queries: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Must, query) for query in queries])


def _some(*queries: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _fix(query: tantivy.Query, score: float = 0.0) -> tantivy.Query:
    """The query with the same score for all."""
    return tantivy.Query.const_score_query(query, score)
