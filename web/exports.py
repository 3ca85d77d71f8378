"""Statements taken away: one, or a whole result of up to 10,000, streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flask import Blueprint, Response, request, stream_with_context

from corpus import Statement
from index.engine import ScoredDoc
from index.home import Home
from search import parse
from search.finding import find
from search.limits import MAX_DEPTH
from search.synonyms import synonyms_of

from .addresses import Address, read_address
from .citations import Reference
from .forms import FORMS
from .views import home_in_use, look_up, refer_to, today

exports = Blueprint("exports", __name__)

FORM = f"<any({', '.join(FORMS)}):form>"


@exports.get(f"/statement/<id>.{FORM}")
def statement_as(id: str, form: str) -> Response:
    """One statement in that form."""
    found = look_up(id, request.args.get("version", ""))
    return answer(form, iter([refer_to(found)]), f"onrecord-{id}")


@exports.get(f"/export.{FORM}")
def results_as(form: str) -> Response:
    """Every hit of a search in that form, in its order, 10,000 at most; the page does not matter."""
    address = read_address(request.args.items(multi=True))
    references = map(refer_to, fetch(home_in_use(), find_all(home_in_use(), address)))
    return answer(form, references, f"onrecord-{today().isoformat()}")


def find_all(home: Home, address: Address) -> Sequence[ScoredDoc]:
    """Every hit of a search in its order, 10,000 at most. Raises QueryError."""
    query = replace(parse(address.q), filters=address.filters, sort=address.sort, limit=MAX_DEPTH)
    generation = home.open()
    return find(query, generation, synonyms_of(home))[1].docs


def fetch(home: Home, docs: Iterable[ScoredDoc]) -> Iterator[Statement]:
    """The statements of these hits, each in the version that was found."""
    for doc in docs:
        statement = home.archive.statement(doc.id, doc.version)
        if statement:
            yield statement


def answer(form: str, references: Iterator[Reference], name: str) -> Response:
    """A download of that form, streamed."""
    pieces = stream_with_context(FORMS[form].write(references))
    ending = "csl.json" if form == "csl" else form
    response = Response(pieces, content_type=f"{FORMS[form].mimetype}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
