"""What a part of a page is for, by its structure: tag, class, id and role -> a reason to cut it, or none.

A verdict is a suspicion: ``content`` drops it where the part turns out to hold the statement, because
class names lie (``role=complementary`` around a whole body, a ``form`` around a whole page). The names
are data: ``data/structure.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
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


class Names(NamedTuple):
    """Words that stand in names, pairs of them side by side, beginnings and endings of words."""

    whole: dict[str, Verdict]
    beginnings: dict[str, list[tuple[str, Verdict]]]
    endings: list[tuple[str, Verdict]]

    def find(self, words: list[str]) -> Verdict | None:
        """The verdict of highest precedence on a name that was parted into words."""
        found = [self.whole[word] for word in words if word in self.whole]
        name = f"={'-'.join(words)}"
        found += [self.whole[name]] if name in self.whole else []
        pairs = (f"{first} {second}" for first, second in pairwise(words))
        found += [self.whole[pair] for pair in pairs if pair in self.whole]
        for word in words:
            for beginning, verdict in self.beginnings.get(word[:2], ()):
                if word.startswith(beginning):
                    found.append(verdict)
            found += [verdict for ending, verdict in self.endings if word.endswith(ending)]
        return min(found, key=lambda verdict: verdict.rank, default=None)


BODY = Verdict("body", True, -1)
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
    return _judge_label(label) or _BY_TAG.get(tag)


@lru_cache(maxsize=8192)
def holds_lead(label: str) -> bool:
    """Whether a label says that the box holds the lead of an article, which often lies in its header."""
    return any(read_structure().lead.find(_part(name)) for name in label.split())


def opens(label: str) -> bool:
    """Whether a label says that the box is a tab or the like, hidden until someone opens it."""
    return _OPENS.search(label) is not None


@lru_cache(maxsize=8192)
def holds_body(label: str) -> bool:
    """Whether a label says that the box holds the body of an article."""
    return any(_is_body(name) for name in label.split())


@lru_cache(maxsize=8192)
def _judge_label(label: str) -> Verdict | None:
    found = [verdict for name in label.split() if (verdict := _judge_name(name))]
    if _SHOWN_WIDE.search(label) or ("hidden=" in label and _OPENS.search(label)):
        found = [verdict for verdict in found if verdict.reason != "hidden"]
    return min(found, key=lambda verdict: verdict.rank, default=None)


@lru_cache(maxsize=16384)
def _judge_name(name: str) -> Verdict | None:
    """What one class name, id or role tells."""
    if name.startswith(("hidden=", "aria-hidden=true")):
        return _HIDDEN
    rules = read_structure()
    name = name.partition("=")[2] or name
    low = name.lower()
    if low.startswith(rules.idle) and not low.startswith(rules.kept):
        return None
    return rules.parts.find(_part(name))


@lru_cache(maxsize=16384)
def _is_body(name: str) -> bool:
    return read_structure().body.find(_part(name.partition("=")[2] or name)) is not None


def _part(name: str) -> list[str]:
    """The words of a name, in lower case; names all in one case stay whole between hyphens."""
    return [word.lower() for word in _PARTS.findall(name)][:12]


class Structure(NamedTuple):
    """The rules of ``data/structure.toml``."""

    parts: Names
    body: Names
    lead: Names
    idle: tuple[str, ...]
    kept: tuple[str, ...]


@cache
def read_structure() -> Structure:
    """The rules about names, read once."""
    text = resources.files("corpus").joinpath("data", "structure.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    parts = Names({}, {}, [])
    for rank, part in enumerate(data["part"]):
        _add(
            parts,
            part["words"],
            Verdict(part["reason"], part.get("firm", False), rank, part.get("longest", 1_000_000)),
        )
    body = Names({}, {}, [])
    _add(body, data["body"]["words"], BODY)
    lead = Names({}, {}, [])
    _add(lead, data["lead"]["words"], BODY)
    return Structure(parts, body, lead, tuple(data["idle"]["beginnings"]), tuple(data["idle"]["except"]))


def _add(names: Names, words: list[str], verdict: Verdict) -> None:
    for word in words:
        if word.startswith("*"):
            names.endings.append((word[1:], verdict))
        elif word.endswith("*"):
            names.beginnings.setdefault(word[:2], []).append((word[:-1], verdict))
        else:
            names.whole.setdefault(word, verdict)
