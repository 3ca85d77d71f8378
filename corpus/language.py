"""The language of a page: what it declares, checked against its text -> a BCP 47 tag.

Templates often declare a language that the text isn't written in. So a declaration is believed unless
the text is in another script or the detector, given enough text, says otherwise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import py3langid

from .reading import Reading

WORDS = Path(__file__).parent / "data" / "metadata-languages.toml"
# Characters of a text that are looked at, and how many a detector needs to be heard.
SAMPLE = 1_500
ENOUGH = 200
# The share of frequent words of the declared language that makes asking the detector needless.
FAMILIAR = 0.12
# Languages that their commonest words tell without the detector, as no neighbour shares these; the share
# of such words that they need, which must be twice that of every other language.
PLAIN = ("en", "de", "fr")
PLAINLY = 0.2
# How sure a language is that the page declares and the detector hears, too.
AGREED = 0.95
SCRIPTS = {
    "cyrillic": "ru uk be bg mk sr mn kk ky tg",
    "arabic": "ar fa ur ps ug ku",
    "hebrew": "he yi",
    "greek": "el",
    "han": "zh ja",
    "kana": "ja",
    "hangul": "ko",
    "thai": "th",
    "devanagari": "hi mr ne",
}


def read_language(declared: str | None, text: str) -> Reading[str] | None:
    """The language of ``text`` on a page that declares ``declared``; None when nothing tells."""
    tag = normalise(declared or "")
    sample = text[: 2 * SAMPLE]
    if tag and (len(sample) < ENOUGH or sounds_like(tag, sample)):
        return Reading(tag, "declared", 1.0 if len(sample) >= ENOUGH else 0.9)
    if len(sample) < 20:
        return Reading(tag, "declared", 0.9) if tag else None
    found = detect(sample)
    if tag and (found is None or _base(tag) == found or len(sample) < ENOUGH):
        return Reading(tag, "declared", AGREED if found and len(sample) >= ENOUGH else 0.9)
    if found is None:
        return None
    return Reading(found, "detected", 0.9 if len(sample) >= ENOUGH else 0.6)


def normalise(declared: str) -> str | None:
    """A BCP 47 tag (``en``, ``pt-BR``) from what a page wrote; None when it is none."""
    text = declared.strip().replace("_", "-")
    spellings = _words()["spellings"]
    if text.casefold() in spellings:
        return spellings[text.casefold()]
    match = _tag().fullmatch(text)
    if not match or match[1].lower() in ("und", "xx", "mul", "zxx"):
        return None
    language = spellings.get(match[1].lower(), match[1].lower())
    region = (match[3] or "").upper()
    return "-".join(filter(None, (language, (match[2] or "").title(), region)))


def sounds_like(tag: str, text: str) -> bool:
    """Whether the text is plainly in the language ``tag``, by its script or its commonest words."""
    language = _base(tag)
    script = script_of(text)
    if script and script not in ("cyrillic", "arabic"):
        return language in SCRIPTS[script].split()
    common = _common(language)
    return bool(common) and _share(text[:800].lower().split(), common) >= FAMILIAR


def detect(text: str) -> str | None:
    """The language that ``text`` is in: by its script, its commonest words, or else by the detector.

    None for a text without letters.
    """
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample[:400])) < 10 and sum(map(str.isalpha, sample)) < 10:
        return None
    plain = _plain(sample)
    if plain:
        return plain
    # The detector takes most of a second to load, so it is asked only in doubt.
    language, _ = py3langid.classify(sample)
    return str(language)


def _plain(text: str) -> str | None:
    """The language that needs no detector: alone in its script, or told by its commonest words."""
    script = script_of(text)
    if script:
        languages = SCRIPTS[script].split()
        return languages[0] if len(languages) == 1 or script == "han" else None
    words = text.lower().split()
    shares = {language: _share(words, _common(language)) for language in _words()["common"]}
    best = max(shares, key=lambda language: shares[language])
    others = max(share for language, share in shares.items() if language != best)
    return best if best in PLAIN and shares[best] >= max(PLAINLY, 2 * others) and len(words) >= 40 else None


def _share(words: Sequence[str], common: frozenset[str]) -> float:
    return sum(word in common for word in words) / len(words) if words else 0.0


def script_of(text: str) -> str | None:
    """The script of most letters of ``text`` where it is none of the Latin one."""
    sample = text[:400]
    if sample.isascii() or not _other_letters().search(sample):
        return None
    counts = {name: len(pattern.findall(sample)) for name, pattern in _scripts().items()}
    name = max(counts, key=lambda script: counts[script])
    if counts["kana"] > 5:
        return "kana"
    return name if 3 * counts[name] > sum(map(str.isalpha, sample)) else None


@cache
def _common(language: str) -> frozenset[str]:
    return frozenset(_words()["common"].get(language, "").split())


@cache
def _words() -> dict[str, dict[str, str]]:
    with WORDS.open("rb") as file:
        return tomllib.load(file)


def _base(tag: str) -> str:
    return tag.partition("-")[0]


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|\d{3}))?(?:[-,; ].{0,40})?")


@cache
def _other_letters() -> re.Pattern[str]:
    return re.compile("[\u0370-\u06ff\u0900-\u0fff\u3040-\ud7af]")


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    ranges = {
        "cyrillic": "\u0400-\u04ff",
        "arabic": "\u0600-\u06ff",
        "hebrew": "\u0590-\u05ff",
        "greek": "\u0370-\u03ff",
        "han": "\u3400-\u9fff",
        "kana": "\u3040-\u30ff",
        "hangul": "\uac00-\ud7af",
        "thai": "\u0e00-\u0e7f",
        "devanagari": "\u0900-\u097f",
    }
    return {name: re.compile(f"[{span}]") for name, span in ranges.items()}
