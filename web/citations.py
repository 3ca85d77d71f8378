"""A statement -> a reference: one line for a footnote, BibTeX, RIS and CSL-JSON.

Each names the version, the SHA-256 of the saved page and the day of retrieval, so that what was read can be
proved later. BibTeX follows biblatex's ``@online``, RIS the 2011 specification (``ELEC``), CSL-JSON the
schema of citationstyles.org.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus import Statement

from .present import safe_link, say_date

BIBTEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "%": r"\%",
        "#": r"\#",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)
SPOKEN = frozenset(("speech", "remarks", "address"))


@dataclass(frozen=True, slots=True)
class Reference:
    """A statement as somebody cites it: found at ``permalink``, read on ``retrieved``."""

    statement: Statement
    permalink: str
    retrieved: date

    @property
    def address(self) -> str:
        """Where it was published, else where it is kept."""
        return safe_link(self.statement.url) or self.permalink

    @property
    def authors(self) -> tuple[str, ...]:
        """The issuer; without one, those who speak."""
        issuer = self.statement.issuer
        return (issuer,) if issuer else self.statement.speakers

    @property
    def proof(self) -> str:
        """What pins the very bytes that were read."""
        digest = f", SHA-256 {self.statement.digest}" if self.statement.digest else ""
        return f"On Record {self.statement.id}, version {self.statement.version}{digest}"


def write_line(reference: Reference) -> str:
    """A reference for a footnote."""
    statement = reference.statement
    parts = [
        *([", ".join(reference.authors)] if reference.authors else []),
        f"“{flat(statement.title)}”",
        *([statement.kind] if statement.kind else []),
        say_date(statement.issued),
        reference.address,
    ]
    return f"{', '.join(parts)} ({reference.proof}; retrieved {say_date(reference.retrieved)})."


def write_bibtex(reference: Reference) -> str:
    """One biblatex entry, UTF-8; names in double braces, since an issuer is no person with a surname."""
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in list_bibtex(reference) if value)
    return f"@online{{onrecord-{reference.statement.id},\n{fields}}}\n"


def list_bibtex(reference: Reference) -> Iterator[tuple[str, str]]:
    """The fields of the entry, escaped."""
    statement = reference.statement
    yield "author", " and ".join(f"{{{escape_bibtex(name)}}}" for name in reference.authors)
    yield "title", f"{{{escape_bibtex(statement.title)}}}"
    yield "date", statement.issued.isoformat() if statement.issued else ""
    yield "year", str(statement.issued.year) if statement.issued else ""
    yield "organization", escape_bibtex(statement.issuer or "")
    yield "type", escape_bibtex(statement.kind or "")
    yield "language", escape_bibtex(statement.language or "")
    yield "url", escape_url(reference.address)
    yield "urldate", reference.retrieved.isoformat()
    yield "note", escape_bibtex(reference.proof)


def escape_bibtex(text: str) -> str:
    """``text`` on one line, with what TeX would read as commands escaped."""
    return flat(text).translate(BIBTEX_ESCAPES)


def escape_url(url: str) -> str:
    """An address without braces, backslashes and blanks, which would end the field or break the line."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", url)


def write_ris(reference: Reference) -> str:
    """One RIS record with CRLF line ends, as the specification asks."""
    return "".join(f"{tag}  - {flat(value)}\r\n" for tag, value in list_ris(reference)) + "ER  - \r\n"


def list_ris(reference: Reference) -> Iterator[tuple[str, str]]:
    """The tagged lines, the type first."""
    statement = reference.statement
    yield "TY", "ELEC"
    yield "ID", statement.id
    yield "TI", statement.title
    yield from (("AU", name.replace(",", " ")) for name in reference.authors)
    if statement.issued:
        yield "PY", str(statement.issued.year)
        yield "DA", f"{statement.issued:%Y/%m/%d}/"
    optional = (("PB", statement.issuer), ("M3", statement.kind), ("LA", statement.language))
    yield from ((tag, value) for tag, value in optional if value)
    yield "UR", reference.address
    yield "Y2", f"{reference.retrieved:%Y/%m/%d}/"
    yield "N1", reference.proof


def to_csl(reference: Reference) -> dict[str, Any]:
    """One item of CSL-JSON."""
    statement = reference.statement
    item: dict[str, Any] = {
        "id": f"onrecord-{statement.id}",
        "type": "speech" if statement.kind in SPOKEN else "webpage",
        "title": flat(statement.title),
        "author": [{"literal": name} for name in reference.authors],
        "issued": {"date-parts": [list_parts(statement.issued)]} if statement.issued else None,
        "accessed": {"date-parts": [list_parts(reference.retrieved)]},
        "publisher": statement.issuer,
        "genre": statement.kind,
        "language": statement.language,
        "URL": reference.address,
        "note": reference.proof,
    }
    return {name: value for name, value in item.items() if value}


def write_csl(reference: Reference) -> str:
    """A CSL-JSON list of this one item."""
    return json.dumps([to_csl(reference)], ensure_ascii=False, indent=2) + "\n"


def write_text(reference: Reference) -> str:
    """The statement as plain text under its reference."""
    statement = reference.statement
    return f"{statement.title}\n\n{write_line(reference)}\n\n{statement.text}\n"


def list_parts(day: date) -> list[int]:
    """Year, month, day."""
    return [day.year, day.month, day.day]


def flat(text: str) -> str:
    """``text`` on one line."""
    return " ".join(text.split())
