"""Two versions of a statement -> what changed, by paragraph and there by word, ready to print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup, escape

from corpus import Statement

from .present import say_date, wrap

ALIKE = 0.5
"""Two paragraphs that share less than this part of their words are shown as one cut and one added."""
MAX_PAIRS = 4_000
"""So many pairs of paragraphs are compared; beyond, all are shown as cut and added."""
MAX_WORDS = 2_000
"""A longer paragraph is shown whole, before and after: matching words is quadratic."""
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
        if was and now:
            yield Change("changed", compare_words(was, now))
        elif was:
            yield Change("cut", wrap("del", was))
        elif now:
            yield Change("added", wrap("ins", now))


def pair_up(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each paragraph with its like in the other text, in order; one that has none stands alone.

    The pairing of the highest total likeness (Needleman and Wunsch without a price for gaps).
    """
    if len(old) * len(new) > MAX_PAIRS:
        yield from ((paragraph, "") for paragraph in old)
        yield from (("", paragraph) for paragraph in new)
        return
    alike = [[likeness(was, now) for now in new] for was in old]
    best = weigh_pairs(alike)
    i = k = 0
    while i < len(old) or k < len(new):
        paired = i < len(old) and k < len(new) and alike[i][k] >= ALIKE
        if paired and best[i][k] == alike[i][k] + best[i + 1][k + 1]:
            yield old[i], new[k]
            i, k = i + 1, k + 1
        elif i < len(old) and best[i][k] == best[i + 1][k]:
            yield old[i], ""
            i += 1
        else:
            yield "", new[k]
            k += 1


def weigh_pairs(alike: Sequence[Sequence[float]]) -> list[list[float]]:
    """The highest total likeness of what is left from the i-th old and the k-th new paragraph on."""
    rows, columns = len(alike), len(alike[0]) if alike else 0
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for k in range(columns - 1, -1, -1):
            both = alike[i][k] + best[i + 1][k + 1] if alike[i][k] >= ALIKE else 0.0
            best[i][k] = max(both, best[i + 1][k], best[i][k + 1])
    return best


def likeness(was: str, now: str) -> float:
    """The part of their words that two paragraphs share, 0 to 1 (Dice, each word as often as it stands)."""
    old, new = Counter(was.split()), Counter(now.split())
    return 2 * (old & new).total() / max(1, old.total() + new.total())


def compare_words(was: str, now: str) -> Markup:
    """One paragraph with what was cut in ``<del>`` and what was added in ``<ins>``."""
    old, new = WORDS.findall(was), WORDS.findall(now)
    if len(old) + len(new) > MAX_WORDS:
        return wrap("del", was) + wrap("ins", now)
    pieces: list[Markup] = []
    for cut, added in join_steps(old, new):
        if cut == added:
            pieces.append(escape(added))
            continue
        pieces += [wrap("del", cut)] if cut else []
        pieces += [wrap("ins", added)] if added else []
    return Markup("").join(pieces)


def join_steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stood and what stands, from left to right; changes with only a blank between them are one."""
    cut = added = ""
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        was, now = "".join(old[i:j]), "".join(new[k:m])
        if kind == "equal" and (now.strip() or not (cut or added)):
            if cut or added:
                yield cut, added
            yield was, now
            cut = added = ""
        else:
            cut, added = cut + was, added + now
    if cut or added:
        yield cut, added


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
