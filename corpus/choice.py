"""An outline and the marks on its blocks -> the box that holds the body of the statement."""

from __future__ import annotations

from collections.abc import Sequence

from .boilerplate import holds_body, opens
from .outline import Box, Outline

# Parts of lists and tables: a body that is one has its heading, head or caption beside it.
_PARTS = frozenset(("tbody", "thead", "tr", "ul", "ol", "dl", "li", "dd"))


def pick(page: Outline, marks: Sequence[str | None], clean: Sequence[int]) -> Box:
    """The box that holds the body; ``clean`` are running sums of the prose in unmarked blocks."""
    if not page.boxes:
        return Box(0, "body", "", 0, 0)
    total = clean[-1]
    whole = page.boxes[0]

    def prose(box: Box) -> int:
        return clean[box.last] - clean[box.first]

    named = [box for box in page.boxes if prose(box) > 0 and holds_body(box.label)]
    best = max(named, key=prose, default=None)
    if best is not None and prose(best) >= 0.35 * total:
        return widen(page, find_innermost(page, best, clean, 0.97), best)
    parts = [box for box in page.boxes if box.tag in ("article", "main") or "role=main" in box.label]
    best = max(parts, key=prose, default=None)
    start = best if best is not None and prose(best) >= 0.4 * total else whole
    return widen(page, find_innermost(page, start, clean, 0.8), start)


def find_innermost(page: Outline, box: Box, clean: Sequence[int], part: float) -> Box:
    """The deepest box below ``box`` that holds the given part of its prose, step by step."""
    current = box
    amount = clean[box.last] - clean[box.first]
    for candidate in page.boxes:
        if candidate.first < current.first or candidate.last > current.last or candidate is current:
            continue
        prose = clean[candidate.last] - clean[candidate.first]
        if prose < part * amount or candidate.last - candidate.first < 2 or candidate.tag in _PARTS:
            continue
        current, amount = candidate, prose
    return current


def widen(page: Outline, box: Box, most: Box) -> Box:
    """The box, or the row of tabs or the accordion of which it is one panel, or stands in one."""
    panel = box
    while panel is not most and panel is not page.boxes[0]:
        around = page.boxes[panel.parent]
        if opens(panel.label) and has_sibling(page, panel):
            return around
        panel = around
    return box


def has_sibling(page: Outline, panel: Box) -> bool:
    """Whether a box of the same tag that opens, too, stands beside this one."""
    return any(
        box.parent == panel.parent and box is not panel and box.tag == panel.tag and opens(box.label)
        for box in page.boxes
    )
