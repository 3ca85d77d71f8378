"""An element of a parsed page -> its label, and whether it is hidden."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from .boilerplate import judge

_PLAIN = frozenset(("class", "itemprop", "property"))
_NAMED = frozenset(("id", "role", "hidden", "aria-hidden"))
_STYLE_HIDES = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)


def read_label(node: LexborNode, tag: str) -> str:
    """Class, id, role and the like of a container, as one string; the name of a custom element, too."""
    label = tag if "-" in tag else ""
    for name, value in node.attributes.items():
        if name in _PLAIN:
            label = f"{label} {value or ''}"
        elif name in _NAMED:
            label = f"{label} {name}={value or ''}"
        elif name == "style" and value and _STYLE_HIDES.search(value):
            label = f"{label} hidden=style"
    return label


def is_hidden(node: LexborNode) -> bool:
    """Whether a span is not shown: words for screen readers, tooltips."""
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    if "style" in attributes and _STYLE_HIDES.search(attributes["style"] or ""):
        return True
    verdict = judge("span", attributes.get("class") or "")
    return verdict is not None and verdict.reason == "hidden"
