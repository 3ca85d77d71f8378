"""Results -> JSON types: the one form in which the command line and the web answer programs."""

from __future__ import annotations

from typing import Any

from .results import Fragment, Hit, Results


def to_json(results: Results) -> dict[str, Any]:
    """The results as JSON types: what ``search --json`` prints and ``/search.json`` answers."""
    return {
        "query": results.text,
        "read_as": results.read_as,
        "total": results.total,
        "hits": [hit_to_json(hit) for hit in results.hits],
        "facets": [
            {
                "field": facet.field,
                "values": [{"value": v.value, "count": v.count, "chosen": v.chosen} for v in facet.values],
            }
            for facet in results.facets
        ],
        "folded": results.folded,
        "changes": [
            {"words": change.words, "note": change.note, "instead": change.instead}
            for change in results.changes
        ],
        "suggestion": results.suggestion,
        "blame": results.blame,
        "seconds": round(results.seconds, 4),
    }


def hit_to_json(hit: Hit) -> dict[str, Any]:
    """One hit; spans are half-open, in code points."""
    found = hit.statement
    return {
        "id": found.id,
        "version": found.version,
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "title": found.title,
        "title_spans": [list(span) for span in hit.title.spans],
        "issued": found.issued.isoformat() if found.issued else None,
        "issuer": found.issuer,
        "kind": found.kind,
        "language": found.language,
        "url": found.url,
        "snippet": [fragment_to_json(fragment) for fragment in hit.snippet],
        "quotations": [
            {
                "number": said.number,
                "speaker": said.speaker,
                "confidence": said.confidence,
                **fragment_to_json(said.fragment),
            }
            for said in hit.quotations
        ],
        "why": list(hit.why),
        "also": [
            {"id": other.id, "version": other.version, "title": other.title, "issuer": other.issuer}
            for other in hit.also
        ],
    }


def fragment_to_json(fragment: Fragment) -> dict[str, Any]:
    """A piece of text with its spans."""
    return {"text": fragment.text, "spans": [list(span) for span in fragment.spans]}
