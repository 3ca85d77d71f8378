"""The words of a headline, an address and a breadcrumb -> the kind of a statement, of a small closed list."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from . import dates
from .alternation import any_of
from .reading import Reading

KINDS = Path(__file__).parent / "data" / "metadata-kinds.toml"
# Kinds that sites also call what is something else.
WEAK = ("news", "blog")
# Kinds that sites file anything under: such a label says less than a word in the headline.
GENERAL = ("press release", *WEAK)
# Kinds that are named by a word which headlines also hold by chance; a label of the page says more.
LOOSE = ("statement", "message", "letter")
# Shown to readers this is, in French, any press release; told to machines it is meant.
DOUBTFUL = "communique"
# How many turns (``Q:``, a name and a colon) make a text a transcript.
TURNS = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind with the patterns that find its words in a headline and among the names of sections."""

    name: str
    title: re.Pattern[str] | None
    sections: frozenset[str]


def read_kind(
    title: str,
    sections: Iterable[tuple[str, str]],
    lines: Sequence[str] = (),
    types: Sequence[tuple[str, str]] = (),
) -> Reading[str] | None:
    """The kind by the headline, else by the first of ``sections`` (text and source) that names one.

    ``lines`` stand beside the headline and tell by how they begin (``Remarks by Jane Doe``). ``types``
    (text and source) label the page itself: they are more than a loose word of the headline.
    """
    named = _named(dates.fold(title))
    if named and named not in LOOSE:
        return Reading(named, "headline", 0.9)
    labelled = _labelled(types)
    if labelled or named:
        return labelled or Reading(named or "", "headline", 0.9)
    for line in lines:
        folded = dates.fold(line[:120])
        if folded != DOUBTFUL and (name := _named(folded, True)):
            return Reading(name, "line beside the headline", 0.8)
    return _by_section(sections)


def _named(folded: str, at_start: bool = False) -> str | None:
    """The most telling kind that a folded headline names, or that it begins with."""
    if not (_any_kind().match(folded) if at_start else _any_kind().search(folded)):
        return None
    for kind in list_kinds():
        if kind.title and (kind.title.match(folded) if at_start else kind.title.search(folded)):
            return kind.name
    return None


def _labelled(types: Sequence[tuple[str, str]]) -> Reading[str] | None:
    """The first kind that a label of the page names, if it is more than one that anything is filed under."""
    for text, source in types:
        folded = dates.fold(text).strip(" :/") if len(text) <= 80 else ""
        name = _section_kinds().get(folded)
        if name and name not in GENERAL and (folded != DOUBTFUL or "." in source):
            return Reading(name, source, 0.9)
    return None


def _by_section(sections: Iterable[tuple[str, str]]) -> Reading[str] | None:
    weak: Reading[str] | None = None
    for text, source in sections:
        if len(text) > 80:
            continue
        folded = dates.fold(text).strip(" :/")
        if folded == DOUBTFUL:
            folded = "communique de presse"
        name = _section_kinds().get(folded)
        if source == "address" and not folded.isalpha():
            parts = {folded, *_parts().split(folded)}
            name = next((kind.name for kind in list_kinds() if not parts.isdisjoint(kind.sections)), None)
        if name and name not in WEAK:
            return Reading(name, source, 0.8)
        weak = weak or (Reading(name, source, 0.6) if name else None)
    return weak


def kind_of_text(paragraphs: Sequence[str]) -> Reading[str] | None:
    """``transcript`` for a text of turns; None for any other."""
    turns = sum(1 for paragraph in paragraphs if _turn().match(paragraph))
    if turns >= TURNS and 4 * turns >= len(paragraphs):
        return Reading("transcript", "turns in the text", 0.8)
    return None


def sections_of(address: str | None) -> list[str]:
    """The folders of an address, the innermost first, as words."""
    try:
        path = unquote(urlsplit(address or "").path)
    except ValueError:
        return []
    return [folder for folder in reversed(path.lower().split("/")[:-1]) if 2 < len(folder) < 60]


def names() -> tuple[str, ...]:
    """The closed list of kinds."""
    return tuple(kind.name for kind in list_kinds())


@cache
def list_kinds() -> tuple[Kind, ...]:
    """The kinds in the order in which they are tried."""
    with KINDS.open("rb") as file:
        table = tomllib.load(file)["kind"]
    return tuple(Kind(entry["name"], _any_of(entry["title"]), frozenset(entry["section"])) for entry in table)


@cache
def _section_kinds() -> dict[str, str]:
    """The kind that the name of a section stands for, of several the most telling."""
    return {section: kind.name for kind in reversed(list_kinds()) for section in kind.sections}


@cache
def _any_kind() -> re.Pattern[str]:
    """Whatever names a kind in a headline: most headlines hold nothing of it."""
    with KINDS.open("rb") as file:
        table = tomllib.load(file)["kind"]
    return _any_of(word for entry in table for word in entry["title"]) or re.compile(r"(?!)")


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Any of ``words`` at the beginning of a word; in scripts without blanks anywhere."""
    folded = [dates.fold(word) for word in words]
    wide = any_of(word for word in folded if word[0] > "\u3000")
    spaced = any_of(word for word in folded if word[0] <= "\u3000")
    found = [pattern for pattern in (spaced and rf"(?<!\w)(?:{spaced})", wide) if pattern]
    return re.compile("|".join(found)) if found else None


@cache
def _parts() -> re.Pattern[str]:
    return re.compile("[_ ]")


@cache
def _turn() -> re.Pattern[str]:
    """The beginning of a turn: ``Q:``, ``MS. SANDERS:``, ``Question:``, ``PRESIDENTE ANDRÉS MANUEL:``."""
    return re.compile(
        r"(?:Q|A|QUESTION|ANSWER|Question|Answer|Frage|Antwort|PREGUNTA|RESPUESTA|Вопрос|Ответ)(?:\s?[:.]|\s{1,3}[A-Z])"
        r"|[^\W\d_a-z][\w.'’-]{0,20}(?: [^\W\d_a-z][\w.'’-]{0,20}){0,5}:"
    )
