"""Text -> the same text in NFC, without characters that nobody sees and without twice encoded letters.

What goes: NUL and the other controls but tab and line feed, bidi controls, zero-width and tag characters,
soft hyphens, lone surrogates and noncharacters. The zero-width joiners stay where scripts need them.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

LONGEST_CLUSTER = 12
"""Marks upon one letter; more are cut, for to put n of them in order takes n² steps."""

MOST_REFERENCES = 10_000
"""Of references to what nobody sees; where there are more they are taken out unread."""

FEW = 8
"""So many kinds of unseen characters are taken out one by one, which is the faster way."""

_ASCII = bytes(range(128))
_CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f]")
_PLAIN = re.compile(
    "[\xa0-\xac\xae-\u02ff\u0370-\u0373\u0375-\u037d\u037f-\u0386\u0388-\u0482\u048a-\u0530"
    "\u05d0-\u05ea\u0621-\u064a\u066e\u066f\u0671-\u06d3\u1e00-\u1eff"
    "\u2002-\u200a\u2010-\u2027\u202f-\u205f\u2070-\u20cf\u2100-\u2125\u2127-\u2129\u212c-\u2328\u232b-\u2adb"
    "\u3000-\u3029\u3030-\u3098\u309b-\u30ff\u3105-\u312f\u31f0-\ud7a3\ue000-\uf8ff\ufe0e\ufe0f\uff01-\uff9f\uffe0-\uffee\ufffd"
    "\U0001f000-\U0001faff]*"
)
"""Letters and signs that are NFC whatever stands beside them, as long as it is one of these or ASCII."""

_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1f\x7f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_OLD_CONTROLS = re.compile("[\x80-\x9f]")
_JOINERS = re.compile("[\u200c\u200d]+")
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18aa\ufb50-\ufdff\ufe0f\ufe70-\ufefe"
    "\u2600-\u27bf\U0001f000-\U0001faff]"
)
_MARKS = re.compile(rf"[^\w\s\0-\x7f]{{{LONGEST_CLUSTER + 1},}}")

_WINDOWS = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)}
_WINDOWS.pop(0xFFFD)
_TRAIL = "[\x80-\xbf" + "".join(map(chr, _WINDOWS)) + "]"
_REFERENCE = re.compile(
    r"""&(?=[\#szlrZNAIaif])(?:
        shy(?![=\w]) | (?:zwn?j|[lr]rm|ZeroWidthSpace|NoBreak|ApplyFunction|Invisible(?:Times|Comma));
      | (?:Negative(?:Medium|Thick|Thin|VeryThin)Space|af|ic|it);
      | \#0*(?:[1-8]|1[124-9]|2\d|3[01]|127|173|7[7-9]\d|8[0-7]\d|76[89]|1564
          |820[3-7]|823[2-8]|82[89]\d|830[0-3]|65279|9[12]\d{4})(?!\d)
      | \#[xX]0*(?:[1-8bcBCeEfF]|1[\dA-Fa-f]|7[fF]|[aA][dD]|3[0-6][\dA-Fa-f]|61[cC]|200[b-fB-F]
          |202[89a-eA-E]|206[\dA-Fa-f]|[fF][eE][fF]{2}|[eE]0[\dA-Fa-f]{3})(?![\dA-Fa-f])
    );?""",
    re.VERBOSE,
)
_TWICE = re.compile(f"[ÃÂâÐÑ]{_TRAIL}")
_TWICE_PUNCTUATION = re.compile(f"â[\x80€]{_TRAIL}")
_TWICE_LETTERS = re.compile(f"[ÃÂ]{_TRAIL}|â[\x80-\x84€‚„]{_TRAIL}")


def purify(text: str) -> str:
    """The text as the module says; for every string that may hold character references or escapes."""
    if _CONTROLS.search(text):
        text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    return text if text.isascii() else purify_letters(text, text.encode("utf-8", "surrogatepass"))


def has_unseen_references(html: str) -> bool:
    """Whether ``resolve`` would change the page."""
    return _REFERENCE.search(html) is not None


def resolve(html: str) -> str:
    """The page with references (``&shy;``, ``&#8238;``) to characters that go, or are marks, made those."""
    if len(_REFERENCE.findall(html)) > MOST_REFERENCES:
        return _REFERENCE.sub("", html)
    return _REFERENCE.sub(lambda found: unescape(found[0]), html)


def purify_letters(text: str, data: bytes) -> str:
    """The same for a text without ASCII controls, of which ``data`` is the UTF-8 form."""
    letters = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if _TWICE.search(letters):
        text = repair(text)
    elif _PLAIN.fullmatch(letters):
        return text
    text = _remove_unseen(text, letters)
    if _OLD_CONTROLS.search(letters):
        text = _OLD_CONTROLS.sub(lambda found: bytes([ord(found[0])]).decode("cp1252", "ignore"), text)
    if any(map(unicodedata.combining, "".join(_MARKS.findall(letters)))):
        text = _MARKS.sub(_shorten, text)
    return unicodedata.normalize("NFC", text)


def _remove_unseen(text: str, letters: str) -> str:
    """``letters`` are those of the text that are no ASCII; they tell what there is to do."""
    if _BREAKS.search(letters):
        text = _BREAKS.sub("\n", text)
    unseen = set(_UNSEEN.findall(letters))
    if len(unseen) > FEW:
        text = _UNSEEN.sub("", text)
    else:
        for character in unseen:
            text = text.replace(character, "")
    if "\u200c" in letters or "\u200d" in letters:
        text = _JOINERS.sub(_join, text)
    return text


def repair(text: str) -> str:
    """Undo UTF-8 that was once read as windows-1252 (``â€™``), where that is certain.

    It is when the whole text can be undone and has four such letters or more; or, bit by bit, when it
    holds punctuation in a form that nobody writes.
    """
    whole = _undo(text)
    if whole is not None and len(text) - len(whole) >= 4:
        return whole
    if _TWICE_PUNCTUATION.search(text):
        return _TWICE_LETTERS.sub(lambda found: _undo(found[0]) or found[0], text)
    return text


def _undo(text: str) -> str | None:
    try:
        return text.translate(_WINDOWS).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _join(found: re.Match[str]) -> str:
    """One of the joiners where the script before them needs it."""
    return found[0][0] if _JOINING.match(found.string, found.start() - 1) and found.start() else ""


def _shorten(found: re.Match[str]) -> str:
    """A run of signs, cut if it is made of marks."""
    run = found[0]
    return run[:LONGEST_CLUSTER] if any(map(unicodedata.combining, run[LONGEST_CLUSTER:])) else run
