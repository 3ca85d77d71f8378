"""Text and query -> where the words of the query stand in the text, in their exact surface forms.

``candidates`` finds what may be a match at the speed of C; only there the text is analysed as the index
analysed it. Spans are half-open, in code points, in order, and don't overlap; a phrase is one span.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from index.analysis import stem, word_spans
from index.query import And, Best, Clause, Fuzzy, Near, Not, Or, Phrase, Prefix, Query, Term
from index.schema import View
from index.vocabulary import neighbours

from .candidates import Leaf, find_starts, forms_of, join_patterns, pattern_of, starts_of, tokens_of
from .joins import DEFAULT
from .stopwords import drop_stop_words
from .synonyms import NONE, Synonyms

Token: TypeAlias = tuple[str, int, int]

TEXT_FIELDS = frozenset({DEFAULT, "text", "said"})
TITLE_FIELDS = frozenset({DEFAULT, "title"})

FEW_RUNS = 300
"""So many words with other letters are analysed one by one; a text with more is searched by a pattern."""

_BLANK = re.compile(r"\s")
# Other letters than the plain ones, and whatever else is folded.
_FOREIGN = re.compile(
    "[\u00aa\u00ad\u00b2-\u00b5\u00b9\u00ba\u00bc-\u1fff\u200b-\u200f\u2060-\u209f\u20d0-\U0010ffff]+"
)
# Scripts in which words touch, and marks that stand inside words: such a text is read as a whole.
_WITHOUT_BLANKS = re.compile(
    "[\u00ad\u0300-\u036f\u0900-\u11ff\u1780-\u18af\u200b-\u200f\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)


class Found(NamedTuple):
    """One match: its span, and the number of the leaf it matches."""

    start: int
    end: int
    leaf: int


def leaves_of(clause: Clause, fields: frozenset[str] = TEXT_FIELDS) -> tuple[Leaf, ...]:
    """What may be marked: each leaf once, without stop words and what is left out."""
    found = [leaf for leaf in walk(clause) if leaf.field in fields]
    plain = [leaf.token for leaf in found if isinstance(leaf, Term) and is_plain(leaf)]
    kept = set(drop_stop_words(plain, ["en"])) if len(found) == len(plain) else drop_all_stop_words(plain)
    return tuple(
        dict.fromkeys(
            leaf for leaf in found if not isinstance(leaf, Term) or not is_plain(leaf) or leaf.token in kept
        )
    )


def drop_all_stop_words(tokens: Sequence[str]) -> set[str]:
    """Beside other leaves, none need be left."""
    return set(drop_stop_words([*tokens, "\0"], ["en"]))


def is_plain(leaf: Term) -> bool:
    return leaf.view is View.STEMS


def walk(clause: Clause) -> Iterator[Leaf]:
    """The leaves that say which words match."""
    match clause:
        case And(clauses, optional):
            for part in (*clauses, *optional):
                yield from walk(part)
        case Or(clauses) | Best(clauses):
            for part in clauses:
                yield from walk(part)
        case Near(field, view, tokens):
            yield from (Term(field, view, token) for token in tokens)
        case Not():
            return
        case Term(view=View.KEY):
            return
        case Term() | Phrase() | Prefix() | Fuzzy():
            yield clause


class Marker:
    """Finds the words of one query in texts; made once for all statements of an answer."""

    def __init__(self, query: Query, synonyms: Synonyms = NONE) -> None:
        self._clause = query.clause
        self._synonyms = synonyms
        self._leaves: dict[frozenset[str], tuple[Leaf, ...]] = {}
        self._matchers: dict[tuple[tuple[Leaf, ...], str | None], Matcher] = {}

    def leaves(self, fields: frozenset[str]) -> tuple[Leaf, ...]:
        """What is asked in one of ``fields``; ``Found.leaf`` is a place in it."""
        if fields not in self._leaves:
            self._leaves[fields] = leaves_of(self._clause, fields)
        return self._leaves[fields]

    def find(self, text: str, language: str | None, fields: frozenset[str] = TEXT_FIELDS) -> list[Found]:
        """Every match with what is asked in one of ``fields``, from left to right, the longest leaf first."""
        leaves = self.leaves(fields)
        if not leaves:
            return []
        matcher = self._matchers.get((leaves, language))
        if matcher is None:
            matcher = self._matchers[leaves, language] = Matcher(leaves, language, self._synonyms)
        return matcher.find(text)


class Matcher:
    """The leaves of a query, ready for texts in one language."""

    def __init__(self, leaves: tuple[Leaf, ...], language: str | None, synonyms: Synonyms) -> None:
        self.language = language
        self.by_stem: dict[str, int] = {}
        self.by_word: dict[str, int] = {}
        self.seen: dict[str, list[Found]] = {}
        self.open: list[tuple[int, Prefix | Fuzzy]] = []
        self.phrases: list[tuple[int, bool, tuple[str, ...]]] = []
        numbered: list[tuple[int, Leaf]] = list(enumerate(leaves))
        numbered += [(number, other) for number, leaf in numbered for other in synonyms.alternatives(leaf)]
        for number, leaf in numbered:
            self.learn(number, leaf)
        self.phrases.sort(key=lambda phrase: -len(phrase[2]))
        self.leaves = sorted((leaf for _, leaf in numbered), key=lambda leaf: -len(tokens_of(leaf)))

    def learn(self, number: int, leaf: Leaf) -> None:
        """Put the leaf where its matches are looked up."""
        if isinstance(leaf, (Prefix, Fuzzy)):
            self.open.append((number, leaf))
            return
        stems = leaf.view is View.STEMS
        roots = tuple(stem(token, self.language) if stems else token for token in tokens_of(leaf))
        if len(roots) > 1:
            self.phrases.append((number, stems, roots))
        else:
            (self.by_stem if stems else self.by_word).setdefault(roots[0], number)

    @functools.cached_property
    def starts(self) -> tuple[str, ...]:
        """What to look for in a text of plain letters in lower case; nothing where it takes a pattern."""
        return starts_of(self.leaves, self.language)

    @functools.cached_property
    def plain_pattern(self) -> re.Pattern[str]:
        """What may be a match in a text of plain letters in lower case; compiled in a tenth of the time."""
        return join_patterns([pattern_of(leaf, self.language, re.escape) for leaf in self.leaves])

    @functools.cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What may be a match in any text; None where a script without simple letters is asked for."""
        parts = [pattern_of(leaf, self.language, forms_of) for leaf in self.leaves]
        return join_patterns(parts) if all(parts) else None

    def find(self, text: str) -> list[Found]:
        """All matches in a text."""
        foreign = [] if text.isascii() else list(_FOREIGN.finditer(text))
        if foreign and _WITHOUT_BLANKS.search("".join(run[0] for run in foreign)):
            return self.read(word_spans(text), 0)
        lowered = text.lower()
        if self.starts and len(foreign) <= FEW_RUNS and len(lowered) == len(text):
            places = find_starts(lowered, self.starts)
            return self.look(sorted([*places, *(run.start() for run in foreign)]), text)
        if not foreign:
            return self.scan(self.plain_pattern, text, lowered)
        if self.pattern is None:
            return self.read(word_spans(text), 0)
        return self.scan(self.pattern, text, text)

    def scan(self, pattern: re.Pattern[str], text: str, searched: str) -> list[Found]:
        """All matches around what the pattern finds; both texts have the same length."""
        found: list[Found] = []
        place = 0
        while candidate := pattern.search(searched, place):
            start, end = candidate.span()
            start, end = widen(text, start, end)
            start = max(start, place)
            found.extend(self.recall(text[start:end], start))
            place = end
        return found

    def look(self, places: Sequence[int], text: str) -> list[Found]:
        """All matches around these places."""
        found: list[Found] = []
        done = 0
        for place in places:
            if place >= done:
                start, end = widen(text, place, place)
                found.extend(self.recall(text[max(start, done) : end], max(start, done)))
                done = end
        return found

    def recall(self, piece: str, offset: int) -> Iterator[Found]:
        """The matches in a piece between blanks; the same piece comes again and again."""
        known = self.seen.get(piece)
        if known is None:
            known = self.seen[piece] = self.read(word_spans(piece), 0)
        return (Found(offset + item.start, offset + item.end, item.leaf) for item in known)

    def read(self, tokens: Sequence[Token], offset: int) -> list[Found]:
        """All matches among the tokens of a piece of text that begins at ``offset``."""
        found: list[Found] = []
        place = 0
        while place < len(tokens):
            leaf, length = self.match(tokens, place)
            if length:
                found.append(Found(offset + tokens[place][1], offset + tokens[place + length - 1][2], leaf))
            place += length or 1
        return join_overlapping(found) if len(found) > 1 else found

    def match(self, tokens: Sequence[Token], place: int) -> tuple[int, int]:
        """The number of the leaf that matches at this token and how many tokens it takes, 0 for none."""
        for number, stems, roots in self.phrases:
            here = [token[0] for token in tokens[place : place + len(roots)]]
            if roots == tuple(stem(word, self.language) for word in here) if stems else roots == tuple(here):
                return number, len(roots)
        word = tokens[place][0]
        leaf = self.by_word.get(word)
        if leaf is None and self.by_stem:
            leaf = self.by_stem.get(stem(word, self.language))
        if leaf is None:
            leaf = next((number for number, other in self.open if stands_for(other, word)), None)
        return (0, 0) if leaf is None else (leaf, 1)


def stands_for(leaf: Prefix | Fuzzy, word: str) -> bool:
    """Whether the word is one of those that the leaf means."""
    if isinstance(leaf, Prefix):
        return word.startswith(leaf.token)
    return bool(neighbours(leaf.token, [(word, 1)]))


def join_overlapping(found: Iterable[Found]) -> list[Found]:
    """Pairs of Chinese letters overlap: what overlaps becomes one span."""
    joined: list[Found] = []
    for item in found:
        if joined and item.start < joined[-1].end:
            item = Found(joined[-1].start, max(item.end, joined[-1].end), joined.pop().leaf)
        joined.append(item)
    return joined


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The span out to the blanks around it."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    following = _BLANK.search(text, end)
    return start, following.start() if following else len(text)
