"""Whoosh (the distribution whoosh-reloaded): the engine that needs nothing but Python.

Whoosh keeps terms, postings and stored values; the clauses are evaluated over its postings in ``postings``,
since its own matchers score compound queries otherwise. Its readers are not safe to share, so each thread
opens its own; what is derived from them is read once and kept. Whoosh never calls fsync: that is done here.
Its files hold pickles: open only what you built yourself.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection as Numbers
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, exists_in
from whoosh.reading import SegmentReader, TermNotFound

from ..analysis import BOUNDARY
from ..engine import Document, EngineError, TopDocs
from ..plan import ID, make_plan
from ..query import Query
from ..schema import Collection, View, column
from .disk import empty_folder, make_folder, sync_folder
from .failures import refuse_impostor, turn_failures
from .postings import K1, B, Postings

_NAME = "MAIN"
_STORED = "document"
_MEGABYTES = 128

Stored: TypeAlias = tuple[str, int, str, dict[str, int], tuple[int, ...]]
"""Id, version, fingerprint, days by field, and the lengths of the text columns in their order."""


class TokenColumn(fields.FieldType):  # type: ignore[misc]
    """Tokens joined by blanks, with their positions."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), None)

    def index(self, value: str, **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each token with its frequency, weight and encoded positions."""
        places: dict[str, list[int]] = {}
        for place, token in enumerate(value.split()):
            places.setdefault(token, []).append(place)
        encode = self.format.encode
        for token, found in places.items():
            yield token.encode(), len(found), float(len(found)), encode(found)


class KeyColumn(fields.FieldType):  # type: ignore[misc]
    """Whole values."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: Sequence[str], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each value."""
        return ((key.encode(), 1, 1.0, b"") for key in value)


class WhooshEngine:
    """One collection in one folder of Whoosh's."""

    def __init__(self, folder: Path, collection: Collection) -> None:
        refuse_impostor()
        self._folder = folder
        self._collection = collection
        self._schema = _make_schema(collection)
        self._snapshot: Snapshot | None = None
        with turn_failures(f"The index in {folder} cannot be opened; build it anew"):
            if folder.is_dir() and exists_in(str(folder)):
                self._snapshot = Snapshot(folder, self._schema)

    @contextmanager
    def writer(self, fresh: bool = False) -> Iterator[WhooshWriter]:
        """See ``Engine``."""
        was_empty = make_folder(self._folder)
        with turn_failures(f"The index in {self._folder} cannot be written to"):
            writer = WhooshWriter(self._folder, self._schema, was_empty, fresh)
        try:
            yield writer
            with turn_failures(f"The index in {self._folder} cannot be written"):
                writer.commit()
                sync_folder(self._folder)
        except BaseException:
            writer.cancel()
            if was_empty:
                empty_folder(self._folder)
            raise

    def search(self, query: Query) -> TopDocs:
        """See ``Engine``."""
        snapshot = self._opened()
        plan = make_plan(query, self._collection, self.words)
        with turn_failures(f"The index in {self._folder} cannot answer; build it anew"):
            return snapshot.answer(plan)

    def words(self, field: str, prefix: str, limit: int | None = None) -> list[tuple[str, int]]:
        """See ``Engine``."""
        snapshot = self._opened()
        with turn_failures(f"The index in {self._folder} cannot list its words; build it anew"):
            counts = snapshot.count_words(column(field, View.WORDS), prefix)
        counts.pop(BOUNDARY, None)
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]

    def fingerprints(self) -> Mapping[str, str]:
        """See ``Engine``."""
        snapshot = self._opened()
        return {id: fingerprint for id, _, fingerprint, *_ in snapshot.stored.values()}

    def count(self) -> int:
        """See ``Engine``."""
        return len(self._opened().stored)

    def close(self) -> None:
        """See ``Engine``."""
        self._snapshot = None

    def _opened(self) -> Snapshot:
        if self._snapshot is None:
            raise EngineError(f"There is no index open in {self._folder}; build one first.")
        return self._snapshot


class WhooshWriter:
    """Documents for one commit; one that comes twice counts as it came last."""

    def __init__(self, folder: Path, schema: fields.Schema, create: bool, fresh: bool) -> None:
        storage = FileStorage(str(folder), supports_mmap=False)
        index = storage.create_index(schema) if create else FileIndex(storage, schema=schema)
        self._writer = index.writer(limitmb=_MEGABYTES)
        # Else each posting asks the disk for a length that nobody needs: a third of the time.
        self._writer.codec.length_stats = False
        self._columns = _text_columns(schema)
        self._numbers: dict[str, int] = {}
        if fresh:
            # Merging "nothing" with the new segment leaves all older ones out.
            self._writer.mergetype = lambda writer, segments: []

    def add(self, document: Document) -> None:
        """See ``Writer``."""
        self.delete(document.id)
        texts = {name: text for name, text in document.texts.items() if text}
        keys = {column(name, View.KEY): values for name, values in document.keys.items()}
        lengths = tuple(len(texts.get(name, "").split()) for name in self._columns)
        stored = (document.id, document.version, document.fingerprint, dict(document.days), lengths)
        with turn_failures(f"The statement {document.id} cannot be indexed"):
            number = self._writer.docnum
            self._writer.add_document(**texts, **keys, **{ID: (document.id,), _STORED: stored})
        self._numbers[document.id] = number

    def delete(self, id: str) -> None:
        """See ``Writer``."""
        with turn_failures(f"The statement {id} cannot be deleted"):
            if id in self._numbers:
                # Whoosh does not look into what this writer has added.
                self._writer.newsegment.delete_document(self._numbers.pop(id))
            else:
                self._writer.delete_by_term(ID, id)

    def commit(self) -> None:
        """Write everything down; raises whatever Whoosh does."""
        self._writer.commit()

    def cancel(self) -> None:
        """Forget what was added, and let go of the lock."""
        if not self._writer.is_closed:
            with turn_failures("The writer cannot be closed"):
                self._writer.cancel()


