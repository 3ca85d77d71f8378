"""References: what a reference manager reads back is what the statement says."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Statement
from corpus.statement import from_json
from web.citations import Reference, to_csl, write_bibtex, write_line, write_ris
from web.forms import COLUMNS, FORMS, quote_cell

TEXT = st.text(st.sampled_from("abé日 {}\\$&%#_^~\"'<>,;=+-@\n\r\t"), max_size=30)
STATEMENTS = st.builds(
    Statement,
    st.just("0123456789abcdef"),
    TEXT,
    TEXT,
    issuer=st.none() | TEXT,
    issued=st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    kind=st.none() | st.sampled_from(["speech", "statement"]),
    speakers=st.lists(TEXT.filter(str.strip), max_size=3).map(tuple),
    url=st.none() | st.just("https://a.example/x{y}?q=1&r=%20#z"),
    digest=st.just("ab" * 32),
)
REFERENCES = st.builds(
    Reference,
    STATEMENTS,
    st.just("http://here.example/statement/0123456789abcdef"),
    st.just(date(2026, 3, 4)),
)
STATEMENT = Statement(
    "0123456789abcdef",
    "Halberd & the 5% question",
    "Text.",
    version=2,
    issuer="Ministry of Defence",
    issued=date(2024, 1, 9),
    kind="press release",
    url="https://mod.example/news_1",
    digest="ab" * 32,
)
REFERENCE = Reference(STATEMENT, "http://here.example/statement/0123456789abcdef?version=2", date(2026, 3, 4))


def test_a_footnote_says_who_what_when_where_and_how_to_prove_it() -> None:
    assert write_line(REFERENCE) == (
        "Ministry of Defence, “Halberd & the 5% question”, press release, 9 January 2024, "
        "https://mod.example/news_1 (On Record 0123456789abcdef, version 2, "
        f"SHA-256 {'ab' * 32}; retrieved 4 March 2026)."
    )


def test_bibtex_is_biblatex_online() -> None:
    entry = write_bibtex(REFERENCE)
    assert entry.startswith("@online{onrecord-0123456789abcdef,\n")
    assert "  author = {{Ministry of Defence}},\n" in entry
    assert r"  title = {{Halberd \& the 5\% question}}," in entry
    assert "  date = {2024-01-09},\n" in entry
    assert "  url = {https://mod.example/news_1},\n" in entry
    assert "  urldate = {2026-03-04},\n" in entry


@given(REFERENCES)
def test_bibtex_braces_balance_and_fields_keep_to_their_line(reference: Reference) -> None:
    entry = write_bibtex(reference)
    depth = 0
    for character in entry:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert all(re.fullmatch(r"  [a-z]+ = \{.*\},", line) for line in entry.splitlines()[1:-1])


@given(REFERENCES)
def test_ris_is_tagged_lines_from_type_to_end(reference: Reference) -> None:
    lines = write_ris(reference).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines[:-1])


@given(REFERENCES)
def test_csl_holds_what_the_schema_allows(reference: Reference) -> None:
    item = json.loads(json.dumps(to_csl(reference)))
    assert item["type"] in ("speech", "webpage")
    assert item["accessed"] == {"date-parts": [[2026, 3, 4]]}
    assert all(set(author) == {"literal"} for author in item.get("author", []))
    assert set(item) <= {
        "id", "type", "title", "author", "issued", "accessed", "publisher", "genre", "language", "URL", "note"
    }  # fmt: skip


@given(st.lists(REFERENCES, max_size=3))
def test_csv_is_read_back_and_runs_nothing(references: list[Reference]) -> None:
    text = "".join(FORMS["csv"].write(references))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == len(references) + 1
    for row, reference in zip(rows[1:], references, strict=True):
        assert row[COLUMNS.index("title")].removeprefix("'") == reference.statement.title.removeprefix("'")
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert quote_cell(cell) == f"'{cell}"
    assert quote_cell("a=1") == "a=1"


@given(st.lists(REFERENCES, max_size=3))
def test_json_gives_the_statements_back(references: list[Reference]) -> None:
    items = json.loads("".join(FORMS["json"].write(references)))
    names = set(Statement.__slots__)
    read = [from_json({name: value for name, value in item.items() if name in names}) for item in items]
    assert read == [reference.statement for reference in references]
    assert all(item["retrieved"] == "2026-03-04" for item in items)
