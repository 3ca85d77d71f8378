"""A page and the profile of its site -> the part of the page to read, its title, and what was cut and why.

Profiles are written by people, so they are read with Beautiful Soup, whose selectors people know. That
costs thirty parses; only pages of sites with a profile pay it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from .profile import Profile, Rule
from .statement import Removal

LARGEST = 1_000_000
"""Characters of HTML; a larger page is read without its profile."""

LONGEST_REMOVAL = 400


@dataclass(frozen=True, slots=True)
class Shape:
    """``html`` is left to read; ``name`` is the title; ``title`` and ``body`` are the rules that held."""

    html: str
    removed: tuple[Removal, ...] = ()
    name: str | None = None
    title: Rule | None = None
    body: Rule | None = None


def shape(html: str, profile: Profile) -> Shape:
    """The page as its profile sees it; the whole of it where no body rule finds anything."""
    if len(html) > LARGEST:
        return Shape(html)
    soup = BeautifulSoup(html, "lxml")
    name, title = _find_title(soup, profile)
    removed = tuple(_cut(soup, profile))
    for rule in profile.body:
        parts = [tag for tag in soup.select(rule.select) if _read(tag)]
        if parts:
            inside = "".join(_take_out(parts))
            rest = Removal(_shorten(_read(soup)), f"profile {profile.name}: outside the body")
            return Shape(f"<body>{inside}</body>", (*removed, rest), name, title, rule)
    return Shape(str(soup), removed, name, title)


def _find_title(soup: BeautifulSoup, profile: Profile) -> tuple[str | None, Rule | None]:
    for rule in profile.title:
        tag = soup.select_one(rule.select)
        if tag is not None and (text := _read(tag)):
            return text, rule
    return None, None


def _cut(soup: BeautifulSoup, profile: Profile) -> list[Removal]:
    """Takes out what the profile cuts; an element within another goes with it."""
    removed = []
    for rule in profile.cut:
        for tag in soup.select(rule.select):
            text = "" if tag.decomposed else _read(tag)
            tag.decompose()
            if text:
                removed.append(Removal(_shorten(text), f"profile {profile.name}: {rule.why}"))
    return removed


def _take_out(parts: list[Tag]) -> Iterator[str]:
    """Takes elements out of their tree, as HTML; an element within another goes with it."""
    for tag in parts:
        if not any(around in parts for around in tag.parents):
            yield str(tag)
    for tag in parts:
        tag.extract()


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_REMOVAL else text[: LONGEST_REMOVAL - 1].rstrip() + "…"


def _read(tag: Tag) -> str:
    """The text of an element, folded."""
    return " ".join(tag.get_text(" ").split())
