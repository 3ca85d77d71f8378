"""For a query without hits: which part is to blame, and what to ask instead. Only what does have hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.query import And, Between, Clause, Near, Or, Phrase, Query, Term
from index.schema import View

from .joins import is_limit, join_list
from .reading import read_part
from .writing import unparse

Count = Callable[[Query], int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``blame``: a sentence on what finds nothing; ``text``: a query to type that finds something."""

    blame: str | None = None
    text: str | None = None


def find_blame(query: Query, count: Count) -> Suggestion:
    """The change that finds most; nothing where no single change helps."""
    if query.filters and (number := count(replace(query, filters={}))):
        return Suggestion(f"The chosen values leave nothing; without them there {are(number)} to find.")
    tried = [(count(replace(query, clause=clause)), blame, clause) for blame, clause in changes(query.clause)]
    found = max(tried, key=lambda item: item[0], default=None)
    if found is None or not found[0]:
        return Suggestion("No statement has any of this." if not tried else None)
    number, blame, clause = found
    return Suggestion(
        f"{blame}; without that there {are(number)} to find.", unparse(replace(query, clause=clause))
    )


def are(number: int) -> str:
    """``is 1``, ``are 2``."""
    return f"are {number:,}" if number != 1 else "is 1"


def changes(clause: Clause) -> Iterator[tuple[str, Clause]]:
    """Each part that may be to blame, in words, and the clause without it, or with it less exact."""
    if isinstance(clause, And):
        for at, part in enumerate(clause.clauses):
            rest = (*clause.clauses[:at], *clause.clauses[at + 1 :])
            blame = f"{quoted(part)} is to blame"
            left = join_list(
                [other for other in rest if not is_limit(other)],
                [other for other in rest if is_limit(other)],
                list(clause.optional),
            )
            if left is not None:
                yield blame, left
            for loose in loosen(part):
                yield blame, replace(clause, clauses=(*clause.clauses[:at], loose, *clause.clauses[at + 1 :]))
    else:
        yield from ((f"{quoted(clause)} stands nowhere", loose) for loose in loosen(clause))


def quoted(clause: Clause) -> str:
    """The part in words, in quotation marks where it has none."""
    text = read_part(clause)
    return text if "“" in text else f"“{text}”"


def loosen(clause: Clause) -> Iterator[Clause]:
    """The words of a phrase, without their order."""
    if isinstance(clause, (Phrase, Near)):
        yield Or(tuple(Term(clause.field, View.STEMS, token) for token in clause.tokens))
    elif isinstance(clause, Term) and clause.view is View.WORDS:
        yield replace(clause, view=View.STEMS)
    elif isinstance(clause, Between):
        return
