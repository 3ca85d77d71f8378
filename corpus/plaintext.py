"""A page saved as text -> its body: headline, header lines, paragraphs, without the form at its end."""

from __future__ import annotations

import re

from .content import Body, merge
from .edges import trim
from .lines import Line

_GAP = re.compile(r"\n[^\S\n]*\n")


def read_text(text: str) -> Body:
    """The body of a page saved as text; its first line is the headline, blank lines part paragraphs."""
    blocks = [fold_lines(block) for block in _GAP.split(text)]
    blocks = [block for block in blocks if block]
    if not blocks:
        return Body()
    headline, *rest = blocks
    kept = trim([Line(line, "") for block in rest for line in block.split("\n")], [headline])
    return Body(
        tuple(kept.paragraphs),
        tuple(kept.notes),
        tuple(merge(kept.removed)),
        headline,
        tuple(kept.header_lines),
    )


def fold_lines(block: str) -> str:
    """A block with its white space folded, line by line."""
    return "\n".join(line for raw in block.split("\n") if (line := " ".join(raw.split())))
