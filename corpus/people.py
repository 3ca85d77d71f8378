"""Who says what: a statement's text -> its quotations with their speakers, and who delivers it.

A quotation belongs to the name nearest to the verb of saying beside it; a pronoun stands for the one who
spoke last. Where that isn't clear the speaker is None rather than wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from .fullnames import FullNames, resolve
from .names import bare_member, bare_name, find_names, fold
from .quotation import Span, find_paragraphs, find_spans
from .saying import Said, find_said
from .statement import Quote

# Quotations of fewer words are marks of distance unless a verb of saying stands beside them.
FEWEST_WORDS = 5
MOST_QUOTES = 500
MOST_TURNS = 2_000
# Characters of a line in which the label of its turn ends.
LONGEST_LABEL = 250
PRONOUN_SURE = 0.6
# Words that begin the line of an author, who isn't the speaker.
BYLINES = frozenset(
    ("by", "von", "par", "por", "di", "da", "door", "autor", "автор", "from", "contact", "media")
)
# Kinds that are taken down turn by turn, and those where who is quoted isn't who speaks.
TURNS = ("transcript", "interview", "remarks", "speech", "statement")
DELIVERED = ("transcript", "interview", "remarks", "speech", "message", "letter")
# Kinds whose headlines name those of whom they tell, not who speaks.
ABOUT_OTHERS = ("readout", "news", "blog", "fact sheet", "advisory", "proclamation")


def find_quotes(
    text: str, language: str | None = None, names: Sequence[str] = (), known: FullNames | None = None
) -> tuple[Quote, ...]:
    """The quotations of ``text`` in order; spans are half-open, in code points, without the marks.

    ``names`` are texts that give family names their first names (the title, the issuer); ``known`` holds
    what has been gathered from these and the text already.
    """
    if not _has_marks().search(text):
        return ()
    known = known or FullNames([text, *names])
    quotes: list[Quote] = []
    last: str | None = None
    is_running = False
    for start, end in find_paragraphs(text):
        spans = find_spans(text, start, end)
        if not spans:
            is_running = False
            continue
        for number, span in enumerate(spans):
            said = find_said(text, start, end, spans, number, language, known)
            if said.is_pronoun:
                speaker = last or _last_named(text, span.start, known)
                said = Said(said.verb, speaker, PRONOUN_SURE if last else 0.45)
            elif said.speaker is None and said.verb is None and last and (is_running or number):
                said = Said(None, last, 0.7)
            quote = _quote(text, span, said)
            if quote is None or (span.is_open and not _goes_on(text, end)):
                continue
            if is_running and number == 0 and quote.speaker and not last:
                quotes = _hand_back(quotes, quote.speaker)
            quotes.append(quote)
            last = quote.speaker or (last if number or is_running else None)
        is_running = spans[-1].is_open
        if len(quotes) >= MOST_QUOTES:
            break
    return tuple(quotes)


def find_speakers(
    title: str,
    text: str,
    kind: str | None = None,
    quotes: Sequence[Quote] = (),
    language: str | None = None,
    names: Sequence[str] = (),
    known: FullNames | None = None,
) -> tuple[str, ...]:
    """Those who speak: who delivers it first, then the others in order of appearance.

    ``names`` and ``known`` as for ``find_quotes``.
    """
    known = known or FullNames([title, *names, text])
    found = list(_delivering(title, kind, known))
    if kind in TURNS:
        found += _by_turns(text, known)
    if not (found and kind in DELIVERED):
        found += [quote.speaker for quote in quotes if quote.speaker and quote.confidence >= PRONOUN_SURE]
    return tuple(dict.fromkeys(found))


def speaker_line(line: str, is_labelled: bool = False, is_spoken: bool = True) -> str | None:
    """The person whom a header line names as the speaker: ``Governor Jane Doe``, ``Remarks by Jane Doe``.

    A name without an office counts only where the page labels the line (``is_labelled``), an office with
    a name only on the page of something that is spoken (``is_spoken``).
    """
    first, _, rest = line.partition("\n")
    match = _of_person()[0].match(fold(first[:160]))
    if match:
        people = [name for name in find_names(first[match.start(1) : match.end(1)]) if name.is_full]
        return people[0].text if people else None
    if len(first) > 120 or len(rest) > 200 or _figure().search(first) or not (is_labelled or is_spoken):
        return None
    if first.partition(" ")[0].lower() in BYLINES:
        return None
    return bare_name(first, is_labelled)


def _quote(text: str, span: Span, said: Said) -> Quote | None:
    """The quotation, unless it is a title, a term or a mark of distance."""
    words = text[span.start : span.end]
    count = len(words.split()) if not _unspaced().search(words) else len(words) // 2
    if count < (2 if said.verb and said.speaker else FEWEST_WORDS):
        return None
    if count < FEWEST_WORDS and words[-1].isalnum() and not words[0].isupper():
        return None
    if said.verb is None and said.speaker is None and _is_title(words):
        return None
    sure = said.sure if said.speaker else 0.5
    return Quote(words, said.speaker, said.verb, span.start, span.end, round(sure, 2))


def _is_title(words: str) -> bool:
    """Whether quoted words are the title of a work or a law: nearly all begin with a capital."""
    long = [word for word in words.split()[:40] if len(word) > 3]
    return len(long) < 25 and 3 * sum(word[0].isupper() for word in long) > 2 * len(long)


def _hand_back(quotes: list[Quote], speaker: str) -> list[Quote]:
    """Gives the paragraphs of one quotation the speaker that only its last paragraph names."""
    for number in range(len(quotes) - 1, -1, -1):
        if quotes[number].speaker or quotes[number].verb:
            break
        quotes[number] = replace(quotes[number], speaker=speaker, confidence=0.75)
    return quotes


def _goes_on(text: str, end: int) -> bool:
    """Whether the next paragraph goes on with the quotation: it begins with an opening mark."""
    return text[end : end + 10].lstrip()[:1] in ("“", "„", "«", "»", '"', "「")


def _last_named(text: str, at: int, known: FullNames) -> str | None:
    """The last person named before ``at``, in the same or the previous paragraph."""
    people = [
        resolved for name in find_names(text[max(0, at - 500) : at]) if (resolved := resolve(name, known))
    ]
    return people[-1][0] if people else None


def _delivering(title: str, kind: str | None, known: FullNames) -> Iterator[str]:
    """Who delivers it, as the headline says: ``Remarks by Jane Doe``, ``Jane Doe Statement on``."""
    if kind in ABOUT_OTHERS:
        return
    folded = fold(title[:400])
    for pattern in _of_person():
        match = pattern.search(folded)
        piece = title[match.start(1) : match.end(1)] if match else ""
        people = [resolved for name in find_names(piece) if (resolved := resolve(name, known))]
        if people:
            yield from (name for name, _ in (people if kind == "joint statement" else people[:1]))
            return


def _by_turns(text: str, known: FullNames) -> list[str]:
    """The speakers of a text of turns (``MINISTER DOE: ...``), when it has three turns or more."""
    lines = (line for line in text.split("\n") if ":" in line[:LONGEST_LABEL])
    turns = list(islice(filter(None, map(_turn().match, lines)), MOST_TURNS))
    if len(turns) < 3:
        return []
    labels = dict.fromkeys((turn[1], bool(turn[2])) for turn in turns)
    return list(filter(None, (_turn_speaker(label, is_member, known) for label, is_member in labels)))


def _turn_speaker(label: str, is_member: bool, known: FullNames) -> str | None:
    """Whom the label of a turn names; ``is_member`` says that brackets (a party, an office) follow it."""
    people = list(find_names(label))
    resolved = resolve(people[-1], known) if people else None
    if resolved and (people[-1].is_full or people[-1].is_titled):
        return resolved[0]
    return bare_member(label) if is_member else None


@cache
def _has_marks() -> re.Pattern[str]:
    return re.compile('[“”„«»"‘「『]')


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile("[\u3040-\u9fff]")


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(r"\d")


@cache
def _turn() -> re.Pattern[str]:
    """The label of a turn at the beginning of a line."""
    word = r"[^\W\d_a-z][\w.'’-]{0,25}"
    return re.compile(
        rf"({word}(?: (?:(?:of|de|del|the|and|y) )?{word}){{0,8}})(?: (\([^()\n]{{1,40}}\)))?:(?=\s|$)"
    )


@cache
def _of_person() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a folded headline names who speaks: behind the kind's word and a preposition, or before it."""
    kind = (
        "statement|remarks|speech|address|keynote|message|letter|transcript|briefing|interview|conference|greetings"
        "|lecture|discours|declaration|allocution|rede|erklarung|discurso|conferencia|declaracion|palabras|discorso"
    )
    about = "on|about|regarding|following|at|to|sur|a|zu|zum|zur|uber|sobre|su"
    of = "by|of|from|with|par|de|del|di|du|von|des"
    return (
        re.compile(rf"\b(?:{kind})s?\b(?:(?!\b(?:{about})\b)[^:|]){{0,60}}?\b(?:{of})\s+(.{{3,120}})"),
        re.compile(rf"^(.{{3,120}}?)\s+(?:{kind})s?\b"),
    )
