"""The cleaner as the evaluation tools call it: ``extract(html, url)`` -> title, date, text and more."""

from __future__ import annotations

from typing import Any

from corpus import Page, Rejected, clean


def extract(html: bytes, url: str) -> dict[str, Any]:
    """What ``clean`` makes of a page; nothing but empty strings when it is rejected."""
    statement = clean(Page(html, url=url or None))
    if isinstance(statement, Rejected):
        return {"title": "", "date": None, "text": ""}
    return {
        "title": statement.title,
        "date": statement.issued.isoformat() if statement.issued else None,
        "text": statement.text,
        "issuer": statement.issuer,
        "speaker": ", ".join(statement.speakers),
        "lang": statement.language,
        "canonical": statement.url,
    }
