"""Templates: what repeats across the pages of a site is found without a rule, running text is not."""

from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from corpus.outline import Outline, read_outline
from corpus.page import Page
from corpus.template import Template, find_site, from_json, learn, observe, to_json

PAGE = """<html><body>
<div class="xq1"><p>Tere tulemast</p><a href="/">Avaleht</a><a href="/u">Uudised {number}</a></div>
<div class="xq2"><h1>Teade number {number}</h1>
<p>Kaitseministeerium teatas täna, et {word} jõudis kohale.</p>
<p>Minister kohtus {word} esindajatega ja tänas neid.</p>
<p>Aitäh.</p>{more}</div>
<div class="xq3"><p>Telli meie uudiskiri.</p><p>Jälgi meid.</p></div>
</body></html>"""


def make_outline(number: int, more: str = "") -> Outline:
    page = PAGE.format(number=number, word=f"sõna{'abcdefghij'[number % 10]}", more=more)
    return read_outline(LexborHTMLParser(page))


def make_template(pages: int) -> Template:
    template = learn(observe(make_outline(number)) for number in range(pages))
    assert template is not None
    return template


def cut(template: Template, page: Outline) -> set[str]:
    return {block.text for first, last, _ in template.judge(page) for block in page.blocks[first:last]}


def test_what_repeats_is_cut_in_any_language() -> None:
    gone = cut(make_template(8), make_outline(99))
    assert {"Tere tulemast", "Telli meie uudiskiri.", "Jälgi meid."} <= gone
    assert not any("ministeerium" in text or "Teade" in text for text in gone)


def test_a_sentence_that_some_pages_share_stays() -> None:
    shared = "<p>See otsus jõustub kohe.</p>"
    template = learn(observe(make_outline(number, shared if number % 2 else "")) for number in range(10))
    assert template is not None
    assert "See otsus jõustub kohe." not in cut(template, make_outline(99, shared))


def test_reports_that_differ_in_their_numbers_stay() -> None:
    reports = [make_outline(1, f"<p>Hukkunuid on {number}.</p>") for number in range(20)]
    template = learn(map(observe, reports))
    assert template is not None
    assert all(
        f"Hukkunuid on {number}." not in cut(template, report) for number, report in enumerate(reports)
    )


def test_a_page_saved_many_times_is_no_template() -> None:
    assert learn([observe(make_outline(1))] * 50) is None


@pytest.mark.parametrize("pages", [0, 1, 3])
def test_few_pages_show_nothing(pages: int) -> None:
    assert learn(observe(make_outline(number)) for number in range(pages)) is None


def test_a_template_survives_the_archive() -> None:
    template = make_template(8)
    assert from_json(json.loads(json.dumps(to_json(template)))) == template


@pytest.mark.parametrize(
    ("html", "site"),
    [
        (b'<link rel="canonical" href="https://www.press.example/a">', "press.example"),
        (b"<link href=https://press.example/a rel=canonical>", "press.example"),
        (b'<meta property="og:url" content="http://news.example:8080/x">', "news.example"),
        (b'<link rel="stylesheet" href="https://cdn.example/a.css">', None),
        (b'<link rel="canonical" href="/relative">', None),
        (b'<link rel="canonical" href="https://[broken/">', None),
        (b"", None),
    ],
)
def test_the_site_is_what_the_page_says(html: bytes, site: str | None) -> None:
    assert find_site(Page(html)) == site


def test_the_address_of_a_page_goes_first() -> None:
    page = Page(b'<link rel="canonical" href="https://other.example/">', url="https://www.press.example/a")
    assert find_site(page) == "press.example"
