"""What can be typed: every row and sentence of the query language, repairs, limits, the round trip."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.query import And, Between, Clause, Everything, Fuzzy, Near, Not, Or, Phrase, Prefix, Term
from index.schema import View
from search.days import read_days, write_days
from search.grammar import LimitError, QueryError, parse
from search.reading import read_as
from search.writing import unparse

TODAY = date(2024, 3, 15)


def word(token: str, field: str = "all") -> Term:
    return Term(field, View.STEMS, token)


def exact(*tokens: str, field: str = "all") -> Clause:
    return Phrase(field, View.WORDS, tokens) if len(tokens) > 1 else Term(field, View.WORDS, tokens[0])


def value(field: str, token: str) -> Term:
    return Term(field, View.KEY, token)


def between(start: str | None, end: str | None) -> Between:
    return Between(
        "issued", date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
    )


A, B, C, D = map(word, "abcd")
COVID = Phrase("all", View.STEMS, ("covid", "19"))

READ = {
    "": Everything(),
    "air": word("air"),
    "air defence": Or((word("air"), word("defence"))),
    "Défense AÉRIENNE": Or((word("defense"), word("aerienne"))),
    '"air defence"': exact("air", "defence"),
    '"The Air of the Defences"': exact("the", "air", "of", "the", "defences"),
    "“air defence”": exact("air", "defence"),
    "«air defence»": exact("air", "defence"),
    '"air"': exact("air"),
    '"air defence"~5': Near("all", View.WORDS, ("air", "defence"), 5),
    '"a b" c': And((exact("a", "b"),), (C,)),
    "+a b": And((A,), (B,)),
    "+a +b": And((A, B)),
    "a -b": And((A, Not(B))),
    "-b a": And((A, Not(B))),
    "+patriot -missile": And((word("patriot"), Not(word("missile")))),
    "a b -c": And((Or((A, B)), Not(C))),
    "(-c a)": And((A, Not(C))),
    "-(a b)": Not(Or((A, B))),
    '-"a b"': Not(exact("a", "b")),
    "a AND b": And((A, B)),
    "a OR b": Or((A, B)),
    "a AND b OR c": Or((And((A, B)), C)),
    "a OR b AND c": Or((A, And((B, C)))),
    "a b AND c d": Or((A, And((B, C)), D)),
    "a AND (b OR c)": And((A, Or((B, C)))),
    "a NOT b": And((A, Not(B))),
    "a AND NOT b": And((A, Not(B))),
    "a NOT b c": Or((And((A, Not(B))), C)),
    "NOT a": Not(A),
    "NOT NOT a": A,
    "and or not": Or((word("and"), word("or"), word("not"))),
    "Covid-19": COVID,
    "12:30": Phrase("all", View.STEMS, ("12", "30")),
    "U.S.": word("us"),
    "- a": A,
    "Department of Justice - Criminal": Or(tuple(map(word, ("department", "of", "justice", "criminal")))),
    "BUDDHISTS .": word("buddhists"),
    "patrio*": Prefix("all", "patrio"),
    "Stoltenburg~": Fuzzy("all", "stoltenburg"),
    "title:nato": word("nato", "title"),
    "title:nato air": And((word("air"), word("nato", "title"))),
    "title:(a b)": And((word("a", "title"), word("b", "title"))),
    "title:(a OR b)": Or((word("a", "title"), word("b", "title"))),
    "title:patrio*": Prefix("title", "patrio"),
    "title:natto~": Fuzzy("title", "natto"),
    'issuer:"Foreign Office"': exact("foreign", "office", field="issuer"),
    "Issuer:Atlantic": word("atlantic", "issuer"),
    "speaker:a place:b said:c text:d": And(
        (word("a", "speaker"), word("b", "place"), word("c", "said"), word("d", "text"))
    ),
    'kind:"Press Release"': value("kind", "press release"),
    "kind:speech": value("kind", "speech"),
    "language:DE": value("language", "de"),
    "lang:de": value("language", "de"),
    "host:nato.int": value("host", "nato.int"),
    "site:https://www.nato.int/page": value("host", "nato.int"),
    "issued:2024": between("2024-01-01", "2024-12-31"),
    "date:2024": between("2024-01-01", "2024-12-31"),
    "issued:2024-02": between("2024-02-01", "2024-02-29"),
    "issued:2024-01-10": between("2024-01-10", "2024-01-10"),
    "issued:2024-01..2024-06": between("2024-01-01", "2024-06-30"),
    "issued:2024..": between("2024-01-01", None),
    "issued:..2024": between(None, "2024-12-31"),
    "before:2024": between(None, "2023-12-31"),
    "after:2024-01-10": between("2024-01-11", None),
    "issued:past-30-days": between("2024-02-14", "2024-03-15"),
    "issued:last-month": between("2024-02-01", "2024-02-29"),
    "issued:this-year": between("2024-01-01", "2024-03-15"),
    "issued:last-week": between("2024-03-04", "2024-03-10"),
    "issued:yesterday": between("2024-03-14", "2024-03-14"),
    "-issued:2024 a": And((A, Not(between("2024-01-01", "2024-12-31")))),
    "a issued:2024 OR issued:2022": And(
        (A, Or((between("2024-01-01", "2024-12-31"), between("2022-01-01", "2022-12-31"))))
    ),
    "防空系统": Phrase("all", View.STEMS, ("防空", "空系", "系统")),
    "Зеленський": word("зеленський"),
}


@pytest.mark.parametrize("text", READ)
def test_what_is_typed_is_read_so(text: str) -> None:
    assert parse(text, TODAY).clause == READ[text]


REPAIRED = {
    "(air defence": (0, "(air defence)"),
    "air) defence": (3, "air  defence"),
    "()": (0, ""),
    "a ()": (2, "a"),
    '"air defence': (0, '"air defence"'),
    '5" gun': (1, "5  gun"),
    '""': (0, ""),
    "foo:bar": (0, "foo bar"),
    "Putin: no": (0, "Putin  no"),
    "title:": (0, "title"),
    "title: nato": (0, "title:nato"),
    "title:issuer:x": (0, "issuer:x"),
    "title:-x": (6, "-title:x"),
    "kind:": (0, ""),
    "issued:soon": (0, "soon"),
    "issued:2024-13": (0, "issued:2024"),
    "issued:2024-02-30": (0, "issued:2024-02"),
    "issued:>2024": (0, "issued:2024"),
    "issued:2024..2023": (0, "issued:2023..2024"),
    "issued:[2020 TO 2022]": (0, "issued:2020..2022"),
    "before:2020..2022": (0, "before:2020"),
    "title:200[1-9]": (6, "title:200"),
    "wom?n": (0, "wom n"),
    "patr*ot": (4, "patr*"),
    "*ism": (0, "ism"),
    "*": (0, ""),
    "pa*": (2, "pa"),
    '"air def*"': (8, '"air def"'),
    "air~5": (0, "air~"),
    '"air defence"~': (13, '"air defence"'),
    '"air"~5': (5, '"air"'),
    '"air defence"~5000': (13, '"air defence"~100'),
    "air^2": (0, "air"),
    "/air/": (0, "air"),
    "a && b": (2, "a AND b"),
    "a || b": (2, "a OR b"),
    "a !b": (2, "a -b"),
    "a --b": (3, "a -b"),
    "a +-b": (3, "a +b"),
    "AND air": (0, "air"),
    "air OR": (4, "air"),
    "NOT": (0, ""),
    "a AND OR b": (2, "a  OR b"),
    "+a OR b": (0, "a OR b"),
    "...": (0, ""),
    "http://x.org/a?b=c": (0, "http //x.org/a b=c"),
}


@pytest.mark.parametrize("text", REPAIRED)
def test_what_cannot_be_read_is_named_and_repaired(text: str) -> None:
    position, repaired = REPAIRED[text]
    with pytest.raises(QueryError) as caught:
        parse(text, TODAY)
    assert (caught.value.position, caught.value.repaired) == (position, repaired)
    assert str(caught.value).endswith((".", "…", "…."))
    parse(repaired, TODAY)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x" * 1001, "1,000 characters"),
        (" ".join(f"w{n}" for n in range(65)), "64 different words"),
        ("(" * 17 + "a" + ")" * 17, "16 deep"),
    ],
)
def test_each_limit_has_its_own_message(text: str, says: str) -> None:
    with pytest.raises(LimitError, match=says) as caught:
        parse(text, TODAY)
    parse(caught.value.repaired, TODAY)


def test_what_is_just_within_the_limits_is_read() -> None:
    parse("x" * 1000, TODAY)
    assert len(parse(" ".join(f"w{n}" for n in range(64)), TODAY).clause.clauses) == 64  # type: ignore[union-attr]
    assert parse("(" * 16 + "a" + ")" * 16, TODAY).clause == A


def test_words_typed_again_and_stop_words_do_not_count() -> None:
    parse("the war of the air " * 50, TODAY)


READ_AS = {
    "air defence issued:2024 issuer:atlantic -missile": (
        "any of: air, defence; issued in 2024; issuer has atlantic; without: missile"
    ),
    "": "everything",
    "air": "air",
    '"air defence"': "“air defence”",
    '"air defence"~5': "“air defence” within 5 words",
    "+a b": "must have: a; better with: b",
    "a AND b": "all of: a, b",
    "a AND b OR c": "any of: (all of: a, b), c",
    "patrio* stoltenburg~": "any of: patrio…, nearly stoltenburg",
    "issued:past-30-days": "issued from 2024-02-14 to 2024-03-15",
    "before:2024": "issued up to 2023-12-31",
    "issued:2024-01-10": "issued on 2024-01-10",
    'kind:"press release"': "kind is press release",
    "-a -b": "without: a, b",
}


@pytest.mark.parametrize("text", READ_AS)
def test_a_query_is_read_back_in_words(text: str) -> None:
    assert read_as(parse(text, TODAY)) == READ_AS[text]


BITS = [
    *(
        "air",
        "defence",
        '"',
        '"',
        "(",
        ")",
        "+",
        "-",
        " AND ",
        " OR ",
        " NOT ",
        " ",
        " ",
        " ",
        "title:",
        "said:",
    ),
    *(
        "kind:",
        "issued:",
        "2024",
        "..",
        "*",
        "~",
        "~5",
        "patrio*",
        "Covid-19",
        "U.S.",
        "[",
        "]",
        "?",
        "!",
        "^2",
    ),
    *(
        "防空系统",
        "é",
        "ß",
        "İ",
        "foo:",
        '"a b"',
        "before:",
        "host:",
        "x.org",
        "&&",
        "Зеленський",
        "/",
        "lang:de",
    ),
]
TYPED = (
    st.text()
    | st.lists(st.sampled_from(BITS), max_size=30).map("".join)
    | st.text('ab"()+-: *~[]?', max_size=40)
)


@settings(max_examples=400, deadline=None)
@given(TYPED)
def test_any_text_is_read_or_repaired_and_written_back(text: str) -> None:
    try:
        query = parse(text, TODAY)
    except QueryError as error:
        caught = error
        query = parse(caught.repaired, TODAY)
    else:
        caught = QueryError(0, "none", text)
    assert 0 <= caught.position <= len(text)
    assert caught.reason
    assert parse(unparse(query), TODAY) == query
    assert read_as(query)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 1000,
        '"' * 999,
        "foo:" * 250,
        "*" * 1000,
        "a* " * 300,
        "NOT " * 250,
        "-(" * 100 + "a" + ")" * 100,
    ],
)
def test_hostile_text_is_repaired_to_what_can_be_read(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, TODAY)
    parse(caught.value.repaired, TODAY)


@given(st.dates(), st.dates())
def test_days_are_read_back_as_written(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert read_days(write_days(start, end), TODAY) == (start, end)
    assert read_days(write_days(start, None), TODAY) == (start, None)
    assert read_days(write_days(None, end), TODAY) == (None, end)


@pytest.mark.parametrize(
    "text", ["", "..", "0000", "2024-00", "20240110", "past-0x-days", "last-decade", "１２３４"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_days(text, TODAY) is None


def test_a_time_before_all_times_is_the_first_day() -> None:
    assert read_days("past-9999-years", TODAY) == (date.min, TODAY)
