"""Every kind of bad page, through ``clean`` and through the pool: within limits, typed, nothing else lost."""

import gzip
import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.cleaner import clean
from corpus.page import Page, name_roots, read_page, walk
from corpus.pool import clean_all
from corpus.statement import Reason, Rejected, Statement, dumps, loads

PARAGRAPH = (
    "The minister told the assembly that the harbour would stay open to all ships through the winter. "
)
BODY = f"<h1>Harbour stays open</h1><p>{PARAGRAPH * 4}</p><p>{PARAGRAPH * 3}</p>"
HONEST = f"<html lang=en><head><title>Harbour stays open</title></head><body>{BODY}</body></html>"
ANY = frozenset(Reason)


def around(hostile: str) -> bytes:
    """An honest page with something hostile in it."""
    return HONEST.replace("</body>", f"{hostile}</body>").encode()


def numbered(pattern: str, count: int) -> str:
    return "".join(pattern.replace("#", str(number)) for number in range(count))


REJECTED = {
    "empty": (b"", Reason.EMPTY),
    "blanks": (b" \n\t\r\n" * 100, Reason.EMPTY),
    "NULs alone": (bytes(5_000), Reason.BAD_ENCODING),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, Reason.BAD_ENCODING),
    "PDF": (b"%PDF-1.7\n1 0 obj <</Type /Catalog>>", Reason.BAD_ENCODING),
    "zip": (b"PK\x03\x04" + bytes(100), Reason.BAD_ENCODING),
    "noise": (random.Random(1).randbytes(50_000), Reason.BAD_ENCODING),
    "50 MB": (HONEST.encode().ljust(50_000_000), Reason.TOO_LARGE),
    "100,000 nested tags": (around("<div>" * 100_000), Reason.TOO_DEEP),
    "100,000 nested formats": (around("<b>" * 100_000), Reason.TOO_DEEP),
    "30,000 nested tables": (around("<table><tr><td>" * 30_000), Reason.TOO_DEEP),
    "200,000 attributes": (around("<p " + numbered("a# ", 200_000) + ">"), Reason.TOO_DEEP),
    "start tags without end": (around("<a " * 300_000), Reason.TOO_DEEP),
    "an attribute without end": (around('<a href="' + "x" * 9_000_000), Reason.TOO_DEEP),
    "formats before paragraphs": (
        around("<p>" + numbered("<b id=#>", 2_500) + "<p>x" * 2_500),
        Reason.TOO_DEEP,
    ),
    "a million tags": (around("<p>x" * 2_500_000), Reason.TOO_LARGE),
    "no text": (b"<html><body><script>var a = 1;</script></body></html>", None),
}
READ = {
    "honest": HONEST.encode(),
    "NULs in tags": HONEST.replace("<p>", "<\0p>").encode(),
    "NULs behind": HONEST.encode() + bytes(50_000),
    "UTF-16 without a mark": HONEST.encode("utf-16-le"),
    "UTF-16 the other way": HONEST.encode("utf-16-be"),
    "declared UTF-16, is UTF-8": HONEST.replace("<head>", "<head><meta charset=utf-16>").encode(),
    "declared as nonsense": HONEST.replace("<head>", "<head><meta charset=x-nonsense>").encode(),
    "a declared utf-7": HONEST.replace("<head>", "<head><meta charset=utf-7>+ADw-script+AD4-").encode(),
    "bidi and zero width": around("<p>" + "\u202e\u200b\u2066\U000e0041\u00ad" * 1_000),
    "bidi by reference": around("<p>" + "&#8238;&#8203;&shy;&lrm;&#xe0041;" * 1_000),
    "surrogates by reference": around("<p>&#xd800;&#xdfff;&#0;&#x110000;"),
    "a million digits": around("<p>&#" + "1" * 1_000_000),
    "a million names": around("<p>" + "&lt" * 1_000_000),
    "a long comment": around("<!--" + "-" * 1_000_000),
    "a script without end": around("<script>" + "<p>" * 100_000),
    "an open declaration": around("<![CDATA[" + "<" * 100_000),
    "900 nested divs": around("<div>" * 450 + "x"),
    "5,000 tags of nothing": around("<span></span>" * 2_500),
    "6,000 small nested tags": around("<i>" * 400 + "</i>" * 400),
    "a wide table": around("<table><tr>" + "<td>1" * 20_000),
    "900 attributes": around("<p " + numbered("a# ", 900) + ">"),
    "a long word": around("<p>" + "x" * 2_000_000),
    "marks upon marks": around("<p>e" + "\u0316\u0301" * 100_000),
    "JSON nested deep": HONEST.replace(
        "<head>", "<head><script type=application/ld+json>" + "[" * 100_000 + "</script>"
    ).encode(),
    "JSON with surrogates": HONEST.replace(
        "<head>",
        '<head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour\\ud800 open",'
        '"datePublished":"99999-99-99","author":{"name":["\\udfff"]}}</script>',
    ).encode(),
    "JSON with the only title": (
        b'<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour\\ud800 '
        b'\\u202eopen\\u0000","publisher":{"@type":"Organization","name":"Harbour\\udfff '
        b'\\u200bOffice"}}</script>' + f"</head><body><p>{PARAGRAPH * 5}</p></body></html>".encode()
    ),
    "JSON of huge numbers": HONEST.replace(
        "<head>", "<head><script type=application/ld+json>" + "9" * 100_000 + "</script>"
    ).encode(),
    "dates of nonsense": HONEST.replace(
        "<head>", '<head><meta property="article:published_time" content="' + "1" * 50_000 + '-13-45T99:99">'
    ).encode(),
    "a language of nonsense": HONEST.replace("lang=en", 'lang="' + "x-" * 10_000 + '"').encode(),
    "an address of nonsense": HONEST.replace(
        "<head>", '<head><link rel=canonical href="http://[::1">'
    ).encode(),
    "plain text with tags": ("Harbour stays open\n\n" + PARAGRAPH * 5 + "<<<<>>>> <b " * 1_000).encode(),
    "plain text, one line": ("Harbour stays open\n\n" + PARAGRAPH * 10_000).encode(),
    "plain text, many lines": ("Harbour stays open\n\n" + PARAGRAPH * 3 + "\nA" * 200_000).encode(),
    "quotes without end": around("<p>" + "“" * 50_000),
    "blanks without end": around("<p>x" + " " * 1_000_000 + "x" + "\u00a0" * 200_000 + "x"),
    "brackets in text": around("<p>" + "(" * 50_000 + "[" * 50_000),
}


