"""What a person can type -> Query.

=============================== =====================================================================
``air defence``                 best match: more and rarer words first, all words before some
``"air defence"``               exactly these words, unstemmed, stop words included
``"air defence"~5``             at most five words between the two, in either order
``+patriot -missile``           must have, must not have; only after a blank or an opening bracket
``a AND b``, ``a OR b``, ``( )``  ``AND`` binds tighter than ``OR``, blanks loosest
``a NOT b``                     the same as ``a AND NOT b``
``patrio*``, ``stoltenburg~``   words that start so; words spelt nearly so
``title: text: issuer: …``      in this field; the fields stand in ``pieces.FIELDS``
``issued:2024-01..2024-06``     when issued; also ``before:``, ``after:``, ``issued:past-30-days``
=============================== =====================================================================

A clause with a field must match, and so must quoted words; of the other words any may. Whoosh's parser
finds the pieces and their brackets. Whatever it would read leniently is looked for before.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from whoosh.qparser import QueryParser, plugins, syntax

from index.analysis import words
from index.query import Query

from .checks import check_pieces, check_text
from .clauses import build_query
from .limits import MAX_CHARACTERS, Fault, LimitError, QueryError
from .pieces import FIELDS, Mark, Piece

__all__ = ["LimitError", "QueryError", "parse"]

ROUNDS = 24
"""So many faults are mended one by one; of a text with more, only the words are kept."""

# Typographic marks mean what the plain ones do; one for one, so that positions stay.
_PLAIN_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_VALUE_FIELDS = "|".join(
    [name for name, what in FIELDS.items() if what != "words"] + ["lang", "site", "date"]
)


class PieceNode(syntax.SyntaxNode):  # type: ignore[misc]
    """A piece, as a node of Whoosh's syntax tree."""

    def __init__(self, mark: Mark, text: str = "", name: str = "", slop: str | None = None) -> None:
        self.mark = mark
        self.text = text
        self.name = name.lower()
        self.slop = slop


class PieceTagger(plugins.TaggingPlugin):  # type: ignore[misc]
    """Finds the pieces of one kind: the groups of its pattern are the arguments of the node."""

    def __init__(self, mark: Mark, pattern: str, priority: int) -> None:
        super().__init__(pattern)
        self.mark = mark
        self.priority = priority

    def create(self, parser: QueryParser, match: re.Match[str]) -> PieceNode:
        return PieceNode(self.mark, **match.groupdict())


class CheckPlugin(plugins.Plugin):  # type: ignore[misc]
    """Looks at the flat list of pieces before brackets make groups of them."""

    def filters(self, parser: QueryParser) -> list[tuple[Any, int]]:
        return [(self.check, -1)]

    def check(self, parser: QueryParser, group: syntax.GroupNode) -> syntax.GroupNode:
        check_pieces(list(pieces_of(group)))
        return group


@functools.cache
def parser() -> QueryParser:
    """The one parser; it holds no state while it reads."""
    own = [
        PieceTagger(Mark.QUOTED, r'"(?P<text>[^"]*)"(?:~(?P<slop>[0-9]+)(?!\w))?', 0),
        PieceTagger(Mark.VALUE, rf'(?<!\w)(?P<name>(?i:{_VALUE_FIELDS})):(?P<text>"[^"]*"|[^\s()"]*)', 1),
        PieceTagger(Mark.FIELD, r"(?<!\w)(?P<name>\w*[^\W\d_]):", 2),
        PieceTagger(Mark.OPERATOR, r"(?<![^\s()])(?P<text>AND|OR|NOT)(?![^\s()])", 3),
        PieceTagger(Mark.SIGN, r"(?<![^\s(])(?P<text>[-+])(?=[\"(]|[^\s\w()]*\w)", 4),
    ]
    return QueryParser(None, None, plugins=[plugins.GroupPlugin(), CheckPlugin(), *own])


def parse(text: str, today: date | None = None) -> Query:
    """The query that ``text`` means: words folded but not stemmed, times counted from ``today``.

    An empty text asks for everything. Raises QueryError, or LimitError for what is over a limit.
    """
    today = today or date.today()
    try:
        return read(text, today)
    except Fault as fault:
        raise fault.error(fault.position, str(fault), repair(text, fault, today)) from None


def read(text: str, today: date) -> Query:
    """The same; raises the first Fault."""
    plain = text.translate(_PLAIN_QUOTES)
    check_text(plain)
    return build_query(list(pieces_of(parser().process(plain))), today)


def repair(text: str, fault: Fault, today: date) -> str:
    """The text with one fault after the other mended, until it can be read."""
    for _ in range(ROUNDS):
        text = fault.mend(text)
        try:
            read(text, today)
        except Fault as next_fault:
            fault = next_fault
        else:
            return text.strip()
    return " ".join(words(text)[:16])[:MAX_CHARACTERS].strip()


def pieces_of(group: syntax.GroupNode) -> Iterator[Piece]:
    """Whoosh's nodes as pieces; a group keeps its brackets to itself."""
    for node in group:
        if isinstance(node, syntax.GroupNode):
            inner = tuple(pieces_of(node))
            yield Piece(Mark.GROUP, "", *span_of(inner), pieces=inner)
        else:
            yield piece_of(node)


def piece_of(node: syntax.SyntaxNode) -> Piece:
    """One node that is no group."""
    start, end = node.startchar, node.endchar
    if isinstance(node, PieceNode):
        slop = None if node.slop is None else int(node.slop[:9])
        return Piece(node.mark, node.text, start, end, node.name, slop)
    if isinstance(node, plugins.GroupPlugin.OpenBracket):
        return Piece(Mark.OPEN, "(", start, end)
    if isinstance(node, plugins.GroupPlugin.CloseBracket):
        return Piece(Mark.CLOSE, ")", start, end)
    if node.is_ws():
        return Piece(Mark.BLANK, " ", start, end)
    return Piece(Mark.WORD, node.text, start, end)


def span_of(pieces: tuple[Piece, ...]) -> tuple[int, int]:
    """From the start of the first to the end of the last."""
    return (pieces[0].start, pieces[-1].end) if pieces else (0, 0)
