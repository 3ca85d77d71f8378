"""Statement -> Document: its fields, already analysed, the same for every engine.

The combined field ``all`` holds each TEXT field as often as its ``boost`` says in the view of stems, and
once in the view of words. A BOUNDARY stands between fields, values and paragraphs, so that an exact
phrase does not run from one into the next.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple
from urllib.parse import urlsplit

from corpus import statement as statements
from corpus.statement import Quote, Statement

from . import analysis
from .bags import pack
from .engine import Document
from .schema import MISSING, QUOTES, SCHEMA_VERSION, STATEMENTS, Collection, Kind, View, column

_ALL = "all"


class _Tokens(NamedTuple):
    """What the pieces of one field are made of, one list for each."""

    stems: list[list[str]]
    words: list[list[str]]


def describe(statement: Statement) -> Document:
    """What an engine indexes of a statement: the columns of ``STATEMENTS``."""
    return describe_and_pack(statement)[0]


def describe_and_pack(statement: Statement) -> tuple[Document, bytes]:
    """The same, and the bag of its stems (``bags.pack``) as often as they stand in the combined field."""
    tokens = _analyse(STATEMENTS, _texts(statement), statement.language)
    document = Document(
        id=statement.id,
        version=statement.version,
        fingerprint=fingerprint(statement),
        texts=_write_texts(STATEMENTS, tokens),
        keys=_fill_keys(STATEMENTS, _keys(statement)),
        days={"issued": _day(statement.issued)},
    )
    return document, pack(_count(STATEMENTS, tokens))


def describe_quotes(statement: Statement) -> list[Document]:
    """The documents of ``QUOTES`` in the order of the text; an id is the statement's and ``-1``, …"""
    mark = fingerprint(statement)
    return [
        Document(
            id=f"{statement.id}-{number}",
            version=statement.version,
            fingerprint=mark,
            texts=_write_texts(QUOTES, _analyse(QUOTES, _quote_texts(statement, quote), statement.language)),
            keys=_fill_keys(QUOTES, _quote_keys(statement, quote)),
            days={"issued": _day(statement.issued)},
        )
        for number, quote in enumerate(statement.quotes, start=1)
    ]


def fingerprint(statement: Statement) -> str:
    """32 hex digits that change when the statement does in anything, or the way it is indexed."""
    return fingerprint_line(statements.dumps(statement))


def fingerprint_line(line: str) -> str:
    """The same of the statement that this line of the archive is (``corpus.statement.dumps``), unread."""
    rules = f"{SCHEMA_VERSION}/{analysis.signature()}\n"
    return hashlib.sha256((rules + line).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _texts(statement: Statement) -> dict[str, list[str]]:
    """Field to its pieces of text, as they are to be kept apart."""
    return {
        "title": [statement.title],
        "text": statement.text.split("\n\n"),
        "issuer": _known(statement.issuer),
        "speaker": list(statement.speakers),
        "kind": _known(statement.kind),
        "place": list(statement.places),
    }


def _keys(statement: Statement) -> dict[str, Sequence[str]]:
    issued = statement.issued
    return {
        "issuer": _known(statement.issuer),
        "speaker": statement.speakers,
        "kind": _known(statement.kind),
        "place": statement.places,
        "language": _known(_primary(statement.language)),
        "host": _known(_host(statement.url)),
        "year": [f"{issued.year:04}"] if issued else [],
        "month": [f"{issued.year:04}-{issued.month:02}"] if issued else [],
    }


def _primary(language: str | None) -> str | None:
    """The language itself: en of en-GB, so that who asks for English finds all of it."""
    return language.partition("-")[0].lower() if language else None


def _quote_texts(statement: Statement, quote: Quote) -> dict[str, list[str]]:
    return {
        "said": quote.text.split("\n\n"),
        "speaker": _known(quote.speaker),
        "title": [statement.title],
        "issuer": _known(statement.issuer),
    }


def _quote_keys(statement: Statement, quote: Quote) -> dict[str, Sequence[str]]:
    return {
        "speaker": _known(quote.speaker),
        "statement": [statement.id],
        "issuer": _known(statement.issuer),
        "kind": _known(statement.kind),
        "language": _known(_primary(statement.language)),
    }


def _analyse(
    collection: Collection, texts: Mapping[str, Sequence[str]], language: str | None
) -> dict[str, _Tokens]:
    """The tokens of each TEXT field of the collection."""
    analysed = {}
    for field in collection.fields:
        if Kind.TEXT in field.kind and field.name != _ALL:
            words = [analysis.words(piece) for piece in texts[field.name]]
            stems = [analysis.stem_all(piece, language) for piece in words]
            analysed[field.name] = _Tokens(stems, words)
    return analysed


def _write_texts(collection: Collection, tokens: Mapping[str, _Tokens]) -> dict[str, str]:
    """Column to tokens joined by blanks, for each TEXT field of the collection."""
    columns: dict[str, str] = {}
    combined_stems: list[str] = []
    combined_words: list[str] = []
    for field in collection.fields:
        if field.name not in tokens:
            continue
        columns[column(field.name, View.STEMS)] = stems = _separate(tokens[field.name].stems)
        columns[column(field.name, View.WORDS)] = words = _separate(tokens[field.name].words)
        if field.boost and stems:
            combined_stems.extend([stems] * field.boost)
            combined_words.append(words)
    if combined_stems:
        columns[column(_ALL, View.STEMS)] = f" {analysis.BOUNDARY} ".join(combined_stems)
        columns[column(_ALL, View.WORDS)] = f" {analysis.BOUNDARY} ".join(combined_words)
    return columns


def _count(collection: Collection, tokens: Mapping[str, _Tokens]) -> Counter[str]:
    """How often each stem stands in the combined field."""
    pieces = (tokens[field.name].stems * field.boost for field in collection.fields if field.name in tokens)
    return Counter(chain.from_iterable(chain.from_iterable(pieces)))


def _separate(pieces: Iterable[list[str]]) -> str:
    """The tokens joined by blanks, a boundary between the pieces."""
    return f" {analysis.BOUNDARY} ".join(" ".join(piece) for piece in pieces if piece)


def _fill_keys(collection: Collection, keys: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The values of each KEYWORD field without repetition; MISSING where there are none."""
    filled = {}
    for field in collection.fields:
        if Kind.KEYWORD in field.kind:
            values = [_trim(value) for value in keys[field.name] if value]
            filled[field.name] = tuple(dict.fromkeys(values)) or (MISSING,)
    return filled


def _trim(value: str) -> str:
    """The value as an engine can hold it: not too long, and without halves of surrogate pairs."""
    return value[: analysis.MAX_TOKEN].encode("utf-8", "replace").decode()


def _known(value: str | None) -> list[str]:
    return [value] if value else []


def _host(url: str | None) -> str | None:
    """The host of an address in lower case, without ``www.``; None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _day(day: date | None) -> int:
    return day.toordinal() if day else 0