class Snapshot(Postings):
    """One commit, as it was when it was opened; what is read of it once for all is kept here."""

    def __init__(self, folder: Path, schema: fields.Schema) -> None:
        self._storage = FileStorage(str(folder), supports_mmap=False)
        self._toc = TOC.read(self._storage, _NAME)
        if self._toc.schema.names() != schema.names():
            raise EngineError(f"The index in {folder} has other fields; build it anew.")
        self._columns = _text_columns(schema)
        self._local = threading.local()
        self._norms: dict[str, list[float]] = {}
        self._days: dict[str, list[int]] = {}
        self._values: dict[str, list[tuple[str, ...]]] = {}
        self._size = sum(segment.doc_count_all() for segment in self._toc.segments)
        self.stored = self._read_stored()

    def leaves(self) -> list[tuple[SegmentReader, int]]:
        """The readers of this thread: each segment's, with the number of its first document."""
        if not hasattr(self._local, "leaves"):
            sizes = accumulate((segment.doc_count_all() for segment in self._toc.segments), initial=0)
            self._local.leaves = [
                (SegmentReader(self._storage, self._toc.schema, segment), first)
                for segment, first in zip(self._toc.segments, sizes, strict=False)
            ]
        leaves: list[tuple[SegmentReader, int]] = self._local.leaves
        return leaves

    def documents(self) -> Numbers[int]:
        return self.stored.keys()

    def identify(self, number: int) -> tuple[str, int]:
        return self.stored[number][:2]

    def frequencies(self, name: str, token: str) -> dict[int, float]:
        return {number: matcher.weight() for number, matcher in self._postings(name, token)}

    def count(self, name: str, token: str) -> int:
        return sum(_count(reader, name, token) for reader, _ in self.leaves())

    def positions(self, name: str, token: str, among: Numbers[int]) -> dict[int, Sequence[int]]:
        found = self._postings(name, token)
        return {number: matcher.value_as("positions") for number, matcher in found if number in among}

    def holders(self, field: str, value: str) -> Numbers[int]:
        name = ID if field == ID else column(field, View.KEY)
        return [number for number, _ in self._postings(name, value)]

    def norms(self, name: str) -> list[float]:
        if name not in self._norms:
            place = self._columns.index(name)
            lengths = {number: stored[4][place] for number, stored in self.stored.items()}
            average = sum(lengths.values()) / max(len(lengths), 1) or 1.0
            self._norms[name] = [
                K1 * (1 - B + B * lengths.get(number, 0) / average) for number in range(self._size)
            ]
        return self._norms[name]

    def days(self, field: str) -> list[int]:
        if field not in self._days:
            known = {number: days.get(field, 0) for number, (_, _, _, days, _) in self.stored.items()}
            self._days[field] = [known.get(number, 0) for number in range(self._size)]
        return self._days[field]

    def values(self, field: str) -> list[tuple[str, ...]]:
        if field not in self._values:
            values: list[tuple[str, ...]] = [()] * self._size
            name = column(field, View.KEY)
            for reader, first in self.leaves():
                for key in reader.lexicon(name):
                    for number in reader.postings(name, key).all_ids():
                        values[first + number] += (key.decode(),)
            self._values[field] = values
        return self._values[field]

    def count_words(self, name: str, prefix: str) -> Counter[str]:
        """The words of a column that start so, with the number of documents."""
        counts: Counter[str] = Counter()
        for reader, _ in self.leaves():
            for word in reader.expand_prefix(name, prefix):
                if number := _count(reader, name, word):
                    counts[word.decode()] += number
        return counts

    def _postings(self, name: str, token: str) -> Iterator[tuple[int, Any]]:
        """Each document that holds the token, with the matcher that stands there."""
        for reader, first in self.leaves():
            try:
                matcher = reader.postings(name, token)
            except TermNotFound:
                continue
            while matcher.is_active():
                yield first + matcher.id(), matcher
                matcher.next()

    def _read_stored(self) -> dict[int, Stored]:
        return {
            first + number: stored[_STORED]
            for reader, first in self.leaves()
            for number, stored in reader.iter_docs()
        }


def _make_schema(collection: Collection) -> fields.Schema:
    tokens = (*collection.columns(View.STEMS), *collection.columns(View.WORDS))
    columns = {name: TokenColumn() for name in tokens}
    keys = {name: KeyColumn() for name in (ID, *collection.columns(View.KEY))}
    return fields.Schema(**columns, **keys, **{_STORED: fields.STORED()})


def _text_columns(schema: fields.Schema) -> list[str]:
    return [name for name, kind in schema.items() if isinstance(kind, TokenColumn)]


def _count(reader: SegmentReader, name: str, word: str | bytes) -> int:
    """The number of documents that hold the word and are not deleted."""
    if not reader.has_deletions():
        return int(reader.doc_frequency(name, word))
    try:
        return sum(1 for _ in reader.postings(name, word).all_ids())
    except TermNotFound:
        return 0
