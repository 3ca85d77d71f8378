"""The pages as a browser gets them, from a real home with the sample corpus and from one of hostile pages."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.builder import build, update
from index.home import Home
from search import search, to_json
from search.limits import QueryError
from web import create_app

MAX_BYTES = 50_000
OPENED = "The harbour of Brennick was opened again on Sunday night. "
CLOSED = "The harbour of Brennick was closed again on Friday night. "
HOSTILE = """<!doctype html><html lang="en"><head>
<title>&lt;script&gt;alert(1)&lt;/script&gt; Minister "speaks" &amp; warns</title>
<link rel="canonical" href="javascript:alert(2)">
<meta property="og:site_name" content='"&gt;&lt;img src=x onerror=alert(3)&gt;'></head><body><article>
<h1>&lt;script&gt;alert(1)&lt;/script&gt; Minister "speaks" &amp; warns</h1>
<p>On 10 January 2024 the ministry said that &lt;/mark&gt;&lt;script&gt;alert(4)&lt;/script&gt; air defence
would be “&lt;b onmouseover=alert(5)&gt;strengthened&lt;/b&gt;,” said Minister Jo &lt;i&gt;Doe&lt;/i&gt;.</p>
<p>The second paragraph of this statement says rather little, but says it in a whole sentence, for the sake of
those who would otherwise believe that the page was empty.</p>
<p>A third one repeats that air defence matters, and adds that {{ 7 * 7 }} is not computed by anybody.</p>
</article></body></html>"""


class Page(HTMLParser):
    """What a page holds: elements with their attributes, ids, and the words of its title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def links(self, start: str = "") -> list[str]:
        """The addresses of the links that start so."""
        links = [found.get("href") or "" for tag, found in self.elements if tag == "a"]
        return [link for link in links if link.startswith(start)]

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [found["id"] or "" for _, found in self.elements if "id" in found]


@pytest.fixture(scope="module")
def client(sample_home: Home) -> FlaskClient:
    return create_app(sample_home).test_client()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "pages").mkdir()
    (folder / "pages" / "evil.html").write_text(HOSTILE, encoding="utf-8")
    build(Home(folder / "home"), [folder / "pages"])
    return create_app(folder / "home").test_client()


def get(client: FlaskClient, path: str, status: int = 200) -> str:
    """The text of that address, which must answer with that status and our headers."""
    response = client.get(path)
    assert response.status_code == status, response.text
    check_headers(dict(response.headers))
    return response.text


def check_headers(headers: dict[str, str]) -> None:
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def first_hit(client: FlaskClient, q: str = "air defence") -> str:
    """The address of the first hit."""
    return Page(get(client, f"/search?{urlencode({'q': q})}")).links("/statement/")[0]


def test_the_front_page_says_what_is_in_the_archive(client: FlaskClient, sample_home: Home) -> None:
    html = get(client, "/")
    total = sample_home.open().statements.count()
    assert f"<dd>{total}</dd>" in html
    assert "autofocus" in html
    assert "<svg" in html
    examples = Page(html.partition('class="examples"')[2].partition("</ul>")[0]).links("/search?")
    assert len(examples) == 5
    for example in examples:
        assert 'class="hit"' in get(client, example)


def test_results_are_those_of_the_library_in_their_order(client: FlaskClient, sample_home: Home) -> None:
    results = search("air defence", sample_home)
    page = Page(get(client, "/search?q=air+defence"))
    links = [link for link in page.links("/statement/") if "?q=" in link]
    assert links == [f"/statement/{hit.statement.id}?q=air+defence" for hit in results]
    assert sum(tag == "mark" for tag, _ in page.elements) == sum(
        len(part.spans) for hit in results for part in (hit.title, *hit.snippet)
    )


def test_json_is_what_the_library_makes_of_it(client: FlaskClient, sample_home: Home) -> None:
    query = {"q": "air defence", "sort": "newest", "page": "2"}
    answer = json.loads(get(client, f"/search.json?{urlencode(query)}"))
    expected = json.loads(json.dumps(to_json(search("air defence", sample_home, sort="newest", offset=10))))
    assert answer | {"seconds": 0} == expected | {"seconds": 0}
    assert answer["hits"][0]["rank"] == 11


