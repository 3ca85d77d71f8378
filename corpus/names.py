"""Text -> the people it names: runs of capitalised words without the titles before them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

TITLES = Path(__file__).parent / "data" / "speech-titles.toml"
LONGEST = 5
# Capital letters of the scripts that have them (with some small ones of the later Latin blocks).
CAPITALS = "A-ZÀ-ÖØ-ÞĀ-ɏΆ-ΫЀ-Я"
# What German compounds for offices end in.
COMPOUNDS = (
    "prasident",
    "prasidentin",
    "minister",
    "ministerin",
    "sprecher",
    "sprecherin",
    "sekretar",
    "sekretarin",
)
# Slavic genitives: a country before a name (the minister *of* Ruritania), never a first name.
GENITIVES = ("ии", "ії", "ої", "ой")
# Latin, Greek, Cyrillic, Arabic; half-open ranges of code points.
ACCENTED = ((0xC0, 0x700), (0x1E00, 0x2000))


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name without titles, its half-open span, and whether a title stood before it."""

    text: str
    start: int
    end: int
    is_titled: bool

    @property
    def is_full(self) -> bool:
        """Whether it has more than a family name."""
        return " " in self.text


def find_names(text: str) -> Iterator[Name]:
    """The people named in ``text``, in order; a single word may be a family name or no name at all."""
    for stretch in _stretches().finditer(text):
        run: list[re.Match[str]] = []
        for token in _tokens().finditer(text, *stretch.span()):
            if run and not _continues(run, token, text):
                yield from _name_of(run)
                run = []
            run.append(token)
            if token[0][-2:] in ("'s", "’s"):
                yield from _name_of(run)
                run = []
        yield from _name_of(run)


def bare_name(text: str, untitled: bool = False) -> str | None:
    """The full name in a short text that is nothing but an office and one name; None for any other text.

    With ``untitled`` the office may be missing.
    """
    names = list(find_names(text))
    if len(names) != 1 or not names[0].is_full or not (untitled or names[0].is_titled):
        return None
    name = names[0]
    rest = [_plain(token[0]) for token in _tokens().finditer(text[: name.start])]
    unknown = [word for word in rest if not _is_office(word) and word not in particles()]
    if len(unknown) > 3 or len(text) - name.end > 60:
        return None
    return name.text


def bare_member(label: str) -> str | None:
    """The name that a label in front of brackets (a party, an office) is: its first word may mean something.

    ``Per`` and ``An`` are given names, too; offices and countries are none here either.
    """
    words = label.split()
    tables = _tables()
    if not 2 <= len(words) <= LONGEST or any(_plain(word) in tables["titles"] for word in words):
        return None
    is_other = [_is_office(_plain(word)) for word in words]
    return label if is_other[0] and not any(is_other[1:]) else None


@lru_cache(65_536)
def fold_letter(letter: str) -> str:
    """One letter in lower case without its accent: never more or less than one character."""
    return unicodedata.normalize("NFD", letter.lower())[0]


def fold(text: str) -> str:
    """``text`` in lower case without accents, character by character: offsets stay what they are."""
    lower = text.lower()
    if text.isascii():
        return lower
    if len(lower) != len(text):
        return "".join(map(fold_letter, text))
    return _accented().sub(lambda letter: fold_letter(letter[0]), lower)


@cache
def _accented() -> re.Pattern[str]:
    """The letters that have accents, in the scripts where these make no other letter of them."""
    letters = (chr(code) for start, end in ACCENTED for code in range(start, end))
    return re.compile(f"[{''.join(letter for letter in letters if fold_letter(letter) != letter)}]")


