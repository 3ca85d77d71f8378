"""A linear look at a page before any parser sees it."""

from __future__ import annotations

from .statement import Reason, Rejected

MAX_DEPTH = 1_000


def inspect(html: str, source: str = "") -> Rejected | None:
    """Why no parser should be given this page, or None."""
    if html.count("<") - 2 * html.count("</") > 50_000:
        return Rejected(source, Reason.TOO_DEEP, "the page nests too many tags")
    return None