def test_facets_narrow_and_chips_widen_again(client: FlaskClient, sample_home: Home) -> None:
    html = get(client, "/search?q=air+defence")
    choose = Page(html.partition('class="facets"')[2]).links("/search?")[0]
    narrowed = get(client, choose)
    assert count(narrowed) < count(html)
    chip = Page(narrowed.partition('class="chips"')[2].partition("</ul>")[0]).links("/search?")[0]
    assert get(client, chip) == html


def count(html: str) -> int:
    """The number of statements that a results page announces."""
    found = re.search(r'class="count"[^>]*>(?:At least )?([\d,]+) statement', html)
    assert found
    return int(found[1].replace(",", ""))


def test_the_chart_leads_to_a_year(client: FlaskClient) -> None:
    html = get(client, "/search?q=air+defence")
    bars = Page(html.partition("<svg")[2].partition("</svg>")[0]).links("/search?")
    assert bars
    assert count(get(client, bars[0])) > 0


def test_pages_are_turned_with_stable_links(client: FlaskClient) -> None:
    everything = get(client, "/search")
    assert count(everything) > 20
    second = Page(everything.partition('class="pager"')[2]).links("/search?")[0]
    assert "page=2" in second
    first_ids = Page(everything).links("/statement/")
    second_ids = Page(get(client, second)).links("/statement/")
    assert len(first_ids) == len(second_ids) == 10
    assert not set(first_ids) & set(second_ids)
    assert 'start="11"' in get(client, second)


@pytest.mark.parametrize(
    "query", ["sort=newest", "sort=oldest", "year=2024", "issuer=nobody", "kind=speech&kind=statement"]
)
def test_every_state_has_a_page(client: FlaskClient, query: str) -> None:
    get(client, f"/search?q=&{query}")


def test_pages_of_a_repaired_query_are_turned_too(client: FlaskClient, sample_home: Home) -> None:
    links = Page(get(client, "/search?q=%28air+defence&page=2")).links("/statement/")
    expected = [hit.statement.id for hit in search("air defence", sample_home, offset=10)]
    assert [link[11:27] for link in links if "?q=" in link] == expected


def test_newest_comes_first_when_asked(client: FlaskClient) -> None:
    html = get(client, "/search?q=defence&sort=newest")
    days = re.findall(r'<time datetime="([\d-]+)"', html)
    assert len(days) > 3
    assert days == sorted(days, reverse=True)


def test_a_query_with_a_slip_is_repaired_with_a_notice(client: FlaskClient, sample_home: Home) -> None:
    with pytest.raises(QueryError) as caught:
        search("(air defence", sample_home)
    html = get(client, "/search?q=%28air+defence")
    assert 'role="alert"' in html
    assert 'class="hit"' in html
    answer = json.loads(get(client, "/search.json?q=%28air+defence", 400))
    assert answer == {
        "error": caught.value.reason,
        "position": caught.value.position,
        "repaired": caught.value.repaired,
    }


@pytest.mark.parametrize(
    "query",
    [
        "q=navy&page=-1",
        "q=navy&page=0",
        "q=navy&page=abc",
        "q=navy&page=999999999",
        "q=navy&sort=best",
        "q=" + "x" * 10_000,
        "q=" + "%28" * 30 + "a" + "%29" * 30,
        "&".join(f"issuer={number}" for number in range(100)),
    ],
)
@pytest.mark.parametrize("path", ["/search", "/search.json", "/export.csv"])
def test_what_is_over_a_limit_gets_a_page_of_its_own(client: FlaskClient, path: str, query: str) -> None:
    text = get(client, f"{path}?{query}", 400)
    assert "Traceback" not in text
    if path == "/search.json":
        sentence = json.loads(text)["error"]
        page = get(client, f"/search?{query}", 400)
        assert sentence.split("“")[0] in page
    else:
        assert "can’t be searched" in text


