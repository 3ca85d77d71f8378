"""Which clauses must match and which may, and how clauses that stand together become one."""

from __future__ import annotations

from collections.abc import Sequence

from index.query import And, Between, Clause, Fuzzy, Near, Not, Or, Phrase, Prefix, Term
from index.schema import View

DEFAULT = "all"
"""The field of a word without one."""


def is_exact(clause: Clause) -> bool:
    """Quoted words without a field."""
    return isinstance(clause, (Term, Phrase, Near)) and clause.view is View.WORDS and clause.field == DEFAULT


def is_limit(clause: Clause) -> bool:
    """What narrows and must match without a sign: a field, a time, what is left out, and joins of these."""
    match clause:
        case And(clauses, optional):
            return not optional and all(is_limit(part) for part in clauses)
        case Or(clauses):
            return all(is_limit(part) for part in clauses)
        case Not() | Between():
            return True
        case Term(field) | Phrase(field) | Near(field) | Prefix(field) | Fuzzy(field):
            return field != DEFAULT
    return False


def is_optional(clause: Clause) -> bool:
    """What may match among other words."""
    return not is_exact(clause) and not is_limit(clause)


def any_of(clauses: Sequence[Clause]) -> Clause:
    """One of them or more; joins of the same kind become one."""
    flat: list[Clause] = []
    for clause in clauses:
        flat.extend(clause.clauses if isinstance(clause, Or) else [clause])
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def all_of(clauses: Sequence[Clause]) -> Clause:
    """All of them; joins of the same kind become one."""
    flat: list[Clause] = []
    for clause in clauses:
        flat.extend(clause.clauses if isinstance(clause, And) and not clause.optional else [clause])
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def negate(clause: Clause) -> Clause:
    """Not the clause; twice is none."""
    return clause.clause if isinstance(clause, Not) else Not(clause)


def join_list(must: list[Clause], keep: list[Clause], should: list[Clause]) -> Clause | None:
    """What stands side by side: all that must match, and any of the rest."""
    flat: list[Clause] = []
    for clause in should:
        mixed = isinstance(clause, Or) and all(map(is_optional, clause.clauses))
        flat.extend(clause.clauses if mixed and isinstance(clause, Or) else [clause])
    if must:
        required = all_of([*must, *keep])
        if not flat:
            return required
        parts = required.clauses if isinstance(required, And) and not required.optional else (required,)
        return And(parts, tuple(flat))
    if flat:
        either = flat[0] if len(flat) == 1 else Or(tuple(flat))
        return all_of([either, *keep]) if keep else either
    return all_of(keep) if keep else None
