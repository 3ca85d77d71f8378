"""What a lenient parser would hide: a check raises the first Fault it sees, with the edit that mends it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .limits import MAX_CHARACTERS, MAX_LEVELS, MAX_SLOP, Fault, LimitError
from .pieces import FIELDS, Mark, Piece, field_named, neighbours

_RANGE = re.compile(r"(?i:issued|date):[\[{]\s*(\S+)\s+TO\s+([^\s\]}]+)\s*[\]}]?")
_VALUE_START = frozenset({Mark.WORD, Mark.QUOTED, Mark.OPEN})
_WORD_CHARACTER = re.compile(r"\w")

# In a run without blanks: what looks like an operator of other search engines, why it is none here, and
# what the run becomes. Tried in this order.
_FOREIGN = [
    (re.compile(r"&&"), "“&&” isn't read here; write AND.", "AND"),
    (re.compile(r"\|\|"), "“||” isn't read here; write OR.", "OR"),
    (re.compile(r"!(?=\w)(.*)"), "“!” isn't read here; a minus leaves a word out.", r"-\1"),
    (re.compile(r"[+-]+(\w.*)"), "One sign before a word is enough.", r"\1"),
    (re.compile(r"/(.*\w.*)/"), "Patterns between slashes aren't read.", r"\1"),
    (re.compile(r"(.*?)\^\d+(?:\.\d+)?"), "A weight after “^” isn't read.", r"\1"),
    (re.compile(r"(.*?\w)[\[{].*"), "Brackets like [1-9] can't stand for letters.", r"\1"),
    (
        re.compile(r"(.*\w)\?(\w.*)"),
        "“?” can't stand for a letter; put * after three letters or more.",
        r"\1 \2",
    ),
    (re.compile(r"(.*\w~)\d+\W*"), "A number after “~” is for words in quotation marks.", r"\1"),
    (re.compile(r"(.*\w)~+(\w.*)"), "“~” is read only at the end of a word.", r"\1 \2"),
]
_STAR = re.compile(r"[^\w*]*\w(?:[^*]*\w)?\*[^\w*]*")
_OPENING = re.compile(r"[^\w*]*(\w[\w]{2,})\*")


def check_text(text: str) -> None:
    """The whole text: its length, its quotation marks, ranges in the writing of other engines."""
    if len(text) > MAX_CHARACTERS:
        reason = f"A query has at most {MAX_CHARACTERS:,} characters; this has {len(text):,}."
        cut = max(text.rfind(" ", 0, MAX_CHARACTERS), MAX_CHARACTERS // 2)
        raise Fault(MAX_CHARACTERS, reason, (cut, len(text), ""), LimitError)
    if match := _RANGE.search(text):
        edit = (match.start(), match.end(), f"issued:{match[1]}..{match[2]}")
        raise Fault(match.start(), "A range of days is written with two dots.", edit)
    if text.count('"') % 2:
        raise _open_quote(text, text.rindex('"'))


def _open_quote(text: str, place: int) -> Fault:
    """Closed at the end where it opens something, else taken out."""
    opens = (place == 0 or text[place - 1] in " \t\n(:+-") and _WORD_CHARACTER.search(text, place)
    edit = (len(text), len(text), '"') if opens else (place, place + 1, " ")
    return Fault(place, "A quotation mark is left open.", edit)


def check_pieces(pieces: list[Piece]) -> None:
    """The flat list of pieces, blanks included, before brackets make groups of it."""
    _check_brackets(pieces)
    for before, (piece, after) in zip([None, *pieces], neighbours(pieces), strict=False):
        match piece.mark:
            case Mark.FIELD:
                _check_field(piece, after)
            case Mark.WORD:
                _check_word(piece, before)
            case Mark.QUOTED:
                _check_quoted(piece, after)
            case Mark.SIGN:
                _check_sign(piece, after)


def _check_brackets(pieces: Sequence[Piece]) -> None:
    opened: list[Piece] = []
    solid = [piece for piece in pieces if piece.mark is not Mark.BLANK]
    for piece, after in neighbours(solid):
        if piece.mark is Mark.OPEN:
            opened.append(piece)
            if after and after.mark is Mark.CLOSE:
                raise Fault(
                    piece.start, "There is nothing between the brackets.", (piece.start, after.end, " ")
                )
            if len(opened) > MAX_LEVELS:
                reason = f"Brackets stand at most {MAX_LEVELS} deep."
                raise Fault(piece.start, reason, _bare(pieces), LimitError)
        elif piece.mark is Mark.CLOSE:
            if not opened:
                raise Fault(
                    piece.start, "A closing bracket has no opening one.", (piece.start, piece.end, " ")
                )
            opened.pop()
    if opened:
        raise Fault(
            opened[-1].start, "A bracket is left open.", (solid[-1].end, solid[-1].end, ")" * len(opened))
        )


def _bare(pieces: Iterable[Piece]) -> tuple[int, int, str]:
    """All of the text without any bracket, operator, sign or field: its words and quotations."""
    kept = list(pieces)
    said = [
        f'"{p.text}"' if p.mark is Mark.QUOTED else p.text for p in kept if p.mark in (Mark.WORD, Mark.QUOTED)
    ]
    return kept[0].start, kept[-1].end, " ".join(said)


def _check_field(piece: Piece, after: Piece | None) -> None:
    colon = piece.end - 1
    if field_named(piece.name) is None:
        names = ", ".join(FIELDS)
        reason = f"There is no field “{piece.name}”; the fields are {names}."
        raise Fault(piece.start, reason, (colon, piece.end, " "))
    if after is not None and after.mark in _VALUE_START:
        if after.mark is Mark.WORD and after.text[0] in "+-" and len(after.text) > 1:
            edit = (piece.start, after.start + 1, after.text[0] + piece.name + ":")
            raise Fault(after.start, f"The sign stands before the field: {after.text[0]}{piece.name}:…", edit)
        return
    reason = f"“{piece.name}:” has nothing after it; write a word right behind the colon."
    if after is not None and after.mark in (Mark.FIELD, Mark.VALUE):
        raise Fault(piece.start, reason, (piece.start, piece.end, ""))
    if after is not None and after.mark is Mark.BLANK:
        raise Fault(piece.start, reason, (after.start, after.end, ""))
    raise Fault(piece.start, reason, (colon, piece.end, " "))


def _check_word(piece: Piece, before: Piece | None) -> None:
    for pattern, reason, instead in _FOREIGN:
        if match := pattern.fullmatch(piece.text):
            raise Fault(piece.start, reason, (piece.start, piece.end, match.expand(instead)))
    glued = before is not None and before.end == piece.start
    if glued and before and before.mark in (Mark.QUOTED, Mark.CLOSE) and re.match(r"~", piece.text):
        after = "a number" if before.mark is Mark.QUOTED else "quotation marks"
        raise Fault(
            piece.start,
            f"“~” here needs {after}.",
            (piece.start, piece.end, piece.text.lstrip("~0123456789")),
        )
    if "*" in piece.text and not _STAR.fullmatch(piece.text):
        start = _OPENING.match(piece.text)
        instead = f"{start[1]}*" if start else piece.text.replace("*", " ")
        reason = "“*” is read only at the end of a word, after three letters or more."
        raise Fault(piece.start + piece.text.index("*"), reason, (piece.start, piece.end, instead))


def _check_quoted(piece: Piece, after: Piece | None) -> None:
    if match := re.search(r"\w\*(?!\S)", piece.text):
        place = piece.start + 1 + match.start() + 1
        raise Fault(place, "“*” isn't read between quotation marks.", (place, place + 1, ""))
    if piece.slop is not None and piece.slop > MAX_SLOP:
        place = piece.start + len(piece.text) + 2
        raise Fault(place, f"Words stand near within {MAX_SLOP} words.", (place, piece.end, f"~{MAX_SLOP}"))


def _check_sign(piece: Piece, after: Piece | None) -> None:
    if after is not None and after.mark is Mark.SIGN:
        raise Fault(piece.start, "One sign before a word is enough.", (piece.start, piece.end, ""))
