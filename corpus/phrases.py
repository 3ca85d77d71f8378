"""A line of text -> the piece of page furniture it is ("Leave a Reply", "Share this"), or none.

The phrases are data, a file for each language: ``data/<language>.toml``. All languages are looked up at
once, since a page's furniture often speaks another language than its text. A phrase is one signal; to
stand alone on a short line, at an edge or beside others of its kind is the second.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

LONGEST = 160  # code points; a longer line is running text and no furniture
LONGEST_PHRASE = 100  # how much of a line is compared
LONGEST_NOTICE = 400  # the same for the notices of forms and cookie banners

# What is said of a line that is cut for a sign of this kind.
NAMES = {
    "form": "comment form", "share": "share line", "related": "related pages", "navigation": "navigation",
    "subscribe": "subscription box", "cookies": "cookie or consent notice", "release": "release header",
    "byline": "byline", "author": "about the author", "date": "date line", "tags": "tags",
    "record": "page data", "error": "notice", "notice": "notice", "credit": "caption or credit",
    "contact": "contact", "notes": "notes",
}  # fmt: skip


class Sign(NamedTuple):
    """What a line is a sign of; a strong one is cut wherever it stands alone on its line."""

    kind: str
    strong: bool


class Phrases(NamedTuple):
    """Whole lines, and beginnings of lines by their first word, each with what else must follow.

    ``heads`` are the first words of all; of those in scripts without blanks, the first two characters.
    """

    whole: dict[str, Sign]
    beginnings: dict[str, list[tuple[str, list[str], Sign]]]
    heads: set[str]


_NOT_WORDS = re.compile(r"[\W_]+")
_FIRST_WORD = re.compile(r"[^\W_]+")
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "zh", "ja")


def recognise(line: str) -> Sign | None:
    """What a line is a sign of, or None; long lines are none."""
    if len(line) > LONGEST_NOTICE:
        return None
    sign = _recognise(line)
    if sign is None or len(line) <= LONGEST or (sign.strong and sign.kind in ("form", "cookies")):
        return sign
    return None


@lru_cache(maxsize=4096)
def _recognise(line: str) -> Sign | None:
    phrases = read_phrases()
    start = _FIRST_WORD.search(line, 0, LONGEST_PHRASE)
    first = fold(start[0]).partition(" ")[0] if start else ""
    if first not in phrases.heads and first[:2] not in phrases.heads:
        return None
    words = fold(line[:LONGEST_PHRASE])
    if len(line) <= LONGEST_PHRASE and (sign := phrases.whole.get(words)):
        return sign
    # Scripts without blanks have no first word: their first two characters stand for it.
    for key in (words.partition(" ")[0], words[:2]):
        for beginning, rest, sign in phrases.beginnings.get(key, ()):
            if words.startswith(beginning) and _ends_a_word(words, len(beginning)):
                return sign if all(part in words for part in rest) and _may_be(sign, line) else None
    return None


def _may_be(sign: Sign, line: str) -> bool:
    """Whether a line that begins like a sign is one, and not a sentence that happens to begin so."""
    if sign.kind in _IMPERATIVE:
        return sign.strong or len(line) <= 80
    is_sentence = len(line) > 60 and line.rstrip("\"'”’»)").endswith((".", "!", "?", "。", "؟", "！"))
    return not is_sentence and (sign.strong or len(line) <= 80)


def _ends_a_word(words: str, end: int) -> bool:
    return len(words) == end or words[end] == " " or words[end] > "\u2e80"


def fold(line: str) -> str:
    """A line in lower case, its words parted by single blanks, without punctuation."""
    return _NOT_WORDS.sub(" ", line.casefold()).strip()


# Kinds whose phrases no statement begins a sentence with.
_IMPERATIVE = frozenset(("form", "share", "cookies", "navigation", "notice"))


@cache
def read_phrases() -> Phrases:
    """The phrases of all languages, read once; strong ones win over weak ones."""
    phrases = Phrases({}, {}, set())
    for strength in ("strong", "weak"):
        for language in LANGUAGES:
            for kind, lists in _read(language).items():
                for phrase in lists.get(strength, ()):
                    _add(phrases, phrase, Sign(kind, strength == "strong"))
    phrases.heads.update(phrases.beginnings)
    for entries in phrases.beginnings.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return phrases


@cache
def _read(language: str) -> dict[str, dict[str, list[str]]]:
    file = resources.files("corpus").joinpath("data", f"{language}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _add(phrases: Phrases, phrase: str, sign: Sign) -> None:
    if not phrase.endswith("*"):
        words = fold(phrase)
        phrases.whole.setdefault(words, sign)
        phrases.heads.add(_head(words))
        return
    words, *rest = [fold(part) for part in phrase[:-1].split("*")]
    phrases.beginnings.setdefault(_head(words), []).append((words, rest, sign))


def _head(words: str) -> str:
    """The first word; of scripts without blanks, the first two characters."""
    return words.partition(" ")[0] if words < "\u2e80" else words[:2]
