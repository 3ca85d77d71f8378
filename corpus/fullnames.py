"""A family name -> the full name that it stands for in a text.

Nothing is gathered beforehand: a family name is looked for when it is asked for, in the folded text, and
only the words around the places found are read as names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from .names import Name, family_of, find_names, fold, particles

# Characters of a text that are searched, places in it that may hold a full name, and the characters
# around such a place that are read.
SEARCHED = 30_000
MOST_PLACES = 100
AROUND = 90


class FullNames:
    """The full names in some texts by their family names, each looked for when it is asked for."""

    __slots__ = ("_folded", "_known", "_texts")

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(text[:SEARCHED] for text in texts)
        self._folded: tuple[str, ...] = ()
        self._known: dict[str, str | None] = {}

    def get(self, family: str) -> str | None:
        """The fullest name that ends in the folded words ``family``; of several the commonest."""
        if family not in self._known:
            self._folded = self._folded or tuple(map(fold, self._texts))
            self._known[family] = self._find(family)
        return self._known[family]

    def _find(self, family: str) -> str | None:
        counts: Counter[str] = Counter()
        inner: set[str] = set()
        for text, folded in zip(self._texts, self._folded, strict=True):
            for at in _places(text, folded, family):
                name = _name_around(text, at, at + len(family))
                if name and _ends_in(name.text, family):
                    counts[name.text] += 1
                    if not _begins(text, name.start):
                        inner.add(name.text)
        # A first word that is only ever written large at the beginning of a sentence may be any word.
        for full in [full for full in counts if full not in inner]:
            if full.partition(" ")[2] in counts:
                del counts[full]
        return next((full for full, _ in counts.most_common() if fold(full) != family), None)


def _places(text: str, folded: str, family: str) -> Iterator[int]:
    """Where the words ``family`` may end (or be) a full name: a word with a capital stands before them."""
    at = folded.find(family)
    for _ in range(MOST_PLACES):
        if at < 0:
            return
        if text[at].isupper() and (" " in family or _follows_name(text, at)):
            yield at
        at = folded.find(family, at + 1)


def _follows_name(text: str, at: int) -> bool:
    """Whether the word before ``at`` may be part of a name: it has a capital, or is a particle."""
    if text[max(0, at - 1) : at] != " ":
        return False
    before = text[max(0, at - 40) : at].split()[-1:]
    return bool(before) and (before[0][0].isupper() or before[0] in particles())


def _name_around(text: str, start: int, end: int) -> Name | None:
    """The full name that holds ``text[start:end]``, if it is part of one."""
    low = text.rfind("\n", max(0, start - AROUND), start) + 1 or max(0, start - AROUND)
    high = end + AROUND // 2
    for name in find_names(text[low:high]):
        if low + name.start <= start < low + name.end:
            return Name(name.text, low + name.start, low + name.end, name.is_titled) if name.is_full else None
    return None


def _ends_in(full: str, family: str) -> bool:
    folded = fold(full)
    return folded == family or folded.endswith(" " + family) or family_of(full) == family


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins at ``start``."""
    before = text[max(0, start - 2) : start]
    return not before.strip() or before[:1] in ".!?:" or before[-1:] in '\n“„«"'


def resolve(name: Name, known: FullNames) -> tuple[str, float] | None:
    """The full name that ``name`` stands for with a confidence; None for a word that may be no name."""
    full = known.get(fold(name.text))
    if name.is_full:
        return full or name.text, 0.9
    if full:
        return full, 0.85
    return (name.text, 0.7) if name.is_titled else None
