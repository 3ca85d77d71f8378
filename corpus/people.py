"""Who says what: a statement's text -> its quotations with their speakers, and who delivered it."""

from __future__ import annotations

from collections.abc import Sequence

from .statement import Quote


def find_quotes(text: str, language: str | None = None) -> tuple[Quote, ...]:
    """The quotations of ``text`` in order; spans are half-open, in code points, without the marks."""
    return ()


def find_speakers(
    title: str, text: str, kind: str | None = None, quotes: Sequence[Quote] = (), language: str | None = None
) -> tuple[str, ...]:
    """Those who speak, in order of appearance; for a speech the person who delivers it comes first."""
    names = [quote.speaker for quote in quotes if quote.speaker]
    return tuple(dict.fromkeys(names))