def _name_of(run: list[re.Match[str]]) -> Iterator[Name]:
    """The name that a run of capitalised words ends in, if it is one of a person."""
    if not run:
        return
    offices = [number for number, token in enumerate(run) if _is_office(_plain(token[0]))]
    first = offices[-1] + 1 if offices else 0
    words = run[first:]
    if len(words) == 2 and words[0][0] == "M.":
        words, offices = words[1:], [first]
    if len(words) > 2 and words[0][0].endswith(GENITIVES):
        words = words[1:]
    if not words or len(words) > LONGEST or not words[0][0][0].isupper():
        return
    texts = [_bare(token[0]) for token in words]
    if not any(len(text) > 2 for text in texts) or any(len(text) > 25 for text in texts):
        return
    if len(words) == 1 and (len(texts[0]) < 3 or (texts[0].isupper() and not offices)):
        return
    end = words[-1].start() + len(texts[-1])
    office = _plain(run[offices[-1]][0]) if offices else ""
    is_titled = bool(offices) and office not in _tables()["other"] and office not in _tables()["countries"]
    yield Name(_cased(texts), words[0].start(), end, is_titled)


def _continues(run: list[re.Match[str]], token: re.Match[str], text: str) -> bool:
    """Whether ``token`` goes on with the run: one blank between, or a full stop after an abbreviation."""
    gap = text[run[-1].end() : token.start()]
    if gap == " ":
        return True
    last = _plain(run[-1][0])
    return gap == ". " and (len(last) <= 1 or last in _titles() or last in ("jr", "sr", "st"))


def _bare(word: str) -> str:
    return word[:-2] if word[-2:] in ("'s", "’s") else word


def _cased(words: list[str]) -> str:
    """A name as it is written in running text, also where it stood in capitals."""
    shouted = len(words) > 1 and all(word.isupper() for word in words)
    return " ".join(word.title() if word.isupper() and (shouted or len(word) > 3) else word for word in words)


def _plain(word: str) -> str:
    return fold(_bare(word)).rstrip(".")


def is_country(word: str) -> bool:
    """Whether a word is the name of a country or of its people."""
    return fold(word) in _tables()["countries"]


def family_of(name: str) -> str:
    """The folded last word of a name, ``Jr`` and the like aside."""
    words = [word for word in name.split() if word.rstrip(".") not in ("Jr", "Sr", "II", "III")]
    return fold(words[-1]) if words else fold(name)


@cache
def _stretches() -> re.Pattern[str]:
    """Words with capitals in a row, small particles between them: where names are looked for."""
    word = rf"[{CAPITALS}](?:[\w’'-]|\.(?=[^\W\d_])){{0,40}}"
    small = "|".join(sorted(particles(), key=len, reverse=True))
    return re.compile(rf"(?<![\w.]){word}(?:\.? (?:(?:{small}) ){{0,2}}{word}){{0,14}}\.?")


@cache
def _tokens() -> re.Pattern[str]:
    """Words, with the inner points and hyphens of initials and double names."""
    return re.compile(
        r"(?:[^\W\d_]\.){2,4}|[^\W\d_]\.(?=\s?[^\W\d_])|[^\W\d_](?:[\w’'-]|\.(?=[^\W\d_])){0,40}"
    )


@cache
def _tables() -> dict[str, frozenset[str]]:
    with TITLES.open("rb") as file:
        return {name: frozenset(map(fold, words)) for name, words in tomllib.load(file).items()}


def _titles() -> frozenset[str]:
    return _tables()["titles"]


def particles() -> frozenset[str]:
    """Small words that may stand inside a name: ``de``, ``von``."""
    return _tables()["particles"]


@lru_cache(16_384)
def _is_office(word: str) -> bool:
    """Whether a folded word is an office or another word that is no name, also as the end of a compound."""
    if word in _offices() or (word.endswith("in") and word[:-2] in _offices()):
        return True
    head, hyphen, last = word.rpartition("-")
    return bool(hyphen and head and last in _offices()) or (len(word) > 9 and word.endswith(COMPOUNDS))


@cache
def _offices() -> frozenset[str]:
    """Everything that may run into a name without being part of it."""
    tables = _tables()
    return tables["titles"] | tables["other"] | tables["countries"]
