"""References -> the text of a download: JSON, CSV, plain text, BibTeX, RIS, CSL-JSON, piece by piece."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from corpus.statement import to_json

from .citations import Reference, to_csl, write_bibtex, write_ris, write_text
from .present import judge_field, safe_link

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula."""
COLUMNS = (
    "id", "version", "title", "issuer", "issued", "issued_certainty", "kind", "speakers", "places",
    "language", "url", "permalink", "source", "sha256", "retrieved", "text",
)  # fmt: skip

Write = Callable[[Iterable[Reference]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of export; ``write`` turns references into pieces of text."""

    label: str
    mimetype: str
    write: Write


def write_json(references: Iterable[Reference]) -> Iterator[str]:
    """A JSON list of statements, one a line, each with where and when it was retrieved."""
    return write_list(describe(reference) for reference in references)


def describe(reference: Reference) -> dict[str, object]:
    """The statement's own JSON with its permalink and the day of retrieval."""
    found = {"permalink": reference.permalink, "retrieved": reference.retrieved.isoformat()}
    return to_json(reference.statement) | found


def write_csl(references: Iterable[Reference]) -> Iterator[str]:
    """A CSL-JSON list, one item a line."""
    return write_list(map(to_csl, references))


def write_list(items: Iterable[object]) -> Iterator[str]:
    """A JSON list, one item a line."""
    mark = "[\n"
    for item in items:
        yield mark + json.dumps(item, ensure_ascii=False)
        mark = ",\n"
    yield "\n]\n" if mark == ",\n" else "[]\n"


def write_csv(references: Iterable[Reference]) -> Iterator[str]:
    """A table with a head, RFC 4180, after a byte order mark so that spreadsheets read UTF-8."""
    yield "\ufeff" + write_row(COLUMNS)
    for reference in references:
        yield write_row(map(quote_cell, list_cells(reference)))


def write_row(cells: Iterable[str]) -> str:
    """One line of CSV."""
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def list_cells(reference: Reference) -> tuple[str, ...]:
    """The cells of one statement, in the order of ``COLUMNS``."""
    statement = reference.statement
    certainty = judge_field(statement, "issued")
    return (
        statement.id,
        str(statement.version),
        statement.title,
        statement.issuer or "",
        statement.issued.isoformat() if statement.issued else "",
        certainty.words if certainty and statement.issued else "",
        statement.kind or "",
        "; ".join(statement.speakers),
        "; ".join(statement.places),
        statement.language or "",
        safe_link(statement.url) or "",
        reference.permalink,
        statement.source or "",
        statement.digest,
        reference.retrieved.isoformat(),
        statement.text,
    )


def quote_cell(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def write_texts(references: Iterable[Reference]) -> Iterator[str]:
    """Each statement as text under its reference, with a line between two."""
    for number, reference in enumerate(references):
        yield f"{'=' * 72}\n\n{write_text(reference)}\n" if number else f"{write_text(reference)}\n"


FORMS = {
    "json": Form("JSON", "application/json", write_json),
    "csv": Form("CSV", "text/csv", write_csv),
    "txt": Form("Text", "text/plain", write_texts),
    "bib": Form("BibTeX", "application/x-bibtex", lambda found: map(write_bibtex, found)),
    "ris": Form("RIS", "application/x-research-info-systems", lambda found: map(write_ris, found)),
    "csl": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", write_csl),
}
