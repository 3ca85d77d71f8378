"""The last paragraphs of a text -> whether they appeal to its readers: follow, share, subscribe, donate.

Such a farewell is a sentence like any other, so it takes three signals: it stands at the very end, it
holds two different appeals, and it speaks to the reader. The words are data: ``data/appeals.toml``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

LONGEST = 800  # code points; more is text
FEWEST = 2


def count_appeals(text: str) -> int:
    """How many different appeals a paragraph holds; 0 where it does not speak to the reader."""
    address, appeals = read_appeals()
    if len(text) > LONGEST or not address.search(text):
        return 0
    return len({found.lastgroup for found in appeals.finditer(text)})


@cache
def read_appeals() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How readers are spoken to, and what they are asked for: a group for each kind of appeal; read once."""
    file = resources.files("corpus").joinpath("data", "appeals.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    address = "|".join(data["address"])
    kinds = "|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in data["appeal"].items())
    return re.compile(rf"\b(?:{address})\b", re.IGNORECASE), re.compile(rf"\b(?:{kinds})", re.IGNORECASE)
