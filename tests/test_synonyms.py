"""Words that mean the same by the home's own file: found, marked, told, and never in the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import Statement
from corpus.archive import Archive, Facts
from corpus.statement import digest_of
from index.builder import rebuild
from index.home import Home, HomeError
from search import mark, search
from search.synonyms import FILE, Synonyms, join_groups, synonyms_of

EXAMPLE = """
groups = [
    ["Zelensky", "Zelenskyy", "Зеленський"],
    ["EU", "European Union"],
]
"""
TEXTS = {
    "one": ("Visit", "President Zelenskyy came to the port.", "en"),
    "two": ("Візит", "Президент Зеленський приїхав до порту.", "uk"),
    "three": ("Trade", "The EU opens its ports.", "en"),
    "four": ("Accord", "The European Union signed; the union of dockers did not.", "en"),
    "five": ("Port", "Zelensky was expected.", "en"),
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    with Archive(tmp_path / "archive.db") as archive, archive.transaction():
        for number, (name, (title, text, language)) in enumerate(TEXTS.items()):
            found = Statement(id=digest_of(name), title=title, text=text, language=language)
            archive.keep(Facts(f"pages/{number}.html", 1, float(number), str(number)), found)
    opened = Home(tmp_path)
    rebuild(opened, "memory")
    return opened


def names(home: Home, text: str) -> set[str]:
    return {name for name in TEXTS for hit in search(text, home) if hit.statement.id == digest_of(name)}


def test_without_a_file_nothing_changes(home: Home) -> None:
    assert names(home, "zelensky") == {"five"}
    assert synonyms_of(home) == Synonyms()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zelensky", {"one", "two", "five"}),
        ("Зеленський", {"one", "two", "five"}),
        ('"zelensky"', {"five"}),
        ("+zelensky port", {"one", "two", "five"}),
        ("text:zelenskyy", {"one", "two", "five"}),
        ("port -zelensky", {"three"}),
        ("eu", {"three", "four"}),
        ("european union", {"three", "four"}),
        ("zelensky european union", {"one", "two", "three", "four", "five"}),
    ],
)
def test_what_means_the_same_is_found(home: Home, text: str, expected: set[str]) -> None:
    (home.path / FILE).write_text(EXAMPLE, encoding="utf-8")
    assert names(home, text) == expected


def test_what_was_read_is_told_and_marked(home: Home) -> None:
    (home.path / FILE).write_text(EXAMPLE, encoding="utf-8")
    results = search("zelensky", home)
    assert results.read_as == "zelensky; “zelensky” also finds zelenskyy, зеленський"
    marked = {
        fragment.text[start:end]
        for hit in results
        for fragment in hit.snippet
        for start, end in fragment.spans
    }
    assert marked == {"Zelensky", "Zelenskyy", "Зеленський"}
    found = next(hit.statement for hit in search("eu", home) if hit.statement.title == "Accord")
    text = mark(found, "eu", home).text
    assert [text.text[start:end] for start, end in text.spans] == ["European Union"]
    assert mark(found, "eu").text.spans == ()


def test_the_file_is_read_again_when_it_changes(home: Home) -> None:
    (home.path / FILE).write_text(EXAMPLE, encoding="utf-8")
    assert names(home, "eu") == {"three", "four"}
    (home.path / FILE).write_text("groups = []", encoding="utf-8")
    os.utime(home.path / FILE, ns=(1, 1))
    assert names(home, "eu") == {"three"}


@pytest.mark.parametrize(
    "text", ["groups = 1", "groups = [[1]]", "groups = [", "", 'groups = "eu"', "groups = [1]"]
)
def test_a_file_that_cannot_be_read_says_what_to_write(home: Home, text: str) -> None:
    (home.path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(HomeError, match=r'Write it like this: groups = \[\["Zelensky"'):
        search("eu", home)


def test_groups_that_share_a_name_are_joined() -> None:
    assert join_groups([["a", "b"], ["b", "c"], ["d"], ["", "!"]]).others == {
        ("a",): (("b",),),
        ("b",): (("a",), ("c",)),
        ("c",): (("b",),),
    }
