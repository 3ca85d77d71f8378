"""The main ways through the pages in a real browser: with JavaScript and without, wide and narrow."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from index.builder import build
from index.home import Home
from web.commands import address_of, listen

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
HOSTILE = """<!doctype html><html lang="en"><head>
<title>&lt;img src=x onerror=document.title='dead'&gt;</title>
<meta property="og:site_name" content="&lt;svg onload=document.title='dead'&gt;"></head><body><article>
<h1>&lt;img src=x onerror=document.title='dead'&gt; The air defence of the harbour</h1>
<p>On 3 March 2024 the port authority said: &lt;script&gt;document.title='dead'&lt;/script&gt; the
air defence of the harbour is &lt;/mark&gt;&lt;img src=x onerror="document.title='dead'"&gt; complete, after a
week of work.</p>
<p>“We have &lt;a href=javascript:document.title='dead'&gt;air defence&lt;/a&gt; now,” said harbour master
Jo Doe. Nobody was hurt while it was put up, and the cranes went on working through the night.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing, and CI must have it")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def site(sample_home: Home) -> Iterator[str]:
    yield from serve(sample_home)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile-site")
    (folder / "pages").mkdir()
    (folder / "pages" / "evil.html").write_text(HOSTILE, encoding="utf-8")
    home = Home(folder / "home")
    build(home, [folder / "pages"])
    yield from serve(home)


def serve(home: Home) -> Iterator[str]:
    """The address of a server of that home, stopped afterwards."""
    server = listen(home, "127.0.0.1", 0)
    threading.Thread(target=server.run, daemon=True).start()
    yield address_of(server, "127.0.0.1").rstrip("/")
    server.close()


def open_page(browser: Browser, scripts: bool = True, size: dict[str, int] = WIDE) -> Page:
    """A page in a fresh profile, which fails at any request to another host and any error in the console."""
    page = browser.new_context(java_script_enabled=scripts, viewport=size).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(10_000)
    page.on("request", lambda request: check_host(request.url))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return page


def check_host(url: str) -> None:
    assert url.startswith("http://127.0.0.1:"), url


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_type_refine_open_and_go_back(
    browser: Browser, site: str, scripts: bool, size: dict[str, int]
) -> None:
    page = open_page(browser, scripts, size)
    page.goto(site)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("air defence")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=air+defence")
    assert page.locator(".hit mark").count() > 3
    before = page.locator("h1.count").inner_text()
    page.locator(".facets a").first.click()
    expect(page.locator(".chips a").first).to_be_visible()
    assert page.locator("h1.count").inner_text() != before
    page.locator(".chips a").first.click()
    expect(page.locator("h1.count")).to_have_text(before)
    title = page.locator(".hit h2 a").first.inner_text()
    page.locator(".hit h2 a").first.click()
    expect(page.locator("article h1")).to_have_text(title)
    assert page.locator("article mark").count() > 0
    expect(page.locator("article mark").first).to_be_visible()
    page.locator(".back a").click()
    expect(page.locator("h1.count")).to_have_text(before)
    assert fits(page)


def fits(page: Page) -> bool:
    """Nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_all_of_it_by_keyboard(browser: Browser, site: str) -> None:
    page = open_page(browser)
    page.goto(f"{site}/search?q=air+defence")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".hit h2 a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/statement/**")
    page.keyboard.press("n")
    expect(page.locator("mark.now")).to_have_count(1)
    expect(page.locator("mark.now")).to_be_in_viewport()
    page.keyboard.press("p")
    expect(page.locator(".matches .place")).to_have_text(re.compile(r"^(\d+) of \1$"))
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jk?")
    expect(page.locator("#q")).to_have_value("jk?")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_page_sticks_out(browser: Browser, site: str, size: dict[str, int]) -> None:
    page = open_page(browser, size=size)
    long = "Donaudampfschifffahrtsgesellschaft" * 8
    for path in ("/", "/search?q=defence", f"/search?q={long}", "/help", "/nothing", "/search?page=0"):
        page.goto(site + path)
        assert fits(page), path
    page.goto(f"{site}/search?q=defence")
    page.locator(".hit h2 a").first.click()
    assert fits(page)


def test_a_result_is_downloaded(browser: Browser, site: str, tmp_path: Path) -> None:
    page = open_page(browser)
    page.goto(f"{site}/search?q=air+defence")
    with page.expect_download() as started:
        page.get_by_role("link", name="RIS").click()
    started.value.save_as(tmp_path / "found.ris")
    assert (tmp_path / "found.ris").read_text(encoding="utf-8").startswith("TY  - ELEC")


@pytest.mark.parametrize("query", ["air+defence", "%3Cscript%3Edocument.title%3D'dead'%3C/script%3E+air"])
def test_scripts_in_pages_and_addresses_are_dead(browser: Browser, hostile_site: str, query: str) -> None:
    page = open_page(browser)
    page.goto(f"{hostile_site}/search?q={query}&issuer=%22onfocus=document.title='dead'")
    assert page.title() != "dead"
    page.goto(f"{hostile_site}/search?q={query}")
    expect(page.locator(".hit")).to_have_count(1)
    assert page.title() != "dead"
    page.locator(".hit h2 a").click()
    expect(page.locator("article .text")).to_contain_text("<script>")
    page.wait_for_load_state("networkidle")
    assert page.title() != "dead"
    assert page.locator("main img, main script, main a[href^=javascript]").count() == 0
