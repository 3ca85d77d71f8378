"""Words that tell the names of public bodies from the names of a site's sections."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from . import dates
from .alternation import any_of

# What German compounds for public bodies end in.
COMPOUNDS = (
    "behorde",
    "ministerium",
    "verwaltung",
    "agentur",
    "kammer",
    "direktion",
    "prasidium",
    "zentrale",
)
WORDS = Path(__file__).parent / "data" / "metadata-bodies.toml"


@lru_cache(4096)
def is_section(name: str) -> bool:
    """Whether a name is that of a part that every site has: home, news, press releases."""
    return dates.fold(name).strip() in _sections()


@lru_cache(4096)
def is_body(name: str) -> bool:
    """Whether a name has a word that names public bodies or offices."""
    return bool(_body_words().search(dates.fold(name)))


@cache
def _words() -> dict[str, list[str]]:
    with WORDS.open("rb") as file:
        return tomllib.load(file)


@cache
def _sections() -> frozenset[str]:
    return frozenset(_words()["sections"])


@cache
def _body_words() -> re.Pattern[str]:
    """The beginning of a word that names public bodies; in scripts without blanks it may stand anywhere."""
    words = _words()["bodies"]
    spaced = any_of(word for word in words if not _wide().match(word))
    wide = any_of(word for word in words if _wide().match(word))
    return re.compile(rf"\b(?:{spaced})|\w(?:{any_of(COMPOUNDS)})\b|(?:{wide})")


@cache
def _wide() -> re.Pattern[str]:
    return re.compile(r"[\u3000-\u9fff\uac00-\ud7af]")