def test_a_page_past_the_last_says_how_many_there_are(client: FlaskClient) -> None:
    html = get(client, "/search?q=air+defence&page=900", 404)
    assert "past the end" in html
    assert "page=900" not in html


def test_no_hits_is_no_dead_end(client: FlaskClient) -> None:
    html = get(client, "/search?q=qqqqqzzzz&kind=speech")
    assert count(html) == 0
    assert "Nothing on record" in html
    assert "/search?q=qqqqqzzzz" in Page(html).links("/search?")


def test_a_slip_of_the_pen_is_answered_with_what_was_meant(client: FlaskClient, sample_home: Home) -> None:
    meant = search("defense of the harbuor brennik", sample_home).suggestion
    html = get(client, "/search?q=defense+of+the+harbuor+brennik")
    assert ("Did you mean" in html) == (meant is not None)


def test_a_statement_shows_marks_record_and_original(client: FlaskClient, sample_home: Home) -> None:
    hit = search("air defence", sample_home)[0]
    html = get(client, first_hit(client))
    page = Page(html)
    assert "p1" in page.ids()
    assert "m1" in page.ids()
    assert len(page.ids()) == len(set(page.ids()))
    assert hit.statement.digest in html
    assert hit.statement.url in page.links("http")
    for origin in hit.statement.provenance.values():
        assert origin.source in html.replace("&#34;", '"').replace("&#39;", "'")
    assert any(found.get("name") == "citation_title" for tag, found in page.elements if tag == "meta")


def test_every_statement_has_its_page_and_its_paragraphs(client: FlaskClient, sample_home: Home) -> None:
    for statement in sample_home.archive.current():
        html = get(client, f"/statement/{statement.id}")
        assert len(html.encode()) < MAX_BYTES
        ids = Page(html).ids()
        assert f"p{len(statement.text.split(chr(10) * 2))}" in ids
        assert len(ids) == len(set(ids))


def test_the_record_leads_to_what_is_alike(client: FlaskClient, sample_home: Home) -> None:
    seen = set()
    for statement in sample_home.archive.current():
        html = get(client, f"/statement/{statement.id}")
        seen |= set(Page(html.partition('class="record"')[2]).links("/search?"))
    assert len(seen) > 50
    for link in seen:
        assert count(get(client, link)) > 0, link


def test_versions_can_be_read_and_compared(client: FlaskClient, sample_home: Home) -> None:
    several = [one for one in sample_home.archive.current() if one.version > 1]
    assert several
    path = f"/statement/{several[0].id}"
    assert "Version 1" in get(client, path)
    assert "The latest is version 2" in get(client, f"{path}?version=1")
    changes = get(client, f"{path}/changes")
    assert "<ins>" in changes or "<del>" in changes
    assert get(client, f"{path}/changes?from=1&to=2") == changes


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/statement/0000000000000000", 404),
        ("/statement/../../etc/passwd", 404),
        ("/statement/%00", 404),
        ("/statement/x.bib", 404),
        ("/nothing", 404),
        ("/static/../views.py", 404),
        ("/search/", 404),
    ],
)
def test_what_is_not_there_is_said_kindly(client: FlaskClient, path: str, status: int) -> None:
    assert "front page" in get(client, path, status)


def test_a_version_that_is_none_is_refused(client: FlaskClient) -> None:
    path = first_hit(client).partition("?")[0]
    get(client, f"{path}?version=7", 404)
    get(client, f"{path}?version=one", 400)
    get(client, f"{path}?version=-1", 400)


def test_nothing_can_be_sent(client: FlaskClient) -> None:
    response = client.post("/search", data={"q": "x"})
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    check_headers(dict(response.headers))


def test_health_is_answered(client: FlaskClient, sample_home: Home) -> None:
    answer = json.loads(get(client, "/healthz"))
    assert answer["status"] == "ok"
    assert answer["statements"] == sample_home.open().statements.count()


def test_without_an_index_it_says_what_to_do(tmp_path: Path) -> None:
    client = create_app(tmp_path / "nothing").test_client()
    for path in ("/", "/search?q=x", "/statement/0000000000000000"):
        assert "onrecord build" in get(client, path, 503)
    assert "onrecord build" in json.loads(get(client, "/healthz", 503))["error"]
    assert "How to search" in get(client, "/help")


