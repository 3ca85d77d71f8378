"""Words that were read otherwise than typed -> the query with quotation marks around them: as typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.analysis import word_spans

from .grammar import parse
from .limits import QueryError
from .meaning import Meaning
from .results import Change

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))


def list_changes(text: str, meaning: Meaning) -> tuple[Change, ...]:
    """What was read otherwise, each with the query that undoes it and nothing else."""
    changed = zip(meaning.notes, meaning.touched, strict=False)
    return tuple(Change(" ".join(words), note, quote_words(text, words)) for note, words in changed)


def quote_words(text: str, words: Sequence[str]) -> str:
    """The text with quotation marks around these words, wherever they stand outside of such."""
    pieces, last = [], 0
    for start, end in find_words(text, words):
        pieces += [text[last:start], '"', text[start:end], '"']
        last = end
    quoted = "".join([*pieces, text[last:]])
    if text.replace(" ", "").isalnum():
        return quoted
    try:
        parse(quoted)
    except QueryError as error:
        return error.repaired
    return quoted


def find_words(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The spans of these folded words side by side outside of quotation marks, in order."""
    spans = word_spans(text)
    plain = text.translate(_QUOTES)
    for at in range(len(spans) - len(words) + 1):
        run = spans[at : at + len(words)]
        start, end = run[0][1], run[-1][2]
        inside = plain.count('"', 0, start) % 2 == 1 or '"' in plain[start:end]
        if tuple(word for word, _, _ in run) == tuple(words) and not inside:
            yield start, end
