"""Templates are learned from many pages of a site, kept in the archive, and cut with their reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Statement, clean
from corpus.archive import Archive
from corpus.page import Found, Page, Root, read_page, walk
from corpus.pool import clean_all
from corpus.sites import clean_page, learn_templates, observe_page
from corpus.statement import Rejected
from corpus.template import Template, Traces

APPEAL = "Liitu meie teabevooga ja saad iga hommiku esimesed teated otse oma postkasti, tasuta ja alati."
PAGE = """<html lang="et"><head><title>{title}</title>
<link rel="canonical" href="https://{site}.example/{number}"></head><body><div><h1>{title}</h1>
<p>{first}</p><p>{appeal}</p><p>{second}</p></div></body></html>"""
SUBJECTS = ("sadam", "raudtee", "haigla", "metsavaht", "piirivalve", "kool", "sild", "elektrivõrk")


def make_page(number: int, site: str = "amet") -> str:
    subject = SUBJECTS[number % len(SUBJECTS)]
    return PAGE.format(
        title=f"Teade: {subject}",
        site=site,
        number=number,
        first=f"Ministeerium teatas täna, et {subject} saab järgmisel aastal uue juhi ja uue eelarve.",
        appeal=APPEAL,
        second=f"Kohalik {subject} jääb avatuks ning selle töötajad saavad oma palga nagu seni.",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight pages of one site, and two of another."""
    (tmp_path / "pages").mkdir()
    for number in range(8):
        (tmp_path / "pages" / f"{number}.html").write_text(make_page(number))
    for number in range(2):
        (tmp_path / "pages" / f"b{number}.html").write_text(make_page(number, "vald"))
    return tmp_path / "pages"


def observe_here(pages: object) -> list[Traces | Rejected]:
    return [page if isinstance(page, Rejected) else observe_page(page) for page in pages]  # type: ignore[attr-defined]


def find(folder: Path) -> list[Found]:
    return [found for found in walk([Root("pages", folder)]) if isinstance(found, Found)]


def learn_from(folder: Path) -> dict[str, Template]:
    return learn_templates(find(folder), (), observe_here)


def test_a_site_with_pages_enough_has_a_template(folder: Path) -> None:
    assert {site: template.pages for site, template in learn_from(folder).items()} == {"amet.example": 8}


def test_known_sites_are_not_learned_again(folder: Path) -> None:
    assert learn_templates(find(folder), {"amet.example"}, observe_here) == {}


def test_what_repeats_is_cut_with_its_reason_and_nothing_else_is(folder: Path) -> None:
    page = read_page(folder / "3.html")
    assert isinstance(page, Page)
    alone = clean(page)
    together = clean_page(learn_from(folder), {}, page)
    assert isinstance(alone, Statement)
    assert isinstance(together, Statement)
    assert APPEAL in alone.text
    assert together.text == alone.text.replace(f"{APPEAL}\n\n", "")
    assert (APPEAL, "template of the site, on 8 of 8 pages") in [
        (removal.text, removal.reason) for removal in together.removed
    ]


def test_a_page_of_another_site_is_cleaned_without(folder: Path) -> None:
    page = read_page(folder / "b1.html")
    assert isinstance(page, Page)
    assert clean_page(learn_from(folder), {}, page) == clean(page)


def test_processes_observe_as_this_one_does(folder: Path) -> None:
    pages = [read_page(found) for found in find(folder)]
    assert list(clean_all(pages, task=observe_page)) == observe_here(pages)


def test_templates_are_kept_in_the_archive(folder: Path, tmp_path: Path) -> None:
    learned = learn_from(folder)
    with Archive(tmp_path / "archive.db") as archive:
        archive.keep_templates(learned)
        archive.keep_templates({})
    with Archive(tmp_path / "archive.db") as archive:
        assert archive.templates() == learned


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0\0", b"Only text.", b"<div>" * 100_000])
def test_pages_that_show_nothing_are_rejected_with_a_reason(data: bytes) -> None:
    assert isinstance(observe_page(Page(data, path="x.html")), Rejected)
