"""The answers of an engine -> hits: each with its statement, its marks and fragments, and why it is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus import Statement
from corpus.archive import Archive
from index.generation import Generation
from index.query import Query

from .families import Row
from .marking import TITLE_FIELDS, Marker
from .quoting import find_quotations, list_said
from .ranking import rank
from .reasons import Explainer
from .results import Fragment, Hit, Quotation
from .snippets import choose_fragment, choose_fragments, spans_of
from .synonyms import NONE, Synonyms

SAID_FIELDS = frozenset({"said"})


def show_hits(
    query: Query,
    rows: Sequence[Row],
    archive: Archive,
    generation: Generation,
    languages: Sequence[str],
    synonyms: Synonyms = NONE,
) -> tuple[Hit, ...]:
    """The answers with their statements, titles and snippets."""
    marker = Marker(query, synonyms)
    explainer = Explainer(query, marker)
    said: dict[str, list[int]] = {}
    if list_said(query.clause):
        ids = [row.doc.id for row in rows]
        said = find_quotations(rank(query, languages).clause, generation.quotes, ids)
    hits = []
    for place, row in enumerate(rows, start=query.offset + 1):
        found = archive.statement(row.doc.id, row.doc.version)
        if found is not None:
            quotations = show_quotations(found, said.get(row.doc.id, ()), marker)
            hit = show_hit(place, row.doc.score, found, quotations, marker, explainer)
            others = (archive.statement(doc.id, doc.version) for doc in row.others)
            also = tuple(other for other in others if other is not None)
            hits.append(replace(hit, also=also) if also else hit)
    return tuple(hits)


def show_hit(
    place: int,
    score: float,
    found: Statement,
    quotations: tuple[Quotation, ...],
    marker: Marker,
    explainer: Explainer,
) -> Hit:
    """One answer; its quotations are its snippet where there are any."""
    in_title = marker.find(found.title, found.language, TITLE_FIELDS)
    in_text = marker.find(found.text, found.language)
    return Hit(
        rank=place,
        score=score,
        statement=found,
        title=Fragment(found.title, spans_of(in_title)),
        snippet=tuple(said.fragment for said in quotations) or choose_fragments(found.text, in_text),
        why=explainer.explain(found, in_title, in_text),
        quotations=quotations,
    )


def show_quotations(found: Statement, numbers: Iterable[int], marker: Marker) -> tuple[Quotation, ...]:
    """The quotations of a statement with these numbers (1 is the first), in the order of the text."""
    quotations = []
    for number in sorted(number for number in numbers if number <= len(found.quotes)):
        quote = found.quotes[number - 1]
        fragment = choose_fragment(quote.text, marker.find(quote.text, found.language, SAID_FIELDS))
        quotations.append(Quotation(fragment, number, quote.speaker, quote.confidence))
    return tuple(quotations)
