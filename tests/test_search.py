"""The whole read path over a home: hits, facets, pages, JSON, commands, and what goes wrong."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Statement
from corpus.archive import Archive, Facts
from corpus.statement import Quote, digest_of
from index.builder import rebuild
from index.engine import ScoredDoc
from index.home import Home, HomeError
from search import LimitError, QueryError, Results, mark, search, statement, to_json
from search.__main__ import main
from search.commands import emphasise, explain
from search.recency import favour_new, weigh_age
from search.results import Fragment
from search.undoing import quote_words

TODAY = date(2024, 3, 15)
LEAD = "The ministers met in the capital. "


def quote(text: str, words: str, speaker: str | None) -> Quote:
    start = text.index(words)
    return Quote(words, speaker, "said", start, start + len(words), 0.9)


def made(name: str, title: str, text: str, said: tuple[str, str] | None = None, **facts: object) -> Statement:
    quotes = (quote(text, *said),) if said else ()
    values = {"language": "en", "url": f"https://www.{name}.example/1", **facts}
    return Statement(id=digest_of(name), title=title, text=text, quotes=quotes, **values)  # type: ignore[arg-type]


STATEMENTS = [
    made(
        "alliance",
        "Air defence for the north",
        LEAD + "Russia wants to “wear down” our air defence, said Mr Stoltenberg.",
        ("wear down", "Jens Stoltenberg"),
        issuer="Straits Alliance",
        issued=date(2024, 1, 10),
        kind="press release",
        speakers=("Jens Stoltenberg",),
    ),
    made(
        "office",
        "Statement on the floods",
        LEAD + "The floods wear down the dams. “We will rebuild”, said Jens Stoltenberg.",
        ("We will rebuild", "Jens Stoltenberg"),
        issuer="Foreign Office",
        issued=date(2023, 12, 1),
        kind="statement",
        speakers=("Jens Stoltenberg",),
    ),
    made(
        "amt",
        "Luftabwehr",
        "Die Luftabwehr schützt die Häuser.",
        issuer="Außenamt",
        issued=date(2024, 2, 1),
        language="de",
    ),
    made("undated", "Communiqué on air", "The air is clear.", kind="communiqué", issuer="Foreign Office"),
]
ALLIANCE, OFFICE, AMT, UNDATED = (found.id for found in STATEMENTS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("home")
    with Archive(folder / "archive.db") as archive:
        for number, found in enumerate(STATEMENTS):
            archive.keep(Facts(f"pages/{number}.html", 1, float(number), str(number)), found)
    opened = Home(folder)
    rebuild(opened, "tantivy")
    return opened


def ids(results: Results) -> list[str]:
    return [hit.statement.id for hit in results]


def test_hits_carry_rank_statement_and_marks(home: Home) -> None:
    results = search("air defence", home)
    assert ids(results) == [ALLIANCE, UNDATED]
    assert results.total == 2
    assert results.read_as == "any of: air, defence"
    hit = results[0]
    assert hit.rank == 1
    assert hit.statement == home.archive.statement(ALLIANCE)
    assert hit.title == Fragment("Air defence for the north", ((0, 3), (4, 11)))
    assert [hit.snippet[0].text[start:end] for start, end in hit.snippet[0].spans] == ["air", "defence"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [AMT, ALLIANCE, OFFICE, UNDATED]),
        ("häuser", [AMT]),
        ("hauser", [AMT]),
        ('issuer:"foreign office"', [OFFICE, UNDATED]),
        ("issuer:aussenamt", [AMT]),
        ("kind:communique", [UNDATED]),
        ('kind:"press release"', [ALLIANCE]),
        ("kind:press", []),
        ("language:de", [AMT]),
        ("site:alliance.example", [ALLIANCE]),
        ("issued:2024-01..2024-02", [AMT, ALLIANCE]),
        ("before:2024", [OFFICE]),
        ("issued:last-month", [AMT]),
        ("-issued:2024", [OFFICE, UNDATED]),
        ("speaker:stoltenberg", [ALLIANCE, OFFICE]),
        ('said:"wear down" speaker:Stoltenberg', [ALLIANCE]),
        ('"wear down" speaker:Stoltenberg', [ALLIANCE, OFFICE]),
        ('said:"wear down" speaker:Putin', []),
        ("floods -said:rebuild", []),
        ("title:air -said:wear", [UNDATED]),
        ("air January 2024", [ALLIANCE]),
        ("defense defance", [ALLIANCE]),
    ],
)
def test_what_is_asked_is_found(home: Home, text: str, expected: list[str]) -> None:
    found = search(text, home, today=TODAY)
    assert set(ids(found)) == set(expected)
    assert found.total == len(expected)
    if "hits" not in text and not text:
        assert ids(found) == expected


def test_a_month_that_leaves_nothing_is_looked_for_as_words(home: Home) -> None:
    found = search("floods May 1999", home)
    assert ids(found) == [OFFICE]
    assert "issued" not in found.read_as


def test_corrections_are_told(home: Home) -> None:
    assert search("stoltenborg", home).read_as == "stoltenberg; “stoltenborg” is read as stoltenberg"


@pytest.mark.parametrize(
    ("text", "words", "instead"),
    [
        ("Stoltenborg, air", "stoltenborg", '"Stoltenborg", air'),
        ("+stoltenborg -floods", "stoltenborg", '+"stoltenborg" -floods'),
        ("title:defance air", "defance", 'title:"defance" air'),
        ("floods December 2023", "december 2023", 'floods "December 2023"'),
    ],
)
def test_what_is_read_otherwise_can_be_taken_back(home: Home, text: str, words: str, instead: str) -> None:
    changes = search(text, home).changes
    assert [(change.words, change.instead) for change in changes] == [(words, instead)]
    assert search(instead, home).changes == ()


def test_a_corrected_month_is_taken_back_as_it_was_typed(home: Home) -> None:
    assert quote_words("floods decembr 2023", ("decembr", "2023")) == 'floods "decembr 2023"'
    assert quote_words('say "air" air', ("air",)) == 'say "air" "air"'
    assert quote_words("air defence air", ("air", "defence")) == '"air defence" air'


def test_a_quotation_is_found_with_its_speaker_and_shown(home: Home) -> None:
    (hit,) = search('said:"wear down" speaker:Stoltenberg air', home)
    (said,) = hit.quotations
    assert (said.fragment, said.number) == (Fragment("wear down", ((0, 9),)), 1)
    assert (said.speaker, said.confidence) == ("Jens Stoltenberg", 0.9)
    assert hit.snippet == (said.fragment,)
    assert to_json(search("said:wear", home))["hits"][0]["quotations"] == [
        {
            "number": 1,
            "speaker": "Jens Stoltenberg",
            "confidence": 0.9,
            "text": "wear down",
            "spans": [[0, 4]],
        }
    ]


def test_other_words_and_filters_apply_to_the_statement_of_a_quotation(home: Home) -> None:
    assert ids(search('said:"wear down" air', home)) == [ALLIANCE]
    assert ids(search('said:"wear down" floods', home)) == []
    assert ids(search("said:wear", home, filters={"issuer": ["Foreign Office"]})) == []
    assert ids(search("said:wear OR said:rebuild", home, filters={"issuer": ["Foreign Office"]})) == [OFFICE]
    assert [len(hit.quotations) for hit in search("said:wear OR said:rebuild", home)] == [1, 1]
    assert all(not hit.quotations for hit in search("floods -said:wear", home))
    assert search("floods", home)[0].quotations == ()


def test_hits_say_why(home: Home) -> None:
    best = search("air defence of stoltenberg issued:2024 -missile", home)[0]
    assert best.why == (
        "air: title, text",
        "defence: title, text",
        "stoltenberg: text, speaker",
        "issued in 2024",
        "all words",
        "side by side",
    )
    assert search("air defence", home)[0].why[-2:] == ("all words in the title", "side by side")
    assert search('title:floods "wear down"', home)[0].why == ("“wear down”: text", "floods: title")
    assert search("", home)[0].why == ()
    assert to_json(search("floods", home))["hits"][0]["why"] == ["floods: title, text"]


def test_filters_and_facets(home: Home) -> None:
    found = search("", home, filters={"issuer": ["Foreign Office"], "year": ["1999"]})
    assert found.total == 0
    found = search("", home, filters={"issuer": ["Foreign Office", "Nobody"]})
    assert set(ids(found)) == {OFFICE, UNDATED}
    facets = {facet.field: facet.values for facet in found.facets}
    assert [(v.value, v.count, v.chosen) for v in facets["issuer"]] == [
        ("Foreign Office", 2, True),
        ("Außenamt", 1, False),
        ("Straits Alliance", 1, False),
        ("Nobody", 0, True),
    ]
    assert {(v.value, v.count) for v in facets["year"]} == {("2023", 1), ("(none)", 1)}
    assert search("", home, facets=("kind",)).facets[0].field == "kind"


def test_order_and_pages(home: Home) -> None:
    assert ids(search("", home, sort="oldest")) == [OFFICE, ALLIANCE, AMT, UNDATED]
    second = search("", home, offset=1, limit=2)
    assert (ids(second), [hit.rank for hit in second], second.total) == ([ALLIANCE, OFFICE], [2, 3], 4)
    assert ids(search("", home, offset=10)) == []
    assert len(search("", home, limit=0)) == 0
    assert [hit.rank for hit in second[0:1]] == [2]


@pytest.mark.parametrize(("offset", "limit"), [(-1, 10), (0, -1)])
def test_numbers_below_nothing_are_refused(home: Home, offset: int, limit: int) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        search("air", home, offset=offset, limit=limit)


def test_errors_have_types(home: Home, tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="10,000"):
        search("air", home, offset=9_991)
    with pytest.raises(QueryError):
        search("(air", home)
    with pytest.raises(ValueError, match="sideways"):
        search("air", home, sort="sideways")
    with pytest.raises(HomeError, match="onrecord"):
        search("air", tmp_path / "nothing")


def test_a_home_may_be_named_by_its_folder(home: Home) -> None:
    assert ids(search("floods", home.path)) == ids(search("floods", str(home.path))) == [OFFICE]


def test_no_hits_name_what_is_to_blame(home: Home) -> None:
    found = search("floods AND zebra", home)
    assert found.total == 0
    assert found.blame == "“zebra” is to blame; without that there is 1 to find."
    assert found.suggestion == "floods"


def test_a_statement_is_shown_by_its_id(home: Home) -> None:
    found = statement(ALLIANCE, home)
    assert found == statement(ALLIANCE, home.path, 1)
    assert statement(ALLIANCE, home, 7) is None
    assert statement("no such", home) is None
    assert found is not None
    marked = mark(found, '"wear down')
    assert [marked.text.text[start:end] for start, end in marked.text.spans] == ["wear down"]
    assert mark(found, "").title.spans == ()


def test_json_is_what_the_design_says(home: Home) -> None:
    answer = json.loads(json.dumps(to_json(search("air defence", home))))
    assert list(answer)[:4] == ["query", "read_as", "total", "hits"]
    assert answer["query"] == "air defence"
    hit = answer["hits"][0]
    assert (hit["id"], hit["version"], hit["rank"], hit["issued"]) == (ALLIANCE, 1, 1, "2024-01-10")
    assert (hit["issuer"], hit["url"]) == ("Straits Alliance", "https://www.alliance.example/1")
    fragment = hit["snippet"][0]
    assert [fragment["text"][start:end] for start, end in fragment["spans"]] == ["air", "defence"]
    assert answer["hits"][1]["issued"] is None
    assert {"value": "press release", "count": 1, "chosen": False} in next(
        facet["values"] for facet in answer["facets"] if facet["field"] == "kind"
    )


def run(monkeypatch: pytest.MonkeyPatch, *argv: str) -> int:
    monkeypatch.setattr("sys.argv", ["search", *argv])
    return main()


def test_the_command_prints_the_hits(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "search", "air defence", "--home", str(home.path), "--limit", "1") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["any of: air, defence", "2 statements"]
    assert lines[3] == "1. Air defence for the north"
    assert lines[4] == f"   {ALLIANCE} · Straits Alliance · 2024-01-10"


def test_the_command_prints_json(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "search", "", "--json", "--home", str(home.path), "--filter", "language=de") == 0
    assert [hit["id"] for hit in json.loads(capsys.readouterr().out)["hits"]] == [AMT]
    assert run(monkeypatch, "show", AMT, "--json", "--home", str(home.path)) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Luftabwehr"


def test_the_command_explains_what_cannot_be_read(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "search", "air (defence", "--home", str(home.path)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip() == (
        "The query can't be read at character 5: A bracket is left open. Try: air (defence)"
    )
    assert explain(QueryError(0, "No.", "")) == "The query can't be read at character 1: No."


def test_the_command_says_what_is_missing(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "show", "nothing", "--home", str(home.path)) == 2
    assert "no statement nothing" in capsys.readouterr().err
    assert run(monkeypatch, "search", "air", "--home", str(tmp_path / "none")) == 2
    assert "onrecord build" in capsys.readouterr().err
    assert run(monkeypatch) == 2
    with pytest.raises(SystemExit):
        run(monkeypatch, "search", "air", "--limit", "-1")
    with pytest.raises(SystemExit):
        run(monkeypatch, "search", "air", "--filter", "nonsense")


def test_marks_are_bold_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    fragment = Fragment("air \x1b[31mdefence", ((0, 3),))
    assert emphasise(fragment) == "air [31mdefence"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert emphasise(fragment) == "\x1b[1mair\x1b[0m [31mdefence"


def test_show_prints_the_statement(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "show", OFFICE, "--home", str(home.path)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Statement on the floods"
    assert lines[1].startswith("Foreign Office · 2023-12-01 · statement · Jens Stoltenberg")


def test_many_threads_share_one_home(home: Home) -> None:
    asked = [
        "air defence",
        'said:"wear down"',
        "stoltenborg",
        "häuser",
        "kind:communique",
        "floods",
        "",
        "air*",
    ]
    fresh = Home(home.path)
    expected = {text: strip(to_json(search(text, home))) for text in asked}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda text: (text, strip(to_json(search(text, fresh)))), asked * 12))
    assert all(answer == expected[text] for text, answer in answers)


def strip(answer: dict[str, object]) -> dict[str, object]:
    """Without what differs from one time to the next."""
    return {name: value for name, value in answer.items() if name != "seconds"}


@pytest.mark.parametrize(("years", "weight"), [(0, 1.0), (1, 0.96), (2, 0.84), (5, 0.31), (40, 0.3)])
def test_the_curve_of_age_is_gentle(years: int, weight: float) -> None:
    assert weigh_age(date(2024 - years, 3, 15), TODAY) == pytest.approx(weight, abs=0.01)


def test_newer_answers_weigh_more_only_when_asked(home: Home) -> None:
    assert "newer" not in search("ministers", home).read_as
    found = search("stoltenberg met", home, recency="gentle", today=TODAY)
    assert found.read_as.endswith("newer statements weigh a little more")
    assert set(ids(found)) == {ALLIANCE, OFFICE}
    assert ids(search("air", home, recency="gentle", today=date(2034, 1, 1))) == ids(search("air", home))
    docs = [ScoredDoc("old", 1, 1.0), ScoredDoc("new", 1, 0.9), ScoredDoc("none", 1, 0.95)]
    days = {"old": date(2020, 1, 1), "new": TODAY, "none": None}
    newer = favour_new(docs, lambda doc: days[doc.id], TODAY)
    assert [doc.id for doc in newer] == ["new", "old", "none"]
    assert weigh_age(None, TODAY) == weigh_age(date(1990, 1, 1), TODAY)
    for text in ('"wear down"', "wear issued:2024", "wear -issued:2024", "title:x OR before:2023"):
        assert "newer" not in search(text, home, recency="gentle").read_as
    assert "newer" not in search("air", home, recency="gentle", sort="newest").read_as
    assert "newer" not in search("air", home, recency="gentle", filters={"year": ["2024"]}).read_as
    with pytest.raises(ValueError, match="steep"):
        search("air", home, recency="steep")


BITS = [
    "air",
    "defence",
    '"',
    "(",
    ")",
    "+",
    "-",
    " ",
    " OR ",
    "said:",
    "title:",
    "issued:2024",
    "*",
    "~",
    "kind:x",
]


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60) | st.lists(st.sampled_from(BITS), max_size=14).map("".join))
def test_any_text_is_answered_or_cannot_be_read(home: Home, text: str) -> None:
    try:
        results = search(text, home, today=TODAY)
    except QueryError as error:
        results = search(error.repaired, home, today=TODAY)
    assert len(results) == min(results.total - results.folded, 10)
    if results.suggestion:
        assert search(results.suggestion, home, today=TODAY).total > 0
