"""Query -> the text that is read as it: the inverse of ``grammar.parse``."""

from __future__ import annotations

import enum
from collections.abc import Sequence

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
from .joins import DEFAULT, is_limit, is_optional


class Binding(enum.IntEnum):
    """How tight a writing binds; in a tighter place it needs brackets."""

    BLANK = 0
    OR = 1
    AND = 2
    ONE = 3


def unparse(query: Query) -> str:
    """The text of the query's clause, without filters and order; times are written as days.

    ``parse(unparse(query)) == query`` for every query that was parsed, but where the text would grow
    beyond the limit.
    """
    clause = query.clause
    if isinstance(clause, And) and not clause.optional and is_narrowed(clause):
        first, *rest = clause.clauses
        return " ".join([write_list(first, Binding.OR), *(write_must(part) for part in rest)])
    return write_list(clause)


def is_narrowed(clause: And) -> bool:
    """Whether it is what may match, and then only what narrows."""
    return is_optional(clause.clauses[0]) and all(is_limit(part) for part in clause.clauses[1:])


def write_list(clause: Clause, place: Binding = Binding.BLANK) -> str:
    """Words side by side where that means any of them, else as in that place."""
    if isinstance(clause, Or) and all(is_optional(part) for part in clause.clauses):
        return " ".join(write_item(part) for part in clause.clauses)
    return write_item(clause) if place is Binding.OR else write(clause, place)


def write(clause: Clause, place: Binding) -> str:
    """The clause as it is written in that place, in brackets where it binds too loosely."""
    binding, text = bind(clause)
    return f"({text})" if binding < place else text


def bind(clause: Clause) -> tuple[Binding, str]:
    """The clause without brackets around it, and how tight it binds."""
    match clause:
        case And(clauses, ()):
            return Binding.AND, write_all(clauses)
        case And(clauses, optional):
            musts = [write_must(part) for part in clauses]
            return Binding.BLANK, " ".join([*musts, *map(write_item, optional)])
        case Or(clauses) | Best(clauses):
            return Binding.OR, " OR ".join(write(part, Binding.AND) for part in clauses)
        case Not(part):
            return Binding.ONE, f"NOT {write(part, Binding.ONE)}"
        case _:
            return Binding.ONE, write_leaf(clause)


def write_all(clauses: Sequence[Clause]) -> str:
    """Joined by AND; what is left out, by NOT."""
    first, *rest = (write(part, Binding.ONE) for part in clauses)
    return first + "".join(f" {text}" if text.startswith("NOT ") else f" AND {text}" for text in rest)


def write_must(clause: Clause) -> str:
    """With a plus, but what narrows needs none; what is left out has a minus."""
    if isinstance(clause, Not):
        return f"-{write(clause.clause, Binding.ONE)}"
    return write_item(clause) if is_limit(clause) else f"+{write(clause, Binding.ONE)}"


def write_item(clause: Clause) -> str:
    """Beside others: after a blank, NOT would belong to what stands before it; a minus doesn't."""
    text = write(clause, Binding.OR)
    return f"-{text[4:]}" if text.startswith("NOT ") else text


def write_leaf(clause: Clause) -> str:
    """One leaf, with its field."""
    match clause:
        case Term(field, View.STEMS, token):
            return prefix_of(field) + token
        case Term(field, View.WORDS, token):
            return f'{prefix_of(field)}"{token}"'
        case Term(field, View.KEY, token):
            return prefix_of(field) + (f'"{token}"' if set(token) & set(" ()") else token)
        case Phrase(field, View.STEMS, tokens):
            return prefix_of(field) + "-".join(tokens)
        case Phrase(field, _, tokens):
            return f'{prefix_of(field)}"{" ".join(tokens)}"'
        case Near(field, _, tokens, slop):
            return f'{prefix_of(field)}"{" ".join(tokens)}"~{slop}'
        case Prefix(field, token):
            return f"{prefix_of(field)}{token}*"
        case Fuzzy(field, token):
            return f"{prefix_of(field)}{token}~"
        case Between(field, start, end):
            return prefix_of(field) + write_days(start, end)
        case Everything():
            return ""
    raise TypeError(f"{clause} can't be typed")


def prefix_of(field: str) -> str:
    """The field's name and a colon, or nothing for the field that needs no name."""
    return "" if field == DEFAULT else f"{field}:"
