"""The body of a page: what is picked, what is kept and what goes, on small pages of many shapes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus.content import Body, read_body
from corpus.outline import read_outline

FIRST = "The council met on Monday and agreed on the budget for the coming year after a long debate."
SECOND = "The chairwoman thanked the members, and said that the bridge would be repaired before the winter."
PROSE = f"<p>{FIRST}</p><p>{SECOND}</p>"


def read(html: str, headline: str | None = None) -> Body:
    return read_body(read_outline(LexborHTMLParser(html)), headline)


def reason_for(body: Body, text: str) -> str | None:
    return next((removal.reason for removal in body.removed if text in removal.text), None)


def test_the_comment_form_goes_and_its_reason_stays() -> None:
    body = read(
        f"<main><h1>Budget agreed</h1><article>{PROSE}</article><div id=respond><h3>Leave a Reply</h3>"
        "<p>Your email address will not be published.</p></div></main>"
    )
    assert body.paragraphs == (FIRST, SECOND)
    assert body.headline == "Budget agreed"
    assert reason_for(body, "Leave a Reply") == "comments"


def test_a_comment_form_without_names_goes_by_its_words() -> None:
    body = read(f"<div>{PROSE}<h3>Leave a Reply</h3><p>Your email address will not be published.</p></div>")
    assert body.paragraphs == (FIRST, SECOND)
    assert reason_for(body, "Leave a Reply") == "comment form"


def test_names_may_lie() -> None:
    for wrap in ('<div role="complementary">{}</div>', "<form id=aspnetForm>{}</form>", "<aside>{}</aside>"):
        assert read(wrap.format(PROSE)).paragraphs == (FIRST, SECOND)


def test_a_body_in_several_containers_is_one_body() -> None:
    parts = "".join(f"<section><div><p>{n} {FIRST}</p></div></section>" for n in "ABC")
    assert [text[0] for text in read(f"<main>{parts}</main>").paragraphs] == ["A", "B", "C"]


def test_a_lead_above_the_body_is_part_of_it() -> None:
    body = read(
        f"<div class=page-header><h1>Budget agreed</h1><div class=page-header__lead>{FIRST}</div></div>"
        f"<div class=article-body><p>{SECOND}</p><p>{SECOND}</p></div>"
    )
    assert body.paragraphs == (FIRST, SECOND, SECOND)


def test_tables_and_lists_of_names_stay() -> None:
    body = read(
        f"<article>{PROSE}<table><tr><td>Ann Lee</td><td>Mayor</td></tr><tr><td>Bo Ek</td><td>Clerk</td></tr>"
        "</table><ul><li>Ada Holm</li><li>Jo Vik</li></ul></article>"
    )
    assert body.paragraphs[2:] == ("Ann Lee | Mayor", "Bo Ek | Clerk", "Ada Holm", "Jo Vik")


def test_lines_of_a_paragraph_stay_lines_and_two_breaks_part_paragraphs() -> None:
    assert read(f"<div>{FIRST}<br>{SECOND}<br><br>Third.</div>").paragraphs == (
        f"{FIRST}\n{SECOND}",
        "Third.",
    )


def test_headline_byline_and_date_above_the_text_are_no_text() -> None:
    body = read(
        f"<div><h1>Budget agreed</h1><div>By the press office</div><div>5 March 2024</div>{PROSE}</div>"
    )
    assert body.paragraphs == (FIRST, SECOND)
    assert body.header_lines == ("By the press office", "5 March 2024")


def test_hidden_words_do_not_break_a_paragraph() -> None:
    body = read(
        f'<p>{FIRST} <a href="/x">Ann Lee<span class="tooltip">Mayor since 2020</span></a> agreed.</p>'
    )
    assert body.paragraphs == (f"{FIRST} Ann Lee agreed.",)


def test_ways_back_from_footnotes_are_no_text() -> None:
    body = read(f'{PROSE}<p>1. See the report. <a href="#f1">Return to text</a></p>')
    assert body.paragraphs[-1] == "1. See the report."


def test_teasers_below_the_text_go() -> None:
    teasers = "".join(f'<h3><a href="/{n}">Another story {n}</a></h3><p>Short words.</p>' for n in range(3))
    body = read(f"<div>{PROSE}<h2>News</h2>{teasers}</div>")
    assert body.paragraphs == (FIRST, SECOND)
    assert reason_for(body, "Another story 1") == "teasers of other pages"


def test_a_doubtful_body_is_looked_at_twice() -> None:
    cards = "".join(
        f'<div class=k><a href="/{n}"><img src=x.png>A further story about the town {n}</a></div>'
        for n in range(4)
    )
    body = read(f"<div><p>{FIRST}</p><div>{cards}</div><p>{SECOND}</p></div>")
    assert body.doubt
    assert body.paragraphs == (FIRST, SECOND)


def test_contacts_beside_the_body_become_notes() -> None:
    body = read(
        f"<main><article>{PROSE}</article><div><h2>Press contact</h2><p>Jo Vik, 555 0100</p></div></main>"
    )
    assert body.paragraphs == (FIRST, SECOND)
    assert "Jo Vik, 555 0100" in body.notes


def test_nothing_gives_an_empty_body() -> None:
    for html in (
        "",
        "<html></html>",
        "<body><script>var a = 1;</script></body>",
        "<nav><a href=/>Home</a></nav>",
    ):
        assert read(html).paragraphs == ()


def test_deep_trees_are_read() -> None:
    deep = "<div>" * 900 + FIRST + "</div>" * 900
    assert FIRST in "".join(read(deep).paragraphs)


PIECES = f"""<p> </p> <div¤class=share> </div> <br> <table><tr><td> </table> <a¤href=#> <h1> </h1>
<ul><li> </ul> <nav> </nav> <span¤hidden> <pre> ¤ Leave¤a¤Reply
{FIRST.replace(" ", "¤")} 2024 &nbsp;""".split()
MARKUP = st.lists(st.sampled_from([piece.replace("¤", " ") for piece in PIECES]), max_size=40)


@given(MARKUP)
def test_any_markup_is_read(pieces: list[str]) -> None:
    body = read("".join(pieces), "A headline")
    assert all(paragraph.strip() and "\n\n" not in paragraph for paragraph in body.paragraphs)


def test_where_all_is_suspect_the_sentences_are_kept() -> None:
    body = read(f'<div class="modal"><p>{FIRST}</p></div><div class="popup"><p>{SECOND}</p></div>')
    assert body.paragraphs == (FIRST, SECOND)


def test_tabs_are_kept_together() -> None:
    body = read(
        f'<div class="tabs"><div class="tab-panel">{9 * f"<p>{FIRST}</p>"}</div>'
        f'<div class="tab-panel" style="display:none"><h2>Rules</h2><p>{SECOND}</p></div></div>'
    )
    assert body.paragraphs[-2:] == ("Rules", SECOND)


def test_the_head_of_a_table_is_part_of_it() -> None:
    rows = f"<tr><td>{FIRST}</td><td>{SECOND}</td></tr>" * 3
    body = read(
        f"<div><table><thead><tr><th>Body</th><th>Task</th></tr></thead><tbody>{rows}</tbody></table></div>"
    )
    assert body.paragraphs[0] == "Body | Task"


def test_the_head_of_a_section_is_no_page_header() -> None:
    body = read(
        f'<div class="entry-content"><p>{FIRST}</p><header class="section-header"><h2>Rules</h2></header>'
        f"<p>{SECOND}</p></div>"
    )
    assert body.paragraphs == (FIRST, "Rules", SECOND)


def test_an_excerpt_and_a_lead_that_says_the_beginning_again_are_no_text() -> None:
    page = '<h1>A bridge</h1>{lead}<div class="entry-content">' + f"<p>{FIRST}</p><p>{SECOND}</p></div>"
    for lead in (
        f'<div class="wp-block-post-excerpt"><p>{SECOND} So much for the bridge.</p></div>',
        f"<p>{FIRST[:-12]}…</p>",
        f"<div><img src=bridge.jpg>{SECOND}</div>",
    ):
        assert read(page.format(lead=lead), "A bridge").paragraphs == (FIRST, SECOND)


def test_a_menu_is_one_piece_and_a_breadcrumb_is_not() -> None:
    items = "".join(f"<li><a href=/{number}>Page {number}</a></li>" for number in range(9))
    page = read_outline(
        LexborHTMLParser(
            f'<ul class="main-menu">{items}</ul><ol class="breadcrumb">{items}</ol><p>{FIRST}</p>'
        )
    )
    assert [block.text for block in page.blocks[:2]] == [
        " ".join(f"Page {number}" for number in range(9)),
        "Page 0",
    ]
