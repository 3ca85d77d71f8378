"""``build``, ``update``, ``check`` and ``info`` as a person and a program meet them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive, Facts
from corpus.page import Root
from corpus.statement import Reason, Rejected, Statement, digest_of
from index.__main__ import main
from index.assembly import assemble
from index.builder import show_nothing
from index.home import Home
from index.settings import Settings

PAGE = """<!doctype html><html lang="en"><head><title>{0}</title></head><body><article><h1>{0}</h1>
<p>The ministry said today that {0} will be dealt with before the winter, and that the money is there.</p>
<p>"We will not wait for {0}," the minister told reporters in the capital after the meeting.</p>
</article></body></html>"""


@pytest.fixture
def press(tmp_path: Path) -> Path:
    folder = tmp_path / "press"
    folder.mkdir()
    for topic in ("ports", "roads"):
        (folder / f"{topic}.html").write_text(PAGE.format(topic))
    (folder / "empty.html").write_text("")
    return folder


@pytest.fixture
def built(tmp_path: Path, press: Path) -> Home:
    """A home with one page of its own making, so that no page has to be cleaned."""
    home = Home(tmp_path / "built")
    source = "press/ports.html"
    data = (press / "ports.html").read_bytes()
    status = (press / "ports.html").stat()
    for name in ("roads.html", "empty.html"):
        (press / name).unlink()
    with home.writing():
        digest = hashlib.sha256(data).hexdigest()
        statement = Statement(
            id=digest_of(source), title="Ports", text="On ports.", issuer="Ministry", language="en"
        )
        home.archive.keep(Facts(source, status.st_size, status.st_mtime, digest), statement)
        home.remember(Settings("tantivy", (Root("press", press.resolve()),)))
        assemble(home, "tantivy", fresh=True, jobs=1, progress=show_nothing)
    return home


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a command."""
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as stop:
        status = int(str(stop.code))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return status, captured.out, captured.err


def test_build_and_update_report_every_page(
    capsys: pytest.CaptureFixture[str], press: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    status, out, err = run(capsys, "build", press, "--home", home, "--jobs", "1")
    assert (status, out) == (0, "")
    assert "kept" in err
    assert "press/empty.html: empty: the page is empty" in err
    assert f"Search it: onrecord search --home {home}" in err
    status, out, err = run(capsys, "update", "--home", home, "--json", "--strict")
    report = json.loads(out)
    assert status == 1, "a page was rejected"
    assert (report["pages"], report["kept"], report["unchanged"]) == (3, 2, 3)
    assert report["rejected"] == [
        {"page": "press/empty.html", "reason": "empty", "detail": "the page is empty"}
    ]
    assert report["index"]["statements"] == 2
    assert run(capsys, "check", "--home", home)[0] == 0


def test_the_commands_answer_to_python_dash_m(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "index", "info", "--home", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"There is nothing in {tmp_path}/none yet. Run: onrecord build PATH… --home {tmp_path}/none\n"
    )


@pytest.mark.parametrize("command", ["build", "update"])
def test_a_path_that_does_not_exist_is_one_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    home, missing = tmp_path / "home", tmp_path / "missing"
    status, out, err = run(capsys, command, missing, "--home", home)
    assert (status, out) == (2, "")
    assert err == f"{missing} does not exist. Check the name; nothing was changed.\n"
    assert not home.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["build"], "There is nothing to read"),
        (["update"], "There is nothing to update"),
        (["info"], "There is nothing in"),
        (["check"], "There is nothing in"),
        (["build", "--from-archive"], "There is nothing in"),
        (["build", "--from-archive", "."], "leave the paths out"),
        (["build", ".", "--engine", "lucene"], "There is no engine 'lucene'"),
        (["build", ".", "--jobs", "0"], "invalid"),
        (["build", ".", "--jobs", "many"], "invalid"),
        (["build", "--frobnicate"], "unrecognized arguments"),
    ],
)
def test_wrong_usage_is_a_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    home = tmp_path / "home"
    status, out, err = run(capsys, *arguments, "--home", home)
    assert (status, out) == (2, "")
    assert sentence in err
    assert not home.exists()


@pytest.mark.parametrize("command", ["build", "update", "check", "info"])
def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str], command: str) -> None:
    status, out, _ = run(capsys, command, "--help")
    assert status == 0
    assert "--home DIR" in out
    assert len(out.split("\n\n")) >= 3


def test_info_tells_what_is_there(capsys: pytest.CaptureFixture[str], built: Home, press: Path) -> None:
    status, out, _ = run(capsys, "info", "--home", built.path)
    assert status == 0
    assert f"press: {press.resolve()}" in out
    assert "1 statements in 1 versions, 1 pages" in out
    assert "issuers     Ministry 1" in out
    status, out, _ = run(capsys, "info", "--home", built.path, "--json")
    summary = json.loads(out)
    assert summary["index"]["engine"] == summary["engine"] == "tantivy"
    assert summary["issuers"] == {"Ministry": 1}
    assert {"onrecord", "sqlite", "tantivy"} <= summary["versions"].keys()
    assert "pytest" not in summary["versions"]


