"""The second, careful look at a doubtful fragment: HTML -> the same without what repeats and illustrates.

The fast pass reads blocks in order and sees no shapes. Here the fragment is a tree again: cards of other
pages (siblings of one make, each with a link), lists of links below the text, words that belong to a
picture. BeautifulSoup costs some ten times what the fast pass does, so only doubtful pages come here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from .statement import Removal

LARGEST = 1_000_000  # characters of HTML; more is not looked at twice
FEWEST_CARDS = 3
LONGEST_CARD = 600  # characters of text in a teaser of another page
LONGEST_CAPTION = 250
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTAINERS = ("div", "section", "ul", "ol", "article", "main", "aside", "td", "tbody", "table")


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is left of a fragment, and what was cut from it."""

    html: str
    removed: tuple[Removal, ...]


def prune(fragment: str) -> Pruned:
    """The fragment without cards, lists of links and captions; unchanged when it is too large."""
    if len(fragment) > LARGEST:
        return Pruned(fragment, ())
    soup = BeautifulSoup(fragment, "lxml")
    removed: list[Removal] = []
    for find, reason in (
        (find_cards, "teasers of other pages"),
        (find_link_lists, "list of links"),
        (find_captions, "caption or credit"),
    ):
        for tag in list(find(soup)):
            if not tag.decomposed:
                removed += [Removal(text, reason)] if (text := read(tag)) else []
                tag.decompose()
    return Pruned(str(soup), tuple(removed))


def read(tag: Tag) -> str:
    """The text of an element, folded."""
    return " ".join(tag.get_text(" ").split())


def find_cards(soup: BeautifulSoup) -> Iterator[Tag]:
    """Siblings of one make that each point to another page: at least three, none of them long."""
    for parent in soup.find_all(_CONTAINERS):
        families: dict[tuple[str, str], list[Tag]] = defaultdict(list)
        for child in parent.find_all(True, recursive=False):
            families[child.name, " ".join(child.get_attribute_list("class")[:2] or [""])].append(child)
        for (name, _), family in families.items():
            if name != "p" and len(family) >= FEWEST_CARDS and all(is_card(tag) for tag in family):
                yield from family


def is_card(tag: Tag) -> bool:
    """Whether an element is short and has a heading, a picture or a date together with a link."""
    link = tag.find("a", href=True)
    if link is None or len(read(tag)) > LONGEST_CARD:
        return False
    heading = tag.find(_HEADINGS)
    if heading is not None and (heading.find("a", href=True) or heading.find_parent("a", href=True)):
        return True
    return tag.find(["img", "time", "picture"]) is not None and len(read(link)) > 15


def find_link_lists(soup: BeautifulSoup) -> Iterator[Tag]:
    """Lists at the end of the fragment of which nearly all is links."""
    for tag in soup.find_all(["ul", "ol", "nav"]):
        links = tag.find_all("a", href=True)
        size = len(read(tag))
        inside = sum(len(read(link)) for link in links)
        if len(links) >= FEWEST_CARDS and inside > 0.8 * size and not has_text_after(tag):
            yield tag


def has_text_after(tag: Tag) -> bool:
    """Whether a paragraph of running text follows an element."""
    return any(len(read(paragraph)) > 80 for paragraph in tag.find_all_next("p", limit=40))


def find_captions(soup: BeautifulSoup) -> Iterator[Tag]:
    """Boxes that hold a picture and a few words."""
    for image in soup.find_all(["img", "picture"]):
        box = image.find_parent(["div", "figure", "table", "span"])
        if box is None or box.find(_HEADINGS) or box.find(["blockquote", "li"]):
            continue
        if 0 < len(read(box)) <= LONGEST_CAPTION and len(box.find_all("p")) <= 1:
            yield box
