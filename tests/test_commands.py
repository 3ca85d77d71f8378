"""``onrecord clean``, as ``python -m corpus clean``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.__main__ import main
from corpus.cleaner import clean
from corpus.commands import explain
from corpus.page import Page, read_page
from corpus.statement import Statement, to_json

ROOT = Path(__file__).parent.parent
RELEASE = """<html lang=en><head><title>Minister opens bridge</title></head><body>
<nav><a href=/>Home</a></nav><h1>Minister opens bridge</h1><p>Published 3 May 2024</p>
<p>The minister opened the bridge across the river on Friday, two years after a flood.</p>
<p>“It will carry us for a hundred years,” said the minister, Ada Lind, to a crowd of several hundred.</p>
<div id=respond class=comment-respond><h3>Leave a Reply</h3><p>Your email address will not be published.
Required fields are marked *</p></div></body></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "release.html"
    file.write_text(RELEASE)
    return file


def run(monkeypatch: pytest.MonkeyPatch, *args: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["python -m corpus", *map(str, args)])
    return main()


def test_one_page_is_its_statements_json(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "clean", page) == 0
    saved = read_page(page)
    assert isinstance(saved, Page)
    statement = clean(saved)
    assert isinstance(statement, Statement)
    assert json.loads(capsys.readouterr().out) == to_json(statement)


def test_several_are_a_list_in_the_order_given(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    older = page.with_name("older.html")
    older.write_text(RELEASE)
    empty = page.with_name("empty.html")
    empty.touch()
    assert run(monkeypatch, "clean", page, empty, page.with_name("gone.html"), older) == 0
    output = capsys.readouterr()
    assert [found["source"] for found in json.loads(output.out)] == ["release.html", "older.html"]
    assert "empty.html: empty" in output.err
    assert "gone.html cannot be read" in output.err


def test_nothing_to_print_is_status_two(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page.write_bytes(b"%PDF-1.7\n")
    assert run(monkeypatch, "clean", page) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == "release.html: bad encoding: it is a PDF file, not a saved page\n"


def test_the_explanation_is_for_a_person(
    page: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "clean", "--explain", page) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Minister opens bridge\n=====================\n")
    assert "The minister opened the bridge" in shown.split("Kept\n----\n")[1].split("Cut\n---\n")[0]
    assert "Leave a Reply" in shown.split("Cut\n---\n")[1]


def test_every_value_is_credited_and_every_cut_has_its_reason(page: Path) -> None:
    saved = read_page(page)
    assert isinstance(saved, Page)
    statement = clean(saved)
    assert isinstance(statement, Statement)
    lines = list(explain(statement))
    for origin in statement.provenance.values():
        assert any(f"(from {origin.source}, {origin.confidence:.2f})" in line for line in lines)
    for removal in statement.removed:
        assert any(line.startswith(f"[{removal.reason}]") for line in lines)


def test_it_runs_as_a_module(page: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "corpus", "clean", page], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert json.loads(done.stdout)["title"] == "Minister opens bridge"
    assert done.stderr == ""