def test_a_failure_of_ours_shows_no_trace(sample_home: Home) -> None:
    app = create_app(sample_home)
    app.add_url_rule("/broken", view_func=lambda: str(1 // 0))
    html = get(app.test_client(), "/broken", 500)
    assert "our mistake" in html
    assert "ZeroDivision" not in html


def test_an_update_shows_without_a_restart(tmp_path: Path) -> None:
    pages, home = tmp_path / "pages", Home(tmp_path / "home")
    pages.mkdir()
    write_page(
        pages / "a.html", "Harbour reopened", "The harbour of Brennick was reopened on Monday morning. "
    )
    build(home, [pages])
    client = create_app(tmp_path / "home").test_client()
    assert count(get(client, "/search?q=harbour")) == 1
    write_page(
        pages / "b.html", "Harbour closed", "The harbour of Brennick was closed again on Friday night. "
    )
    update(home)
    assert count(get(client, "/search?q=harbour")) == 2
    assert "<dd>2</dd>" in get(client, "/")


def write_page(path: Path, title: str, sentence: str) -> None:
    text = f"<p>{sentence * 4}</p><p>Nobody was hurt, the port authority said in its statement. {title}.</p>"
    path.write_text(f"<html lang=en><title>{title}</title><article><h1>{title}</h1>{text}</article></html>")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=air+defence",
        "/search",
        "/help",
        "/search?q=zzzzqq",
        "/search?q=defence+" + "x" * 250,
        "/search?q=defence+" + "x" * 900,
        "/search?q=defence+" + "%E9%98%B2" * 400,
    ],
)
def test_pages_are_light_and_call_nobody(client: FlaskClient, path: str) -> None:
    html = get(client, path)
    assert len(html.encode()) < MAX_BYTES
    for tag, found in Page(html).elements:
        assert "style" not in found
        assert not any(name.startswith("on") for name in found)
        for name in ("src", "href", "action"):
            if tag != "a" and name in found:
                assert (found[name] or "").startswith("/")


def test_static_files_are_served(client: FlaskClient) -> None:
    page = Page(get(client, "/"))
    files = [
        found.get("href") or found.get("src") for tag, found in page.elements if tag in ("link", "script")
    ]
    assert len([get(client, file) for file in files if file]) == 4


def test_the_browser_can_add_the_search_box(client: FlaskClient) -> None:
    assert "{searchTerms}" in get(client, "/opensearch.xml")


def test_the_guide_shows_only_what_can_be_typed(client: FlaskClient) -> None:
    for link in Page(get(client, "/help").partition("<table>")[2].partition("</table>")[0]).links("/search?"):
        assert 'role="alert"' not in get(client, link)


@pytest.mark.parametrize("form", ["json", "csv", "txt", "bib", "ris", "csl"])
def test_a_result_can_be_taken_away_whole(client: FlaskClient, sample_home: Home, form: str) -> None:
    total = search("defence", sample_home).total
    assert total > 10
    text = get(client, f"/export.{form}?q=defence&page=2")
    counts = {
        "json": lambda: len(json.loads(text)),
        "csl": lambda: len(json.loads(text)),
        "csv": lambda: len(list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))),
        "txt": lambda: text.count("retrieved "),
        "bib": lambda: text.count("@online{"),
        "ris": lambda: text.count("ER  - \r\n"),
    }
    assert counts[form]() == total
    one = get(client, first_hit(client).partition("?")[0] + f".{form}")
    assert "SHA-256" in one or form in ("json", "csv")


