"""Two versions of a statement -> what changed, by paragraph and there by word, ready to print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from corpus import Statement

from .present import say_date, wrap

ALIKE = 0.4
"""Two paragraphs that share less than this part of their words are shown as one cut and one added."""
MAX_WORDS = 4_000
"""Beyond so many words in one paragraph it is shown whole, before and after: matching is quadratic."""
WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """One stretch: ``kind`` is same, cut, added or changed; ``html`` is the first of ``count`` paragraphs."""

    kind: str
    html: Markup
    count: int = 1


@dataclass(frozen=True, slots=True)
class Fact:
    """A detail that differs, before and after."""

    name: str
    before: str
    after: str


def compare_texts(before: str, after: str) -> tuple[Change, ...]:
    """What happened from the one text to the other; unchanged paragraphs in a row are one stretch."""
    old, new = before.split("\n\n"), after.split("\n\n")
    matcher = SequenceMatcher(None, old, new)
    return tuple(
        change
        for kind, i, j, k, m in matcher.get_opcodes()
        for change in describe_stretch(kind, old[i:j], new[k:m])
    )


def describe_stretch(kind: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """One step of the comparison: paragraphs kept, cut, added, or put in the place of others."""
    if kind == "equal":
        yield Change("same", escape(new[0]), len(new))
        return
    for was, now in pair_up(old, new):
        if was and now and share_of_words(was, now) >= ALIKE:
            yield Change("changed", compare_words(was, now))
            continue
        if was:
            yield Change("cut", wrap("del", was))
        if now:
            yield Change("added", wrap("ins", now))


def pair_up(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The first with the first and so on; what is left over stands alone."""
    for number in range(max(len(old), len(new))):
        yield (old[number] if number < len(old) else "", new[number] if number < len(new) else "")


def share_of_words(was: str, now: str) -> float:
    """How much of the words both have in common, 0 to 1; 0 when they are too long to be matched."""
    old, new = was.split(), now.split()
    if len(old) + len(new) > MAX_WORDS:
        return 0.0
    return SequenceMatcher(None, old, new).ratio()


def compare_words(was: str, now: str) -> Markup:
    """One paragraph with what was cut in ``<del>`` and what was added in ``<ins>``."""
    old, new = WORDS.findall(was), WORDS.findall(now)
    pieces = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        cut, added = "".join(old[i:j]), "".join(new[k:m])
        if kind == "equal":
            pieces.append(escape(added))
            continue
        pieces += [wrap("del", cut)] if cut else []
        pieces += [wrap("ins", added)] if added else []
    return Markup("").join(pieces)


def compare_facts(before: Statement, after: Statement) -> tuple[Fact, ...]:
    """The details that differ."""
    pairs = zip(list_facts(before), list_facts(after), strict=True)
    return tuple(Fact(name, was, now) for (name, was), (_, now) in pairs if was != now)


def list_facts(statement: Statement) -> tuple[tuple[str, str], ...]:
    """The details of one version that a reader would compare."""
    return (
        ("Title", statement.title),
        ("Issuer", statement.issuer or "not known"),
        ("Issued", say_date(statement.issued)),
        ("Kind", statement.kind or "not known"),
        ("Speakers", ", ".join(statement.speakers) or "not known"),
        ("Address", statement.url or "not known"),
    )
