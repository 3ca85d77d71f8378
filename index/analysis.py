"""Text -> tokens: folding, words, stems and their places; the one truth for every engine.

A *word* is a run of letters and digits, folded: without case, accents and ligatures (ß is ss, ł is l, ü
is u; й stays, being a letter of its own). A possessive ``'s`` is dropped, a dotted acronym joined
(U.S. is us), any other apostrophe separates (l'accord is two words) but between Cyrillic letters, where
it joins. Chinese, Japanese and Korean are cut into overlapping pairs. A *stem* is what Snowball makes of
a word in the statement's language. Both views of a text have the same number of tokens in the same places.
"""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from collections.abc import Iterator

import Stemmer

ANALYSIS_VERSION = 1
"""Grows with every change of the tokens: an index of another version is stale."""

BOUNDARY = "¶"
"""Stands between title, paragraphs and quotations; no text becomes it, since it is no letter."""

MAX_TOKEN = 255
"""Tokens are cut at so many characters."""

SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""The languages that are stemmed; in all others a word is its own stem."""

_JOINED = "\x00"
"""Holds the place of a character that is dropped inside a word, so that folding keeps lengths."""

_MAX_STEMS = 200_000
"""The dictionary of stems of one language in one thread starts anew when it holds so many words."""

# Marks over or under a letter that are left out when typing. The breve of й is not among them, nor are the
# vowel signs of India and the voicing of kana: without these it would be another word.
_ACCENTS = (
    "\u0300-\u0305\u0307-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
)
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_VOWEL_SIGNS = (
    "\u0900-\u0963\u0966-\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u3099\u309a"
)
_PAIRED = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_CYRILLIC = "\u0430-\u045f\u0490-\u0491"

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_DROPPED = re.compile(f"(?<!\u0438)\u0306|[{_ACCENTS}{_INVISIBLE}]")
_ASCII_WORD = re.compile(r"[a-z0-9\x00]+")
_ANY_WORD = re.compile(rf"[\w\x00{_VOWEL_SIGNS}]+")
_SCRIPT = re.compile(f"[{_PAIRED}]+|[^{_PAIRED}]+")
_HAS_PAIRED = re.compile(f"[{_PAIRED}]")
_CLUSTER = re.compile(f".[\u0306{_ACCENTS}{_INVISIBLE}{_VOWEL_SIGNS}\u1160-\u11ff]*", re.DOTALL)

# These begin with a plain character, so that looking for them is as quick as looking for a string.
_POSSESSIVE = re.compile(r"'s(?<=[^\W_]'s|\x00's)(?![^\W_])")
_MAYBE_ACRONYM = re.compile(r"\.[^\W\d_](?![^\W_])")
_ACRONYM = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])(?:\.(?![^\W_]))?")
_CYRILLIC_JOINT = re.compile(f"'(?<=[{_CYRILLIC}]')(?=[{_CYRILLIC}])")
_UMLAUT = re.compile("ae|oe|(?<![aeiouyq])ue")

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LETTERS = str.maketrans(
    dict(zip("øłđðħıŋŧ", "olddhint", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("ʼ’‘‛", "'")
)
# What compatibility would glue to the word before: Acme™ is not acmetm, nor is aid² a word of its own.
_GLUED = str.maketrans(dict.fromkeys("™℠®©", " ") | {mark: f" {n}" for n, mark in enumerate(_SUPERSCRIPTS)})


def words(text: str) -> list[str]:
    """The folded words of ``text`` in their order."""
    folded = _fold(text)
    if folded.isascii():
        found = _ASCII_WORD.findall(folded)
    else:
        found = _ANY_WORD.findall(folded)
        if _HAS_PAIRED.search(folded):
            found = [piece for word in found for piece in _pieces(word)]
    if _JOINED in folded:
        found = " ".join(found).replace(_JOINED, "").split()
    if len(folded) > MAX_TOKEN and len(max(found, key=len, default="")) > MAX_TOKEN:
        found = [word[:MAX_TOKEN] for word in found]
    return found


def stems(text: str, language: str | None) -> list[str]:
    """The stems of the words of ``text``, one for each of ``words(text)``."""
    table = _stem_table(language)
    return words(text) if table is None else list(map(table.__getitem__, words(text)))


def stem(word: str, language: str | None) -> str:
    """The stem of one folded word; ``language`` is a BCP 47 tag."""
    table = _stem_table(language)
    return word if table is None else table[word]


def stem_all(tokens: list[str], language: str | None) -> list[str]:
    """The stems of folded words, in their order."""
    table = _stem_table(language)
    return tokens if table is None else list(map(table.__getitem__, tokens))


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """``words(text)``, each with its half-open span in code points of ``text`` as given."""
    folded, places = _fold_with_places(text)
    pattern = _ASCII_WORD if folded.isascii() else _ANY_WORD
    found = [piece for match in pattern.finditer(folded) for piece in _piece_spans(match[0], match.start())]
    if places is None:
        return found
    return [(word, *_widen(text, places[start][0], places[end - 1][1])) for word, start, end in found]


def signature() -> str:
    """What the tokens depend on: this module's version and Snowball's."""
    return f"{ANALYSIS_VERSION}/snowball {Stemmer.version()}"


def _fold(text: str) -> str:
    """``text`` ready to be cut into words: each run of other letters than ASCII folded by itself."""
    if _JOINED in text:
        text = text.replace(_JOINED, " ")
    if not text.isascii():
        text = _FOREIGN.sub(_fold_match, text)
    return _join(text.lower())


def _join(folded: str) -> str:
    """Possessives blanked, dotted acronyms and Cyrillic apostrophes joined; the length stays."""
    if _MAYBE_ACRONYM.search(folded):
        folded = _ACRONYM.sub(lambda match: match[0].replace(".", _JOINED), folded)
    if "'s" in folded:
        folded = _POSSESSIVE.sub("  ", folded)
    if not folded.isascii():
        folded = _CYRILLIC_JOINT.sub(_JOINED, folded).replace("_", " ")
    return folded


def _fold_match(match: re.Match[str]) -> str:
    run = match[0]
    return _fold_short_run(run) if len(run) <= 32 else _fold_run(run)


def _fold_run(run: str) -> str:
    decomposed = unicodedata.normalize("NFKD", run.translate(_GLUED)).casefold()
    bare = _DROPPED.sub("", unicodedata.normalize("NFKD", decomposed))
    return unicodedata.normalize("NFC", bare).translate(_LETTERS)


_fold_short_run = functools.lru_cache(maxsize=50_000)(_fold_run)


def _fold_with_places(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """``_fold(text)`` and, for each of its characters, the span it was made of; None where nothing moved."""
    clean = text.replace(_JOINED, " ")
    if all(_keeps_places(run) for run in _FOREIGN.findall(clean)):
        return _fold(clean), None
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    last = 0
    for match in _FOREIGN.finditer(clean):
        folded.append(clean[last : match.start()])
        places.extend((place, place + 1) for place in range(last, match.start()))
        folded.append(_fold_match(match))
        places.extend(_run_places(match[0], folded[-1], match.start()))
        last = match.end()
    folded.append(clean[last:])
    places.extend((place, place + 1) for place in range(last, len(clean)))
    return _join("".join(folded).lower()), places


def _run_places(run: str, folded: str, start: int) -> Iterator[tuple[int, int]]:
    """The span of each character of a folded run: its letter with the marks upon it, else the whole run."""
    clusters = [(match.start(), match.end(), _fold_match(match)) for match in _CLUSTER.finditer(run)]
    if "".join(part for _, _, part in clusters) != folded:
        clusters = [(0, len(run), folded)]
    for first, last, part in clusters:
        yield from [(start + first, start + last)] * len(part)


@functools.lru_cache(maxsize=50_000)
def _keeps_places(run: str) -> bool:
    """Whether each character of the run is folded to one character."""
    return all(len(_fold_run(character)) == 1 for character in run) and len(_fold_run(run)) == len(run)


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the accents that follow its last letter."""
    while (match := _DROPPED.match(text, end)) is not None:
        end = match.end()
    return start, end


