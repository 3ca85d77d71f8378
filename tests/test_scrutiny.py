"""The careful look: cards, lists of links and captions are found, the text is not."""

from __future__ import annotations

from corpus.scrutiny import LARGEST, scrutinise

TEXT = "<p>The council met on Monday and agreed on the budget for the coming year after a long debate.</p>"


def card(number: int) -> str:
    return f'<div class="c"><h4><a href="/{number}">Story {number}</a></h4><p>Some words.</p></div>'


def found(html: str) -> list[tuple[str, str]]:
    return [(removal.text, removal.reason) for removal in scrutinise(html)]


def test_three_cards_of_one_make_are_found() -> None:
    cards = [(f"Story {n} Some words.", "teasers of other pages") for n in (1, 2, 3)]
    assert found(f"<div>{TEXT}{card(1)}{card(2)}{card(3)}</div>") == cards


def test_two_of_a_kind_are_none() -> None:
    assert found(f"<div>{TEXT}{card(1)}{card(2)}</div>") == []


def test_a_list_of_links_is_found_below_the_text_only() -> None:
    links = "<ul>" + "".join(f'<li><a href="/{n}">Link {n}</a></li>' for n in range(4)) + "</ul>"
    assert found(f"<div>{links}{TEXT}</div>") == []
    assert found(f"<div>{TEXT}{links}</div>") == [("Link 0 Link 1 Link 2 Link 3", "list of links")]


def test_a_caption_is_found_with_its_picture() -> None:
    html = f"<div>{TEXT}<div><img src=a.png><p>The old bridge. Photo: Vik</p></div>{TEXT}</div>"
    assert found(html) == [("The old bridge. Photo: Vik", "caption or credit")]


def test_what_is_too_large_is_not_looked_at() -> None:
    cards = "".join(card(n) for n in range(5))
    assert found(cards + "<p>" + "x" * LARGEST + "</p>") == []


def test_lists_of_links_under_headings_of_their_own_stay() -> None:
    links = "".join(f'<li><a href="/{number}">Form number {number}</a></li>' for number in range(4))
    one = f"<div><p>Forms of the office.</p><h2>Permits</h2><ul>{links}</ul></div>"
    two = one.replace("</div>", f"<h2>Maps</h2><ul>{links}</ul></div>")
    assert [removal.reason for removal in scrutinise(one)] == ["list of links"]
    assert scrutinise(two) == []
