"""What a page says about itself: each field with its source, and nothing rather than something wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from corpus.metadata import Metadata, complete, name_people, read_metadata
from corpus.page import Page

PROSE = "The council met today and talked about the air defence of the valley for two hours, and rested. "
PUBLISHED = '<meta property="article:published_time" content="{}">'
LINKED = '<script type="application/ld+json">{}</script>'


def read(head: str, body: str = "", attributes: str = 'lang="en"', url: str | None = None) -> Metadata:
    html = (
        f"<!doctype html><html {attributes}><head>{head}</head><body>{body}<p>{PROSE * 3}</p></body></html>"
    )
    return read_metadata(LexborHTMLParser(html), Page(html.encode(), url=url))


def dated(reading: object) -> str | None:
    return str(getattr(reading, "value", None)) if reading else None


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>A new law | Ministry of Salt</title>", "<h1>A new law</h1>", "A new law"),
        ("<title>A new law | Ministry of Salt</title>", "<h1>News</h1><h1>A new law</h1>", "A new law"),
        (
            "<title>MoS - Press - A new law for all</title>",
            "<h1>Navigation</h1><h1>A new law for all</h1>",
            "A new law for all",
        ),
        (
            '<meta property="og:title" content="Speech by Minister Doe on a new law for all">',
            "<h3 class=title>A New Law for All</h3>",
            "A New Law for All",
        ),
        (
            "<title>A new law for all people</title>",
            "<h1>Release of the ministry: A new law for all people</h1>",
            "A new law for all people",
        ),
        (
            "<title>MoS: Speech, Doe -- A new law for all -- May 5, 1999</title>",
            "<table><td>Remarks by Jo Doe<br>May 5, 1999</td><td>A new law for all</td></table>",
            "A new law for all",
        ),
        (
            '<meta property="og:title" content="A new law"><meta property="og:site_name" content="Salt">',
            "<h1>Salt</h1>",
            "A new law",
        ),
        (
            "<title>Ten best laws of 2020</title>",
            "<h1>Top ten: the best laws (tested)</h1>",
            "Top ten: the best laws (tested)",
        ),
        ("<title>Recht\u00adsetzung | X</title>", "<h1>Recht\u00adset\u00adzung</h1>", "Rechtsetzung"),
        ("<title>新的法律：有好的法律！-新盐网</title>", "", "新的法律：有好的法律！"),
    ],
)
def test_the_headline_is_what_stands_on_the_page(head: str, body: str, title: str) -> None:
    found = read(head, body).title
    assert found is not None
    assert found.value == title
    assert found.source


@pytest.mark.parametrize(
    ("head", "body", "issued"),
    [
        (PUBLISHED.format("2024-01-10T10:00:00+01:00"), "", "2024-01-10"),
        ('<meta name="DC.date.issued" content="2024-01-10">', "", "2024-01-10"),
        (
            LINKED.format('{"@type":"NewsArticle","datePublished":"2024-01-10"}'),
            "",
            "2024-01-10",
        ),
        (
            "<title>A new law</title>",
            "<h1>A new law</h1><time datetime=2024-01-10>Wednesday</time>",
            "2024-01-10",
        ),
        ("<title>A new law</title>", "<div>Jan 10, 2024</div><h1>A new law</h1>", "2024-01-10"),
        (
            "<title>A new law</title>",
            "<h1>A new law</h1><p>For Immediate Release: January 10, 2024</p>",
            "2024-01-10",
        ),
        (
            "<title>A new law</title>",
            f"<h1>A new law</h1><p>{PROSE * 9}</p><footer>Published: 10 January 2024</footer>",
            "2024-01-10",
        ),
        ('<link rel=canonical href="https://a.example/2024/01/10/law/">', "", "2024-01-10"),
        # Midnight has passed in London, not yet where the page is read.
        (
            "<title>A new law</title>" + PUBLISHED.format("2024-01-11T03:05:00+00:00"),
            "<h1>A new law</h1><time datetime=2024-01-10T19:05:00-08:00>January 10, 2024</time>",
            "2024-01-10",
        ),
        # What is shown beside the headline is younger than the system that serves it.
        (
            "<title>A new law</title>" + PUBLISHED.format("2024-06-01T00:00:00Z"),
            '<h1>A new law</h1><p class="date">10 January 2004</p>',
            "2004-01-10",
        ),
        ("<title>A new law</title>", "<h1>A new law</h1><p>Last updated: 10 January 2024</p>", None),
        (
            "<title>A new law</title>",
            "<h1>A new law</h1><div class=related><p>10 January 2024</p></div>",
            None,
        ),
        ("<title>A new law</title>", "<h1>A new law</h1><footer>© 10 January 2024 Ministry</footer>", None),
        ("<title>A new law</title>", "<h1>A new law</h1><p>2999-01-01</p>", None),
        (PUBLISHED.format("1830-01-01"), "", None),
    ],
)
def test_the_day_of_issue_is_the_pages_own(head: str, body: str, issued: str | None) -> None:
    assert dated(read(head, body).issued) == issued


def test_modified_and_delivered_are_kept_apart() -> None:
    page = read(
        '<title>A law</title><meta property="article:modified_time" content="2024-02-02">',
        "<h1>A law</h1><p>Published 10 January 2024</p><p>Delivered on January 9, 2024</p>",
    )
    assert (dated(page.issued), dated(page.modified), dated(page.delivered)) == (
        "2024-01-10",
        "2024-02-02",
        "2024-01-09",
    )


def test_day_and_month_follow_the_country_of_the_page() -> None:
    body = "<h1>A law</h1><p class=date>03/02/2024</p>"
    assert dated(read("<title>A law</title>", body, 'lang="en-US"').issued) == "2024-03-02"
    assert dated(read("<title>A law</title>", body, 'lang="en-GB"').issued) == "2024-02-03"
    assert read("<title>A law</title>", body).issued is None


@pytest.mark.parametrize(
    ("head", "body", "url", "issuer"),
    [
        ('<meta property="og:site_name" content="Ministry of Salt">', "", None, "Ministry of Salt"),
        ('<meta name="DC.Publisher" content="Ministry of Salt">', "", None, "Ministry of Salt"),
        (
            LINKED.format(
                '[{"@type":"Organization","@id":"#o","name":"Ministry of Salt"},'
                '{"@type":"Article","headline":"A","publisher":{"@id":"#o"}}]'
            ),
            "",
            None,
            "Ministry of Salt",
        ),
        (
            LINKED.format(
                '{"@type":"NewsArticle","headLine":"A",'
                '"author":{"@type":"Organization","name":"Ministry of Salt"}}'
            ),
            "",
            None,
            "Ministry of Salt",
        ),
        (
            "<title>A new law | News | Ministry of Salt</title>",
            "<h1>A new law</h1>",
            None,
            "Ministry of Salt",
        ),
        ("<title>A</title>", '<a href="/"><img alt="Ministry of Salt Logo"></a>', None, "Ministry of Salt"),
        ("<title>A</title>", "<p>© 2024 Ministry of Salt. All rights reserved</p>", None, "Ministry of Salt"),
        (
            '<meta property="og:site_name" content="salthouse.gov">',
            "<p>The Salt House is old. The Salt House is big.</p>",
            "https://www.salthouse.gov/a",
            "The Salt House",
        ),
        ("<title>A</title>", "", "https://www.salt.example/a", "salt.example"),
        ("<title>A</title>", "", None, None),
    ],
)
def test_the_issuer(head: str, body: str, url: str | None, issuer: str | None) -> None:
    found = read(head, body, url=url).issuer
    assert (found.value if found else None) == issuer


def test_an_issuer_known_by_its_host_alone_is_a_guess() -> None:
    found = read("<title>A</title>", url="https://www.salt.example/a").issuer
    assert found is not None
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    ("head", "body", "url"),
    [
        ('<link rel="canonical" href="https://A.example/x?utm_source=b#c">', "", "https://a.example/x"),
        (
            '<link rel="canonical" href="x.html"><meta property="og:url" content="https://a.example/x">',
            "",
            "https://a.example/x",
        ),
        ('<link rel="canonical" href="//a.example/x">', "", "https://a.example/x"),
        ('<base href="https://a.example/b/"><link rel="canonical" href="x">', "", "https://a.example/b/x"),
        (
            "",
            '<a href="https://f.example/sharer?u=https%3A%2F%2Fa.example%2Fx">Share</a>',
            "https://a.example/x",
        ),
        ('<link rel="canonical" href="/x">', "", None),
        ('<link rel="canonical" href="javascript:alert(1)">', "", None),
        ('<link rel="canonical" href="http://[">', "", None),
    ],
)
def test_the_address(head: str, body: str, url: str | None) -> None:
    found = read(head, body).url
    assert (found.value if found else None) == url


def test_a_page_saved_by_a_browser_tells_its_address() -> None:
    html = "<!-- saved from url=(0023)https://a.example/x -->\n<html><body><p>Text.</p></body></html>"
    found = read_metadata(LexborHTMLParser(html), Page(html.encode())).url
    assert found is None or found.value == "https://a.example/x"


@pytest.mark.parametrize(
    ("head", "body", "kind"),
    [
        ("<title>Joint Statement by A and B</title>", "", "joint statement"),
        ("<title>Statement by the Minister on the communiqué</title>", "", "statement"),
        ("<title>Condolences to the people of A</title>", "", "condolence"),
        ("<title>Readout of a call</title>", "", "readout"),
        ("<title>Press briefing by the Secretary</title>", "", "transcript"),
        ("<title>Rede von Ministerin Brandt</title>", "", "speech"),
        (
            "<title>A new law</title>",
            "<div class=breadcrumb>Home » Press releases</div><h1>A new law</h1>",
            "press release",
        ),
        ("<title>A new law</title>", "<h1>A new law</h1><p>Remarks by Jo Doe</p>", "remarks"),
        ("<title>A new law</title>", "<p>Communiqué de presse</p><h1>A new law</h1>", "press release"),
        (
            '<title>A</title><link rel=canonical href="https://a.example/pressemitteilungen/x.html">',
            "",
            "press release",
        ),
        (
            "<title>A new law</title>",
            "<div class=crumbs><ul><li><a href=/>Start</a><li><a href=/a>Aktualności</a></ul></div>"
            "<h1>A new law</h1>",
            "news",
        ),
        (
            "<title>A new law</title>",
            "<nav class=breadcrumb><h2>Breadcrumb</h2><ol><li><a href=/>Home</a>"
            "<li><a href=/n>News and press</a></ol></nav><h1>A new law</h1>",
            "news",
        ),
        ('<title>Declaration on water</title><meta name=DC.type content="Communiqué">', "", "communiqué"),
        (
            "<title>Statement on water</title>",
            "<h1>Statement on water</h1><p>Readout | 3 May 2024</p>",
            "readout",
        ),
        ('<title>Statement on water</title><meta name=DC.type content="Press Release">', "", "statement"),
        ('<title>Remarks on water</title><meta name=DC.type content="Speech">', "", "remarks"),
        ("<title>A new law</title>", "<h1>A new law</h1>", None),
    ],
)
def test_the_kind(head: str, body: str, kind: str | None) -> None:
    found = read(head, body).kind
    assert (found.value if found else None) == kind


def test_the_speaker_of_a_speech_stands_beside_the_headline() -> None:
    body = '<h1>A law</h1><p class="speaker">Governor Jane B. Doe</p>'
    speakers = read("<title>A law</title>", body).speakers
    assert speakers is not None
    assert speakers.value == ("Jane B. Doe",)


def test_plain_text_is_completed_from_its_dateline() -> None:
    text = "They met on Wednesday (10 January 2024). “We will not give in to them,” said Minister Ada Lind."
    found = complete(Metadata(), page=Page(b""), paragraphs=[text], headline="A meeting", header_lines=["By"])
    found, quotes = name_people(found, text)
    assert found.title is not None
    assert found.issued is not None
    assert (found.title.value, found.issued.value) == ("A meeting", date(2024, 1, 10))
    assert found.provenance()["issued"].source == "dateline"
    assert [quote.speaker for quote in quotes] == ["Ada Lind"]
    assert found.speakers is not None
    assert found.speakers.value == ("Ada Lind",)


def test_a_header_line_goes_before_the_dateline_and_a_file_name_is_a_guess() -> None:
    text = ["BRUSSELS, 11 January 2024 – The council met."]
    found = complete(Metadata(), page=Page(b""), paragraphs=text, header_lines=["2024-01-10"])
    assert dated(found.issued) == "2024-01-10"
    assert found.places is not None
    assert found.places.value == ("Brussels",)
    guessed = complete(Metadata(), page=Page(b"", path="a/law20240110a.htm"), paragraphs=["The council met."])
    assert guessed.issued is not None
    assert dated(guessed.issued) == "2024-01-10"
    assert guessed.issued.confidence < 0.5


def test_a_dateline_does_not_beat_what_the_page_states() -> None:
    stated = read(PUBLISHED.format("2024-01-12T09:00:00Z"))
    found = complete(stated, page=Page(b""), paragraphs=["BRUSSELS, 10 January 2024 – The council met."])
    assert dated(found.issued) == "2024-01-12"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<h1>",
                "</h1>",
                "<meta name=date content=",
                "<title>",
                "</title>",
                "<time datetime=",
                ">",
                '"',
                "<p>",
                '<script type="application/ld+json">',
                "</script>",
                "{",
                "[",
                "}",
                "]",
                '"@graph":',
                '"headline":',
                ",",
                "2024-01-10",
                "10 January 2024",
                "|",
                " - ",
                "©",
                "Ministry",
                "\x00",
                "ß",
                "日",
                "<link rel=canonical href=",
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_broken_pages_raise_nothing(html: str) -> None:
    page = Page(html.encode(), path="x/2024.html")
    found = read_metadata(LexborHTMLParser(html), page)
    found = complete(found, page=page, paragraphs=[html])
    name_people(found, html)
    assert all(0 <= origin.confidence <= 1 for origin in found.provenance().values())