def look(page: Page) -> Statement | Rejected:
    """The result of cleaning, with what every result must keep."""
    began = time.process_time()
    result = clean(page)
    if isinstance(result, Statement):
        assert loads(dumps(result)) == result
        dumps(result).encode()
        seen = result.title + result.text + result.notes + str(result.issuer) + "".join(result.speakers)
        assert not any(letter in seen for letter in "\0\u202e\u2066\u200b\u200e\u00ad\ufeff\U000e0041")
    else:
        assert result.detail
        assert result.page == page.path
    # An order of magnitude above the limit: a hang is told from a busy machine.
    assert time.process_time() - began < 20
    return result


@pytest.mark.parametrize(("data", "reason"), REJECTED.values(), ids=REJECTED.keys())
def test_bad_pages_are_rejected_with_their_reason(data: bytes, reason: Reason | None) -> None:
    result = look(Page(data, path="press/bad.html"))
    assert isinstance(result, Rejected)
    assert reason in (None, result.reason)


@pytest.mark.parametrize("data", READ.values(), ids=READ.keys())
def test_odd_pages_keep_their_statement(data: bytes) -> None:
    result = look(Page(data, path="press/odd.html"))
    assert isinstance(result, Statement), result
    assert "the harbour would stay open" in result.text


def test_the_pool_gives_each_its_due_and_loses_nothing() -> None:
    honest = Page(HONEST.encode(), path="honest.html")
    pages: list[Page] = []
    for name, (data, _) in REJECTED.items():
        pages += [Page(data, path=name), honest]
    pages += [Page(data, path=name) for name, data in READ.items()]
    results = list(clean_all(pages))
    assert len(results) == len(pages)
    assert {type(result) for page, result in zip(pages, results, strict=True) if page is honest} == {
        Statement
    }
    named = {page.path: result for page, result in zip(pages, results, strict=True) if page is not honest}
    wrong = [result for name, result in named.items() if isinstance(result, Statement) is (name in REJECTED)]
    assert wrong == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    press = tmp_path / "press"
    press.mkdir()
    (tmp_path / "secret.html").write_text(HONEST)
    (press / "good.html").write_text(HONEST)
    (press / "empty.html").touch()
    (press / "bomb.html.gz").write_bytes(gzip.compress(bytes(100_000_000), 1))
    (press / "cut.html.gz").write_bytes(gzip.compress(HONEST.encode())[:100])
    (press / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    (press / "link.html").symlink_to(tmp_path / "secret.html")
    (press / "broken.html").symlink_to("nothing")
    (press / "loop").symlink_to(press)
    with (press / "large.html").open("wb") as stream:
        stream.truncate(50_000_000)
    (press / "packed.html.gz").write_bytes(gzip.compress(HONEST.encode()))
    (press / "style.css").write_text("p {}")
    return press


def test_a_folder_of_everything_bad_gives_a_reason_for_each(folder: Path) -> None:
    pages = (
        found if isinstance(found, Rejected) else read_page(found) for found in walk(name_roots([folder]))
    )
    results = list(clean_all(pages))
    kept = {result.source for result in results if isinstance(result, Statement)}
    assert kept == {"press/good.html", "press/packed.html.gz"}
    assert {result.page: result.reason for result in results if isinstance(result, Rejected)} == {
        "press/empty.html": Reason.EMPTY,
        "press/bomb.html.gz": Reason.TOO_LARGE,
        "press/cut.html.gz": Reason.UNREADABLE,
        "press/picture.html": Reason.BAD_ENCODING,
        "press/link.html": Reason.OUTSIDE,
        "press/broken.html": Reason.UNREADABLE,
        "press/large.html": Reason.TOO_LARGE,
    }


CUTS = st.lists(
    st.tuples(st.integers(0, len(HONEST)), st.integers(0, 40), st.binary(max_size=12) | st.sampled_from(
        [b"<", b">", b"</p>", b"<table>", b"<!--", b"&#x", b"\xff\xfe", b"<script>", b'"', b"<svg><p>", b"\0"]
    )),
    max_size=8,
)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CUTS)
def test_no_mutation_of_an_honest_page_raises(cuts: list[tuple[int, int, bytes]]) -> None:
    data = HONEST.encode()
    for place, length, instead in cuts:
        data = data[:place] + instead + data[place + length :]
    look(Page(data, path="mutated.html"))


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_no_text_raises(text: str) -> None:
    look(Page(text.encode("utf-8", "surrogatepass"), path="text.txt"))
    look(Page(f"<html><body><p>{text}</p></body></html>".encode("utf-8", "surrogatepass"), path="text.html"))


def test_mutated_real_pages_raise_nothing() -> None:
    files = sorted((Path(__file__).parents[2] / "shared/data/pages/pages").glob("*.html"))
    if not files:
        pytest.skip("the shared measuring data is not here")
    chance = random.Random(7)
    for _ in range(int(os.environ.get("MUTATIONS", "60"))):
        data = bytearray(chance.choice(files).read_bytes()[:100_000])
        for _ in range(chance.randrange(1, 30)):
            place = chance.randrange(len(data))
            data[place : place + chance.randrange(200)] = chance.randbytes(chance.randrange(40))
        look(Page(bytes(data), path="mutated.html"))
