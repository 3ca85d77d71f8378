"""Statements taken away: one, or a whole result of up to 10,000, streamed a hundred hits at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from flask import Blueprint, Response, request, stream_with_context

from corpus import Statement
from search import search
from search.limits import MAX_DEPTH

from .addresses import Address, read_address
from .citations import Reference
from .forms import FORMS
from .views import home_in_use, look_up, refer_to, today

exports = Blueprint("exports", __name__)

BATCH = 100
FORM = f"<any({', '.join(FORMS)}):form>"


@exports.get(f"/statement/<id>.{FORM}")
def statement_as(id: str, form: str) -> Response:
    """One statement in that form."""
    found = look_up(id, request.args.get("version", ""))
    return answer(form, iter([refer_to(found)]), f"onrecord-{id}")


@exports.get(f"/export.{FORM}")
def results_as(form: str) -> Response:
    """Every hit of a search in that form, in its order, 10,000 at most; the page does not matter."""
    address = read_address(request.args.items(multi=True)).turn(1)
    found = list_hits(address)
    first = list(islice(found, 1))  # what is wrong with the query shows now, not in the midst of a download
    references = map(refer_to, chain(first, found))
    return answer(form, references, f"onrecord-{today().isoformat()}")


def list_hits(address: Address) -> Iterator[Statement]:
    """The statements that a search finds, best first, 10,000 at most. Raises QueryError."""
    for offset in range(0, MAX_DEPTH, BATCH):
        results = search(
            address.q,
            home_in_use(),
            filters=address.filters,
            sort=address.sort.value,
            offset=offset,
            limit=BATCH,
            facets=(),
        )
        yield from (hit.statement for hit in results)
        if offset + BATCH >= results.total:
            return


def answer(form: str, references: Iterator[Reference], name: str) -> Response:
    """A download of that form, streamed."""
    pieces = stream_with_context(FORMS[form].write(references))
    ending = "csl.json" if form == "csl" else form
    response = Response(pieces, content_type=f"{FORMS[form].mimetype}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
