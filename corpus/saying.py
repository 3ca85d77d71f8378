"""The words beside a quotation -> who says it: the name nearest to the verb of saying, or a pronoun."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .alternation import any_of
from .fullnames import FullNames, resolve
from .names import Name, find_names, fold
from .quotation import Span
from .uncased import find_name, is_uncased

VERBS = Path(__file__).parent / "data" / "speech-verbs.toml"
# Characters beside a quotation in which its verb and its speaker are looked for, and between the two.
BESIDE = 220
VERB_WITHIN = 90
NAME_WITHIN = 70
# Words whose stop ends no sentence.
ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof Gen Sen Rep Gov Lt Col Capt Maj Sgt Adm Jr Sr St No Hon Rev Bürgerm Sra Lic Ing"
)
# Letters of the longest pronoun; what is longer is an office that may stand before a name.
PRONOUN = 6


@dataclass(frozen=True, slots=True)
class Said:
    """What stands beside a quotation: the verb, the speaker if named, how sure; or a pronoun."""

    verb: str | None
    speaker: str | None
    sure: float
    is_pronoun: bool = False


def find_said(
    text: str,
    start: int,
    end: int,
    spans: Sequence[Span],
    number: int,
    language: str | None,
    known: FullNames,
) -> Said:
    """Who says the quotation ``number`` of a paragraph, by the words behind it, else before it."""
    span = spans[number]
    until = spans[number + 1].start - 1 if number + 1 < len(spans) else end
    said = _behind(text, span, min(until, span.end + BESIDE), language, known)
    if said:
        return said
    since = max(start, spans[number - 1].end + 1 if number else start, span.start - BESIDE)
    zone = text[since : span.start - 1]
    if not zone.strip() and number == 0:
        zone = _line_before(text, start)
    return _before(zone, language, known) or Said(None, None, 0.5)


def _behind(text: str, span: Span, until: int, language: str | None, known: FullNames) -> Said | None:
    """``..., said Jane Doe``: the words behind the closing mark, up to the end of their sentence."""
    zone = text[span.end + 1 : until]
    zone = zone[: _sentence_end(zone)]
    verb = next(_find_verbs(zone, language), None)
    if verb is None or verb.start() > VERB_WITHIN:
        return None
    ended = text[span.end - 1] in ".。" or zone.lstrip()[:1] in (".", "")
    if ended and not zone.lstrip(" ,–—-")[:1].islower():
        return None
    return _attribute(zone, verb, language, known, True)


def _before(zone: str, language: str | None, known: FullNames) -> Said | None:
    """``Jane Doe said: ...``: the last sentence before the opening mark."""
    begin = 0
    for stop in _stops().finditer(zone):
        begin = stop.end()
    zone = zone[begin:]
    found = list(_find_verbs(zone, language))
    if found and len(zone) - found[-1].end() <= VERB_WITHIN:
        return _attribute(zone, found[-1], language, known, False)
    if zone.rstrip().endswith((":", "：")):
        people = [resolved for name in find_names(zone) if (resolved := resolve(name, known))]
        if len(people) == 1:
            return Said(None, people[0][0], people[0][1] - 0.05)
    return None


def _find_verbs(zone: str, language: str | None) -> Iterator[re.Match[str]]:
    """The verbs of saying in ``zone``; a capital within it makes a noun of one (``Staff Notes``)."""
    for match in _verbs(language).finditer(fold(zone)):
        if not zone[match.start()].isupper() or not zone[: match.start()].strip():
            yield match


def _attribute(
    zone: str, verb: re.Match[str], language: str | None, known: FullNames, is_behind: bool
) -> Said:
    """The name nearest to the verb, with the verb as it is written; else a pronoun beside it."""
    best: tuple[int, str, float] | None = None
    for name in find_names(zone):
        resolved = resolve(name, known)
        gap = _gap(name, verb, is_behind)
        if resolved and gap <= NAME_WITHIN and (best is None or gap < best[0]):
            best = (gap, *resolved)
    word = zone[verb.start() : verb.end()].strip()
    pronoun = _beside(zone, verb, language)
    if pronoun and (best is None or (len(pronoun) <= PRONOUN and best[0] > len(pronoun) + 2)):
        return Said(word, None, 0.5, True)
    if best is None and is_uncased(zone) and (person := find_name(zone[verb.end() :])):
        return Said(word, person, 0.8)
    return Said(word, best[1], best[2]) if best else Said(word, None, 0.5)


def _beside(zone: str, verb: re.Match[str], language: str | None) -> str | None:
    """The pronoun (or the office that stands for one) right before or behind the verb."""
    before, behind = _pronouns(language)
    match = before.search(zone[max(0, verb.start() - 25) : verb.start()]) or behind.match(zone, verb.end())
    return match[1] if match else None


def _gap(name: Name, verb: re.Match[str], is_behind: bool) -> int:
    """Characters between name and verb; before a quotation the subject stands before its verb."""
    if name.start >= verb.end():
        return name.start - verb.end() + (0 if is_behind else 30)
    return max(0, verb.start() - name.end)


def _line_before(text: str, start: int) -> str:
    """The end of the paragraph before, when it introduces what follows."""
    line = text[max(0, start - BESIDE) : start].rstrip()
    line = line[line.rfind("\n") + 1 :]
    return line if line.endswith((":", "：")) else ""


@lru_cache(64)
def _verbs(language: str | None) -> re.Pattern[str]:
    """The verbs of saying of a language and of English, or of all languages, as whole words."""
    return _whole({fold(word) for word in _words(language, "verbs") | _words(language, "by")})


@lru_cache(64)
def _pronouns(language: str | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Pronouns right before a verb of saying, and right behind it. Accents count: él is not el."""
    words = any_of(sorted(_words(language, "pronouns")))
    return (
        re.compile(rf"(?<!\w)({words}) ?$", re.IGNORECASE),
        re.compile(rf"[ -]?({words})(?!\w)", re.IGNORECASE),
    )


def _whole(words: set[str]) -> re.Pattern[str]:
    spaced = any_of(sorted(word for word in words if word[0] < "\u3000"))
    wide = any_of(sorted(word for word in words if word[0] >= "\u3000"))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)" + (rf"|(?:{wide})" if wide else ""))


def _words(language: str | None, use: str) -> set[str]:
    tables = _tables()
    base = (language or "").partition("-")[0]
    names = [base, "en"] if base in tables else ["en"] if base == "en" else list(tables)
    return {word for name in names for word in tables[name][use]}


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    with VERBS.open("rb") as file:
        return tomllib.load(file)


def _sentence_end(zone: str) -> int:
    stop = _stops().search(zone)
    return stop.start() + 1 if stop else len(zone)


@cache
def _stops() -> re.Pattern[str]:
    """The end of a sentence: a stop after a word that is no abbreviation before a name, or a bracket."""
    short = "".join(rf"(?<!\b{word}.)" for word in ABBREVIATIONS.split())
    # The mark comes first: a search for it is fast, what stands before it is looked at afterwards.
    return re.compile(
        rf"[.!?。！？](?:(?<=[。！？])|(?:(?<=[^\W\d_]{{2}}.){short}|(?<=[)\]\d”\"].))"
        r"(?:\s+(?=[^\W\d_a-z])|\s+$))"
    )
