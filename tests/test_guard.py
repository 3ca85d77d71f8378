"""Pages that would harm a parser are told from honest ones, in linear time."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus.guard import FEW_TAGS, inspect
from corpus.nesting import MAX_DEPTH, Nesting
from corpus.statement import Reason

MANY = FEW_TAGS
"""So many tags are always looked at one by one."""


def numbered(pattern: str, count: int) -> str:
    return "".join(pattern.replace("#", str(number)) for number in range(count))


HOSTILE = {
    "nested divs": "<div>" * 100_000,
    "nested spans": "<span>" * 100_000,
    "nested bold": "<b>" * 100_000,
    "nested tables": "<table><tr><td>" * 10_000,
    "nested lists": "<ul><li>" * 50_000,
    "capital letters": "<DIV\n>" * 100_000,
    "end tags of nothing": "<div></p></span>" * 100_000,
    "end tags beyond a wall": "<div><object></div>" * 20_000,
    "end tags beyond a cell": "<div><table><tr><td></div>" * 20_000,
    "blocks in bold": "<b><div></b>" * 20_000,
    "closed by a slash": "<div/>" * 20_000,
    "out of a drawing": "<svg>" + "<div/>" * 20_000,
    "text in a drawing": "<svg><foreignObject>" + "<section/>" * 20_000,
    "attributes": "<p " + numbered("a# ", 200_000) + ">",
    "attributes with values": "<p " + numbered('a#="x"', 200_000) + ">",
    "attributes with tags": "<p " + numbered("a#='<b>' ", 200_000) + ">",
    "start tags as attributes": "<a " * 300_000,
    "fewer of them": "<a " * 13_000,
    "an attribute without end": '<a href="' + "x" * 9_000_000,
    "bold before paragraphs": "<p>" + numbered("<b id=#>", 450) + "<p>x" * 6_000,
    "after a comment": "<!-- <b a='  -->" + "<div>" * 100_000,
    "after a short comment": "<!-->" + "<div>" * 100_000,
    "after a script": "<script>'<a b=\"'</script>" + "<div>" * 100_000,
    "after a declaration": "<!x '>" + "<div>" * 100_000,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_too_deep(html: str) -> None:
    rejected = inspect(html, "press/a.html")
    assert rejected is not None
    assert rejected.page == "press/a.html"
    assert rejected.reason is Reason.TOO_DEEP
    assert rejected.detail


def test_what_was_found_is_said() -> None:
    rejected = inspect(HOSTILE["attributes"])
    assert rejected is not None
    assert rejected.detail == "a tag has 200,000 attributes"


@pytest.mark.parametrize("html", ["x" * 20_000_001, "<p>" * 2_000_001, "<" * 19_000_000])
def test_too_much_is_too_large(html: str) -> None:
    rejected = inspect(html)
    assert rejected is not None
    assert rejected.reason is Reason.TOO_LARGE


HONEST = {
    "nothing": "",
    "paragraphs left open": "<p>Words" * MANY,
    "list items left open": "<ul>" + "<li>Words<br>" * MANY + "</ul>",
    "definitions left open": "<dl>" + "<dt>Word<dd>Meaning" * MANY,
    "cells left open": "<table>" + "<tr><td>1<td>2<th>3" * MANY,
    "fonts left open in cells": "<table>" + "<tr><td><font color=red>1</td></tr>" * MANY + "</table>",
    "anchors left open": numbered("<a name=#>Words ", MANY),
    "pictures": "<img src=x><input><hr>" * MANY,
    "options": "<select>" + "<option>1" * MANY + "</select>",
    "crossed tags": "<b><i>Words</b></i>" * MANY,
    "end tags alone": "</div></span></b>" * MANY,
    "a drawing": "<svg>" + '<path d="M0 0"/><g/>' * MANY + "</svg>",
    "a formula": "<math>" + "<mi/>" * MANY + "</math>",
    "tags in a script": "<script>" + "'<div>'" * MANY + "</script>",
    "tags in a comment": "<!--" + "<div>" * MANY + "-->",
    "tags in a text field": "<textarea>" + "<div>" * MANY + "</textarea>",
    "a large picture": '<img src="data:' + "A" * 4_000_000 + '">',
    "a long script": "<script>" + "a=b;" * 20_000 + "</script>",
    "a million digits": "&#" + "1" * 1_000_000,
    "brackets": "a < b and c > d " * MANY,
}


@pytest.mark.parametrize("html", HONEST.values(), ids=HONEST.keys())
def test_honest_pages_pass(html: str) -> None:
    assert inspect(html) is None


def test_the_shared_measuring_pages_pass() -> None:
    files = sorted((Path(__file__).parents[2] / "shared/data/pages/pages").glob("*.html"))
    if not files:
        pytest.skip("the shared measuring data is not here")
    found = [inspect(file.read_text(encoding="utf-8", errors="replace"), file.name) for file in files]
    assert [rejected for rejected in found if rejected] == []


NAMES = "div span p b i a font ul li table tr td th section svg g object h1 em option br img body button"
TAGS = st.sampled_from(NAMES.split())
MARKUP = st.lists(st.tuples(st.sampled_from(["<{}>", "</{}>", "<{} x=1>", "<{}/>"]), TAGS), max_size=60)


def depth_of(html: str) -> int:
    """The depth of the tree a parser builds, without the two tags that every page has."""
    deepest, nodes = 0, [(LexborHTMLParser(html).root, 0)]
    while nodes:
        node, depth = nodes.pop()
        deepest = max(deepest, depth)
        nodes += [(child, depth + 1) for child in node.iter(include_text=False)]  # type: ignore[union-attr]
    return max(deepest - 1, 0)


@given(MARKUP)
def test_the_depth_is_never_far_below_the_parsers(parts: list[tuple[str, str]]) -> None:
    nesting, deepest = Nesting(), 0
    for form, tag in parts:
        if form.startswith("</"):
            nesting.close(tag)
        else:
            nesting.open(tag, "x=1" if "x=1" in form else "", closed=form.endswith("/>"))
        deepest = max(deepest, nesting.depth + len(nesting.scopes[-1].formatting))
    html = "".join(form.format(tag) for form, tag in parts)
    # A list, a row or a paragraph may stand around each that is counted.
    assert depth_of(html) <= 3 * deepest + 3


def test_the_depth_that_is_compared_is_the_parsers() -> None:
    assert depth_of("<section><div><span>x</span></div></section>") == 3


def test_many_siblings_are_not_deep() -> None:
    nesting = Nesting()
    for _ in range(10 * MAX_DEPTH):
        nesting.open("div")
        nesting.open("p")
        nesting.open("b")
        nesting.close("div")
        nesting.close("b")
    assert nesting.depth == 0
