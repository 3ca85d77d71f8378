"""The pieces of a query -> Query: precedence, what must match and what may, and the leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from index.analysis import words
from index.query import (
    Between,
    Clause,
    Everything,
    Fuzzy,
    Near,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
)
from index.schema import View

from .days import days_between, read_days
from .joins import DEFAULT, all_of, any_of, is_exact, is_limit, join_list, negate
from .limits import MAX_CLAUSES, MIN_PREFIX, Fault, LimitError
from .pieces import FIELDS, Mark, Piece, field_named
from .stopwords import is_stop_word

_SOLID = {Mark.QUOTED, Mark.VALUE, Mark.FIELD, Mark.GROUP}


def build_query(pieces: Sequence[Piece], today: date) -> Query:
    """The query of all pieces; of none, everything. Raises Fault."""
    check_number(pieces)
    clause = Builder(pieces, DEFAULT, today).build()
    if clause is None and any(piece.mark is not Mark.BLANK for piece in pieces):
        raise Fault(0, "There is no word to look for.", (pieces[0].start, pieces[-1].end, " "))
    return Query(clause or Everything())


def check_number(pieces: Sequence[Piece]) -> None:
    """Raises Fault when there are too many leaves; the edit keeps the first of them.

    A word that is typed again and a stop word are no more to look up, and don't count.
    """
    leaves = [piece for piece in flatten(pieces) if piece.mark in (Mark.WORD, Mark.QUOTED, Mark.VALUE)]
    seen: set[tuple[str, ...]] = set()
    for piece in leaves:
        tokens = tuple(words(piece.text))
        if piece.mark is not Mark.WORD or not (len(tokens) == 1 and is_stop_word(tokens[0])):
            seen.add((piece.mark.name, piece.name, *tokens))
        if len(seen) > MAX_CLAUSES:
            reason = f"A query has at most {MAX_CLAUSES} different words; this has more."
            raise Fault(piece.start, reason, (piece.start, leaves[-1].end, ""), LimitError)


def flatten(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """All pieces at any depth that are no punctuation."""
    for piece in pieces:
        if piece.mark is Mark.GROUP:
            yield from flatten(piece.pieces)
        elif piece.mark is not Mark.WORD or words(piece.text):
            yield piece


class Builder:
    """Reads one list of pieces from left to right; words without a field of their own are in ``field``."""

    def __init__(self, pieces: Sequence[Piece], field: str, today: date) -> None:
        self.pieces = [piece for piece in pieces if piece.mark is not Mark.BLANK]
        self.field = field
        self.today = today
        self.place = 0

    def build(self) -> Clause | None:
        """The clause of the whole list, None where there is only punctuation."""
        must: list[Clause] = []
        keep: list[Clause] = []
        should: list[Clause] = []
        while (first := self.peek()) is not None:
            clause, alone = self.read_or()
            plus = first.mark is Mark.SIGN and first.text == "+"
            if plus and isinstance(clause, Or) and not alone:
                raise Fault(first.start, "“+” and OR contradict each other.", (first.start, first.end, ""))
            if is_limit(clause):
                keep.append(clause)
            elif plus or is_exact(clause):
                must.append(clause)
            else:
                should.append(clause)
        return join_list(must, keep, should)

    def peek(self) -> Piece | None:
        """The next piece that says something."""
        while self.place < len(self.pieces):
            piece = self.pieces[self.place]
            if piece.mark is not Mark.WORD or words(piece.text):
                return piece
            self.place += 1
        return None

    def take(self, *operators: str) -> Piece | None:
        """The next piece, if it is one of these operators."""
        piece = self.peek()
        if piece is None or piece.mark is not Mark.OPERATOR or piece.text not in operators:
            return None
        self.place += 1
        return piece

    def read_or(self) -> tuple[Clause, bool]:
        """Operands with OR between them, and whether there was one only."""
        operands = [self.read_and()]
        while operator := self.take("OR"):
            operands.append(self.read_operand(operator, self.read_and))
        return any_of(operands), len(operands) == 1

    def read_and(self) -> Clause:
        """Operands with AND or NOT between them; ``a NOT b`` is ``a AND NOT b``."""
        operands = [self.read_one()]
        while operator := self.take("AND", "NOT"):
            operand = self.read_operand(operator, self.read_one)
            operands.append(negate(operand) if operator.text == "NOT" else operand)
        return all_of(operands)

    def read_operand(self, operator: Piece, read: object) -> Clause:
        """What stands after an operator; raises Fault where there is nothing."""
        following = self.peek()
        nothing = following is None or (following.mark is Mark.OPERATOR and following.text != "NOT")
        if nothing:
            reason = f"{operator.text} has nothing after it; to look for the word, write it small."
            raise Fault(operator.start, reason, (operator.start, operator.end, ""))
        assert callable(read)
        clause: Clause = read()
        return clause

    def read_one(self) -> Clause:
        """A leaf or a group, with a sign or NOT before it."""
        piece = self.peek()
        assert piece is not None
        self.place += 1
        if piece.mark is Mark.OPERATOR:
            if piece.text != "NOT":
                reason = f"{piece.text} has nothing before it; to look for the word, write it small."
                raise Fault(piece.start, reason, (piece.start, piece.end, ""))
            return negate(self.read_operand(piece, self.read_one))
        if piece.mark is Mark.SIGN:
            clause = self.read_signed(piece)
            return negate(clause) if piece.text == "-" else clause
        if piece.mark is Mark.FIELD:
            return self.read_field(piece)
        return self.read_leaf(piece, self.field)

    def read_signed(self, sign: Piece) -> Clause:
        following = self.peek()
        if following is None or following.mark is Mark.OPERATOR:
            raise Fault(sign.start, f"“{sign.text}” has nothing after it.", (sign.start, sign.end, ""))
        return self.read_one()

    def read_field(self, piece: Piece) -> Clause:
        """The piece right behind the colon, in that field."""
        value = self.pieces[self.place] if self.place < len(self.pieces) else None
        name = field_named(piece.name)
        if name is None or value is None or value.mark not in (Mark.WORD, Mark.QUOTED, Mark.GROUP):
            raise Fault(piece.start, f"“{piece.name}:” has nothing after it.", (piece.start, piece.end, ""))
        self.place += 1
        return self.read_leaf(value, name)

    def read_leaf(self, piece: Piece, field: str) -> Clause:
        """One clause in that field; raises Fault where no word is left."""
        if piece.mark is Mark.GROUP:
            clause = Builder(piece.pieces, field, self.today).build()
        elif piece.mark is Mark.VALUE:
            clause = read_value(piece, self.today)
        elif piece.mark is Mark.QUOTED:
            clause = read_quoted(piece, field)
        else:
            clause = read_word(piece, field)
        if clause is None:
            before = self.pieces[max(self.place - 2, 0)]
            start = before.start if before.mark in (Mark.FIELD, Mark.SIGN, Mark.OPERATOR) else piece.start
            raise Fault(start, "There is no word here to look for.", (start, max(piece.end, start), " "))
        return clause


def read_word(piece: Piece, field: str) -> Clause | None:
    """A word, a prefix, a misspelt word; what analysis splits stays side by side."""
    tokens = tuple(words(piece.text))
    ending = piece.text.rstrip(".,;:!?'’)]}…")[-1:]
    if not tokens:
        return None
    if ending in ("*", "~") and len(tokens) > 1:
        place = piece.start + piece.text.rindex(ending)
        raise Fault(place, f"“{ending}” is read only after a single word.", (place, place + 1, ""))
    if ending == "*":
        if len(tokens[0]) < MIN_PREFIX:
            place = piece.start + piece.text.rindex("*")
            reason = f"“*” needs {MIN_PREFIX} letters or more before it."
            raise Fault(place, reason, (place, place + 1, ""))
        return Prefix(field, tokens[0])
    if ending == "~":
        return Fuzzy(field, tokens[0])
    return Term(field, View.STEMS, tokens[0]) if len(tokens) == 1 else Phrase(field, View.STEMS, tokens)


def read_quoted(piece: Piece, field: str) -> Clause | None:
    """Exactly these words, or these words near each other."""
    tokens = tuple(words(piece.text))
    if not tokens:
        return None
    if piece.slop is not None and len(tokens) == 1:
        place = piece.start + len(piece.text) + 2
        raise Fault(place, "One word alone is near nothing.", (place, piece.end, ""))
    if len(tokens) == 1:
        return Term(field, View.WORDS, tokens[0])
    if piece.slop is not None:
        return Near(field, View.WORDS, tokens, piece.slop)
    return Phrase(field, View.WORDS, tokens)


def read_value(piece: Piece, today: date) -> Clause:
    """A whole value, or days; raises Fault where it is none."""
    name = field_named(piece.name) or piece.name
    text = piece.text.strip('"').strip()
    if FIELDS[name] == "days":
        return read_when(piece, name, text, today)
    value = host_of(text) if name == "host" else " ".join(text.casefold().split()).rstrip(",;")
    if not words(value):
        reason = f"“{piece.name}:” has nothing after it; write a value right behind the colon."
        raise Fault(piece.start, reason, (piece.start, piece.end, " "))
    return Term(name, View.KEY, value)


def read_when(piece: Piece, name: str, text: str, today: date) -> Between:
    """``issued:``, ``before:`` and ``after:``."""
    days = read_days(text.rstrip(",;"), today)
    if days is None or (name != "issued" and ".." in text):
        raise bad_days(piece, text, today)
    if days[0] and days[1] and days[0] > days[1]:
        first, last = text.split("..", 1)
        edit = (piece.start, piece.end, f"{piece.name}:{last}..{first}")
        raise Fault(piece.start, "The range of days ends before it begins.", edit)
    return days_between(name, days)


def bad_days(piece: Piece, text: str, today: date) -> Fault:
    """Mended to the part that is a time, else to the words alone."""
    reason = (
        f"“{text}” is no time that can be read here; write 2024, 2024-01, 2024-01-10, 2024-01..2024-06, "
        "past-30-days or last-month."
    )
    for part in (text.lstrip("<>=[{").rstrip("]}"), text[:7], text[:4]):
        if read_days(part, today) is not None and ".." not in part:
            return Fault(piece.start, reason, (piece.start, piece.end, f"{piece.name}:{part}"))
    return Fault(piece.start, reason, (piece.start, piece.end, " ".join(words(text))))


def host_of(text: str) -> str:
    """``https://www.nato.int/x`` and ``nato.int`` alike: the host without ``www.``"""
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        host = parts.hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.").strip(".,;")