def _piece_spans(word: str, start: int) -> Iterator[tuple[str, int, int]]:
    """The tokens of one run of letters with their places; ``start`` is that of the run."""
    if not _HAS_PAIRED.search(word):
        yield word.replace(_JOINED, "")[:MAX_TOKEN], start, start + len(word)
        return
    for match in _SCRIPT.finditer(word):
        first, length = start + match.start(), len(match[0])
        if length > 1 and _HAS_PAIRED.match(match[0]):
            pairs = (match[0][place : place + 2] for place in range(length - 1))
            yield from ((pair, first + place, first + place + 2) for place, pair in enumerate(pairs))
        elif piece := match[0].replace(_JOINED, ""):
            yield piece[:MAX_TOKEN], first, first + length


def _pieces(word: str) -> Iterator[str]:
    return (piece for piece, _, _ in _piece_spans(word, 0))


class _Stems(dict[str, str]):
    """Word to stem in one language, filled as words come; for one thread, since stemmers are."""

    def __init__(self, algorithm: str, german: bool) -> None:
        super().__init__()
        self._stem_word = Stemmer.Stemmer(algorithm, 0).stemWord
        self._german = german

    def __missing__(self, word: str) -> str:
        if len(self) >= _MAX_STEMS:
            self.clear()
        base = _UMLAUT.sub(lambda match: match[0][0], word) if self._german else word
        made: str = self._stem_word(base) or base
        self[word] = word if made == word else made
        return made


class _Tables(threading.local):
    """The stem tables of this thread, by language."""

    def __init__(self) -> None:
        self.by_language: dict[str, _Stems] = {}


_tables = _Tables()


def _stem_table(language: str | None) -> _Stems | None:
    code = (language or "").partition("-")[0].lower()
    if code not in SNOWBALL:
        return None
    table = _tables.by_language.get(code)
    if table is None:
        table = _tables.by_language[code] = _Stems(SNOWBALL[code], german=code == "de")
    return table
