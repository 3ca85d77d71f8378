"""More like a statement, and how a beginning goes on, over the sample and over homes too small to learn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Statement
from corpus.archive import Archive, Facts
from corpus.statement import digest_of
from index.builder import rebuild
from index.home import Home
from search import search, similar, suggest

TEXTS = {
    "flood1": (
        "Relief for the flooded valley",
        "The river broke the dams. Pumps and boats reach us.",
    ),
    "flood2": ("Pumps for the valley", "Boats carry pumps to the dams along the river."),
    "air1": ("Air defence of the north", "Patriot batteries protect the northern border."),
    "air2": ("Batteries moved", "More Patriot batteries go to the border in the north."),
    "odd": ('The "so-called" NATO: a note (draft', "Nothing else."),
}


@pytest.fixture(scope="module", params=["few", "many"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("home")
    filler = {f"filler{n}": (f"Notice {n}", f"Road {n} is closed, road {n + 1} open.") for n in range(250)}
    texts = TEXTS | (filler if request.param == "many" else {})
    with Archive(folder / "archive.db") as archive, archive.transaction():
        for number, (name, (title, text)) in enumerate(texts.items()):
            found = Statement(
                id=digest_of(name),
                title=title,
                text=text,
                issuer="Port Authority of Brennick" if name == "air1" else "Ministry",
                speakers=("Åsa Öberg",) if name == "air2" else (),
                language="en",
            )
            archive.keep(Facts(f"pages/{number}.html", 1, float(number), str(number)), found)
    opened = Home(folder)
    rebuild(opened, "tantivy")
    return opened


@pytest.mark.parametrize(("name", "like"), [("flood1", "flood2"), ("flood2", "flood1"), ("air1", "air2")])
def test_the_most_like_comes_first_and_itself_never(home: Home, name: str, like: str) -> None:
    results = similar(digest_of(name), home)
    found = [hit.statement.id for hit in results]
    assert found[0] == digest_of(like)
    assert digest_of(name) not in found
    assert results.total == len(results) <= 10
    assert len(similar(digest_of(name), home, limit=1)) == 1


def test_nothing_is_like_what_is_not_there(home: Home) -> None:
    assert len(similar("0000000000000000", home)) == 0


@pytest.mark.parametrize(
    ("prefix", "query"),
    [
        ("port auth", 'issuer:"Port Authority of Brennick"'),
        ("brenn", 'issuer:"Port Authority of Brennick"'),
        ("ase", None),
        ("asa ob", 'speaker:"Åsa Öberg"'),
        ("relief for the flo", 'title:"Relief for the flooded valley"'),
        ("so-called nat", "title:\"The 'so-called' NATO: a note (draft\""),
        ("", None),
        ("x", None),
        ("zzzz", None),
        ("air " * 40, None),
    ],
)
def test_beginnings_go_on(home: Home, prefix: str, query: str | None) -> None:
    queries = [one.query for one in suggest(prefix, home)]
    assert queries[:1] == ([query] if query else [])


def test_names_come_first_and_all_have_hits(home: Home) -> None:
    found = suggest("no", home, limit=4) + suggest("bre", home) + suggest("the", home)
    assert len(suggest("not", home, limit=4)) <= 4
    for one in found:
        assert search(one.query, home).total > 0, one


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=20))
def test_any_beginning_is_answered(home: Home, text: str) -> None:
    assert all(search(one.query, home).total > 0 for one in suggest(text, home))
