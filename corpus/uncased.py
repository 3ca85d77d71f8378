"""The words behind a verb of saying -> the person named, in a script without capitals (Arabic).

Where no capital begins a name, its place tells: behind the verb stand an office with what it is an office
of (these carry the article), then the name, then a colon, a conjunction or the quotation itself.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

TITLES = Path(__file__).parent / "data" / "speech-titles.toml"
# Words of a name: a given name and at least one more, with what joins them (son of, servant of).
FEWEST, MOST = 2, 7
ARTICLES = ("ال", "وال", "لل")


def is_uncased(text: str) -> bool:
    """Whether ``text`` holds letters of a script that this module reads names in."""
    return not text.isascii() and bool(_letters().search(text))


def find_name(text: str) -> str | None:
    """The name with which ``text`` begins, behind its offices; None without one."""
    words = list(_letters().finditer(text[: _end(text)]))
    first = 0
    while first < len(words) and _is_office(words[first][0], first):
        first += 1
    name = words[first:]
    if not FEWEST <= len(name) <= MOST or any(word[0] in _lists()["uncased_small"] for word in name):
        return None
    if not first and name[0][0].startswith(ARTICLES):
        return None
    return " ".join(word[0] for word in name)


def _is_office(word: str, place: int) -> bool:
    """Whether a word is an office, a form of address, or (not at first) what it is an office of."""
    bare = word.removeprefix("و") if len(word) > 4 else word
    if bare.removeprefix("ال") in _lists()["uncased"]:
        return True
    return place > 0 and word.startswith(ARTICLES)


def _end(text: str) -> int:
    stop = _stops().search(text)
    return stop.start() if stop else len(text)


@cache
def _letters() -> re.Pattern[str]:
    return re.compile("[\u0620-\u065f\u0670-\u06d3]+")


@cache
def _stops() -> re.Pattern[str]:
    """What ends a name: marks, figures, and the conjunctions that begin what is said."""
    return re.compile(r"[^\w\s]|\d|\n|(?<!\w)(?:إن|أن|إنه|أنه|إنها|أنها|بأن|في|خلال)(?!\w)")


@cache
def _lists() -> dict[str, frozenset[str]]:
    with TITLES.open("rb") as file:
        table = tomllib.load(file)
    return {use: frozenset(table[use]) for use in ("uncased", "uncased_small")}
