"""The pictures of the README, of the sample corpus in Chromium: ``python docs/make_pictures.py``."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from index.builder import build
from index.home import Home
from search import search
from web.commands import address_of, find_sample, listen

DOCS = Path(__file__).parent
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
QUERY = "air defence"
WIDE, NARROW = (1280, 900), (390, 800)


def take(browser: Browser, address: str, name: str, size: tuple[int, int], scheme: str) -> None:
    """One picture of what is in the window."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(address)
    page.screenshot(path=DOCS / f"{name}.png")
    context.close()


def main() -> int:
    """Take them all; 2 where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.stderr.write("Chromium is not installed; on Debian: apt install chromium\n")
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Home(folder)
        build(home, [find_sample()])
        server = listen(home, "127.0.0.1", 0)
        threading.Thread(target=server.run, daemon=True).start()
        site = address_of(server, "127.0.0.1").rstrip("/")
        results = f"{site}/search?q={QUERY.replace(' ', '+')}"
        shown = next(hit.statement for hit in search(QUERY, home) if hit.statement.quotes)
        statement = f"{site}/statement/{shown.id}?q={QUERY.replace(' ', '+')}"
        browser = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        take(browser, site, "home", WIDE, "light")
        for name, address in (("results", results), ("statement", statement)):
            take(browser, address, name, WIDE, "light")
            take(browser, address, f"{name}-dark", WIDE, "dark")
            take(browser, address, f"{name}-narrow", NARROW, "light")
        browser.close()
        server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
