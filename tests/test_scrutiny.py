"""The careful look: cards, lists of links and captions go, the text stays."""

from __future__ import annotations

from corpus.scrutiny import LARGEST, prune

TEXT = "<p>The council met on Monday and agreed on the budget for the coming year after a long debate.</p>"


def card(number: int) -> str:
    return f'<div class="c"><h4><a href="/{number}">Story {number}</a></h4><p>Some words.</p></div>'


def test_three_cards_of_one_make_go() -> None:
    pruned = prune(f"<div>{TEXT}{card(1)}{card(2)}{card(3)}</div>")
    assert "Story" not in pruned.html
    assert "council" in pruned.html
    assert [removal.reason for removal in pruned.removed] == ["teasers of other pages"] * 3


def test_two_of_a_kind_stay() -> None:
    assert "Story 2" in prune(f"<div>{TEXT}{card(1)}{card(2)}</div>").html


def test_a_list_of_links_goes_below_the_text_only() -> None:
    links = "<ul>" + "".join(f'<li><a href="/{n}">Link {n}</a></li>' for n in range(4)) + "</ul>"
    assert "Link" in prune(f"<div>{links}{TEXT}</div>").html
    assert "Link" not in prune(f"<div>{TEXT}{links}</div>").html


def test_a_caption_goes_with_its_picture() -> None:
    pruned = prune(f"<div>{TEXT}<div><img src=a.png><p>The old bridge. Photo: Vik</p></div>{TEXT}</div>")
    assert "old bridge" not in pruned.html
    assert pruned.html.count("council") == 2


def test_what_is_too_large_is_left_alone() -> None:
    html = "<p>" + "x" * LARGEST + "</p>"
    assert prune(html).html == html