def test_hostile_pages_stay_text(hostile: FlaskClient) -> None:
    results = get(hostile, "/search?q=air+defence")
    assert count(results) == 1
    path = Page(results).links("/statement/")[0]
    for html in (results, get(hostile, path), get(hostile, "/")):
        page = Page(html)
        assert [found for tag, found in page.elements if tag == "script"] == [
            found
            for tag, found in page.elements
            if tag == "script" and (found.get("src") or "").startswith("/")
        ]
        assert not any(tag in ("img", "i") or "onmouseover" in found for tag, found in page.elements)
        assert page.links("javascript") == []
        assert "49" not in html.partition("<main")[2].partition("</main")[0] or "7 * 7" in html


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "'--"]
)
def test_what_is_typed_stays_text(client: FlaskClient, attack: str) -> None:
    for parameters in ({"q": attack}, {"q": "navy", "issuer": attack}, {"page": attack}, {"sort": attack}):
        response = client.get(f"/search?{urlencode(parameters)}")
        page = Page(response.text)
        assert all(
            (found.get("src") or "").startswith("/static") for tag, found in page.elements if tag == "script"
        )
        assert not any(tag == "img" for tag, _ in page.elements)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=st.text(st.characters(exclude_categories=["Cs"]), max_size=60), page=st.text(max_size=4))
def test_anything_typed_gets_a_page(client: FlaskClient, q: str, page: str) -> None:
    query = urlencode({"q": q, "page": page}, errors="replace")
    status = client.get(f"/search?{query}").status_code
    assert status in (200, 400, 404)
    assert client.get(f"/search.json?{query}").status_code in (200, 400)


def test_a_search_can_be_followed(client: FlaskClient, sample_home: Home) -> None:
    feed = json.loads(get(client, "/feed.json?q=defence&page=3"))
    total = search("defence", sample_home).total
    assert len(feed["items"]) == min(50, total)
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    published = [item["date_published"] for item in feed["items"]]
    assert published == sorted(published, reverse=True)
    atom = ElementTree.fromstring(get(client, "/feed.atom?q=defence"))
    names = [entry.findtext("{*}id") for entry in atom.iterfind("{*}entry")]
    assert names == [item["id"] for item in feed["items"]]
    assert atom.findtext("{*}updated") == max(item["date_modified"] for item in feed["items"])
    assert not ElementTree.fromstring(get(client, "/feed.atom?q=qqqqqzzzz")).findall("{*}entry")
    get(client, "/feed.atom?q=%28navy", 400)


def test_a_rebuild_announces_nothing(tmp_path: Path) -> None:
    pages, home = tmp_path / "pages", Home(tmp_path / "home")
    pages.mkdir()
    write_page(
        pages / "b.html", "Harbour closed", "The harbour of Brennick was closed again on Friday night. "
    )
    build(home, [pages])
    client = create_app(tmp_path / "home").test_client()
    before = get(client, "/feed.atom?q=harbour")
    build(home, [pages])
    assert get(client, "/feed.atom?q=harbour") == before
    write_page(
        pages / "a.html", "Harbour opened", "The harbour of Brennick was opened again on Sunday night. "
    )
    update(home)
    items = json.loads(get(client, "/feed.json?q=harbour"))["items"]
    assert {item["title"] for item in items} == {"Harbour opened", "Harbour closed"}
    assert items[1]["id"] in before


def test_a_saved_page_is_served_dead(client: FlaskClient, hostile: FlaskClient, tmp_path: Path) -> None:
    for reader in (client, hostile):
        response = reader.get(first_hit(reader).partition("?")[0] + "/original")
        assert response.status_code == 200
        check_headers(dict(response.headers))
        assert response.headers["Content-Security-Policy"].startswith("sandbox;")
    get(client, "/statement/0000000000000000/original", 404)


def test_a_saved_page_that_has_changed_is_not_passed_off(tmp_path: Path) -> None:
    pages, home = tmp_path / "pages", Home(tmp_path / "home")
    pages.mkdir()
    write_page(
        pages / "b.html", "Harbour closed", "The harbour of Brennick was closed again on Friday night. "
    )
    build(home, [pages])
    client = create_app(home).test_client()
    path = first_hit(client, "harbour").partition("?")[0] + "/original"
    assert "<article>" in get(client, path)
    (pages / "b.html").write_text("something else")
    assert "has changed" in get(client, path, 404)
    (pages / "b.html").unlink()
    (pages / "b.html").symlink_to("/etc/passwd")
    assert "root:" not in get(client, path, 404)
