"""The second, careful look at a doubtful fragment: HTML -> the pieces of it that are no statement, and why.

The fast pass reads blocks in order and sees no shapes. Here the fragment is a tree again: cards of other
pages (siblings of one make, each with a link), lists of links below the text, words that belong to a
picture. BeautifulSoup costs several times what the fast pass does, so only doubtful pages come here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag

from .statement import Removal

LARGEST = 1_000_000  # characters of HTML; more is not looked at twice
FEWEST_CARDS = 3
LONGEST_CARD = 600  # characters of text in a teaser of another page
LONGEST_CAPTION = 250
LONGEST_LABEL = 80  # a paragraph of more is running text
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NO_CARDS = frozenset(("p", "a", "br", "span", "b", "i", "em", "strong", "img", "td", *_HEADINGS))


def scrutinise(fragment: str) -> list[Removal]:
    """Cards, lists of links and captions of a fragment, as text; none when it is larger than LARGEST
    or has too few links and pictures for any."""
    if len(fragment) > LARGEST or (fragment.count("<a ") < FEWEST_CARDS and "<img" not in fragment):
        return []
    soup = BeautifulSoup(fragment, "lxml")
    found = [
        *((tag, "teasers of other pages") for tag in find_cards(soup)),
        *((tag, "list of links") for tag in find_link_lists(soup)),
        *((tag, "caption or credit") for tag in find_captions(soup)),
    ]
    return [Removal(text, reason) for tag, reason in found if (text := read(tag))]


def read(tag: Tag) -> str:
    """The text of an element, folded."""
    return " ".join(tag.get_text(" ").split())


def find_cards(soup: BeautifulSoup) -> Iterator[Tag]:
    """Siblings of one make that each point to another page: at least three, none of them long."""
    families: dict[tuple[int, str, str], list[Tag]] = defaultdict(list)
    for tag in soup.find_all(True):
        if tag.name not in _NO_CARDS:
            first = " ".join(tag.get_attribute_list("class")[:1])
            families[id(tag.parent), tag.name, first].append(tag)
    for family in families.values():
        if len(family) >= FEWEST_CARDS and all(is_card(tag) for tag in family):
            yield from family


def is_card(tag: Tag) -> bool:
    """Whether an element is short and has a linked heading, or a long link beside a picture or a date."""
    link = tag.find("a", href=True)
    if link is None or len(read(tag)) > LONGEST_CARD:
        return False
    heading = tag.find(_HEADINGS)
    if heading is not None and (heading.find("a", href=True) or heading.find_parent("a", href=True)):
        return True
    return len(read(link)) > 15 and tag.find(["img", "time", "picture"]) is not None


def find_link_lists(soup: BeautifulSoup) -> Iterator[Tag]:
    """Lists of which nearly all is links, with no paragraph of running text behind them.

    Several that each stand under a heading are resources of the text, and stay.
    """
    behind: list[Tag] = []
    for tag in soup.find_all(["p", "ul", "ol"]):
        if tag.name == "p":
            behind = [] if behind and len(read(tag)) > LONGEST_LABEL else behind
            continue
        links = tag.find_all("a", href=True)
        inside = sum(len(read(link)) for link in links)
        if len(links) >= FEWEST_CARDS and inside > 0.8 * len(read(tag)):
            behind.append(tag)
    if sum(is_headed(tag) for tag in behind) < 2:
        yield from behind


def is_headed(tag: Tag) -> bool:
    """Whether an element stands right under a heading."""
    before = tag.find_previous_sibling()
    return before is not None and before.name in _HEADINGS


def find_captions(soup: BeautifulSoup) -> Iterator[Tag]:
    """Boxes that hold a picture and a few words."""
    for image in soup.find_all(["img", "picture"]):
        box = image.find_parent(["div", "figure", "table"])
        if box is None or box.find([*_HEADINGS, "blockquote", "li"]):
            continue
        if 0 < len(read(box)) <= LONGEST_CAPTION and len(box.find_all("p")) <= 1:
            yield box
