"""``synonyms.toml`` of a home -> words that mean the same, for whoever keeps the archive to write.

Each group is a list of words or names of several words, in any script::

    groups = [
        ["Zelensky", "Zelenskyy", "Зеленський"],
        ["EU", "European Union"],
    ]

A word that is typed finds the others as well, the best of them counts, and what was read is told. Words in
quotation marks find themselves alone. The file is read again when it changes; no index has to be built.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.analysis import stem, words
from index.home import Home, HomeError
from index.query import And, Best, Clause, Not, Or, Phrase, Term
from index.schema import View

from .joins import DEFAULT
from .ranking import best, plain_words

FILE = "synonyms.toml"
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Each name, as its folded words, with the others that mean the same, in the order of the file."""

    others: dict[Words, tuple[Words, ...]] = field(default_factory=dict)

    def knows(self, word: str) -> bool:
        """Whether the word by itself stands in a group."""
        return (word,) in self.others

    def alternatives(self, leaf: Clause) -> tuple[Term | Phrase, ...]:
        """What is looked for beside a plain word, unstemmed."""
        if not (isinstance(leaf, Term) and leaf.view is View.STEMS):
            return ()
        return tuple(write_leaf(leaf.field, name, leaf.boost) for name in self.others.get((leaf.token,), ()))

    def notes(self, clause: Clause) -> Iterator[str]:
        """A sentence for each name among the plain words that finds others."""
        for name in dict.fromkeys(self.find(list(plain_words(clause)))):
            meant = ", ".join(" ".join(other) for other in self.others[name])
            yield f"“{' '.join(name)}” also finds {meant}"

    def find(self, typed: Sequence[str]) -> Iterator[Words]:
        """The names that stand among words, side by side."""
        for at in range(len(typed)):
            for name in self.others:
                if tuple(typed[at : at + len(name)]) == name:
                    yield name


NONE = Synonyms()


def synonyms_of(home: Home) -> Synonyms:
    """The synonyms of a home, none where it has no such file. Raises HomeError where it can't be read."""
    path = home.path / FILE
    try:
        state = path.stat()
    except OSError:
        return NONE
    return read_file(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=8)
def read_file(path: Path, changed: int, size: int) -> Synonyms:
    """The groups of a file as it was at that moment."""
    try:
        groups = tomllib.loads(path.read_text(encoding="utf-8"))["groups"]
        if not all(isinstance(name, str) for group in groups for name in group) or isinstance(groups, str):
            raise TypeError("a group is a list of words in quotation marks")
    except (OSError, ValueError, KeyError, TypeError) as error:
        example = 'groups = [["Zelensky", "Zelenskyy"]]'
        raise HomeError(f"{path} cannot be read ({error}). Write it like this: {example}") from error
    return join_groups(groups)


def join_groups(groups: Sequence[Sequence[str]]) -> Synonyms:
    """Each name with all others of its groups."""
    others: dict[Words, dict[Words, None]] = {}
    for group in groups:
        names = [name for name in map(tuple, map(words, group)) if name]
        for name in names:
            others.setdefault(name, {}).update(dict.fromkeys(other for other in names if other != name))
    return Synonyms({name: tuple(found) for name, found in others.items() if found})


def widen(clause: Clause, synonyms: Synonyms, typed: Sequence[str], languages: Sequence[str]) -> Clause:
    """A ranked clause in which each word is the best of those that mean the same.

    ``typed``: the plain words; a name of several words among them finds the others too.
    """
    if not synonyms.others:
        return clause
    names = {name: synonyms.others[name] for name in [*synonyms.find(typed), *single(synonyms)]}
    table: dict[str, tuple[Words, ...]] = {}
    for name, others in names.items():
        if len(name) == 1:
            table |= {stem(name[0], language): others for language in languages}
    widened = replace_terms(clause, table, languages)
    longer = [others for name, others in names.items() if len(name) > 1]
    extra = [write_stems(DEFAULT, other, 1.0, languages) for others in longer for other in others]
    return add(widened, extra)


def single(synonyms: Synonyms) -> Iterator[Words]:
    """The names of one word."""
    return (name for name in synonyms.others if len(name) == 1)


def replace_terms(clause: Clause, table: dict[str, tuple[Words, ...]], languages: Sequence[str]) -> Clause:
    """The clause with each stem in the table as the best of what means the same."""

    def walk(parts: Sequence[Clause]) -> tuple[Clause, ...]:
        return tuple(replace_terms(part, table, languages) for part in parts)

    match clause:
        case And(clauses, optional):
            return And(walk(clauses), walk(optional))
        case Or(clauses):
            return Or(walk(clauses))
        case Best(clauses):
            return Best(walk(clauses))
        case Not(part):
            return Not(replace_terms(part, table, languages))
        case Term(name, View.STEMS, token, boost) if token in table:
            return best([clause, *(write_stems(name, other, boost, languages) for other in table[token])])
    return clause


def add(clause: Clause, extra: list[Clause]) -> Clause:
    """The clause, or any of ``extra`` in the place of the plain words."""
    match clause:
        case _ if not extra:
            return clause
        case And((first, *rest), optional) if isinstance(first, Or):
            return And((Or((*first.clauses, *extra)), *rest), optional)
        case Or(clauses):
            return Or((*clauses, *extra))
        case And(clauses, optional):
            return And(clauses, (*optional, *extra))
    return Or((clause, *extra))


def write_leaf(name: str, tokens: Words, boost: float) -> Term | Phrase:
    """The words as one leaf of that field."""
    return (
        Term(name, View.STEMS, tokens[0], boost)
        if len(tokens) == 1
        else Phrase(name, View.STEMS, tokens, boost)
    )


def write_stems(name: str, tokens: Words, boost: float, languages: Sequence[str]) -> Clause:
    """The same with the stems of each language."""
    forms = dict.fromkeys(tuple(stem(token, language) for token in tokens) for language in languages)
    return best([write_leaf(name, form, boost) for form in forms])
