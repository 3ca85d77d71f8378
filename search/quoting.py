"""``said:`` -> the statements in which somebody says it.

Quotations are a collection of their own, so ``said:"wear down" speaker:Stoltenberg`` side by side mean one
and the same quotation. What is found there becomes a clause over the ids of statements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.engine import Engine
from index.query import Among, And, Best, Clause, Fuzzy, Near, Not, Or, Phrase, Prefix, Query, Term

from .limits import MAX_DEPTH

Ask = Callable[[Clause], Clause]


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
