"""A parsed page -> its outline: boxes (containers) and blocks (paragraphs, headings, items) in order.

One walk over lexbor's tree. Every box spans a half-open range of blocks, so whatever is asked of a part
of the page later (how much prose, how many links) is arithmetic over that range and no second walk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .boilerplate import Verdict, judge
from .elements import is_hidden, read_label
from .phrases import recognise

LONGEST_BOX = 300
"""Characters: a part of so few is what its name says, however much of the page's text it holds."""

# What is read as one block. Parts named after related pages now and then hold the header of the statement.
_WHOLE = frozenset(
    (
        "comments",
        "cookie or consent notice",
        "navigation",
        "search or sign-in form",
        "share buttons",
        "subscription box",
    )
)

# Trees nest deeper than this only by accident (unclosed inline tags); their text is then taken whole.
MAX_DEPTH = 250

# fmt: off
SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio",
    "video", "map", "select", "textarea", "button", "datalist", "progress", "meter", "head", "title",
    "link", "meta", "math", "applet", "frame", "frameset", "img", "input",
))
INLINE = frozenset((
    "a", "abbr", "acronym", "b", "basefont", "bdi", "bdo", "big", "blink", "cite", "code", "data", "del",
    "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "output", "q", "rb", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))
LEAVES = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption", "caption", "legend", "summary", "address",
    "pre",
))
# fmt: on
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ARROWS = frozenset(["↩", "↩︎", "↑", "^", "⤴", "↵", "#", "¶", "§", "🔗"])
# Without a name of their own these are blocks and no boxes.
_BARE = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd"))


@dataclass(slots=True)
class Box:
    """A container: ``label`` is its class, id, role and the like; its blocks are ``first`` to ``last``.

    ``node`` is where it stands in the tree.
    """

    parent: int
    tag: str
    label: str
    first: int
    last: int = 0
    node: LexborNode | None = None


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item or row: folded text, characters of it inside links, the innermost box."""

    text: str
    tag: str
    box: int
    links: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether the page marks it as a heading."""
        return self.tag in HEADINGS


@dataclass(slots=True)
class Outline:
    """What a page holds.

    ``prose[i]`` is how much of blocks 0 to i (exclusive) reads like sentences, ``sizes[i]`` how long they
    are, both in characters.
    """

    boxes: list[Box] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    prose: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def prose_of(self, box: Box) -> int:
        """How much of a box reads like sentences, in characters."""
        return self.prose[box.last] - self.prose[box.first]

    def size_of(self, box: Box) -> int:
        """How long the text of a box is, in characters."""
        return self.sizes[box.last] - self.sizes[box.first]


def read_outline(tree: LexborHTMLParser) -> Outline:
    """The outline of a whole page; an empty one when it has no body."""
    reader = _Reader()
    if tree.body is not None:
        reader.enter(tree.body, "body", 0, 0, False)
    page = Outline(reader.boxes, reader.blocks)
    page.prose = [0, *accumulate(weigh_prose(block) for block in page.blocks)]
    page.sizes = [0, *accumulate(len(block.text) for block in page.blocks)]
    return page


def weigh_prose(block: Block) -> int:
    """Characters of a block that read like sentences: nothing for labels, crumbs and lists of links."""
    text = block.text
    size = len(text)
    if block.tag in HEADINGS:
        return 0
    if not text.isascii():
        size += len(_WIDE.findall(text))
    free = size - 2 * block.links
    if free < 25 or (free < 80 and not text.rstrip("\"'”’»)").endswith(_STOPS)):
        return 0
    return free


_STOPS = (".", "!", "?", ":", ";", "…", "。", "！", "？", "؟", "।", "：", "；")
# A Chinese, Japanese or Korean character says as much as two letters.
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


