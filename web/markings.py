"""A statement and a query as typed -> where the words of the query stand in its title and its text."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import Statement
from index.home import Home
from index.query import Query
from search import parse
from search.limits import QueryError
from search.marking import mark
from search.meaning import understand
from search.results import Fragment
from search.snippets import mark_title


@dataclass(frozen=True, slots=True)
class Marked:
    """The title with its marks, and the spans to be marked in the text, in order (code points)."""

    title: Fragment
    spans: tuple[tuple[int, int], ...]


def mark_statement(statement: Statement, q: str, home: Home) -> Marked:
    """The words of the query in the statement; what can't be read as typed is read as repaired."""
    if not q.strip():
        return Marked(Fragment(statement.title), ())
    query = read_query(q, home)
    return Marked(mark_title(statement, query), mark(statement.text, query, statement.language))


def read_query(q: str, home: Home) -> Query:
    """The query as it was meant when it found the statement: repaired, with misspelt words corrected."""
    try:
        query = parse(q)
    except QueryError as error:
        query = parse(error.repaired)
    generation = home.open()
    return understand(query, generation.statements, generation.languages).query
