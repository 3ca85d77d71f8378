"""What every command shares: exit statuses, sentences on stderr, data on stdout."""

import argparse
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.console import LISTED, complain, describe, print_report, run, track, write_json
from corpus.page import PageError
from corpus.statement import Reason, Rejected
from corpus.worker import WorkerError


def parser(command: Callable[[argparse.Namespace], int] | None = None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="try")
    parser.add_argument("--number", type=int, default=0)
    if command:
        parser.set_defaults(run=command)
    return parser


def fail(error: BaseException) -> Callable[[argparse.Namespace], int]:
    def command(args: argparse.Namespace) -> int:
        raise error

    return command


def test_the_exit_status_is_the_commands() -> None:
    assert run(parser(lambda args: args.number), ["--number", "1"]) == 1


def test_without_a_command_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(parser(), []) == 2
    assert "usage: try" in capsys.readouterr().err


def test_wrong_usage_is_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run(parser(lambda args: 0), ["--number", "many"])
    assert "invalid int value" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PageError("press/ cannot be read. Check the path."), "press/ cannot be read. Check the path."),
        (WorkerError("no page could be cleaned"), "no page could be cleaned"),
        (FileNotFoundError(2, "No such file or directory", "a.html"), "a.html: No such file or directory"),
        (OSError("disk full"), "disk full"),
    ],
)
def test_errors_are_sentences(capsys: pytest.CaptureFixture[str], error: Exception, sentence: str) -> None:
    assert run(parser(fail(error)), [], (PageError,)) == 2
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", sentence + "\n")


def test_an_unknown_error_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run(parser(fail(ZeroDivisionError())), [], (PageError,))


@pytest.mark.parametrize(
    ("said", "shown"), [("", "the same command goes on"), ("412 pages are kept.", "412 pages")]
)
def test_ctrl_c_says_how_to_go_on(capsys: pytest.CaptureFixture[str], said: str, shown: str) -> None:
    assert run(parser(fail(KeyboardInterrupt(said))), []) == 130
    assert shown in capsys.readouterr().err


def test_a_sentence_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    complain("press/\x1b[2Jevil\n\u202efile.html: unreadable")
    assert capsys.readouterr().err == "press/�[2Jevil��file.html: unreadable\n"


def test_json_is_indented_and_keeps_letters(capsys: pytest.CaptureFixture[str]) -> None:
    write_json({"title": "Été"})
    assert capsys.readouterr().out == '{\n  "title": "Été"\n}\n'


def test_items_pass_through_and_no_bar_is_drawn_where_nobody_looks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(track(iter("abc"), 3, "cleaning")) == ["a", "b", "c"]
    assert list(track(iter("abc"), None, "cleaning")) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")


def test_the_report_counts_and_names(capsys: pytest.CaptureFixture[str]) -> None:
    rejected = [
        Rejected(f"press/{number}.html", Reason.EMPTY, "the page is empty") for number in range(LISTED + 5)
    ]
    rejected.append(Rejected("[red]x.html", Reason.TOO_DEEP))
    print_report(1_234, rejected, 2.0, {"new": 1_000, "[bold]index": "tantivy"})
    output = capsys.readouterr()
    words = " ".join(output.err.split())
    assert output.out == ""
    for row in (
        "kept 1,234",
        "rejected: empty 25",
        "rejected: too deep 1",
        "new 1,000",
        "[bold]index tantivy",
    ):
        assert row in words
    assert "seconds 2.0 pages per second 630" in words
    assert "press/0.html: empty: the page is empty" in words
    assert "… and 6 more" in words


def test_a_page_is_described_by_what_is_known() -> None:
    assert describe(Rejected("a.html", Reason.EMPTY)) == "a.html: empty"
    assert describe(Rejected("", Reason.EMPTY, "nothing in it")) == "empty: nothing in it"


def test_letters_a_terminal_does_not_know_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)

    def command(args: argparse.Namespace) -> int:
        write_json("Été")
        return 0

    assert run(parser(command), []) == 0
    assert stream.buffer.getvalue() == b'"?t?"\n'  # type: ignore[attr-defined]


def test_a_reader_that_has_gone_ends_it_quietly() -> None:
    script = (
        "import argparse, sys\nfrom corpus.console import run, write\nparser = argparse.ArgumentParser()\n"
        "parser.set_defaults(run=lambda args: [write('x' * 1000) for _ in range(1000)] and 0)\n"
        "sys.exit(run(parser, []))"
    )
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", script],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
