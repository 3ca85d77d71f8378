"""Answers that say nearly the same stand in one row; nothing is lost, nothing is counted twice."""

from __future__ import annotations

import random
from datetime import date

import pytest

from corpus import Statement
from corpus.archive import Archive, Facts
from corpus.statement import digest_of
from index.builder import rebuild
from index.home import Home
from search import search, to_json
from search.families import WINDOW, are_alike

WORDS = [f"{first}{second}{third}" for first in "bdfgkl" for second in "aeiou" for third in "mnrst"]
COMMUNIQUE = "The seven foreign ministers condemn the attack on the harbour and call for a truce at once. "


def babble(seed: int, length: int = 120) -> str:
    chosen = random.Random(seed)
    return " ".join(chosen.choices(WORDS, k=length))


def made(name: str, text: str, issuer: str, day: int) -> Statement:
    return Statement(
        id=digest_of(name),
        title=f"Harbour statement {name}",
        text=text,
        issuer=issuer,
        issued=date(2024, 1, 1 + day % 28),
        language="en",
    )


def statements(number: int) -> list[Statement]:
    shared = COMMUNIQUE + babble(0)
    copies = [made(f"copy{n}", f"{shared} Issued in city {n}.", f"Ministry {n}", n) for n in range(5)]
    others = [made(f"other{n}", f"The harbour is open. {babble(n + 1)}", "Port", n) for n in range(number)]
    return [*copies, *others]


@pytest.fixture(scope="module", params=[20, 210], ids=["few", "many"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """With few statements there are no vectors, with many there are."""
    folder = tmp_path_factory.mktemp("home")
    with Archive(folder / "archive.db") as archive, archive.transaction():
        for number, found in enumerate(statements(request.param)):
            archive.keep(Facts(f"pages/{number}.html", 1, float(number), str(number)), found)
    opened = Home(folder)
    rebuild(opened, "tantivy")
    assert (opened.open().vectors is not None) == (request.param > 200)
    return opened


def test_copies_stand_under_the_best_of_them(home: Home) -> None:
    results = search("seven foreign ministers", home)
    assert (results.total, results.folded, len(results)) == (5, 4, 1)
    issuers = {results[0].statement.issuer, *(other.issuer for other in results[0].also)}
    assert issuers == {f"Ministry {n}" for n in range(5)}
    assert len(to_json(results)["hits"][0]["also"]) == 4
    assert len(search("seven foreign ministers", home, fold_alike=False)) == 5


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_paging_shows_every_statement_once(home: Home, sort: str) -> None:
    first = search("harbour", home, sort=sort)
    assert first.total == home.open().statements.count()
    seen: list[str] = []
    for offset in range(0, first.total - first.folded, 10):
        page = search("harbour", home, sort=sort, offset=offset)
        assert (page.total, page.folded) == (first.total, first.folded)
        assert [hit.rank for hit in page] == list(range(offset + 1, offset + len(page) + 1))
        seen += [found.id for hit in page for found in (hit.statement, *hit.also)]
    assert len(seen) == len(set(seen)) == first.total


def test_a_page_across_the_window_has_no_gap(home: Home) -> None:
    whole = [hit.statement.id for hit in search("harbour", home, limit=1000)]
    at = min(WINDOW - 7, len(whole) - 3)
    assert [hit.statement.id for hit in search("harbour", home, offset=at, limit=20)] == whole[at : at + 20]


def test_short_texts_and_excerpts_are_no_copies() -> None:
    long = made("a", babble(1, 300), "A", 1)
    assert are_alike(long, made("b", babble(1, 300) + " More.", "B", 1))
    assert not are_alike(long, made("b", babble(1, 100), "B", 1))
    assert not are_alike(made("a", "The same.", "A", 1), made("b", "The same.", "B", 1))
    assert not are_alike(long, made("b", babble(2, 300), "B", 1))
    assert not are_alike(long, None)
