"""Statement -> index, Query -> TopDocs. Knows engines; no HTML, no HTTP.

Start with ``schema`` (what an index holds) and ``query`` (what it can be asked), then ``analysis`` (text ->
tokens) and ``document`` (statement -> what an engine is given). ``engine`` says what every engine promises,
``plan`` and ``vocabulary`` make of a query what an engine has to answer, ``engines`` are the adapters, one
module each. ``home`` keeps the generations of an index in one folder, ``builder`` makes and updates them.
"""

from .builder import Report, build, rebuild, update
from .engine import Document, Engine, EngineError, ScoredDoc, TopDocs, Writer
from .engines import ENGINES, open_engine
from .generation import Generation
from .home import Home, HomeError
from .query import Query
from .schema import QUOTES, STATEMENTS

__all__ = [
    "ENGINES",
    "QUOTES",
    "STATEMENTS",
    "Document",
    "Engine",
    "EngineError",
    "Generation",
    "Home",
    "HomeError",
    "Query",
    "Report",
    "ScoredDoc",
    "TopDocs",
    "Writer",
    "build",
    "open_engine",
    "rebuild",
    "update",
]
