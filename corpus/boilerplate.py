"""What a part of a page is for, by its structure: tag, class, id and role -> a reason to cut it, or none.

A verdict is a suspicion: ``content`` drops it where the part turns out to hold the statement, because
class names lie (``role=complementary`` around a whole body, a ``form`` around a whole page). The names
are data: ``data/structure.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache, reduce
from importlib import resources
from typing import NamedTuple


class Verdict(NamedTuple):
    """Why a box is cut; a firm one is believed even where the box holds most of the page's sentences.

    ``rank`` is its place in the order of precedence, 0 first; a box longer than ``longest`` characters
    is none of this kind.
    """

    reason: str
    firm: bool
    rank: int
    longest: int = 1_000_000


class Meaning(NamedTuple):
    """What a name or a label tells: a suspicion, or that its box holds the body or the lead of an article."""

    verdict: Verdict | None = None
    body: bool = False
    lead: bool = False

    def join(self, other: Meaning) -> Meaning:
        """Both together; of two suspicions the one of higher precedence."""
        verdict = self.verdict
        if verdict is None or (other.verdict is not None and other.verdict.rank < verdict.rank):
            verdict = other.verdict
        return Meaning(verdict, self.body or other.body, self.lead or other.lead)


NOTHING = Meaning()


class Names(NamedTuple):
    """What words in names mean: whole ones, the second of two side by side, the beginnings and the endings.

    Pairs are found by their first word, beginnings by their first three letters.
    """

    whole: dict[str, Meaning]
    pairs: dict[str, dict[str, Meaning]]
    beginnings: dict[str, dict[str, Meaning]]
    endings: dict[str, Meaning]

    def find(self, words: list[str]) -> Meaning:
        """What a name tells that was parted into words."""
        whole, pairs, beginnings, endings = self
        found = [meaning] if (meaning := whole.get(f"={'-'.join(words)}")) else []
        seconds: dict[str, Meaning] | None = None
        for word in words:
            if meaning := whole.get(word):
                found.append(meaning)
            if seconds and (meaning := seconds.get(word)):
                found.append(meaning)
            if starts := beginnings.get(word[:3]):
                found += [meaning for start, meaning in starts.items() if word.startswith(start)]
            for end in endings:
                if word.endswith(end):
                    found.append(endings[end])
            seconds = pairs.get(word)
        return reduce(Meaning.join, found, NOTHING) if found else NOTHING


_SOFT = 99
_BY_TAG = {
    "nav": Verdict("navigation", True, _SOFT),
    "dialog": Verdict("hidden", True, _SOFT),
    "menu": Verdict("navigation", False, _SOFT),
    "footer": Verdict("page header or footer", False, _SOFT),
    "header": Verdict("page header or footer", False, _SOFT),
    "aside": Verdict("side column", False, _SOFT),
    "form": Verdict("form", False, _SOFT),
    "fieldset": Verdict("form", False, _SOFT),
    "figcaption": Verdict("caption or credit", True, _SOFT, 600),
    "figure": Verdict("caption or credit", False, _SOFT, 250),
}
_HIDDEN = Verdict("hidden", True, 0)
# Names such as "d-none d-md-block" hide a part on narrow screens only.
_SHOWN_WIDE = re.compile(r"\b(?:d-(?:sm|md|lg|xl)-|(?:sm|md|lg|xl):(?:block|flex|grid|inline))")
# A tab or an accordion is hidden until someone opens it.
_OPENS = re.compile(r"(?i)tab-?pan|accordion|collaps|\btabs?\b|toggle-?content|expand")
_PARTS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]*|[0-9]+")


def judge(tag: str, label: str) -> Verdict | None:
    """Why a box with this tag and label is suspected to be no part of the statement, or None."""
    if not label or tag == "body":
        return _BY_TAG.get(tag)
    return _read_label(label).verdict or _BY_TAG.get(tag)


def opens(label: str) -> bool:
    """Whether a label says that the box is a tab or the like, hidden until someone opens it."""
    return _OPENS.search(label) is not None


def holds_lead(label: str) -> bool:
    """Whether a label says that the box holds the lead of an article, which often lies in its header."""
    return bool(label) and _read_label(label).lead


def holds_body(label: str) -> bool:
    """Whether a label says that the box holds the body of an article."""
    return bool(label) and _read_label(label).body


@lru_cache(maxsize=8192)
def _read_label(label: str) -> Meaning:
    """What all names of a label tell together."""
    meaning = NOTHING
    is_shown: bool | None = None
    for name in label.split():
        found = _read_name(name)
        if found.verdict is not None and found.verdict.reason == "hidden":
            if is_shown is None:
                is_shown = _may_be_shown(label)
            found = found._replace(verdict=None) if is_shown else found
        if found is not NOTHING:
            meaning = meaning.join(found)
    return meaning


def _may_be_shown(label: str) -> bool:
    """Whether what is hidden is shown on wide screens, or once someone opens it."""
    return bool(_SHOWN_WIDE.search(label) or ("hidden=" in label and opens(label)))


@lru_cache(maxsize=16384)
def _read_name(name: str) -> Meaning:
    """What one class name, id or role tells."""
    if name.startswith(("hidden=", "aria-hidden=true")):
        return Meaning(_HIDDEN)
    rules = read_structure()
    name = name.partition("=")[2] or name
    meaning = rules.names.find(_part(name))
    low = name.lower()
    if meaning.verdict and low.startswith(rules.idle) and not low.startswith(rules.kept):
        return meaning._replace(verdict=None)
    return meaning


def _part(name: str) -> list[str]:
    """The words of a name, in lower case; names all in one case stay whole between hyphens."""
    return [word.lower() for word in _PARTS.findall(name)][:12]


class Structure(NamedTuple):
    """The rules of ``data/structure.toml``."""

    names: Names
    idle: tuple[str, ...]
    kept: tuple[str, ...]


@cache
def read_structure() -> Structure:
    """The rules about names, read once."""
    text = resources.files("corpus").joinpath("data", "structure.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    names = Names({}, {}, {}, {})
    for rank, part in enumerate(data["part"]):
        verdict = Verdict(part["reason"], part.get("firm", False), rank, part.get("longest", 1_000_000))
        _add(names, part["words"], Meaning(verdict))
    _add(names, data["body"]["words"], Meaning(body=True))
    _add(names, data["lead"]["words"], Meaning(lead=True))
    return Structure(names, tuple(data["idle"]["beginnings"]), tuple(data["idle"]["except"]))


def _add(names: Names, words: list[str], meaning: Meaning) -> None:
    for word in words:
        first, blank, second = word.partition(" ")
        if blank:
            key, table = second, names.pairs.setdefault(first, {})
        elif word.startswith("*"):
            key, table = word[1:], names.endings
        elif word.endswith("*"):
            key, table = word[:-1], names.beginnings.setdefault(word[:3], {})
        else:
            key, table = word, names.whole
        table[key] = table.get(key, NOTHING).join(meaning)