def test_info_says_what_is_wrong_with_the_index(capsys: pytest.CaptureFixture[str], built: Home) -> None:
    (built.path / "current").write_text("{")
    status, out, err = run(capsys, "info", "--home", built.path)
    assert status == 0
    assert "archive" in out
    assert "is damaged" in err


def differences(capsys: pytest.CaptureFixture[str], home: Home) -> list[tuple[str, str]]:
    """Place and beginning of each difference that ``check`` prints; its status agrees."""
    status, out, err = run(capsys, "check", "--home", home.path, "--json")
    found = json.loads(out)
    assert status == (1 if found else 0)
    assert ("agree" in err) == (not found)
    return [(each["place"], each["how"].split(":")[0]) for each in found]


def test_check_finds_nothing_where_all_agree(capsys: pytest.CaptureFixture[str], built: Home) -> None:
    assert differences(capsys, built) == []


def test_check_finds_pages_that_are_new_changed_and_gone(
    capsys: pytest.CaptureFixture[str], built: Home, press: Path
) -> None:
    status = (press / "ports.html").stat()
    flipped = bytearray((press / "ports.html").read_bytes())
    flipped[40] ^= 1
    (press / "ports.html").write_bytes(flipped)
    os.utime(press / "ports.html", (status.st_atime, status.st_mtime))
    (press / "new.html").write_text(PAGE.format("new"))
    assert sorted(differences(capsys, built)) == [("pages", "changed"), ("pages", "extra")]
    (press / "ports.html").unlink()
    assert sorted(differences(capsys, built)) == [("pages", "extra"), ("pages", "missing")]
    status_code, out, err = run(capsys, "check", "--home", built.path)
    assert status_code == 1
    assert "pages: press/ports.html: missing: the file is gone" in out
    assert f"Mend them with: onrecord update --home {built.path}" in err


def test_check_finds_a_flipped_bit_in_any_file_of_the_index(
    capsys: pytest.CaptureFixture[str], built: Home
) -> None:
    current = built.current()
    assert current is not None
    folder, manifest = current
    for name in manifest.files:
        data = (folder / name).read_bytes()
        flipped = bytearray(data)
        flipped[len(data) // 3] ^= 16
        (folder / name).write_bytes(flipped)
        assert ("files", "changed") in differences(capsys, built)
        (folder / name).write_bytes(data)
    assert differences(capsys, built) == []


def test_check_finds_statements_that_are_missing_extra_and_changed(
    capsys: pytest.CaptureFixture[str], built: Home
) -> None:
    archive = built.archive
    archive.keep(Facts("press/b", 1, 1.0, "b"), Statement(id=digest_of("press/b"), title="B", text="Bees."))
    assert ("index", "missing") in differences(capsys, built)
    archive.forget(["press/b"])
    assert differences(capsys, built) == []
    (entry,) = archive.pages()
    kept = archive.statement(str(entry.statement))
    assert kept is not None
    archive.keep(entry.facts, Statement(id=kept.id, title="Harbours", text=kept.text))
    assert differences(capsys, built) == [("index", "changed")]
    archive.keep(entry.facts, Rejected(entry.facts.source, Reason.NO_TEXT))
    assert differences(capsys, built) == [("index", "extra")]


def test_check_finds_a_statement_that_the_disk_changed(
    capsys: pytest.CaptureFixture[str], built: Home
) -> None:
    path = built.path / "archive.db"
    built.archive.close()
    Archive(path).close()
    data = path.read_bytes()
    assert data.count(b'"text":"On ports."') == 1
    path.write_bytes(data.replace(b'"text":"On ports."', b'"text":"On sports"'))
    found = differences(capsys, Home(built.path))
    assert (
        "archive",
        f"version 1 of statement {digest_of('press/ports.html')} is not as it was written",
    ) in found


def test_check_says_what_is_wrong_with_an_index_that_cannot_be_opened(
    capsys: pytest.CaptureFixture[str], built: Home
) -> None:
    (built.path / "current").unlink()
    status, out, _ = run(capsys, "check", "--home", built.path)
    assert status == 1
    assert "There is no index" in out


def test_an_archive_that_is_none_is_a_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "archive.db").write_bytes(b"something else altogether" * 100)
    for command in ("info", "check", "update"):
        arguments: list[Any] = [command, "--home", tmp_path]
        status, _, err = run(capsys, *arguments, *([tmp_path] if command == "update" else []))
        assert status == 2
        assert "move it away" in err


def test_what_build_mends_is_mended(capsys: pytest.CaptureFixture[str], built: Home) -> None:
    (built.path / "current").write_text("{")
    status, _, err = run(capsys, "build", "--from-archive", "--home", built.path, "--engine", "memory")
    assert status == 0
    assert "statements indexed" in err
    assert differences(capsys, built) == []
    assert Home(built.path).open().manifest.engine == "memory"
