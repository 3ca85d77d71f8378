"""Tags in order -> how deep a parser's tree would be, and what it would add, without building it.

It follows HTML's rules for what ends what, and where it simplifies it counts more than a parser would, so
that honest pages with tags left open are not taken for hostile ones, nor the other way round.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MAX_DEPTH = 500
"""Browsers flatten what nests deeper than 512."""

MAX_REBUILT = 500_000
"""Elements added by a parser where ``<b>`` and its like were left open: 1 microsecond and 370 bytes each."""

_VOID = "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
_IMPLIED_ENDS = "body colgroup dd dt head html li optgroup option p rb rp rt rtc tbody tfoot thead tr"
_NEVER_NESTED = frozenset(f"{_VOID} {_IMPLIED_ENDS}".split())
"""These hold nothing, or end where the next of their kind begins."""

_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
"""Left open, these are opened again in each block that follows; three of the same are enough."""

_SINGLE = frozenset(["a", "nobr"])
"""Formatting that ends where the next of its kind begins."""

_CELLS = frozenset(["td", "th", "caption"])
_WALLS = frozenset(
    ("annotation-xml", "applet", "desc", "foreignobject", "marquee", "object", "table", "template")
)
"""An end tag closes nothing outside the wall or cell it stands in, and formatting ends with it."""

_LEAVES_FOREIGN = frozenset(
    """b big blockquote center code div dl em font h1 h2 h3 h4 h5 h6 i listing menu nobr ol pre ruby s small
    span strike strong sub sup table tt u ul var""".split()  # noqa: SIM905
)
"""These end a drawing or formula that they stand in; others in it may close themselves with a slash."""


@dataclass(slots=True)
class _Scope:
    """What is open within one wall, outermost first; ``formatting`` with its attributes."""

    wall: str
    tags: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    formatting: list[tuple[str, str]] = field(default_factory=list)

    def pop(self, name: str) -> int:
        """Close the last tag of that name, which is open, and all above it; their number."""
        before = len(self.tags)
        while True:
            last = self.tags.pop()
            self.counts[last] -= 1
            if last == name:
                return before - len(self.tags)

    def take_out(self, name: str) -> int:
        """Close the last formatting tag of that name where no block stands above it; 1 if there was one."""
        for place in range(len(self.tags) - 1, -1, -1):
            if self.tags[place] == name:
                del self.tags[place]
                self.counts[name] -= 1
                return 1
            if self.tags[place] not in _FORMATTING:
                break
        return 0


@dataclass(slots=True)
class Nesting:
    """``depth``: tags open now; ``rebuilt``: elements that a parser may have added so far."""

    depth: int = 0
    rebuilt: int = 0
    scopes: list[_Scope] = field(default_factory=lambda: [_Scope("")])

    def open(self, name: str, attributes: str = "", closed: bool = False) -> None:
        """Meet a start tag of that name in small letters; ``closed`` when it ends in a slash."""
        scope = self.scopes[-1]
        self.rebuilt += len(scope.formatting)
        if name in _NEVER_NESTED or (closed and self._is_foreign(name)):
            return
        if name in _CELLS or name == "table":
            self._open_table_part(name)
        elif name in _WALLS:
            self._build_wall(name)
        else:
            self._push(scope, name, attributes)

    def close(self, name: str) -> None:
        """Meet an end tag of that name in small letters."""
        scope = self.scopes[-1]
        if name in _FORMATTING:
            self._close_formatting(scope, name)
        elif scope.counts[name] > 0:
            self.depth -= scope.pop(name)
        elif name == "table" and scope.wall in _CELLS:
            self._tear_down()
            self._tear_down()
        elif scope.wall == name:
            self._tear_down()

    def _is_foreign(self, name: str) -> bool:
        """Whether a tag of that name would stand in a drawing or formula."""
        counts = self.scopes[-1].counts
        return name not in _LEAVES_FOREIGN and (counts["svg"] > 0 or counts["math"] > 0)

    def _push(self, scope: _Scope, name: str, attributes: str) -> None:
        if name in _LEAVES_FOREIGN:
            for foreign in ("svg", "math"):
                while scope.counts[foreign] > 0:
                    self.depth -= scope.pop(foreign)
        if name in _SINGLE:
            self._close_formatting(scope, name)
        if name in _FORMATTING and scope.formatting.count((name, attributes)) < 3:
            scope.formatting.append((name, attributes))
        scope.tags.append(name)
        scope.counts[name] += 1
        self.depth += 1

    def _close_formatting(self, scope: _Scope, name: str) -> None:
        for place in range(len(scope.formatting) - 1, -1, -1):
            if scope.formatting[place][0] == name:
                del scope.formatting[place]
                break
        self.depth -= scope.take_out(name)

    def _open_table_part(self, name: str) -> None:
        """A cell ends the one before it and stands only in a table; a table ends one it stands right in."""
        if self.scopes[-1].wall in _CELLS and name != "table":
            self._tear_down()
        inside = self.scopes[-1].wall == "table"
        if name == "table" and inside:
            self._tear_down()
        if name == "table" or inside:
            self._build_wall(name)

    def _build_wall(self, name: str) -> None:
        self.scopes.append(_Scope(name))
        self.depth += 1

    def _tear_down(self) -> None:
        self.depth -= 1 + len(self.scopes.pop().tags)
