"""Text -> results: the query language, ranking, snippets. No engine library and no HTML.

Start reading at ``api.search``, the whole read path: ``grammar.parse`` makes a query of what was typed,
``ranking`` turns it into what an engine is asked, ``snippets`` marks the words in the statements found,
and ``results`` are the types that come back.

>>> from search import parse, read_as
>>> read_as(parse('air defence issued:2024 -missile'))
'any of: air, defence; issued in 2024; without: missile'

``search`` answers from a home, a folder made by ``onrecord build``; here it holds the sample.

>>> from search import search, similar, statement, suggest
>>> results = search('harbour issued:2024', home=home, limit=3)
>>> [hit.rank for hit in results]
[1, 2, 3]
>>> best = results[0]
>>> best.title.text == best.statement.title
True
>>> start, end = best.snippet[0].spans[0]
>>> best.snippet[0].text[start:end].lower()
'harbour'
>>> statement(best.statement.id, home=home) == best.statement
True
>>> best.statement.id in [hit.statement.id for hit in similar(best.statement.id, home=home)]
False
>>> all(search(one.query, home=home).total for one in suggest('har', home=home))
True
>>> search('(harbour', home=home)
Traceback (most recent call last):
    ...
search.limits.QueryError: A bracket is left open.
"""

from .api import Marked, mark, search, similar, statement, suggest
from .completion import Completion
from .grammar import LimitError, QueryError, parse
from .reading import read_as
from .results import Change, Facet, Fragment, Hit, Quotation, Results, Value
from .serial import to_json
from .writing import unparse

__all__ = [
    "Change",
    "Completion",
    "Facet",
    "Fragment",
    "Hit",
    "LimitError",
    "Marked",
    "QueryError",
    "Quotation",
    "Results",
    "Value",
    "mark",
    "parse",
    "read_as",
    "search",
    "similar",
    "statement",
    "suggest",
    "to_json",
    "unparse",
]
