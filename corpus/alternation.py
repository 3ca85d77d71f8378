"""Many words -> one regular expression that finds any of them, fast: words share their beginnings.

``re`` tries the branches of a plain alternation one after the other at every place; here it decides letter
by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_Node = dict[str, "_Node"]
_END = ""


def any_of(words: Iterable[str]) -> str:
    """The source of a pattern that matches the longest of ``words`` that fits; not a group of its own."""
    root: _Node = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return _write(root)


def _write(node: _Node) -> str:
    branches = [_write_branch(letter, after) for letter, after in node.items() if letter != _END]
    if not branches:
        return ""
    text = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    if _END not in node:
        return text
    return f"(?:{text})?"


def _write_branch(letter: str, after: _Node) -> str:
    """One letter and what may follow it; a run without branches stays a run, however long."""
    run = re.escape(letter)
    while len(after) == 1 and _END not in after:
        ((letter, after),) = after.items()
        run += re.escape(letter)
    return run + _write(after)