class _Reader:
    """The walk: text is gathered until a block ends."""

    __slots__ = ("blocks", "boxes", "lines", "links", "pieces")

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.blocks: list[Block] = []
        self.pieces: list[str] = []
        self.lines: list[tuple[str, int]] = []
        self.links = 0

    def enter(self, node: LexborNode, tag: str, parent: int, depth: int, linked: bool) -> None:
        """Reads a container; one that holds no text leaves no trace."""
        child = node.first_child
        if child is None:
            return
        label = read_label(node, tag)
        if not label and tag in _BARE:
            self.read(child, node, tag, parent, depth, linked)
            if self.pieces or self.lines:
                self.flush(tag, parent)
            return
        number = len(self.boxes)
        first = len(self.blocks)
        box = Box(parent, tag, label, first, first, node)
        self.boxes.append(box)
        verdict = judge(tag, label)
        if verdict is None or verdict.reason not in _WHOLE or not self.read_whole(node, number, verdict):
            self.read(child, node, tag, number, depth, linked)
            if self.pieces or self.lines:
                self.flush(tag, number)
            if tag == "tr":
                self.join_cells(box, number)
        box.last = len(self.blocks)
        if box.last == first:
            del self.boxes[number:]

    def read_whole(self, node: LexborNode, number: int, verdict: Verdict) -> bool:
        """Reads what is surely no statement as one block; False where it is to be looked into.

        That is what may hold the statement after all; and a breadcrumb, since it says where the page is.
        """
        if not verdict.firm:
            return False
        telling = "script, style" if verdict.reason == "comments" else "script, style, h1, p"
        if "crumb" in self.boxes[number].label or node.css_first(telling) is not None:
            return False
        text = " ".join(node.text(separator=" ").split())
        if len(text) > LONGEST_BOX and verdict.reason not in ("comments", "navigation"):
            return False
        if text:
            self.blocks.append(Block(text, "nav", number, len(text)))
        return True

    def read(
        self, first: LexborNode | None, node: LexborNode, tag: str, box: int, depth: int, linked: bool
    ) -> None:
        """Reads a node's children, of which ``first`` is the first, in order."""
        if depth > MAX_DEPTH:
            self.pieces.append(node.text(separator=" "))
            return
        pieces = self.pieces
        child = first
        while child is not None:
            name = child.tag
            if name == "-text":
                text = child.text_content
                if text and not text.isspace():
                    pieces.append(text)
                    if linked:
                        self.links += len(text)
                elif pieces:
                    pieces.append(" ")
            elif name in INLINE:
                self.read_inline(child, name, tag, box, depth, linked)
            elif name == "br":
                self.lines.append(("".join(pieces), self.links))
                pieces.clear()
                self.links = 0
            elif name not in SKIPPED and name is not None and name[0] != "-":
                if pieces or self.lines:
                    self.flush(tag, box)
                self.enter(child, tag if tag in HEADINGS else name, box, depth + 1, linked)
            child = child.next

    def read_inline(self, node: LexborNode, name: str, tag: str, box: int, depth: int, linked: bool) -> None:
        """Reads an inline element; one that is hidden becomes a box of its own."""
        if name == "a":
            target = node.attributes.get("href")
            if target is not None and target[:1] == "#":
                self.read_anchor(node, tag, box, depth, linked)
            else:
                self.read(node.first_child, node, tag, box, depth + 1, linked or target is not None)
        elif name == "span" and is_hidden(node):
            self.set_apart(node, box, depth)
        else:
            self.read(node.first_child, node, tag, box, depth + 1, linked)

    def read_anchor(self, node: LexborNode, tag: str, box: int, depth: int, linked: bool) -> None:
        """Reads a link within the page: a way back is no text, a link in a sentence no link."""
        words = node.text().strip()
        if words in _ARROWS or ((sign := recognise(words)) and sign.kind == "navigation"):
            self.pieces.append(" ")
        else:
            self.read(node.first_child, node, tag, box, depth + 1, linked or tag not in LEAVES)

    def set_apart(self, node: LexborNode, box: int, depth: int) -> None:
        """Reads hidden words into a box of their own, before the block they stand in."""
        outer = self.pieces, self.lines, self.links
        self.pieces, self.lines, self.links = [], [], 0
        self.enter(node, "span", box, depth + 1, False)
        self.pieces, self.lines, self.links = outer

    def flush(self, tag: str, box: int) -> None:
        """Ends the block that was being gathered."""
        pieces = "".join(self.pieces)
        links, self.links = self.links, 0
        self.pieces.clear()
        if not self.lines and tag != "pre":
            if text := " ".join(pieces.split()):
                self.blocks.append(Block(text, tag, box, min(links, len(text))))
            return
        lines = [*self.lines, (pieces, links)]
        self.lines.clear()
        if tag == "pre":
            lines = [(line, 0) for piece, _ in lines for line in piece.split("\n")]
        self.add_lines(lines, tag, box)

    def add_lines(self, lines: list[tuple[str, int]], tag: str, box: int) -> None:
        """Blocks of lines, each with its characters inside links; an empty line parts two of them."""
        group: list[str] = []
        links = 0
        for line, linked in [*lines, ("", 0)]:
            if folded := " ".join(line.split()):
                group.append(folded)
                links += linked
            elif group:
                text = "\n".join(group)
                self.blocks.append(Block(text, tag, box, min(links, len(text))))
                group, links = [], 0

    def join_cells(self, row: Box, number: int) -> None:
        """Makes one block of a row of short cells; a row that lays out the page stays as it is."""
        cells = self.blocks[row.first :]
        if len(cells) < 2 or any(len(cell.text) > 300 or "\n" in cell.text for cell in cells):
            return
        if len({cell.box for cell in cells}) < len(cells):
            return
        if any(self.boxes[cell.box].parent != number for cell in cells):
            return
        text = " | ".join(cell.text for cell in cells)
        for cell in self.boxes[number + 1 :]:
            cell.first = cell.last = row.first
        self.blocks[row.first :] = [Block(text, "tr", number, sum(cell.links for cell in cells))]
