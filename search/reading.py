"""Query -> the query in words, so that everybody sees how it was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from index.query import (
    And,
    Best,
    Between,
    Clause,
    Everything,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
)
from index.schema import View

from .days import write_days
from .joins import DEFAULT, is_exact, is_optional

SEPARATOR = "; "


def read_as(query: Query) -> str:
    """``any of: air, defence; issued in 2024; issuer has atlantic; without: missile``."""
    parts = list(read_parts(query.clause))
    without = [part for part in parts if part.startswith("without: ")]
    return SEPARATOR.join([part for part in parts if part not in without] + merge(without))


def read_parts(clause: Clause) -> Iterable[str]:
    """What must hold together, each in words."""
    match clause:
        case Everything():
            return ["everything"]
        case And(clauses, optional):
            musts = [part for part in clauses if is_plain(part)]
            named = (
                [f"all of: {commas(musts)}"]
                if len(musts) > 1
                else [f"must have: {commas(musts)}"] * len(musts)
            )
            rest = [read_part(part) for part in clauses if not is_plain(part)]
            return [*named, *rest, *([f"better with: {commas(optional)}"] if optional else [])]
        case _:
            return [read_part(clause)]


def is_plain(clause: Clause) -> bool:
    """A leaf without a field."""
    leaf = isinstance(clause, (Term, Phrase, Near, Prefix, Fuzzy))
    return leaf and (is_exact(clause) or is_optional(clause))


def read_part(clause: Clause) -> str:
    """One part that must hold."""
    match clause:
        case Or(clauses) | Best(clauses):
            return f"any of: {commas(clauses)}"
        case Not(part):
            return f"without: {read_one(part)}"
        case _:
            return read_one(clause)


def commas(clauses: Sequence[Clause]) -> str:
    """Each in words, commas between."""
    return ", ".join(read_one(part) for part in clauses)


def read_one(clause: Clause) -> str:
    """A clause within another, in brackets where it has parts."""
    match clause:
        case And():
            return f"({SEPARATOR.join(read_parts(clause))})"
        case Or() | Best():
            return f"({read_part(clause)})"
        case Not(part):
            return f"not {read_one(part)}"
        case Between(_, start, end):
            return f"issued {read_days(start, end)}"
        case Everything():
            return "everything"
        case Term(field, View.KEY, token):
            return f"{field} is {token}"
        case Term(field) | Phrase(field) | Near(field) | Prefix(field) | Fuzzy(field):
            return read_leaf(clause) if field == DEFAULT else f"{field} has {read_leaf(clause)}"
    raise TypeError(f"{clause} is no clause")


def read_leaf(clause: Clause) -> str:
    """The words of a leaf, without its field."""
    match clause:
        case Term(_, View.WORDS, token):
            return f"“{token}”"
        case Term(_, _, token):
            return token
        case Phrase(_, View.STEMS, tokens):
            return " ".join(tokens)
        case Phrase(_, _, tokens):
            return f"“{' '.join(tokens)}”"
        case Near(_, _, tokens, slop):
            return f"“{' '.join(tokens)}” within {slop} words"
        case Prefix(_, token):
            return f"{token}…"
        case Fuzzy(_, token):
            return f"nearly {token}"
    raise TypeError(f"{clause} has no words")


def read_days(start: date | None, end: date | None) -> str:
    """``in 2024``, ``on 2024-01-10``, ``from 2024-01-01 to 2024-03-31``, ``from …``, ``up to …``."""
    if start and end:
        text = write_days(start, end)
        if ".." in text:
            return f"from {start} to {end}"
        return f"on {text}" if start == end else f"in {text}"
    return f"from {start}" if start else f"up to {end}"


def merge(without: Sequence[str]) -> list[str]:
    """What is left out, together."""
    return ["without: " + ", ".join(part.removeprefix("without: ") for part in without)] if without else []
