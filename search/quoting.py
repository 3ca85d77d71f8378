"""``said:`` -> the statements in which somebody says it.

Quotations are a collection of their own, so ``said:"wear down" speaker:Stoltenberg`` side by side mean one
and the same quotation. What is found there becomes a clause over the ids of statements; the quotations of
the statements that are shown are looked up again, to be shown themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.engine import Engine
from index.query import Among, And, Best, Clause, Fuzzy, Near, Not, Or, Phrase, Prefix, Query, Term

from .limits import MAX_DEPTH

Ask = Callable[[Clause], Clause]

MOST_LOOKED_UP = 200
"""Quotations of one page of hits that are looked through."""

MOST_SHOWN = 2
"""So many quotations of one statement are shown, the best first."""


def join_quotes(clause: Clause, quotes: Engine) -> Clause:
    """The same clause for the statements' collection; nothing is asked where nothing is said."""

    def ask(said: Clause) -> Clause:
        return find_statements(said, quotes)

    return replace_said(clause, ask)


def find_statements(clause: Clause, quotes: Engine) -> Clause:
    """The statements that hold the quotations found, each with the score of its best."""
    best: dict[str, float] = {}
    for doc in quotes.search(Query(clause, limit=MAX_DEPTH)).docs:
        best.setdefault(doc.id.rpartition("-")[0], doc.score)
    return Among("id", tuple(best), tuple(best.values()))


def find_quotations(clause: Clause, quotes: Engine, ids: Sequence[str]) -> dict[str, list[int]]:
    """Of each of these statements the numbers (1 is the first) of the quotations asked for, best first.

    ``clause`` is the one that ``join_quotes`` is given; nothing is found where nothing is said.
    """
    said = list_said(clause)
    if not said or not ids:
        return {}
    among = And((Or(tuple(said)), Among("statement", tuple(ids))))
    numbers: dict[str, list[int]] = {}
    for doc in quotes.search(Query(among, limit=MOST_LOOKED_UP)).docs:
        statement, _, number = doc.id.rpartition("-")
        if len(numbers.setdefault(statement, [])) < MOST_SHOWN:
            numbers[statement].append(int(number))
    return numbers


def list_said(clause: Clause) -> list[Clause]:
    """Each question that the quotations are asked, but what is left out."""
    asked: list[Clause] = []

    def note(said: Clause) -> Clause:
        asked.append(said)
        return said

    replace_said(drop_negations(clause), note)
    return asked


def drop_negations(clause: Clause) -> Clause:
    """The clause without what is left out."""
    match clause:
        case And(clauses, optional):
            return And(keep_positive(clauses), keep_positive(optional))
        case Or(clauses):
            return Or(keep_positive(clauses))
        case Best(clauses):
            return Best(keep_positive(clauses))
    return clause


def keep_positive(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    return tuple(drop_negations(part) for part in clauses if not isinstance(part, Not))


def replace_said(clause: Clause, ask: Ask) -> Clause:
    """Each part that is about quotations replaced by what was found."""
    if is_about(clause, {"said"}):
        return ask(clause)
    match clause:
        case And(clauses, optional):
            return And(join_said(clauses, ask), replace_all(optional, ask))
        case Or(clauses):
            return Or(replace_all(clauses, ask))
        case Best(clauses):
            return Best(replace_all(clauses, ask))
        case Not(part):
            return Not(replace_said(part, ask))
    return clause


def replace_all(clauses: Sequence[Clause], ask: Ask) -> tuple[Clause, ...]:
    return tuple(replace_said(part, ask) for part in clauses)


def join_said(clauses: Sequence[Clause], ask: Ask) -> tuple[Clause, ...]:
    """What stands side by side: all that is said and by whom, asked as one."""
    said = [part for part in clauses if is_about(part, {"said", "speaker"})]
    if not any(is_about(part, {"said"}) for part in said):
        return replace_all(clauses, ask)
    rest = [part for part in clauses if part not in said]
    return (ask(And(tuple(said))), *replace_all(rest, ask))


def is_about(clause: Clause, fields: set[str]) -> bool:
    """Whether every leaf is in one of these fields, and none of it is left out."""
    match clause:
        case And(clauses, optional):
            return all(is_about(part, fields) for part in (*clauses, *optional))
        case Or(clauses) | Best(clauses):
            return all(is_about(part, fields) for part in clauses)
        case Term(field) | Phrase(field) | Near(field) | Prefix(field) | Fuzzy(field):
            return field in fields
    return False
